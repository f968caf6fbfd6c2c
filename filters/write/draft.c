#include "draft.h"

#include "error.h"
#include "manners.h"
#include "mime.h"
#include "particulars.h"
#include "template.h"
#include "thread.h"

#include <string.h>

#define GAP_MAX 300 /* bytes; a longer stretch is a quotation */
#define FALLBACK_LANG "en"

/* All that one draft is made with. */
typedef struct Desk {
	const Application *application; /* borrowed */
	const Action *action;           /* borrowed */
	const char *author;             /* borrowed */
	gint64 now;
	bool is_by_hand; /* to be written out by the user */
	Thread *thread;
	Manners *manners;
	Template *template;
	GHashTable *fields; /* of this draft */
} Desk;

static void
desk_clear(Desk *desk)
{
	thread_free(desk->thread);
	manners_free(desk->manners);
	template_free(desk->template);
	g_clear_pointer(&desk->fields, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Desk, desk_clear)

/* The first of the folders' files of that name; NULL where none has it. */
static char *
find_file(const char *const *folders, const char *name)
{
	for (size_t i = 0; folders[i]; i++) {
		char *path = g_build_filename(folders[i], name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
			return path;
		g_free(path);
	}
	return NULL;
}

/* lang/replies/name.json; the language comes from a stranger's mail. */
static char *
find_reply(const char *const *folders, const char *lang, const char *name)
{
	g_autofree char *file = NULL;

	if (strspn(lang, "abcdefghijklmnopqrstuvwxyz") != strlen(lang) ||
	    strlen(lang) < 2 || strlen(lang) > 3)
		return NULL;
	file = g_strdup_printf("%s/replies/%s.json", lang, name);
	return find_file(folders, file);
}

/* FNV-1a: the same on every machine, today and in years. */
static guint
hash(const char *text)
{
	guint32 value = 2166136261U;

	for (; *text; text++)
		value = (value ^ (guchar)*text) * 16777619U;
	return value;
}

static bool
refuse_missing(GError **error, const char *name)
{
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "cannot find '%s' among the rules", name);
	return false;
}

/* Whether thanks go by hand: as the user says, or where all contact was by phone
 * and no address is known. */
static bool
is_by_hand(const Application *application, const Action *action,
    const Addressee *addressee)
{
	const char *channel = application_fact(application, "channel");

	if (action->kind != ACTION_THANKS || !strcmp(channel, "mail"))
		return false;
	for (guint i = 0; !*channel && i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		if (mail->direction == DIRECTION_INCOMING)
			return false;
	}
	return *channel || !*addressee->email;
}

/* The name of the file with the letters. */
static const char *
letters_name(const Desk *desk)
{
	return desk->is_by_hand ? "thanks_by_hand"
	                        : action_kind_name(desk->action->kind);
}

/* What is in the language's own files, or in those of the fallback. */
static bool
desk_load_language(
    Desk *desk, const char *const *folders, const char *lang, GError **error)
{
	const char *name = letters_name(desk);
	g_autofree char *letters = find_reply(folders, lang, name);
	g_autofree char *manners = find_reply(folders, lang, "manners");

	if (!letters || !manners) {
		if (!strcmp(lang, FALLBACK_LANG))
			return refuse_missing(error, name);
		return desk_load_language(desk, folders, FALLBACK_LANG, error);
	}
	desk->manners = manners_load(manners, error);
	if (desk->manners)
		desk->template = template_load(letters, error);
	return desk->template != NULL;
}

static bool
desk_load_thread(Desk *desk, const char *const *folders, GError **error)
{
	g_autofree char *path = find_file(folders, "addresses.json");

	if (!path)
		return refuse_missing(error, "addresses.json");
	desk->thread = thread_load(path, error);
	return desk->thread != NULL;
}

static GHashTable *
desk_gather(const Desk *desk, const Action *action, const Addressee *addressee)
{
	const Occasion occasion = {.application = desk->application,
	    .action = action,
	    .model = addressee->model,
	    .person = addressee->person,
	    .author = desk->author,
	    .now = desk->now};

	return particulars_gather(&occasion, desk->manners);
}

/*
 * Chooses the letter: everybody who gets one of this kind takes theirs in
 * turn, in the order of the actions, so that no two get the same one as long
 * as there are letters. seat counts those before.
 */
static bool
desk_pick(const Desk *desk, guint *letter, guint *seat)
{
	const GPtrArray *actions = desk->application->actions;
	guint start = hash(desk->application->id);
	g_autofree bool *taken = g_new0(bool, template_length(desk->template));

	*seat = 0;
	for (guint i = 0; i < actions->len; i++) {
		const Action *action = actions->pdata[i];
		g_autoptr(GHashTable) fields = NULL;
		Addressee addressee;

		if (action == desk->action)
			break;
		if (action->kind != desk->action->kind ||
		    !thread_find_addressee(
		        desk->thread, desk->application, action, &addressee))
			continue;
		fields = desk_gather(desk, action, &addressee);
		if (template_pick(desk->template, fields, start, taken, letter))
			taken[*letter] = true;
		++*seat;
	}
	return template_pick(
	    desk->template, desk->fields, start, taken, letter);
}

/* Where a letter by hand goes, as the mail had it; NULL. */
static char *
desk_postal(const Desk *desk)
{
	const char *place = g_hash_table_lookup(desk->fields, "place");
	const char *person = g_hash_table_lookup(desk->fields, "person");
	const char *firm = g_hash_table_lookup(desk->fields, "firm");

	if (!desk->is_by_hand || !place || strstr(place, "://"))
		return NULL;
	return g_strdup_printf("%s%s%s%s%s", person ? person : "",
	    person ? "\n" : "", firm ? firm : "", firm ? "\n" : "", place);
}

/* The specific thing of the debrief in place of the first gap, where the letter
 * has no place of its own for it. */
static char *
fill_topic(const Desk *desk, char *text)
{
	const char *topic = g_hash_table_lookup(desk->fields, "topic");
	const char *start = strstr(text, "«");
	const char *end = start ? strstr(start, "»") : NULL;
	g_autofree char *before = NULL;

	if (!topic || !end || desk->action->kind != ACTION_THANKS ||
	    strstr(text, topic))
		return text;
	before = text;
	return g_strdup_printf("%.*s%s%s", (int)(start - before), before, topic,
	    end + strlen("»"));
}

/* The body; NULL where no letter fits. */
static char *
desk_write(const Desk *desk)
{
	g_autofree char *name = action_name(desk->application, desk->action);
	g_autofree char *postal = desk_postal(desk);
	g_autofree char *greeting = NULL;
	g_autofree char *closing = NULL;
	g_autofree char *text = NULL;
	guint letter;
	guint seat;

	if (!desk_pick(desk, &letter, &seat))
		return NULL;
	greeting = manners_greeting(desk->manners, desk->fields);
	closing = manners_closing(
	    desk->manners, desk->fields, hash(desk->application->id) + seat);
	text = template_render(
	    desk->template, letter, desk->manners, desk->fields, hash(name));
	text = fill_topic(desk, text);
	return g_strconcat(postal ? postal : "", postal ? "\n\n" : "", greeting,
	    "\n\n", text, "\n\n", closing, "\n", NULL);
}

/* The subject of the thread, or one of the letter's own. */
static char *
desk_subject(const Desk *desk, const Mail *mail)
{
	char *subject;

	if (mail && *mail->subject)
		return thread_subject(desk->thread, mail->subject);
	subject = template_subject(desk->template, desk->fields);
	return subject ? subject : g_strdup("");
}

/* The address that the other side wrote to, if it is one. */
static const char *
own_address(const Mail *model, const DraftAuthor *author)
{
	return model && mime_is_address(model->recipient) ? model->recipient
	                                                  : author->email;
}

static GBytes *
desk_finish(const Desk *desk, const Addressee *to, const char *from)
{
	const Mail *mail = to->mail;
	g_autofree char *body = desk_write(desk);
	g_autofree char *key = action_key(desk->application, desk->action);
	g_autofree char *name = particulars_clean(to->name);
	g_autofree char *subject = desk_subject(desk, mail);
	g_autofree char *references = mail ? thread_references(mail) : NULL;

	if (!body)
		return NULL;
	return mime_write(&(Mime){.from_name = desk->author,
	    .from_email = from,
	    .to_name = name ? name : "",
	    .to_email = to->email,
	    .subject = subject,
	    .in_reply_to = mail ? mail->id : "",
	    .references = references ? references : "",
	    .key = key,
	    .body = body,
	    .date = desk->now,
	    .utc_offset_s =
	        particulars_own_offset(desk->application, to->model)});
}

/* The language of the thread. */
static const char *
language(const Application *application, const Mail *model)
{
	return model && *model->lang ? model->lang : application->lang;
}

GBytes *
draft_write(const Application *application, const Action *action,
    const DraftAuthor *author, const char *const *folders, gint64 now,
    GError **error)
{
	g_auto(Desk)
	    desk = {.application = application, .action = action, .now = now};
	Addressee to;

	if (!desk_load_thread(&desk, folders, error) ||
	    !thread_find_addressee(desk.thread, application, action, &to))
		return NULL;
	desk.is_by_hand = is_by_hand(application, action, &to);
	if (desk.is_by_hand) {
		to.mail = NULL;
		to.email = "";
	}
	if (!desk_load_language(
	        &desk, folders, language(application, to.model), error))
		return NULL;
	desk.author = !*author->name && to.model ? to.model->recipient_name
	                                         : author->name;
	desk.fields = desk_gather(&desk, action, &to);
	return desk_finish(&desk, &to, own_address(to.model, author));
}

char *
draft_find_gap(const char *text)
{
	for (const char *at = text; (at = strstr(at, "«")); at += strlen("«")) {
		const char *start = at + strlen("«");
		const char *end = strstr(start, "»");
		const char *next = strstr(start, "«");

		if (!end)
			break;
		if (end - start > GAP_MAX || (next && next < end) ||
		    g_unichar_isspace(g_utf8_get_char(start)))
			continue;
		return g_strndup(start, (gsize)(end - start));
	}
	return NULL;
}
