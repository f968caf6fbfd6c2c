#include "place.h"

#include "hosts.h"

#include <string.h>

#define PLACE_BYTES_MAX 200
#define ABBREVIATION_BYTES_MAX 4
#define ASIDE_BYTES_MAX 8 /* "(BS)" is part of an address, a sentence is not */

/* What a link is taken for. */
typedef enum { LINK_UNKNOWN, LINK_IDLE, LINK_MEETING, LINK_TASK } LinkUse;

static LinkUse
use_of_host(const Clues *clues, const char *url)
{
	g_autofree char *host = host_of_link(url);

	switch (host_find(clues->patterns, host)) {
	case HOST_MEETING:
		return LINK_MEETING;
	case HOST_SCHEDULING:
	case HOST_ASSESSMENT:
	case HOST_SIGNING:
		return LINK_TASK;
	default:
		return LINK_UNKNOWN;
	}
}

/* What the words before a link in the text say of it. */
static LinkUse
use_in_text(const Clues *clues, const GArray *matches, const char *url)
{
	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		const Capture *link = match_get(match, "link");

		if (!link || strlen(url) != link->length ||
		    strncmp(clues->text + link->start, url, link->length) != 0)
			continue;
		return match_says(match, "means", "nothing") ? LINK_IDLE
		                                             : LINK_TASK;
	}
	return LINK_UNKNOWN;
}

/* The path of a link as words, the caller's; NULL where it has none. */
static char *
words_of_path(const char *url)
{
	const char *start = strstr(url, "://");
	char *words;

	start = start ? strchr(start + 3, '/') : NULL;
	if (!start)
		return NULL;
	words = g_strndup(start, strcspn(start, "?#"));
	g_strdelimit(words, "/_.=", ' ');
	return words;
}

/* Whether a fixed meeting is said to be there. */
static bool
is_joined(const Clues *clues, const char *url)
{
	g_autoptr(GArray) matches = NULL;

	if (clues->reading->kind != KIND_INVITE ||
	    clues->reading->detail == DETAIL_PROPOSE)
		return false;
	matches = patterns_find(clues->tokens, "join");
	return use_in_text(clues, matches, url) != LINK_UNKNOWN;
}

static LinkUse
judge_link(const Clues *clues, const GArray *matches, const Link *link)
{
	LinkUse of_host = use_of_host(clues, link->url);
	LinkUse in_text = use_in_text(clues, matches, link->url);
	g_autofree char *path = words_of_path(link->url);

	if (of_host == LINK_UNKNOWN && is_joined(clues, link->url))
		return LINK_MEETING;
	if (of_host != LINK_MEETING && path &&
	    clues_text_is(clues, "link_idle", path))
		return LINK_IDLE;

	if (of_host == LINK_MEETING || in_text == LINK_IDLE)
		return of_host == LINK_MEETING ? of_host : in_text;
	if (in_text == LINK_TASK || of_host == LINK_TASK)
		return LINK_TASK;
	if (*link->text && clues_text_is(clues, "link_text", link->text))
		return LINK_TASK;
	if (path && clues_text_is(clues, "link_path", path))
		return LINK_TASK;
	return LINK_UNKNOWN;
}

static bool
wants_link(Kind kind)
{
	return kind == KIND_INVITE || kind == KIND_ASSESSMENT ||
	       kind == KIND_REQUEST || kind == KIND_OFFER ||
	       kind == KIND_OUTREACH;
}

/* Whether a link goes further than to somebody's front page. */
static bool
leads_deep(const char *url)
{
	const char *path = strstr(url, "://");

	path = path ? strchr(path + 3, '/') : NULL;
	return path && path[1] != '\0';
}

/* Whether a message of that kind with but one link is about that link. */
static bool
is_about_link(Kind kind)
{
	return kind == KIND_ASSESSMENT || kind == KIND_REQUEST ||
	       kind == KIND_OFFER;
}

static void
find_links(Clues *clues)
{
	Reading *reading = clues->reading;
	const GPtrArray *links = clues->message->links;
	g_autoptr(GArray) matches = NULL;
	bool has_event = clues_event(clues) != NULL;
	const Link *other = NULL;
	int n_others = 0;

	if (!links->len || !wants_link(reading->kind))
		return;
	matches = patterns_find(clues->tokens, "link");
	for (guint i = 0; i < links->len; i++) {
		const Link *link = links->pdata[i];
		LinkUse use = judge_link(clues, matches, link);

		if (use == LINK_MEETING && !reading->place &&
		    reading->kind == KIND_INVITE)
			reading->place = g_strdup(link->url);
		if (use == LINK_TASK && !reading->link &&
		    wants_link(reading->kind) &&
		    !(has_event && reading->kind == KIND_INVITE))
			reading->link = g_strdup(link->url);
		if (use == LINK_UNKNOWN && leads_deep(link->url) &&
		    n_others++ == 0)
			other = link;
	}
	if (!reading->link && n_others == 1 && is_about_link(reading->kind))
		reading->link = g_strdup(other->url);
}

/* Where the sentence that text begins with ends: not after "ul." or "St.". */
static char *
end_of_sentence(char *text)
{
	for (char *stop = strstr(text, ". "); stop;
	     stop = strstr(stop + 1, ". ")) {
		char *word = g_strrstr_len(text, stop - text, " ");

		if (stop - (word ? word + 1 : text) > ABBREVIATION_BYTES_MAX)
			return stop;
	}
	return NULL;
}

/* What comes before a place, and after it, in languages without blanks. */
static char *
bare_place(const Clues *clues, const char *text)
{
	g_autofree char *line = g_strndup(text, strcspn(text, "\n"));
	char *bare = clues_after_last(clues, "place_lead", line, true);
	g_autoptr(GArray) stops =
	    patterns_find(clues_short(clues, bare), "place_stop");

	if (stops->len && g_array_index(stops, Match, 0).start)
		bare[g_array_index(stops, Match, 0).start] = '\0';
	return bare;
}

/* One line, without a stop or what comes after the first sentence. */
static char *
clean_place(const Clues *clues, const char *text)
{
	g_autofree char *line = bare_place(clues, text);
	char *end = end_of_sentence(line);
	char *aside = strstr(line, " (");

	if (end)
		*end = '\0';
	if (aside && strlen(aside) > ASIDE_BYTES_MAX)
		*aside = '\0';
	g_strstrip(line);
	while (*line && strchr(".,;", line[strlen(line) - 1]))
		line[strlen(line) - 1] = '\0';
	return g_strdup(line);
}

/* Where the tagger sees a place most clearly, in the text alone. */
static void
find_named(Clues *clues)
{
	double most = 0;

	for (guint i = 0; clues->named && i < clues->named->len; i++) {
		const Named *named = &g_array_index(clues->named, Named, i);

		if (named->kind != NAMED_PLACE || !named->is_in_text ||
		    clues_zone(clues, named->start) != ZONE_TEXT ||
		    named->margin <= most ||
		    strlen(named->text) > PLACE_BYTES_MAX)
			continue;
		most = named->margin;
		g_free(clues->reading->place);
		clues->reading->place = clean_place(clues, named->text);
	}
}

/* The first place that rules find; the caller's, NULL where there is none. */
static char *
address_of(Clues *clues)
{
	g_autoptr(GArray) matches = patterns_find(clues->tokens, "place");

	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		g_autofree char *text =
		    match_dup_text(match, "place", clues->tokens);
		g_autofree char *place = clean_place(clues, text ? text : "");

		if (*place && strlen(place) <= PLACE_BYTES_MAX &&
		    clues_zone(clues, match->start) == ZONE_TEXT &&
		    !clues_text_is(clues, "no_place", place))
			return g_steal_pointer(&place);
	}
	return NULL;
}

/*
 * How long the piece of an address at p is: to a comma or the sentence's end,
 * which does not come after a number that it begins with ("3. Stock").
 */
static size_t
piece_length(const char *p)
{
	size_t length = strspn(p, "0123456789");

	if (length && p[length] == '.')
		length++;
	while (p[length] && !strchr(",;\n(", p[length]) &&
	       !(p[length] == '.' &&
	           (!p[length + 1] || strchr(" \n", p[length + 1]))))
		length++;
	return length;
}

/* The end of the word that goes on at p: "2.14", "1er". */
static const char *
word_end(const char *p)
{
	while (g_unichar_isalnum(g_utf8_get_char(p)) ||
	       (*p == '.' && g_ascii_isdigit(p[1])))
		p = g_utf8_next_char(p);
	return p;
}

/* Where the piece of an address that begins at start ends; NULL where it is
 * none. */
static const char *
piece_end(const Clues *clues, const char *start)
{
	size_t length = piece_length(start);
	g_autofree char *piece = g_strndup(start, length);

	return clues_text_is(clues, "place_piece", piece) ? start + length
	                                                  : NULL;
}

/*
 * A place that stands in the text, its last piece whole, and with those that
 * come after it: floor, room, town; the caller's.
 */
static char *
whole_address(const Clues *clues, const char *place)
{
	const char *start = strstr(clues->text, place);
	const char *last = g_strrstr(place, ", ");
	const char *end;
	const char *next;

	if (!start)
		return g_strdup(place);
	end = word_end(start + strlen(place));
	next = last ? piece_end(clues, start + (last - place) + 2) : end;
	for (; next; next = piece_end(clues, end + 2)) {
		end = MAX(next, end);
		if (end[0] != ',' || end[1] != ' ')
			break;
	}
	return g_strndup(start, (gsize)(end - start));
}

/* What the tagger sees is a place, but rules know better where it ends. */
static void
find_address(Clues *clues)
{
	char **place = &clues->reading->place;
	g_autofree char *address = NULL;

	find_named(clues);
	address = address_of(clues);
	if (address && (!*place || strstr(address, *place))) {
		g_free(*place);
		*place = g_steal_pointer(&address);
	}
	if (*place) {
		g_autofree char *short_place = *place;

		*place = whole_address(clues, short_place);
	}
}

/* The place of the calendar part, where it is one. */
static void
find_location(Clues *clues)
{
	const CalendarEvent *event = clues_event(clues);
	const char *url;

	if (!event || !event->location || !*event->location)
		return;
	url = strstr(event->location, "http");
	if (url) {
		clues->reading->place =
		    g_strndup(url, strcspn(url, " \t\n,;\">"));
		return;
	}
	if (!clues_text_is(clues, "no_place", event->location) &&
	    !clues_text_is(clues, "tool", event->location))
		clues->reading->place = g_strdup(event->location);
}

void
place_find(Clues *clues)
{
	Reading *reading = clues->reading;

	if (reading->direction == DIRECTION_OUTGOING)
		return;
	if (reading->kind == KIND_INVITE)
		find_location(clues);
	find_links(clues);
	if (reading->kind == KIND_INVITE && !reading->place)
		find_address(clues);
}
