#include "when.h"
#include "patterns.h"
#include "probe.h"
#include "tokens.h"

#include <stdio.h>
#include <stdlib.h>

/* Once opened, patterns serve for all lines. */
static const Patterns *
open_patterns(const char *rules)
{
	static Patterns *patterns;
	g_autoptr(GError) error = NULL;
	g_autofree char *path = NULL;

	if (patterns)
		return patterns;
	path = g_build_filename(rules, "patterns.bin", NULL);
	patterns = patterns_open(path, &error);
	if (!patterns) {
		fprintf(stderr, "probe: %s\n", error->message);
		exit(EXIT_FAILURE);
	}
	return patterns;
}

/* ISO 8601 as others write it, into a moment; none when it is no such. */
static Moment
reference_of(const char *text)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(text, utc);
	Moment moment = {MOMENT_NONE, 0, 0};

	if (!date)
		return moment;
	moment.precision = MOMENT_TIME;
	moment.time = g_date_time_to_unix(date);
	moment.utc_offset_s =
	    (int)(g_date_time_get_utc_offset(date) / G_USEC_PER_SEC);
	return moment;
}

void
probe_when(const Json *line, const char *rules)
{
	const char *lang = json_get_string(line, "lang", "");
	const char *text = json_get_string(line, "text", "");
	Moment reference = reference_of(json_get_string(line, "ref", ""));
	g_autoptr(Tokens) tokens = tokens_cut(open_patterns(rules), lang, text);
	g_autoptr(GArray) mentions = when_find(tokens, reference);

	for (guint i = 0; i < mentions->len; i++) {
		const Mention *m = &g_array_index(mentions, Mention, i);
		g_autofree char *start = moment_format(m->when.start);
		g_autofree char *end = moment_format(m->when.end);
		Json *answer = json_object_new();

		json_set_string(answer, "id", json_get_string(line, "id", ""));
		json_set_string(answer, "start", start);
		json_set_string(answer, "end", end);
		probe_print(answer);
	}
}
