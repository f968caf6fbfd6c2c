#include "memo.h"

#include "answers.h"
#include "error.h"
#include "json.h"
#include "manners.h"
#include "mime.h"
#include "particulars.h"
#include "wording.h"

#include <string.h>

#define FALLBACK_LANG "en"
#define KEY_LENGTH 32

struct Memo {
	Json *words;
	Manners *manners;
};

static const char *const own_names[] = {"what", "since", "open", NULL};
static const char *const section_names[DIGEST_SECTION_COUNT] = {
    [DIGEST_TO_DO] = "to_do",
    [DIGEST_DRAFTS] = "drafts",
    [DIGEST_LATE] = "late",
    [DIGEST_OVER] = "over",
    [DIGEST_APPLYING] = "applying",
};

/* lang/replies/name in the first folder that has it; NULL for none. */
static char *
find_file(const char *const *folders, const char *lang, const char *name)
{
	for (size_t i = 0; folders[i]; i++) {
		char *path =
		    g_build_filename(folders[i], lang, "replies", name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
			return path;
		g_free(path);
	}
	return NULL;
}

/* Every field that a text may have, NULL last; borrowed strings. */
static GPtrArray *
all_names(void)
{
	GPtrArray *names = g_ptr_array_new();

	for (const char *const *name = particulars_names(); *name; name++)
		g_ptr_array_add(names, (gpointer)*name);
	for (const char *const *name = own_names; *name; name++)
		g_ptr_array_add(names, (gpointer)*name);
	g_ptr_array_add(names, NULL);
	return names;
}

/* Whether every text below a value is a wording. */
static bool
check(const Json *value, const GPtrArray *names, GError **error)
{
	const char *text = json_string(value);

	if (text)
		return wording_check(
		    text, (const char *const *)(void *)names->pdata, error);
	for (const Json *each = json_first(value); each; each = json_next(each))
		if (!check(each, names, error)) {
			if (json_name(each))
				g_prefix_error(error, "%s: ", json_name(each));
			return false;
		}
	return true;
}

static const Json *
find(const Memo *memo, const char *part, const char *name)
{
	return json_get(json_get(memo->words, part), name);
}

static bool
check_lines(const Memo *memo, GError **error)
{
	static const char *const others[] = {
	    "rest_review", "dormant", "keep_applying", NULL};
	const Json *lines = find(memo, "digest", "lines");
	const char *missing = NULL;

	for (int kind = 0; kind < ACTION_COUNT; kind++)
		if (!json_get_string(
		        lines, action_kind_name((ActionKind)kind), NULL))
			missing = action_kind_name((ActionKind)kind);
	for (const char *const *other = others; *other; other++)
		if (!json_get_string(lines, *other, NULL))
			missing = *other;
	if (!json_is_array(find(memo, "debrief", "questions")))
		missing = "questions";
	if (!missing)
		return true;
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "'%s' is missing", missing);
	return false;
}

Memo *
memo_load(const char *const *folders, const char *lang, GError **error)
{
	g_autofree char *words = find_file(folders, lang, "notes.json");
	g_autofree char *manners = find_file(folders, lang, "manners.json");
	g_autoptr(GPtrArray) names = all_names();
	g_autoptr(Memo) memo = g_new0(Memo, 1);

	if (!words || !manners) {
		if (strcmp(lang, FALLBACK_LANG) != 0)
			return memo_load(folders, FALLBACK_LANG, error);
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "cannot find 'notes.json' among the rules");
		return NULL;
	}
	if (!(memo->words = json_parse_file(words, error)) ||
	    !(memo->manners = manners_load(manners, error)))
		return NULL;
	if (!check(memo->words, names, error) || !check_lines(memo, error)) {
		g_prefix_error(error, "%s: ", words);
		return NULL;
	}
	return g_steal_pointer(&memo);
}

/* Of the firm's side or the user's own; NULL. */
static const Person *
find_person(const Application *application, const Action *action)
{
	const Person *person =
	    application_find_person(application, action->person);

	for (guint i = 0; !person && i < application->friends->len; i++) {
		const Person *one = application->friends->pdata[i];

		if (*action->person && (!strcmp(one->email, action->person) ||
		                           !strcmp(one->name, action->person)))
			return one;
	}
	return person;
}

static GHashTable *
gather(const Memo *memo, const Application *application, const Action *action,
    gint64 now)
{
	const Occasion occasion = {.application = application,
	    .action = action,
	    .person = find_person(application, action),
	    .author = "",
	    .now = now};
	GHashTable *fields = particulars_gather(&occasion, memo->manners);
	Moment due = {
	    MOMENT_DAY, action->due, particulars_own_offset(application, NULL)};
	char *since = manners_day(memo->manners, due, fields);

	if (since)
		g_hash_table_insert(fields, (char *)"since", since);
	return fields;
}

/* The name of the line for an action; NULL: the application is dormant. */
static const char *
line_name(const Action *action)
{
	if (!action)
		return "dormant";
	if (action->kind == ACTION_REST && *action->person)
		return "rest_review";
	return action_kind_name(action->kind);
}

char *
memo_line(const Memo *memo, const Application *application,
    const Action *action, gint64 now)
{
	const Json *lines = find(memo, "digest", "lines");
	Action nothing = {
	    .person = (char *)"", .mail = (char *)"", .interview = (char *)""};
	g_autoptr(GHashTable) fields =
	    gather(memo, application, action ? action : &nothing, now);
	char *line =
	    wording_fill(json_get_string(lines, line_name(action), ""), fields);

	return line ? line : g_strdup(application->id);
}

static char *
fill(const Memo *memo, const char *part, const char *name, GHashTable *fields)
{
	char *text = wording_fill(json_string(find(memo, part, name)), fields);

	return text ? text : g_strdup("");
}

static void
set(GHashTable *fields, const char *name, const char *value)
{
	g_hash_table_insert(fields, (char *)name, g_strdup(value));
}

static char *
digest_line(
    const Memo *memo, const Digest *digest, const DigestLine *line, gint64 now)
{
	g_autoptr(GHashTable) fields = NULL;
	g_autofree char *what = NULL;
	g_autofree char *number = g_strdup_printf("%u", digest->open);

	if (line->section == DIGEST_APPLYING) {
		fields = g_hash_table_new_full(
		    g_str_hash, g_str_equal, NULL, g_free);
		set(fields, "open", number);
		return wording_fill(
		    json_get_string(
		        find(memo, "digest", "lines"), "keep_applying", ""),
		    fields);
	}
	what = memo_line(memo, line->application, line->action, now);
	if (line->section != DIGEST_LATE)
		return g_steal_pointer(&what);
	fields = gather(memo, line->application, line->action, now);
	set(fields, "what", what);
	return fill(memo, "digest", "late", fields);
}

static char *
digest_text(const Memo *memo, const Digest *digest, gint64 now)
{
	g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *intro = fill(memo, "digest", "intro", none);
	g_autofree char *outro = fill(memo, "digest", "outro", none);
	GString *text = g_string_new(intro);
	int section = -1;

	g_string_append_c(text, '\n');
	for (guint i = 0; i < digest->lines->len; i++) {
		const DigestLine *line =
		    &g_array_index(digest->lines, DigestLine, i);
		g_autofree char *words = digest_line(memo, digest, line, now);

		if ((int)line->section != section)
			g_string_append_printf(text, "\n%s:\n",
			    json_get_string(find(memo, "digest", "sections"),
			        section_names[line->section], ""));
		section = (int)line->section;
		g_string_append_printf(text, "- %s\n", words);
	}
	g_string_append_printf(text, "\n%s\n", outro);
	return g_string_free(text, FALSE);
}

static GBytes *
write_mail(const DraftAuthor *author, const char *key, const char *kind,
    const char *subject, const char *body, gint64 now)
{
	g_autoptr(GDateTime) local = g_date_time_new_from_unix_local(now);
	GTimeSpan offset = local ? g_date_time_get_utc_offset(local) : 0;

	return mime_write(&(Mime){.from_name = author->name,
	    .from_email = author->email,
	    .to_name = author->name,
	    .to_email = author->email,
	    .subject = subject,
	    .in_reply_to = "",
	    .references = "",
	    .key = key,
	    .memo = kind,
	    .body = body,
	    .date = now,
	    .utc_offset_s = (int)(offset / G_TIME_SPAN_SECOND)});
}

GBytes *
memo_digest(const Memo *memo, const Digest *digest, const DraftAuthor *author,
    const char *key, gint64 now)
{
	g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *subject = fill(memo, "digest", "subject", none);
	g_autofree char *text = digest_text(memo, digest, now);

	return write_mail(author, key, "digest", subject, text, now);
}

char *
memo_digest_key(int day)
{
	g_autofree char *name = g_strdup_printf("digest/%d", day);
	char *key = g_compute_checksum_for_string(G_CHECKSUM_SHA256, name, -1);

	key[KEY_LENGTH] = '\0';
	return key;
}

char *
memo_form_text(const Memo *memo, const Application *application,
    const Action *action, gint64 now)
{
	g_autoptr(GHashTable) fields = gather(memo, application, action, now);
	g_autofree char *intro = fill(memo, "debrief", "intro", fields);
	g_autofree char *outro = fill(memo, "debrief", "outro", fields);
	const Json *questions = find(memo, "debrief", "questions");
	GString *text = g_string_new(intro);
	int number = 0;

	g_string_append(text, "\n\n");
	for (const Json *one = json_first(questions); one; one = json_next(one))
		g_string_append_printf(text, "[%d] %s\n\n\n", ++number,
		    json_get_string(one, "text", ""));
	g_string_append_printf(text, "[%d] %s\n", ++number, outro);
	return g_string_free(text, FALSE);
}

GBytes *
memo_form(const Memo *memo, const Application *application,
    const Action *action, const DraftAuthor *author, gint64 now)
{
	g_autoptr(GHashTable) fields = gather(memo, application, action, now);
	g_autofree char *subject = fill(memo, "debrief", "subject", fields);
	g_autofree char *key = action_key(application, action);
	g_autofree char *text = memo_form_text(memo, application, action, now);

	return write_mail(author, key, "debrief", subject, text, now);
}

bool
memo_read(const Memo *memo, const char *new_text, const char *text, Note *note)
{
	const Json *form = json_get(memo->words, "debrief");

	bool is_read = answers_read(form, new_text, note);

	is_read = answers_read(form, text, note) || is_read;
	return is_read || (*text && answers_read_plain(form, new_text, note));
}

void
memo_free(Memo *memo)
{
	if (!memo)
		return;
	json_free(memo->words);
	manners_free(memo->manners);
	g_free(memo);
}
