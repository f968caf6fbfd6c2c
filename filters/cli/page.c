#include "page.h"

#include "show.h"
#include "timeline.h"

#include <stdbool.h>
#include <string.h>

#define DAY_S 86400
#define WEEK_S (7 * DAY_S)
#define UNFOLDED_MOST 6 /* applications; more are an overview first */

/* Two columns, or one on a telephone; in the colours of the reader's system. */
static const char style[] =
    ":root{color-scheme:light dark;--ink:#1d2430;--dim:#626b7a;--page:#fff;"
    "--card:#f6f7f9;--edge:#d9dee6;--link:#1b5fb4;--late:#b3261e;"
    "--good:#1d7044;--meet:#7a4fb5}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e3e6eb;--dim:#9aa3b2;"
    "--page:#15181d;--card:#1e2229;--edge:#343a45;--link:#8ab8f5;"
    "--late:#ff8a80;--good:#7fd0a3;--meet:#c3a6f0}}\n"
    "*{box-sizing:border-box}\n"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:0 auto;"
    "padding:1.5rem 1rem 4rem;color:var(--ink);background:var(--page);"
    "overflow-wrap:anywhere}\n"
    "h1{font-size:1.6rem;margin:0}\n"
    "h2{font-size:1.2rem;margin:2.2rem 0 .6rem}\n"
    "h3{font-size:.95rem;margin:1rem 0 .2rem;color:var(--dim)}\n"
    "h3.late{color:var(--late)}\n"
    "a{color:inherit;text-decoration:none}a:hover{text-decoration:underline}\n"
    ".dim,time,.people{color:var(--dim)}\n"
    "ul,ol{list-style:none;margin:0;padding:0}\n"
    "li{display:grid;grid-template-columns:9.5rem 1fr;column-gap:1rem;"
    "padding:.2rem 0}\n"
    "time{font-variant-numeric:tabular-nums;font-size:.9rem;line-height:1.7}\n"
    ".late time{color:var(--late)}\n"
    "details{background:var(--card);border:1px solid var(--edge);"
    "border-radius:.6rem;margin:.6rem 0;padding:0 1rem}\n"
    "summary{cursor:pointer;padding:.6rem 0}\n"
    "summary b{margin-right:.4rem}\n"
    ".standing{border:1px solid;border-radius:1rem;padding:0 .6rem;"
    "font-size:.85rem;color:var(--link);white-space:nowrap}\n"
    ".offer,.accepted{color:var(--good)}\n"
    ".rejected,.declined,.withdrawn,.dormant{color:var(--dim)}\n"
    ".then{display:block;font-size:.9rem;color:var(--dim)}\n"
    ".people{margin:0 0 .4rem;font-size:.9rem}\n"
    ".line{border-left:2px solid var(--edge);margin:0 0 1rem .3rem;"
    "padding-left:1rem}\n"
    ".line li{position:relative}\n"
    ".line li::before{content:\"\";position:absolute;left:-1.35rem;"
    "top:.75rem;width:.6rem;height:.6rem;border-radius:50%;"
    "background:var(--edge)}\n"
    ".line .got::before{background:var(--link)}"
    ".line .sent::before{background:var(--good)}"
    ".line .meeting::before{background:var(--meet)}"
    ".line .note::before{background:var(--ink)}\n"
    ".off{color:var(--dim)}\n"
    ".meeting span{font-weight:600}\n"
    "@media(max-width:36rem){li{grid-template-columns:1fr;padding:.3rem 0}"
    "time{line-height:1.3}}\n"
    "@media print{details{break-inside:avoid}}\n";

static void
append(GString *out, const char *text)
{
	g_autofree char *clean = show_clean(text);
	g_autofree char *escaped = g_markup_escape_text(clean, -1);

	g_string_append(out, escaped);
}

/* "Tue 12 May, 15:00"; with its year where that is not this one. */
static char *
short_time(gint64 time, gint64 now)
{
	g_autoptr(GDateTime) local = g_date_time_new_from_unix_local(time);
	g_autoptr(GDateTime) today = g_date_time_new_from_unix_local(now);

	if (!local || !today ||
	    g_date_time_get_year(local) != g_date_time_get_year(today))
		return show_time(time);
	return g_date_time_format(local, "%a %-d %b, %H:%M");
}

static void
print_entry(GString *out, const Entry *entry, gint64 now)
{
	g_autofree char *time = short_time(entry->time, now);

	g_string_append_printf(out, "<li class=\"%s%s\"><time>%s</time>",
	    entry->class, entry->late && entry->late < now ? " late" : "",
	    time);
	if (entry->about) {
		g_string_append(out, "<a href=\"#");
		append(out, entry->about);
		g_string_append(out, "\">");
	} else {
		g_string_append(out, "<span>");
	}
	append(out, entry->text);
	g_string_append(out, entry->about ? "</a></li>\n" : "</span></li>\n");
}

/* What is next, by how near it is. */
typedef enum { LATE, WAITING, SOON, LATER, NEARNESS_COUNT } Nearness;

static Nearness
nearness_of(const Entry *entry, gint64 now)
{
	if (entry->late && entry->late < now)
		return LATE;
	if (entry->time <= now)
		return WAITING;
	return entry->time <= now + WEEK_S ? SOON : LATER;
}

static guint
print_near(GString *out, const GArray *entries, Nearness nearness, gint64 now)
{
	static const char *const headings[NEARNESS_COUNT] = {
	    "<h3 class=\"late\">Late</h3>", "<h3>Waits for you</h3>",
	    "<h3>In the next seven days</h3>", "<h3>Later</h3>"};
	guint count = 0;

	for (guint i = 0; i < entries->len; i++) {
		const Entry *entry = &g_array_index(entries, Entry, i);

		if (nearness_of(entry, now) != nearness)
			continue;
		if (!count++)
			g_string_append_printf(
			    out, "%s\n<ul>\n", headings[nearness]);
		print_entry(out, entry, now);
	}
	if (count)
		g_string_append(out, "</ul>\n");
	return count;
}

static void
print_next(GString *out, const State *state, const Memo *memo, gint64 now)
{
	g_autoptr(GArray) entries = timeline_next(state, memo, now);

	g_string_append(out, "<h2>What is next</h2>\n");
	for (int nearness = 0; nearness < NEARNESS_COUNT; nearness++)
		print_near(out, entries, (Nearness)nearness, now);
	if (!entries->len)
		g_string_append(out, "<p>Nothing waits for you.</p>\n");
}

static void
print_people(GString *out, const Application *application)
{
	for (guint i = 0; i < application->people->len; i++) {
		const Person *person = application->people->pdata[i];

		g_string_append(out, i ? ", " : "<p class=\"people\">");
		append(out, *person->name ? person->name : person->email);
		if (person->part != PART_OTHER)
			g_string_append_printf(
			    out, " (%s)", part_name(person->part));
	}
	if (application->people->len)
		g_string_append(out, "</p>\n");
}

/* The first of its actions that is still open; NULL. */
static const Action *
find_next(const Application *application)
{
	const Action *next = NULL;

	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];

		if (action_is_open(action) &&
		    (!next || action->due < next->due))
			next = action;
	}
	return next;
}

static void
print_summary(GString *out, const Application *application, gint64 now)
{
	const Action *next = find_next(application);
	const char *standing = standing_name(application->standing);
	g_autofree char *what = next ? timeline_words(application, next) : NULL;
	g_autofree char *time = next ? short_time(next->due, now) : NULL;

	g_string_append(out, "<summary><b>");
	append(out,
	    *application->company ? application->company : application->id);
	g_string_append(out, "</b> ");
	append(out, application->role);
	g_string_append_printf(
	    out, " <span class=\"standing %s\">%s</span>", standing, standing);
	if (next) {
		g_string_append(out, "<span class=\"then\">next: ");
		append(out, what);
		g_string_append_printf(out, ", %s</span>", time);
	}
	g_string_append(out, "</summary>\n");
}

static void
print_application(
    GString *out, const Application *application, gint64 now, bool is_unfolded)
{
	g_autoptr(GArray) entries = timeline_of(application);

	g_string_append(out, "<details id=\"");
	append(out, application->id);
	g_string_append(out, is_unfolded ? "\" open>" : "\">");
	print_summary(out, application, now);
	print_people(out, application);
	g_string_append(out, "<ol class=\"line\">\n");
	for (guint i = 0; i < entries->len; i++)
		print_entry(out, &g_array_index(entries, Entry, i), now);
	g_string_append(out, "</ol></details>\n");
}

/* What is next comes first, then what has changed last. */
static int
compare_applications(gconstpointer a, gconstpointer b)
{
	const Application *one = *(const Application *const *)a;
	const Application *other = *(const Application *const *)b;
	const Action *next = find_next(one);
	const Action *its = find_next(other);

	if (next && its && next->due != its->due)
		return next->due < its->due ? -1 : 1;
	if (!next != !its)
		return next ? -1 : 1;
	if (one->changed != other->changed)
		return one->changed > other->changed ? -1 : 1;
	return strcmp(one->id, other->id);
}

static GPtrArray *
find_all(const State *state, bool is_closed)
{
	GPtrArray *all = g_ptr_array_new();

	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];

		if (standing_is_closed(application->standing) == is_closed)
			g_ptr_array_add(all, application);
	}
	g_ptr_array_sort(all, compare_applications);
	return all;
}

static void
print_all(GString *out, const State *state, gint64 now, bool is_closed)
{
	g_autoptr(GPtrArray) all = find_all(state, is_closed);

	if (all->len)
		g_string_append_printf(out,
		    "<h2>%s <span class=\"dim\">%u</span></h2>\n",
		    is_closed ? "Closed" : "Open", all->len);
	for (guint i = 0; i < all->len; i++)
		print_application(out, all->pdata[i], now,
		    !is_closed && all->len <= UNFOLDED_MOST);
}

/* Mail that may belong to several applications. */
static void
print_unassigned(GString *out, const State *state, gint64 now)
{
	if (!state->unassigned->len)
		return;
	g_string_append(out, "<h2>Of which application?</h2>\n<ul>\n");
	for (guint i = 0; i < state->unassigned->len; i++) {
		const Mail *mail = state->unassigned->pdata[i];
		const Entry entry = {
		    .time = mail->time, .text = mail->subject, .class = "got"};

		print_entry(out, &entry, now);
	}
	g_string_append(out, "</ul>\n");
}

char *
page_print(const State *state, const Memo *memo, gint64 now)
{
	GString *out = g_string_new(
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<title>Applications</title>\n<style>\n");
	g_autofree char *time = show_time(now);

	g_string_append_printf(out,
	    "%s</style>\n</head>\n<body>\n<h1>Applications</h1>\n"
	    "<p class=\"dim\">As of %s.</p>\n",
	    style, time);
	print_next(out, state, memo, now);
	print_unassigned(out, state, now);
	print_all(out, state, now, false);
	print_all(out, state, now, true);
	g_string_append(out, "</body>\n</html>\n");
	return g_string_free(out, FALSE);
}
