#include "thread.h"

#include "error.h"
#include "json.h"
#include "mime.h"

#include <string.h>

struct Thread {
	Json *rules; /* owned */
};

static bool
check_list(const Json *list)
{
	if (!json_is_array(list))
		return false;
	for (const Json *each = json_first(list); each; each = json_next(each))
		if (!json_string(each) || !*json_string(each))
			return false;
	return true;
}

Thread *
thread_load(const char *path, GError **error)
{
	static const char *const lists[] = {
	    "unattended", "offices", "reply_words"};
	g_autoptr(Json) rules = json_parse_file(path, error);
	Thread *thread;

	if (!rules)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		if (check_list(json_get(rules, lists[i])))
			continue;
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "%s: '%s': not a list of texts", path, lists[i]);
		return NULL;
	}
	thread = g_new(Thread, 1);
	thread->rules = g_steal_pointer(&rules);
	return thread;
}

/* "no-reply+x7" and "Do_Not.Reply" are the same to us: letters alone. */
static bool
is_unattended(const Thread *thread, const char *email)
{
	const Json *list = json_get(thread->rules, "unattended");
	g_autoptr(GString) letters = g_string_new(NULL);

	for (const char *at = email; *at && *at != '@'; at++)
		if (g_ascii_isalpha(*at))
			g_string_append_c(letters, g_ascii_tolower(*at));
	for (const Json *each = json_first(list); each; each = json_next(each))
		if (strstr(letters->str, json_string(each)))
			return true;
	return false;
}

static bool
is_answerable(const Thread *thread, const char *email)
{
	return mime_is_address(email) && !is_unattended(thread, email);
}

/* The address to answer a mail at; NULL where nobody reads it. */
static const char *
answer_address(const Thread *thread, const Mail *mail)
{
	if (!mail || mail->direction != DIRECTION_INCOMING || mail->suspicious)
		return NULL;
	if (is_answerable(thread, mail->reply_to))
		return mail->reply_to;
	if (is_answerable(thread, mail->sender_email))
		return mail->sender_email;
	return NULL;
}

/* The last mail of the other side that can be answered; by sender where one
 * is given. */
static const Mail *
find_last(
    const Thread *thread, const Application *application, const char *sender)
{
	for (guint i = application->mail->len; i-- > 0;) {
		const Mail *mail = application->mail->pdata[i];

		if (sender && strcmp(mail->sender_email, sender))
			continue;
		if (answer_address(thread, mail))
			return mail;
	}
	return NULL;
}

/* The words of a name in small letters, a blank before and after each. */
static char *
split_words(const char *name)
{
	g_autofree char *valid = g_utf8_make_valid(name, -1);
	g_autofree char *small = g_utf8_strdown(valid, -1);
	GString *words = g_string_new(" ");

	for (const char *at = small; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (g_unichar_isalnum(c))
			g_string_append_unichar(words, c);
		else if (words->str[words->len - 1] != ' ' && c != '.')
			g_string_append_c(words, ' ');
	}
	if (words->str[words->len - 1] != ' ')
		g_string_append_c(words, ' ');
	return g_string_free(words, FALSE);
}

/* Whether a name is that of a firm or an office. Words of wide letters stand
 * in a name without blanks. */
static bool
is_office(const Thread *thread, const char *name)
{
	const Json *list = json_get(thread->rules, "offices");
	g_autofree char *words = split_words(name);

	for (const Json *each = json_first(list); each;
	     each = json_next(each)) {
		const char *word = json_string(each);
		bool is_wide = g_unichar_iswide(g_utf8_get_char(word));
		g_autofree char *apart = g_strdup_printf(" %s ", word);

		if (strstr(words, is_wide ? word : apart))
			return true;
	}
	return false;
}

static void
address(const Thread *thread, Addressee *addressee,
    const Application *application, const Mail *mail)
{
	const char *email = answer_address(thread, mail);
	const Person *person = application_find_person(application, email);

	if (!person || !*person->name)
		person =
		    application_find_person(application, mail->sender_email);
	if (person && (!*person->name || is_office(thread, person->name)))
		person = NULL;
	*addressee = (Addressee){.mail = mail,
	    .model = mail,
	    .person = person,
	    .name = person ? person->name : mail->sender_name,
	    .email = email};
}

/* The other side's last mail, whoever reads its address. */
static const Mail *
find_model(const Application *application)
{
	for (guint i = application->mail->len; i-- > 0;) {
		const Mail *mail = application->mail->pdata[i];

		if (mail->direction == DIRECTION_INCOMING)
			return mail;
	}
	return NULL;
}

/* A person to write to on their own: in their thread, if they wrote. */
static bool
address_person(const Thread *thread, const Application *application,
    const Person *person, Addressee *addressee)
{
	bool can_write = is_answerable(thread, person->email);
	const Mail *mail =
	    can_write ? find_last(thread, application, person->email) : NULL;

	if (!*person->name && !can_write)
		return false;
	*addressee = (Addressee){.mail = mail,
	    .model = mail ? mail : find_model(application),
	    .person = *person->name ? person : NULL,
	    .name = person->name,
	    .email = mail        ? answer_address(thread, mail)
	             : can_write ? person->email
	                         : ""};
	return true;
}

static bool
is_of_friends(ActionKind kind)
{
	return kind == ACTION_REFERENCES || kind == ACTION_REFERRER ||
	       kind == ACTION_THANK_MANAGER;
}

/* Somebody on the user's own side: a thread of its own. */
static void
address_friend(
    const Application *application, const Action *action, Addressee *addressee)
{
	const Person *person = NULL;

	for (guint i = 0; i < application->friends->len && !person; i++) {
		const Person *one = application->friends->pdata[i];

		if (!strcmp(one->email, action->person) ||
		    !strcmp(one->name, action->person))
			person = one;
	}
	*addressee = (Addressee){.model = find_model(application),
	    .person = person && *person->name ? person : NULL,
	    .name = person ? person->name : "",
	    .email =
	        person && mime_is_address(person->email) ? person->email : ""};
}

static bool
is_trusted(const Application *application, const Action *action)
{
	const Mail *cause = application_find_mail(application, action->mail);

	return !cause || !cause->suspicious;
}

bool
thread_find_addressee(const Thread *thread, const Application *application,
    const Action *action, Addressee *addressee)
{
	const Person *person =
	    (action->kind == ACTION_THANKS || action->kind == ACTION_PROMISE) &&
	            *action->person
	        ? application_find_person(application, action->person)
	        : NULL;
	const Mail *mail = application_find_mail(application, action->mail);
	const char *email = answer_address(thread, mail);

	if (!is_trusted(application, action))
		return false;
	if (is_of_friends(action->kind)) {
		address_friend(application, action, addressee);
		return true;
	}
	if (person)
		return address_person(thread, application, person, addressee);
	if (!email) {
		mail = find_last(thread, application, NULL);
		email = answer_address(thread, mail);
	}
	if (!email)
		return false;
	address(thread, addressee, application, mail);
	return true;
}

/* The length of "Re:", "AW :", "Re[2]:" at the start of a subject; 0: none. */
static size_t
reply_word(const Thread *thread, const char *subject)
{
	const Json *list = json_get(thread->rules, "reply_words");

	for (const Json *each = json_first(list); each;
	     each = json_next(each)) {
		size_t length = strlen(json_string(each));
		const char *at = subject + length;

		if (g_ascii_strncasecmp(subject, json_string(each), length))
			continue;
		if (*at == '[' && strchr(at, ']'))
			at = strchr(at, ']') + 1;
		at += strspn(at, " ");
		if (*at == ':')
			return (size_t)(at + 1 - subject);
		if (g_str_has_prefix(at, "：")) /* full-width */
			return (size_t)(at - subject) + strlen("：");
	}
	return 0;
}

char *
thread_subject(const Thread *thread, const char *subject)
{
	size_t length;

	for (;;) {
		subject += strspn(subject, " \t\r\n");
		length = reply_word(thread, subject);
		if (!length)
			break;
		subject += length;
	}
	return g_strdup_printf("Re: %s", subject);
}

char *
thread_references(const Mail *mail)
{
	g_auto(GStrv) ids = g_strsplit(mail->references, " ", -1);
	g_autoptr(GString) references = g_string_new(NULL);

	for (size_t i = 0; ids[i]; i++)
		if (*ids[i] && strcmp(ids[i], mail->id))
			g_string_append_printf(references, "%s ", ids[i]);
	g_string_append(references, mail->id);
	return g_string_free(g_steal_pointer(&references), FALSE);
}

void
thread_free(Thread *thread)
{
	if (!thread)
		return;
	json_free(thread->rules);
	g_free(thread);
}
