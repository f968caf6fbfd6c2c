#include "particulars.h"

#include "meeting.h"
#include "own_words.h"
#include "printable.h"

#include <stdlib.h>
#include <string.h>

#define PEOPLE_MAX 3 /* more are not named one by one */

static const char *const names[] = {
    /* who and what */
    "author", "firm", "role", "role_vowel", "person", "title", "first",
    "family", "called", "feminine", "masculine", "recruiter", "interviewer",
    "manager", "friend",
    /* register and habit */
    "familiar", "americas",
    /* the interview */
    "day", "hour", "end_hour", "zone", "place", "stage", "meets", "meets_you",
    "several", "again", "fixed", "fixed_day", "ahead", "moved", "reminder",
    "is_screen", "is_technical", "is_manager", "is_panel", "is_onsite",
    "is_final", "is_casual", "proposed", "slot_day", "slot_hour", "slot_2_day",
    "slot_2_hour",
    /* what they said, and when we are in touch */
    "decide_by", "decide_by_past", "respond_by", "check_in", "after_interview",
    "before_interview", "closed", "rescinded", "verbal", "written",
    "first_time", "second_time",
    /* what the user has said, and what hangs on other applications */
    "topic", "skill", "trouble", "good", "progress", "news", "promised_on",
    "first_choice", "other_by", "start_day", "whom", "nameless", "caller",
    "same_manager", "new_manager", NULL};

const char *const *
particulars_names(void)
{
	return names;
}

char *
particulars_clean(const char *value)
{
	return printable_clean(value, PARTICULARS_MAX);
}

char *
particulars_clean_words(const char *value)
{
	return printable_clean(value, PARTICULARS_WORDS_MAX);
}

static void
set(GHashTable *fields, const char *name, const char *value)
{
	char *clean = particulars_clean(value);

	if (clean)
		g_hash_table_insert(fields, (char *)name, clean);
}

static void
set_taken(GHashTable *fields, const char *name, char *value)
{
	set(fields, name, value);
	g_free(value);
}

static void
set_if(GHashTable *fields, const char *name, bool is_true)
{
	if (is_true)
		g_hash_table_insert(fields, (char *)name, g_strdup(""));
}

/* "Weld, Tom" and "Tom Weld (Northwind)" are both "Tom Weld". */
static char *
tidy_name(const char *name)
{
	g_auto(GStrv) parts = NULL;
	g_autofree char *bare = g_strdup(name);
	char *bracket = strstr(bare, "（");

	if (bracket)
		*bracket = '\0';
	bare[strcspn(bare, "([|")] = '\0';
	parts = g_strsplit(g_strstrip(bare), ", ", -1);
	if (g_strv_length(parts) != 2)
		return g_steal_pointer(&bare);
	return g_strdup_printf("%s %s", parts[1], parts[0]);
}

/* The first and the family name, where a name has both. */
static void
set_names(GHashTable *fields, const char *name, const Manners *manners)
{
	g_autofree char *clean = particulars_clean(name);
	const char *space = clean ? strchr(clean, ' ') : NULL;
	const char *last = clean ? strrchr(clean, ' ') : NULL;

	if (!space)
		return;
	if (manners_family_first(manners)) {
		set(fields, "first", last + 1);
		set_taken(fields, "family",
		    g_strndup(clean, (size_t)(space - clean)));
	} else {
		set_taken(
		    fields, "first", g_strndup(clean, (size_t)(space - clean)));
		set(fields, "family", last + 1);
	}
}

/* How they sign; a name that is one word alone is what they go by. */
static void
set_called(GHashTable *fields, const Person *person)
{
	const char *name = person->called && *person->called ? person->called
	                   : *person->name && !strchr(person->name, ' ')
	                       ? person->name
	                       : NULL;

	if (name && !strcmp(person->title, ""))
		set(fields, "called", name);
}

static void
gather_person(GHashTable *fields, const Person *person, const Manners *manners)
{
	const char *firm = g_hash_table_lookup(fields, "firm");
	g_autofree char *name = person ? tidy_name(person->name) : NULL;

	/* A mailbox that goes by the firm's name is nobody to greet. */
	if (!person || (firm && !g_ascii_strcasecmp(firm, name)))
		return;
	set(fields, "person", name);
	set(fields, "title", person->title);
	set_names(fields, name, manners);
	set_called(fields, person);
	set_if(fields, "feminine",
	    manners_has_title(manners, "feminine", person->title));
	set_if(fields, "masculine",
	    manners_has_title(manners, "masculine", person->title));
	set_if(fields, "recruiter", person->part == PART_RECRUITER);
	set_if(fields, "manager", person->part == PART_MANAGER);
	set_if(fields, "interviewer", person->part == PART_INTERVIEWER);
}

/* The user's last mail; NULL where none was seen. */
static const Mail *
find_own_mail(const Application *application)
{
	for (guint i = application->mail->len; i-- > 0;) {
		const Mail *mail = application->mail->pdata[i];

		if (mail->direction == DIRECTION_OUTGOING)
			return mail;
	}
	return NULL;
}

int
particulars_own_offset(const Application *application, const Mail *model)
{
	const Mail *own = find_own_mail(application);

	return own ? own->utc_offset_s : model ? model->utc_offset_s : 0;
}

static char *
format_zone(int offset_s)
{
	int minutes = abs(offset_s) / 60;
	char sign = offset_s < 0 ? '-' : '+';

	if (minutes % 60)
		return g_strdup_printf(
		    "UTC%c%d:%02d", sign, minutes / 60, minutes % 60);
	return minutes ? g_strdup_printf("UTC%c%d", sign, minutes / 60)
	               : g_strdup("UTC");
}

/* The zone is said only where it is not the user's own. */
static void
set_zone(GHashTable *fields, const Occasion *occasion, Moment moment)
{
	const Mail *own = find_own_mail(occasion->application);

	if (moment.precision == MOMENT_TIME && own &&
	    own->utc_offset_s != moment.utc_offset_s)
		set_taken(fields, "zone", format_zone(moment.utc_offset_s));
}

static void
gather_time(GHashTable *fields, const Occasion *occasion,
    const Interview *interview, const Manners *manners)
{
	Moment start = interview->when.start;

	set_taken(fields, "day", manners_day(manners, start, fields));
	set_taken(fields, "hour", manners_hour(manners, start, fields));
	set_taken(fields, "end_hour",
	    manners_hour(manners, interview->when.end, fields));
	set_zone(fields, occasion, start);
	set_if(fields, "fixed", start.precision == MOMENT_TIME);
	set_if(fields, "fixed_day", start.precision == MOMENT_DAY);
	set_if(fields, "ahead", meeting_is_ahead(start, occasion->now));
}

/* The first two of the offered times that are still to come. */
static void
gather_slots(GHashTable *fields, const Occasion *occasion,
    const Interview *interview, const Manners *manners)
{
	static const char *const slots[][2] = {
	    {"slot_day", "slot_hour"}, {"slot_2_day", "slot_2_hour"}};
	size_t count = 0;

	if (interview->when.start.precision != MOMENT_NONE)
		return;
	for (guint i = 0; i < interview->proposed->len; i++) {
		const Period *slot = interview->proposed->pdata[i];

		if (!meeting_is_ahead(slot->start, occasion->now))
			continue;
		if (!count)
			set_zone(fields, occasion, slot->start);
		set_taken(fields, slots[count][0],
		    manners_day(manners, slot->start, fields));
		set_taken(fields, slots[count][1],
		    manners_hour(manners, slot->start, fields));
		if (++count == G_N_ELEMENTS(slots))
			break;
	}
	set_if(fields, "proposed", count > 0);
}

/* Of an interview's people, whom the greeted one is not, by their names. */
static GPtrArray *
find_others(const Occasion *occasion, const Interview *interview)
{
	GPtrArray *others = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < interview->people->len; i++) {
		const Person *person = application_find_person(
		    occasion->application, interview->people->pdata[i]);
		char *name = person && person != occasion->person
		                 ? particulars_clean(person->name)
		                 : NULL;

		if (name)
			g_ptr_array_add(others, name);
	}
	return others;
}

static void
gather_people(GHashTable *fields, const Occasion *occasion,
    const Interview *interview, const Manners *manners)
{
	g_autoptr(GPtrArray) others = find_others(occasion, interview);

	set_if(fields, "several", interview->people->len > 1);
	set_if(fields, "meets_you",
	    occasion->person && others->len < interview->people->len);
	if (others->len && others->len <= PEOPLE_MAX)
		g_hash_table_insert(
		    fields, (char *)"meets", manners_list(manners, others));
}

static void
gather_stage(GHashTable *fields, Stage stage, const Manners *manners)
{
	g_autofree char *name = g_strdup_printf("is_%s", stage_name(stage));

	set(fields, "stage", manners_stage(manners, stage_name(stage)));
	for (size_t i = 0; names[i]; i++)
		if (stage != STAGE_NONE && !strcmp(names[i], name))
			set_if(fields, names[i], true);
}

static void
gather_interview(
    GHashTable *fields, const Occasion *occasion, const Manners *manners)
{
	const Interview *interview = meeting_find(occasion);

	set_if(fields, "again", meeting_count_held(occasion) > 1);
	if (!interview)
		return;
	set(fields, "place", interview->place);
	gather_time(fields, occasion, interview, manners);
	gather_slots(fields, occasion, interview, manners);
	gather_people(fields, occasion, interview, manners);
	gather_stage(fields, interview->stage, manners);
}

/* When etiquette has us in touch next, if it has decided. */
static Moment
find_check_in(const Occasion *occasion)
{
	const GPtrArray *actions = occasion->application->actions;

	for (guint i = 0; i < actions->len; i++) {
		const Action *action = actions->pdata[i];

		if (action != occasion->action &&
		    action->kind == ACTION_FOLLOW_UP &&
		    action->status == ACTION_WAITING &&
		    action->due > occasion->now)
			return (Moment){.precision = MOMENT_DAY,
			    .time = action->due,
			    .utc_offset_s = particulars_own_offset(
			        occasion->application, occasion->model)};
	}
	return (Moment){0};
}

static void
gather_dates(
    GHashTable *fields, const Occasion *occasion, const Manners *manners)
{
	Moment decide_by = occasion->application->decide_by;
	bool is_past = !meeting_is_ahead(decide_by, occasion->now);

	set_taken(fields, is_past ? "decide_by_past" : "decide_by",
	    manners_day(manners, decide_by, fields));
	set_taken(fields, "respond_by",
	    manners_day(manners, occasion->application->respond_by, fields));
	set_taken(fields, "check_in",
	    manners_day(manners, find_check_in(occasion), fields));
}

static void
gather_habits(GHashTable *fields, const Mail *model)
{
	/* UTC-2 to UTC-10: as good as mail knows a country's habits. */
	bool is_west = model && model->utc_offset_s <= -2 * 3600 &&
	               model->utc_offset_s >= -10 * 3600;

	set_if(fields, "familiar", model && model->is_familiar);
	set_if(fields, "americas", is_west);
}

/* What kind of news set the letter off. */
static void
gather_cause(GHashTable *fields, const Occasion *occasion)
{
	const Mail *cause = application_find_mail(
	    occasion->application, occasion->action->mail);
	Detail detail = cause ? cause->detail : DETAIL_NONE;
	guint interviews = meeting_count_held(occasion);

	set_if(fields, "moved", detail == DETAIL_MOVED);
	set_if(fields, "reminder", detail == DETAIL_REMINDER);
	set_if(fields, "closed", detail == DETAIL_CLOSED);
	set_if(fields, "rescinded", detail == DETAIL_RESCINDED);
	set_if(fields, "verbal", detail == DETAIL_VERBAL);
	set_if(fields, "written", detail == DETAIL_WRITTEN);
	set_if(fields, "after_interview",
	    detail == DETAIL_AFTER_INTERVIEW || interviews);
	set_if(fields, "before_interview",
	    detail == DETAIL_BEFORE_INTERVIEW && !interviews);
}

/* Whether a word of those, of three letters or more, stands in text. */
static bool
mentions(const char *text, const char *those)
{
	g_auto(GStrv) words = g_str_tokenize_and_fold(those, NULL, NULL);
	g_auto(GStrv) its = g_str_tokenize_and_fold(text, NULL, NULL);

	for (size_t i = 0; words[i]; i++)
		if (g_utf8_strlen(words[i], -1) >= 3 &&
		    g_strv_contains((const char *const *)its, words[i]))
			return true;
	return false;
}

/* A role with the firm or the user in it, or cut off at a full stop, was not
 * read for what it is: better none than that one. */
static void
gather_role(GHashTable *fields, const Occasion *occasion)
{
	g_autofree char *role = particulars_clean(occasion->application->role);
	g_autofree char *firm =
	    particulars_clean(occasion->application->company);
	g_autofree char *author = particulars_clean(occasion->author);

	if (!role || g_str_has_suffix(role, ".") ||
	    (author && mentions(role, author)) ||
	    (firm && mentions(role, firm)))
		return;
	set(fields, "role", role);
}

/* French and Italian elide before a vowel. */
static bool
begins_with_vowel(const char *text)
{
	g_autofree char *plain =
	    text ? g_utf8_normalize(text, -1, G_NORMALIZE_NFD) : NULL;

	return plain && *plain && strchr("aeiouAEIOU", *plain);
}

GHashTable *
particulars_gather(const Occasion *occasion, const Manners *manners)
{
	GHashTable *fields =
	    g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

	set(fields, "author", occasion->author);
	set(fields, "firm", occasion->application->company);
	gather_role(fields, occasion);
	set_if(fields, "role_vowel",
	    begins_with_vowel(g_hash_table_lookup(fields, "role")));
	set_if(fields, "first_time", occasion->action->number <= 1);
	set_if(fields, "second_time", occasion->action->number > 1);
	gather_habits(fields, occasion->model);
	gather_cause(fields, occasion);
	gather_person(fields, occasion->person, manners);
	/* Somebody of the user's own is not greeted as one of the firm. */
	set_if(fields, "friend",
	    g_ptr_array_find(
	        occasion->application->friends, occasion->person, NULL));
	gather_interview(fields, occasion, manners);
	gather_dates(fields, occasion, manners);
	own_words_gather(fields, occasion, manners);
	return fields;
}
