#include "when_fields.h"

#include "zone.h"

#include <string.h>

#define MINUTE_S 60

/* The zone that some times of the text name, if they all name the same. */
static const char *
zone_of_times(const GArray *times)
{
	const char *zone = NULL;

	for (guint i = 0; i < times->len; i++) {
		const Capture *capture =
		    match_get(&g_array_index(times, Match, i), "zone");

		if (!capture)
			continue;
		if (zone && strcmp(zone, capture->value) != 0)
			return NULL;
		zone = capture->value;
	}
	return zone;
}

/* The zone that the text says all its times are in. */
static const char *
zone_of_text(Tokens *tokens)
{
	g_autoptr(GArray) zones = patterns_find(tokens, "zone");

	for (guint i = 0; i < zones->len; i++) {
		const Capture *zone =
		    match_get(&g_array_index(zones, Match, i), "zone");

		if (zone)
			return zone->value;
	}
	return NULL;
}

const char *
when_home(const Tokens *tokens, Moment moment)
{
	static const char *const seasons[] = {"standard", "summer"};
	gint64 local = moment.time + moment.utc_offset_s;

	for (size_t i = 0; i < G_N_ELEMENTS(seasons); i++) {
		g_autofree char *clock = g_strdup_printf(
		    "%s %d", seasons[i], moment.utc_offset_s / MINUTE_S);
		g_autoptr(Tokens) words = tokens_cut(
		    tokens_patterns(tokens), tokens_lang(tokens), clock);
		g_autoptr(GArray) zones = patterns_find(words, "local_zone");
		const Capture *zone = NULL;

		if (zones->len)
			zone =
			    match_get(&g_array_index(zones, Match, 0), "zone");
		if (zone &&
		    zone_offset(zone->value, local) == moment.utc_offset_s)
			return zone->value;
	}
	return NULL;
}

const char *
when_zone(Tokens *tokens, const GArray *times)
{
	const char *zone = zone_of_text(tokens);

	return zone ? zone : zone_of_times(times);
}
