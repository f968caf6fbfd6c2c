#include "own_words.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 3     /* more are not named one by one */
#define SURNAME_LEAST 2 /* signs by which somebody is known */
#define TITLE_MAX 2     /* signs of a title behind */

static void
set_taken(GHashTable *fields, const char *name, char *value)
{
	if (value)
		g_hash_table_insert(fields, (char *)name, value);
}

static void
set_words(GHashTable *fields, const char *name, const char *value)
{
	set_taken(fields, name, particulars_clean_words(value));
}

static void
set_if(GHashTable *fields, const char *name, bool is_true)
{
	if (is_true)
		g_hash_table_insert(fields, (char *)name, g_strdup(""));
}

static const char *
answer_of(const Note *note, const char *question)
{
	for (guint i = 0; i < note->answers->len; i++) {
		const Answer *answer = note->answers->pdata[i];

		if (!strcmp(answer->question, question))
			return answer->text;
	}
	return "";
}

/* The last debrief of that interview; of any where it is about none, or where
 * the next one is prepared. */
static const Note *
find_debrief(const Occasion *occasion)
{
	const GPtrArray *notes = occasion->application->notes;
	const char *interview = occasion->action->interview;

	for (guint i = notes->len; i-- > 0;) {
		const Note *note = notes->pdata[i];

		if (note->kind == NOTE_DEBRIEF &&
		    (!*interview || !*note->interview ||
		        occasion->action->kind == ACTION_PREPARE ||
		        !strcmp(note->interview, interview)))
			return note;
	}
	return NULL;
}

/* Whether people call somebody by a word of their name so: as it is, or, in
 * scripts that run names and titles together, a part of it, maybe with a title
 * behind. */
static bool
is_called_by(const char *label, const char *word)
{
	int common = 0;

	if (!*word || !strcmp(label, word))
		return *word != '\0';
	if (!g_unichar_iswide(g_utf8_get_char(label)))
		return false;
	while (*label && g_utf8_get_char(label) == g_utf8_get_char(word)) {
		label = g_utf8_next_char(label);
		word = g_utf8_next_char(word);
		common++;
	}
	return common >= SURNAME_LEAST && g_utf8_strlen(label, -1) <= TITLE_MAX;
}

static bool
is_called(const char *label, const char *name)
{
	g_autofree char *folded = g_utf8_casefold(label, -1);
	g_autofree char *its = g_utf8_casefold(name, -1);
	g_auto(GStrv) words = g_strsplit_set(its, " ,.", -1);

	if (is_called_by(folded, its))
		return true;
	for (char **word = words; *word; word++)
		if (is_called_by(folded, *word))
			return true;
	return false;
}

/* Whether a line is for somebody: "Tom: ...", by a word of their name. Sets
 * what follows the colon. */
static bool
is_line_for(const char *line, const Person *person, const char **rest)
{
	static const char *const colons[] = {":", "："};

	for (size_t i = 0; i < G_N_ELEMENTS(colons); i++) {
		const char *colon = strstr(line, colons[i]);
		g_autofree char *label = g_strstrip(
		    g_strndup(line, colon ? (gsize)(colon - line) : 0));

		if (!colon || !*label || !is_called(label, person->name))
			continue;
		*rest = colon + strlen(colons[i]);
		return true;
	}
	return false;
}

/* A line of a list without the sign before it. */
static char *
bare_line(char *line)
{
	static const char *const bullets[] = {"- ", "* ", "• ", "・", "– "};

	g_strstrip(line);
	for (size_t i = 0; i < G_N_ELEMENTS(bullets); i++)
		if (g_str_has_prefix(line, bullets[i]))
			return g_strchug(line + strlen(bullets[i]));
	return line;
}

/* It stands within a sentence of the letter. */
static void
set_phrase(GHashTable *fields, const char *name, const char *value)
{
	g_autofree char *phrase = g_strdup(value);

	g_strstrip(phrase);
	for (char *last =
	         g_utf8_find_prev_char(phrase, phrase + strlen(phrase));
	     last && g_utf8_strchr(".。．", -1, g_utf8_get_char(last));
	     last = g_utf8_find_prev_char(phrase, last))
		*last = '\0';
	set_words(fields, name, phrase);
}

/* Of several lines the one for the person; else the first for nobody. */
static void
set_topic(GHashTable *fields, const Occasion *occasion, const char *topic)
{
	g_auto(GStrv) lines = g_strsplit(topic, "\n", -1);
	const GPtrArray *people = occasion->application->people;
	const char *general = NULL;

	for (char **one = lines; *one; one++) {
		const char *line = bare_line(*one);
		const char *rest;
		bool is_for_other = false;

		if (occasion->person &&
		    is_line_for(line, occasion->person, &rest)) {
			set_phrase(fields, "topic", rest);
			return;
		}
		for (guint i = 0; i < people->len; i++)
			is_for_other =
			    is_for_other ||
			    is_line_for(line, people->pdata[i], &rest);
		if (!is_for_other && !general && *line)
			general = line;
	}
	if (general)
		set_phrase(fields, "topic", general);
}

static void
gather_debrief(GHashTable *fields, const Occasion *occasion)
{
	const Note *debrief = find_debrief(occasion);

	if (!debrief)
		return;
	set_topic(fields, occasion, answer_of(debrief, "topic"));
	set_phrase(fields, "skill", answer_of(debrief, "skills"));
	set_phrase(fields, "trouble", answer_of(debrief, "trouble"));
	set_phrase(fields, "good", answer_of(debrief, "good"));
}

/* When the user last wrote; 0 for never. */
static gint64
last_written(const Application *application)
{
	gint64 last = 0;

	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		if (mail->direction == DIRECTION_OUTGOING)
			last = MAX(last, mail->time);
	}
	return last;
}

/* What was noted last of progress; of news all that is new to them. */
static void
gather_notes(GHashTable *fields, const Occasion *occasion)
{
	const GPtrArray *notes = occasion->application->notes;
	gint64 since = last_written(occasion->application);
	g_autoptr(GString) news = g_string_new(NULL);

	for (guint i = 0; i < notes->len; i++) {
		const Note *note = notes->pdata[i];

		if (note->kind == NOTE_PROGRESS)
			set_words(fields, "progress", note->text);
		if (note->kind != NOTE_NEWS)
			continue;
		if (note->time <= since)
			g_string_truncate(news, 0);
		g_string_append_printf(
		    news, "%s%s", news->len ? " " : "", note->text);
	}
	if (occasion->action->kind == ACTION_NEWS)
		set_words(fields, "news", news->str);
}

/* Who was met without their address being known, by their names. */
static void
gather_unknown(
    GHashTable *fields, const Occasion *occasion, const Manners *manners)
{
	const Application *application = occasion->application;
	const Interview *interview = application_find_interview(
	    application, occasion->action->interview);
	g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; interview && i < interview->people->len; i++) {
		const char *key = interview->people->pdata[i];
		char *name = strchr(key, '@') ? NULL : particulars_clean(key);

		if (name)
			g_ptr_array_add(unknown, name);
	}
	set_if(fields, "nameless", !unknown->len);
	if (unknown->len && unknown->len <= NAMES_MAX)
		set_taken(fields, "whom", manners_list(manners, unknown));
}

/* The recruiter is who calls references. */
static void
gather_caller(GHashTable *fields, const Application *application)
{
	for (guint i = 0; i < application->people->len; i++) {
		const Person *person = application->people->pdata[i];

		if (person->part == PART_RECRUITER && strchr(person->name, ' '))
			set_taken(
			    fields, "caller", particulars_clean(person->name));
	}
}

static Moment
find_start(const Application *application)
{
	Moment starts = {0};

	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		if (mail->kind == KIND_OFFER && mail->starts.precision &&
		    !mail->suspicious)
			starts = mail->starts;
	}
	return starts;
}

/* Whether the manager whom the user leaves is the one who hired them. */
static void
gather_managers(GHashTable *fields, const Occasion *occasion)
{
	const Application *application = occasion->application;

	for (guint i = 0; i < application->people->len; i++) {
		const Person *person = application->people->pdata[i];
		bool is_same = *person->email &&
		               !strcmp(person->email, occasion->action->person);

		set_if(fields, "same_manager", is_same);
		if (person->part == PART_MANAGER && !is_same)
			set_taken(fields, "new_manager",
			    particulars_clean(person->name));
	}
}

void
own_words_gather(
    GHashTable *fields, const Occasion *occasion, const Manners *manners)
{
	const Action *action = occasion->action;

	gather_debrief(fields, occasion);
	gather_notes(fields, occasion);
	gather_caller(fields, occasion->application);
	set_taken(fields, "start_day",
	    manners_day(manners, find_start(occasion->application), fields));
	set_if(fields, "first_choice",
	    !strcmp(application_fact(occasion->application, "rank"), "1"));
	if (action->kind == ACTION_ASK_NAMES)
		gather_unknown(fields, occasion, manners);
	if (action->kind == ACTION_THANK_MANAGER)
		gather_managers(fields, occasion);
	if (action->kind == ACTION_LEVERAGE)
		set_taken(fields, "other_by",
		    manners_day(manners, action->day, fields));
	if (action->kind == ACTION_PROMISE)
		set_taken(fields, "promised_on",
		    manners_day(manners, action->day, fields));
}
