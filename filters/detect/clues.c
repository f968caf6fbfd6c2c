#include "clues.h"

#include "hosts.h"
#include "votes.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_BYTES_MIN 40     /* a shorter text says nothing */
#define QUOTED_HEAD_BYTES 300 /* where it says from whom it is */

/* Appends text up to max bytes, whole signs alone. */
static void
append_capped(GString *all, const char *text, size_t max)
{
	size_t length = strlen(text);

	if (length > max) {
		const char *end = text + max;

		while (end > text && (*end & 0xc0) == 0x80)
			end--;
		length = (size_t)(end - text);
	}
	g_string_append_len(all, text, (gssize)length);
}

/* The summary of a calendar part, where the subject does not say it. */
static void
append_summary(const Clues *clues, GString *all)
{
	const CalendarEvent *event = clues_event(clues);

	if (!event || !event->summary || !*event->summary ||
	    strstr(clues->message->subject, event->summary))
		return;
	g_string_append(all, "\n\n");
	append_capped(all, event->summary, CLUES_QUOTED_MAX);
}

/* Outlook puts all that is to say into the calendar part alone. */
static const char *
text_to_read(const Clues *clues)
{
	const CalendarEvent *event = clues_event(clues);
	const char *text = clues->message->new_text;

	if (event && event->description && strlen(text) < TEXT_BYTES_MIN)
		return event->description;
	return text;
}

/* Whether what is quoted comes from somebody else: it was passed on. */
static bool
is_forward(const Clues *clues)
{
	const Message *message = clues->message;
	g_autoptr(GString) head = g_string_new(NULL);
	g_autoptr(Tokens) tokens = NULL;
	size_t n;

	if (!*message->quoted ||
	    clues->reading->direction == DIRECTION_OUTGOING)
		return false;
	append_capped(head, message->quoted, QUOTED_HEAD_BYTES);
	tokens = tokens_cut(clues->patterns, "", head->str);
	n = tokens_count(tokens);
	for (size_t i = 0; i < n; i++) {
		const Token *token = tokens_get(tokens, i);
		g_autofree char *email = NULL;

		if (token->kind != TOKEN_EMAIL)
			continue;
		email = g_ascii_strdown(
		    head->str + token->start, (gssize)token->length);
		return !clues_is_user_email(clues, email) &&
		       strcmp(email, message->from.email) != 0;
	}
	return false;
}

static void
lay_out_text(Clues *clues)
{
	const Message *message = clues->message;
	GString *all = g_string_new(NULL);

	append_capped(all, message->subject, CLUES_QUOTED_MAX);
	append_summary(clues, all);
	g_string_append(all, "\n\n");
	clues->text_start = all->len;
	append_capped(all, text_to_read(clues), CLUES_TEXT_MAX);
	if (is_forward(clues)) {
		g_string_append(all, "\n\n");
		append_capped(all, message->quoted, CLUES_QUOTED_MAX);
	}
	g_string_append(all, "\n\n");
	clues->signature_start = all->len;
	append_capped(all, message->signature, CLUES_QUOTED_MAX);
	clues->text = g_string_free(all, FALSE);
}

static GPtrArray *
parse_calendars(const Message *message)
{
	GPtrArray *events =
	    g_ptr_array_new_with_free_func((GDestroyNotify)calendar_event_free);

	for (guint i = 0; i < message->calendars->len; i++) {
		g_autoptr(GPtrArray) found = calendar_parse(
		    message->calendars->pdata[i], message->date.utc_offset_s);

		g_ptr_array_extend_and_steal(events, g_steal_pointer(&found));
	}
	return events;
}

/* The party behind an address, and the name of its domain. */
static Party
judge_party(Clues *clues, const char *email)
{
	const Patterns *patterns = clues->patterns;
	const char *host = host_of_email(email);
	Party party = PARTY_PERSON;
	Mailbox mailbox;

	switch (host_find(patterns, host)) {
	case HOST_UNKNOWN:
	case HOST_CHAT:
		break;
	case HOST_JOB_BOARD:
		return PARTY_BOARD;
	case HOST_FREE_MAIL:
		return PARTY_FREE;
	default:
		return PARTY_SYSTEM;
	}
	mailbox = mailbox_of(patterns, email);
	if (mailbox == MAILBOX_NOBODY)
		party = PARTY_NOBODY;
	else if (mailbox == MAILBOX_OFFICE)
		party = PARTY_OFFICE;
	g_free(clues->label);
	clues->label = host_label(host);
	return party;
}

/* Where a system writes for somebody, whose domain that is. */
static void
find_label(Clues *clues)
{
	const CalendarEvent *event = clues_event(clues);
	const Message *message = clues->message;
	size_t n = tokens_count(clues->tokens);

	if (clues->reading->direction == DIRECTION_OUTGOING ||
	    clues->party == PARTY_FREE)
		return;
	if (!*clues->label && *message->reply_to.email)
		(void)judge_party(clues, message->reply_to.email);
	if (!*clues->label && event && *event->organizer.email)
		(void)judge_party(clues, event->organizer.email);
	for (size_t i = 0; i < n && !*clues->label; i++) {
		const Token *token = tokens_get(clues->tokens, i);
		g_autofree char *email = NULL;

		if (token->kind != TOKEN_EMAIL)
			continue;
		email = g_ascii_strdown(
		    clues->text + token->start, (gssize)token->length);
		if (!clues_is_user_email(clues, email))
			(void)judge_party(clues, email);
	}
}

/* Whom the message is from, or to whom the user wrote. */
static const Address *
find_other(const Message *message, const Reading *reading)
{
	if (reading->direction == DIRECTION_INCOMING)
		return &message->from;
	return message->to->len ? message->to->pdata[0] : NULL;
}

static void
add_user_name(Clues *clues, const char *name)
{
	g_autofree char *key = vote_key(name ? name : "");

	if (*key)
		g_ptr_array_add(clues->user_names, g_strsplit(key, " ", -1));
}

/* The names that the user is known by here. */
static void
find_user_names(Clues *clues)
{
	const Message *message = clues->message;

	clues->user_names =
	    g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	add_user_name(clues, clues->context->user_name);
	if (clues->reading->direction == DIRECTION_OUTGOING) {
		add_user_name(clues, message->from.name);
		return;
	}
	for (guint i = 0; i < message->to->len; i++) {
		const Address *to = message->to->pdata[i];

		add_user_name(clues, to->name);
	}
}

Clues *
clues_new(const Patterns *patterns, const Message *message,
    const Context *context, Reading *reading)
{
	static const Address nobody = {.name = (char *)"", .email = (char *)""};
	Clues *clues = g_new0(Clues, 1);
	const Address *other = find_other(message, reading);

	clues->last = g_new0(ShortText, 1);
	clues->patterns = patterns;
	clues->message = message;
	clues->context = context;
	clues->reading = reading;
	clues->other = other ? other : &nobody;
	clues->label = g_strdup("");
	find_user_names(clues);
	clues->party = judge_party(clues, clues->other->email);
	clues->events = parse_calendars(message);
	lay_out_text(clues);
	clues->tokens = tokens_cut(patterns, reading->lang, clues->text);
	find_label(clues);
	return clues;
}

Zone
clues_zone(const Clues *clues, size_t start)
{
	if (start < clues->text_start)
		return ZONE_SUBJECT;
	return start < clues->signature_start ? ZONE_TEXT : ZONE_SIGNATURE;
}

const CalendarEvent *
clues_event(const Clues *clues)
{
	const CalendarEvent *best = NULL;

	for (guint i = 0; i < clues->events->len; i++) {
		const CalendarEvent *event = clues->events->pdata[i];

		if (event->when.start.precision == MOMENT_NONE)
			continue;
		if (!best || event->sequence > best->sequence)
			best = event;
	}
	return best;
}

Tokens *
clues_quoted(Clues *clues)
{
	g_autoptr(GString) text = NULL;

	if (clues->quoted || !*clues->message->quoted)
		return clues->quoted;
	text = g_string_new(NULL);
	append_capped(text, clues->message->quoted, CLUES_QUOTED_MAX);
	clues->quoted_text = g_string_free(g_steal_pointer(&text), FALSE);
	clues->quoted = tokens_cut(
	    clues->patterns, clues->reading->lang, clues->quoted_text);
	return clues->quoted;
}

static bool
is_among(const GPtrArray *addresses, const char *email)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];

		if (!strcmp(address->email, email))
			return true;
	}
	return false;
}

bool
clues_is_user_email(const Clues *clues, const char *email)
{
	const Message *message = clues->message;
	const GPtrArray *own = clues->context->user_emails;

	for (guint i = 0; own && i < own->len; i++)
		if (!g_ascii_strcasecmp(own->pdata[i], email))
			return true;
	if (clues->reading->direction == DIRECTION_OUTGOING)
		return !strcmp(message->from.email, email);
	return !g_ascii_strcasecmp(message->delivered_to, email) ||
	       is_among(message->to, email);
}

static bool
is_hiragana(gunichar sign)
{
	return g_unichar_get_script(sign) == G_UNICODE_SCRIPT_HIRAGANA;
}

/* Whether word is one of words, or the initial of one. */
static bool
has_word(char **words, const char *word)
{
	for (char **other = words; *other; other++)
		if (!strcmp(*other, word) ||
		    (!word[1] && (*other)[0] == word[0]))
			return true;
	return false;
}

/* Whether the words of a name are all among those of one of the user's. */
static bool
is_of_name(const GPtrArray *names, char **wanted)
{
	for (guint i = 0; i < names->len; i++) {
		char **words = names->pdata[i];
		bool is_all = *words != NULL;

		for (char **word = wanted; *word && is_all; word++)
			is_all = has_word(words, *word);
		if (is_all)
			return true;
	}
	return false;
}

/* The same where no blank need stand between the words of a name. */
static bool
is_joined_name(const GPtrArray *names, char **wanted)
{
	g_autofree char *whole = g_strjoinv("", wanted);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *name = g_strjoinv("", names->pdata[i]);

		if (!strcmp(name, whole))
			return true;
	}
	return false;
}

bool
clues_is_user_name(const Clues *clues, const char *name)
{
	g_autofree char *key = vote_key(name);
	g_auto(GStrv) words = g_strsplit(key, " ", -1);

	if (*key && clues_is_in_signs(key) &&
	    is_joined_name(clues->user_names, words))
		return true;
	return *key && is_of_name(clues->user_names, words);
}

bool
clues_is_in_signs(const char *text)
{
	for (const char *at = text; *at; at = g_utf8_next_char(at))
		if (g_unichar_iswide(g_utf8_get_char(at)))
			return true;
	return false;
}

bool
clues_is_inside_kana(const char *text, size_t at)
{
	gunichar sign = g_utf8_get_char(text + at);
	gunichar before;

	if (!at || !is_hiragana(sign))
		return false;
	before = g_utf8_get_char(g_utf8_prev_char(text + at));
	return is_hiragana(before);
}

char *
clues_after_last(
    const Clues *clues, const char *group, const char *text, bool in_kana)
{
	g_autoptr(GArray) matches =
	    patterns_find(clues_short(clues, text), group);

	for (guint i = matches->len; i > 0; i--) {
		const Match *match = &g_array_index(matches, Match, i - 1);
		const char *rest = text + match->start + match->length;

		if (*rest &&
		    (in_kana || !clues_is_inside_kana(text, match->start)))
			return g_strdup(rest);
	}
	return g_strdup(text);
}

double
match_number(const Match *match, const char *field, double otherwise)
{
	const Capture *capture = match_get(match, field);

	return capture ? g_ascii_strtod(capture->value, NULL) : otherwise;
}

bool
match_says(const Match *match, const char *field, const char *value)
{
	const Capture *capture = match_get(match, field);

	return capture && !strcmp(capture->value, value);
}

const GArray *
clues_signatures(Clues *clues)
{
	if (!clues->signatures)
		clues->signatures = patterns_find(clues->tokens, "signature");
	return clues->signatures;
}

bool
clues_text_is(const Clues *clues, const char *group, const char *text)
{
	const char *const groups[] = {group, NULL};

	return clues_text_is_any(clues, groups, text);
}

Tokens *
clues_short(const Clues *clues, const char *text)
{
	ShortText *last = clues->last;

	if (last->tokens && !strcmp(last->text, text))
		return last->tokens;
	tokens_free(last->tokens);
	g_free(last->text);
	last->text = g_strdup(text);
	last->tokens =
	    tokens_cut(clues->patterns, clues->reading->lang, last->text);
	return last->tokens;
}

bool
clues_text_is_any(
    const Clues *clues, const char *const *groups, const char *text)
{
	Tokens *tokens = clues_short(clues, text);

	for (; *groups; groups++) {
		g_autoptr(GArray) matches = patterns_find(tokens, *groups);

		if (matches->len)
			return true;
	}
	return false;
}

void
clues_free(Clues *clues)
{
	if (!clues)
		return;
	tokens_free(clues->last->tokens);
	g_free(clues->last->text);
	g_free(clues->last);
	tokens_free(clues->tokens);
	tokens_free(clues->quoted);
	g_free(clues->quoted_text);
	g_free(clues->text);
	g_free(clues->label);
	g_ptr_array_unref(clues->events);
	g_ptr_array_unref(clues->user_names);
	if (clues->signatures)
		g_array_unref(clues->signatures);
	if (clues->named)
		g_array_unref(clues->named);
	g_free(clues);
}
