#include "digest.h"
#include "error.h"
#include "etiquette.h"
#include "json.h"
#include "message.h"
#include "track.h"

#include <stdio.h>
#include <string.h>

/*
 * Ten job searches of rules/mail, each mail at its date, read as its label says,
 * and two sweeps a day: what is drafted, said and taken back when, as
 * tests/mail/stories/N.txt has it. STORIES=write writes those files anew.
 */

#define MAILS "rules/mail"
#define STORIES 10
#define DAY_S 86400
#define HALF_DAY_S (DAY_S / 2)
#define FIRST_SWEEP_S 27000 /* 07:30 and 19:30 */
#define LAST_DAYS 40        /* after the last mail */

/* One mail of a story. */
typedef struct Piece {
	Message *message;
	Reading *reading;
} Piece;

static void
part_clear(gpointer part)
{
	message_free(((Piece *)part)->message);
	reading_free(((Piece *)part)->reading);
}

static Moment
moment_of(const Json *object, const char *name)
{
	Moment moment = {0};
	const char *text = json_get_string(object, name, NULL);

	if (text)
		g_assert_true(moment_parse(text, &moment));
	return moment;
}

static void
add_people(Reading *reading, const Json *contacts)
{
	for (const Json *one = json_first(contacts); one;
	     one = json_next(one)) {
		g_autofree char *email =
		    g_ascii_strdown(json_get_string(one, "email", ""), -1);

		reading_add_person(reading, json_get_string(one, "name", ""),
		    email, part_named(json_get_string(one, "part", "")));
	}
}

static Reading *
reading_of(const Json *label)
{
	Reading *reading = reading_new();
	const Json *slots = json_get(label, "slots");

	reading->direction =
	    strcmp(json_get_string(label, "direction", ""), "outgoing") != 0
	        ? DIRECTION_INCOMING
	        : DIRECTION_OUTGOING;
	reading->kind = kind_named(json_get_string(label, "kind", ""));
	reading->detail = detail_named(json_get_string(label, "detail", ""));
	reading->stage = stage_named(json_get_string(label, "stage", ""));
	reading->sure = true;
	reading->confidence = 1;
	g_free(reading->lang);
	reading->lang = g_strdup(json_get_string(label, "lang", ""));
	reading->company = g_strdup(json_get_string(label, "company", NULL));
	reading->role = g_strdup(json_get_string(label, "role", NULL));
	reading->place = g_strdup(json_get_string(label, "place", NULL));
	add_people(reading, json_get(label, "contacts"));
	for (const Json *slot = json_first(slots); slot; slot = json_next(slot))
		reading_add_slot(
		    reading, moment_of(slot, "start"), moment_of(slot, "end"));
	reading->respond_by = moment_of(label, "respond_by");
	reading->decide_by = moment_of(label, "decide_by");
	reading->promise = moment_of(label, "promise");
	return reading;
}

static void
add_part(GArray *parts, const Json *label)
{
	g_autofree char *path =
	    g_build_filename(MAILS, json_get_string(label, "file", ""), NULL);
	g_autofree char *bytes = NULL;
	gsize length;
	Piece part;

	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	part.message = message_parse_bytes(bytes, length, NULL);
	g_assert_nonnull(part.message);
	part.reading = reading_of(label);
	g_array_append_val(parts, part);
}

static int
compare_parts(gconstpointer a, gconstpointer b)
{
	gint64 one = ((const Piece *)a)->message->date.time;
	gint64 other = ((const Piece *)b)->message->date.time;

	return (one > other) - (one < other);
}

static GArray *
load(const char *story)
{
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(Piece));
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	g_array_set_clear_func(parts, part_clear);
	g_assert_true(
	    g_file_get_contents(MAILS "/labels.jsonl", &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; **line; line++) {
		g_autoptr(Json) label = json_parse(*line, strlen(*line), NULL);

		g_assert_nonnull(label);
		if (!strcmp(json_get_string(label, "story", ""), story))
			add_part(parts, label);
	}
	g_array_sort(parts, compare_parts);
	return parts;
}

/* A story as it is lived. */
typedef struct Telling {
	State *state;
	Etiquette *etiquette;
	GString *text;
	GHashTable *shown; /* of char *: actions and how far they were */
	gint64 now;
} Telling;

static void G_GNUC_PRINTF(2, 3) say(Telling *telling, const char *format, ...)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(telling->now);
	g_autofree char *day = g_date_time_format(utc, "%F");
	va_list values;

	g_string_append_printf(telling->text, "%s ", day);
	va_start(values, format);
	g_string_append_vprintf(telling->text, format, values);
	va_end(values);
	g_string_append_c(telling->text, '\n');
}

/* What has become of the actions since they were last looked at. */
static void
show_changes(Telling *telling)
{
	const GPtrArray *all = telling->state->applications;

	for (guint i = 0; i < all->len; i++) {
		const Application *application = all->pdata[i];

		for (guint j = 0; j < application->actions->len; j++) {
			const Action *action = application->actions->pdata[j];
			const char *status = action_status_name(action->status);
			g_autofree char *name =
			    action_name(application, action);

			if (action->status == ACTION_WAITING ||
			    !g_strcmp0(
			        g_hash_table_lookup(telling->shown, name),
			        status))
				continue;
			say(telling, "  %s %s", status, name);
			g_hash_table_insert(telling->shown,
			    g_steal_pointer(&name), (gpointer)status);
		}
	}
}

static void
tell_digest(Telling *telling)
{
	g_autoptr(Digest) digest =
	    digest_find(telling->state, telling->etiquette, telling->now);

	if (!digest)
		return;
	for (guint i = 0; i < digest->lines->len; i++) {
		const DigestLine *line =
		    &g_array_index(digest->lines, DigestLine, i);

		if (line->section == DIGEST_LATE)
			say(telling, "  late %s %s",
			    action_kind_name(line->action->kind),
			    line->action->person);
		if (line->section == DIGEST_OVER)
			say(telling, "  let go %s", line->application->id);
		if (line->section == DIGEST_APPLYING)
			say(telling, "  keep applying");
	}
	digest_told(telling->state, digest, telling->now);
}

static void
sweep(Telling *telling)
{
	g_autoptr(GArray) due = NULL;

	track_advance(telling->state, telling->etiquette, telling->now);
	due = track_due(telling->state, telling->now);
	for (guint i = 0; i < due->len; i++)
		g_array_index(due, Due, i).action->status = ACTION_PLACED;
	show_changes(telling);
	tell_digest(telling);
}

static void
take(Telling *telling, const Piece *part)
{
	Change change;

	say(telling, "%s %s%s%s",
	    part->reading->direction == DIRECTION_OUTGOING ? "sent" : "got",
	    kind_name(part->reading->kind), part->reading->detail ? " " : "",
	    detail_name(part->reading->detail));
	track_apply(telling->state, part->message, part->reading,
	    telling->etiquette, telling->now, &change);
	change_clear(&change);
	sweep(telling);
}

static char *
tell(const char *story)
{
	g_autoptr(GArray) parts = load(story);
	g_autoptr(Etiquette) etiquette =
	    etiquette_load("rules/etiquette.json", NULL);
	g_autoptr(State) state = state_new();
	g_autoptr(GHashTable) shown =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Telling telling = {state, etiquette, g_string_new(NULL), shown, 0};
	const Piece *part = &g_array_index(parts, Piece, 0);
	gint64 next =
	    part->message->date.time / HALF_DAY_S * HALF_DAY_S + FIRST_SWEEP_S;
	gint64 last =
	    g_array_index(parts, Piece, parts->len - 1).message->date.time;
	guint i = 0;

	etiquette_set_zone(etiquette, "UTC");
	for (; next < last + LAST_DAYS * DAY_S; next += HALF_DAY_S) {
		for (; i < parts->len; i++) {
			part = &g_array_index(parts, Piece, i);
			if (part->message->date.time > next)
				break;
			telling.now = part->message->date.time;
			take(&telling, part);
		}
		telling.now = next;
		sweep(&telling);
	}
	for (guint k = 0; k < state->applications->len; k++) {
		const Application *application = state->applications->pdata[k];

		say(&telling, "in the end %s is %s", application->id,
		    standing_name(application->standing));
	}
	return g_string_free(telling.text, FALSE);
}

static void
test_story(gconstpointer user)
{
	const char *story = user;
	g_autofree char *path =
	    g_strdup_printf("tests/mail/stories/%s.txt", story);
	g_autofree char *told = tell(story);
	g_autofree char *expected = NULL;

	if (!g_strcmp0(g_getenv("STORIES"), "write"))
		g_assert_true(g_file_set_contents(path, told, -1, NULL));
	g_assert_true(g_file_get_contents(path, &expected, NULL, NULL));
	g_assert_cmpstr(told, ==, expected);
}

int
main(int argc, char **argv)
{
	static const char *const names[STORIES] = {
	    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};

	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < STORIES; i++) {
		g_autofree char *path =
		    g_strconcat("/stories/", names[i], NULL);

		g_test_add_data_func(path, names[i], test_story);
	}
	return g_test_run();
}
