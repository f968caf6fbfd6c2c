#include "people.h"

#include "firm.h"
#include "hosts.h"
#include "person_name.h"
#include "votes.h"

#include <string.h>

#define NICKNAME_BYTES_MIN 2
#define LAST_LINES 3           /* one of them is the name of who signs */
#define SIGNATURE_LINES_MAX 12 /* from the end of the new text */

/* Whether name is the firm's or a part of it. */
static bool
is_firm(const Clues *clues, const char *name)
{
	const char *company = clues->reading->company;
	g_autofree char *name_key = vote_key(name);
	g_autofree char *company_key = vote_key(company ? company : "");

	return *company_key && strstr(company_key, name_key) != NULL;
}

static bool
is_of_role(const Clues *clues, const char *name)
{
	const char *role = clues->reading->role;

	return role && strstr(role, name) != NULL;
}

static bool
has_word(char **words, const char *word)
{
	return g_strv_contains((const char *const *)words, word);
}

/* "Sam" is Samuel. */
static bool
is_short_form(const char *given, const char *key)
{
	return given && strlen(key) >= NICKNAME_BYTES_MIN &&
	       !strchr(key, ' ') && g_str_has_prefix(given, key);
}

/* "K. Ballantyne" is Kenneth Ballantyne, and the other way about. */
static bool
is_initialled(char **words, const char *key)
{
	g_auto(GStrv) parts = g_strsplit(key, " ", -1);
	guint n = g_strv_length(parts);
	guint n_words = g_strv_length(words);

	return n == 2 && n_words >= 2 && (!parts[0][1] || !words[0][1]) &&
	       parts[0][0] == words[0][0] &&
	       !strcmp(parts[1], words[n_words - 1]);
}

/* A person who is there by first name alone, or by surname, is the same. */
static Person *
find_same(const Reading *reading, const char *name)
{
	g_autofree char *key = vote_key(name);

	for (guint i = 0; i < reading->contacts->len; i++) {
		Person *person = reading->contacts->pdata[i];
		g_autofree char *other = vote_key(person->name);
		g_auto(GStrv) words = g_strsplit(other, " ", -1);
		size_t length = strlen(other);

		if (*key &&
		    (has_word(words, key) || is_short_form(words[0], key) ||
		        is_initialled(words, key)))
			return person;
		if (*other && !strncmp(key, other, length) &&
		    key[length] == ' ')
			return person;
	}
	return NULL;
}

static void
take_name(Person *person, const char *name, const char *title)
{
	if (strlen(name) > strlen(person->name)) {
		g_free(person->name);
		person->name = g_strdup(name);
	}
	if (*title && !*person->title) {
		g_free(person->title);
		person->title = g_strdup(title);
	}
}

/* Adds who is so called, unless that is the candidate; NULL if it is. */
static Person *
add_person(Clues *clues, const char *text, const char *email, Part part)
{
	g_autofree char *name = person_name_tidy(text);
	g_autofree char *title = person_name_split_title(clues, &name);
	Person *person;

	if ((*email && clues_is_user_email(clues, email)) ||
	    (*name && clues_is_user_name(clues, name)))
		return NULL;
	person = find_same(clues->reading, name);
	if (person &&
	    (!*email || !*person->email || !strcmp(email, person->email))) {
		if (*email && !*person->email) {
			g_free(person->email);
			person->email = g_strdup(email);
		}
		if (person->part == PART_OTHER)
			person->part = part;
	} else {
		person = reading_add_person(clues->reading, name, email, part);
	}
	take_name(person, name, title);
	return person;
}

/* "Trewin Paul <paul.trewin@...>" is written from behind. */
static void
turn_by_email(Display *display, const char *email)
{
	g_auto(GStrv) words = g_strsplit(display->person, " ", -1);
	g_autofree char *last = NULL;

	if (g_strv_length(words) != 2)
		return;
	last = g_ascii_strdown(words[1], -1);
	if (g_str_has_prefix(email, last) && *last &&
	    !g_ascii_isalnum(email[strlen(last)]) &&
	    person_name_words_in_email(words[0], email)) {
		g_free(display->person);
		display->person = g_strconcat(words[1], " ", words[0], NULL);
	}
}

/*
 * Adds the name of an address, where it is a person's: the address has the
 * name in it, or it begins with a given name, or both sides are the firm's own
 * and it is not the firm's name.
 */
static Person *
add_address(Clues *clues, const char *shown, const char *email, Part part)
{
	Display display = display_parse(clues, shown, email);
	Mailbox mailbox = mailbox_of(clues->patterns, email);
	bool is_own =
	    !strcmp(host_of_email(email), host_of_email(clues->other->email));
	bool is_system = is_own && (clues->party == PARTY_SYSTEM ||
	                               clues->party == PARTY_BOARD);
	const char *reached =
	    mailbox == MAILBOX_NOBODY || is_system ? "" : email;
	Person *person = NULL;
	bool is_person;
	int n_in_email;

	turn_by_email(&display, email);
	person_name_drop_office(clues, display.person);
	n_in_email = person_name_words_in_email(display.person, reached);
	is_person =
	    *display.person &&
	    (person_name_is_likely(clues, display.person) || n_in_email > 1) &&
	    (n_in_email || clues_text_is(clues, "given", display.person) ||
	        (!display.is_bare && clues_is_in_signs(display.person)) ||
	        (mailbox == MAILBOX_PERSON && !is_system &&
	            !is_firm(clues, display.person) &&
	            person_name_is_unlisted(clues, display.person)));
	if (is_person)
		person = add_person(clues, display.person, reached, part);
	display_clear(&display);
	return person;
}

/* Those in the headers of the other side. */
static void
add_headers(Clues *clues)
{
	const Message *message = clues->message;
	bool is_incoming = clues->reading->direction == DIRECTION_INCOMING;
	const GPtrArray *lists[] = {
	    is_incoming ? NULL : message->to, message->cc};

	if (is_incoming) {
		(void)add_address(
		    clues, message->from.name, message->from.email, PART_OTHER);
		if (*message->reply_to.email)
			(void)add_address(clues, message->reply_to.name,
			    message->reply_to.email, PART_OTHER);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		for (guint k = 0; lists[i] && k < lists[i]->len; k++) {
			const Address *one = lists[i]->pdata[k];

			if (!clues_is_user_email(clues, one->email))
				(void)add_address(
				    clues, one->name, one->email, PART_OTHER);
		}
}

static void
add_attendees(Clues *clues)
{
	const CalendarEvent *event = clues_event(clues);

	if (!event)
		return;
	(void)add_address(
	    clues, event->organizer.name, event->organizer.email, PART_OTHER);
	for (guint i = 0; i < event->attendees->len; i++) {
		const Address *one = event->attendees->pdata[i];

		if (!clues_is_user_email(clues, one->email))
			(void)add_address(
			    clues, one->name, one->email, PART_INTERVIEWER);
	}
}

/* Whether a name stands in the greeting: the reader's own. */
static bool
is_greeted(const GArray *greetings, size_t start)
{
	for (guint i = 0; i < greetings->len; i++) {
		const Match *match = &g_array_index(greetings, Match, i);

		if (start >= match->start &&
		    start < match->start + match->length)
			return true;
	}
	return false;
}

/* Whether the tagger, where there is one, has found a person there. */
static bool
may_be_named(const Clues *clues, size_t start, size_t length)
{
	for (guint i = 0; clues->named && i < clues->named->len; i++) {
		const Named *named = &g_array_index(clues->named, Named, i);

		if (named->kind == NAMED_PERSON && named->is_in_text &&
		    named->start < start + length &&
		    start < named->start + strlen(named->text))
			return true;
	}
	return !clues->named;
}

/* The names that one match gives; each "name" of it is one person. */
static void
add_match(Clues *clues, const Match *match, const GArray *greetings)
{
	const char *text = tokens_text(clues->tokens);
	const Capture *part = match_get(match, "part");
	bool is_sure = match_says(match, "sure", "1");
	bool is_sure_of_two = match_says(match, "sure", "2");

	for (unsigned i = 0; i < match->n_captures; i++) {
		const Capture *capture = &match->captures[i];
		g_autofree char *name = NULL;
		g_autofree char *tidy = NULL;
		const Token *first;

		if (!g_str_has_prefix(capture->field, "name") ||
		    is_greeted(greetings, capture->start) ||
		    (!is_sure &&
		        !may_be_named(clues, capture->start, capture->length)))
			continue;
		first = tokens_get(clues->tokens, capture->first_token);
		if (!first->is_capitalised && first->kind != TOKEN_HAN)
			continue;
		name = g_strndup(text + capture->start, capture->length);
		tidy = person_name_tidy(name);
		if (!person_name_is_likely(clues, tidy) ||
		    is_firm(clues, tidy) || is_of_role(clues, tidy) ||
		    (first->starts_line && first->kind != TOKEN_HAN &&
		        !strchr(tidy, ' ') &&
		        !clues_text_is(clues, "given", tidy)) ||
		    (!is_sure &&
		        !(is_sure_of_two && person_name_is_full(clues, tidy)) &&
		        !clues_text_is(clues, "given", tidy)))
			continue;
		(void)add_person(clues, tidy, "",
		    part ? part_named(part->value) : PART_OTHER);
	}
}

/* Whoever the text names. */
static void
add_mentions(Clues *clues, const GArray *greetings)
{
	g_autoptr(GArray) matches = patterns_find(clues->tokens, "person");

	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);

		if (clues_zone(clues, match->start) == ZONE_TEXT)
			add_match(clues, match, greetings);
	}
}

/* Whoever the tagger finds. */
static void
add_named(Clues *clues)
{
	for (guint i = 0; clues->named && i < clues->named->len; i++) {
		const Named *named = &g_array_index(clues->named, Named, i);

		if (named->kind == NAMED_PERSON && named->is_in_text &&
		    !is_firm(clues, named->text))
			(void)add_person(clues, named->text, "", PART_OTHER);
	}
}

/* Whether the name of a signature is theirs who wrote. */
static void
sign_person(Clues *clues, const Match *match, bool is_last)
{
	g_autofree char *text = match_dup_text(match, "name", clues->tokens);
	g_autofree char *name = person_name_tidy(text ? text : "");
	const Address *from = &clues->message->from;
	GPtrArray *contacts = clues->reading->contacts;
	Person *same;

	if (!person_name_is_likely(clues, name) || is_firm(clues, name) ||
	    clues_is_user_name(clues, name))
		return;
	same = find_same(clues->reading, name);
	if (same) {
		take_name(same, name, "");
		return;
	}
	if (contacts->len && !match_get(match, "has"))
		return;
	if (!match_get(match, "has") && !clues_text_is(clues, "given", name) &&
	    !person_name_words_in_email(name, from->email) &&
	    !(is_last && person_name_is_full(clues, name)))
		return;
	(void)add_person(clues, name,
	    person_name_words_in_email(name, from->email) &&
	            clues->party == PARTY_PERSON
	        ? from->email
	        : "",
	    PART_OTHER);
}

static void
add_signature(Clues *clues)
{
	const GArray *matches;
	guint n = 0;

	if (clues->reading->direction == DIRECTION_OUTGOING)
		return;
	matches = clues_signatures(clues);
	for (guint i = matches->len; i > 0 && n < SIGNATURE_LINES_MAX; i--) {
		const Match *match = &g_array_index(matches, Match, i - 1);

		if (clues_zone(clues, match->start) == ZONE_SUBJECT)
			break;
		sign_person(clues, match, n++ < LAST_LINES);
	}
}

/* In what the user wrote, the greeting names whom it is to. */
static void
add_greeted(Clues *clues, const GArray *greetings)
{
	GPtrArray *contacts = clues->reading->contacts;
	const Match *match = NULL;
	g_autofree char *text = NULL;
	g_autofree char *name = NULL;
	bool has_one = false;

	for (guint i = 0; i < greetings->len && !match; i++) {
		const Match *one = &g_array_index(greetings, Match, i);

		if (clues_zone(clues, one->start) == ZONE_TEXT)
			match = one;
	}
	if (!match)
		return;
	text = match_dup_text(match, "name", clues->tokens);
	name = person_name_tidy(text ? text : "");
	for (guint i = 0; i < contacts->len; i++) {
		const Person *person = contacts->pdata[i];

		has_one |= !strcmp(person->email, clues->other->email);
	}
	if (!has_one && person_name_is_likely(clues, name) &&
	    !is_firm(clues, name))
		(void)add_person(clues, name, clues->other->email, PART_OTHER);
}

/* Addresses in the text go to those whose names they have in them. */
static void
match_emails(Clues *clues)
{
	size_t n = tokens_count(clues->tokens);
	GPtrArray *contacts = clues->reading->contacts;

	for (size_t i = 0; i < n; i++) {
		const Token *token = tokens_get(clues->tokens, i);
		g_autofree char *email = NULL;

		if (token->kind != TOKEN_EMAIL)
			continue;
		email = g_ascii_strdown(
		    clues->text + token->start, (gssize)token->length);
		for (guint k = 0; k < contacts->len; k++) {
			Person *person = contacts->pdata[k];

			if (*person->email ||
			    !person_name_words_in_email(person->name, email))
				continue;
			g_free(person->email);
			person->email = g_steal_pointer(&email);
			break;
		}
	}
}

void
people_find(Clues *clues)
{
	g_autoptr(GArray) greetings = patterns_find(clues->tokens, "greeting");

	add_headers(clues);
	add_attendees(clues);
	if (clues->reading->direction == DIRECTION_OUTGOING)
		add_greeted(clues, greetings);
	add_signature(clues);
	add_mentions(clues, greetings);
	add_named(clues);
	match_emails(clues);
}
