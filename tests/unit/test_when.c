/*
 * Dates and times in mail, by language and case.
 *
 * All are counted from Tuesday, 12 May 2026, 10:00, in New York for English
 * and in Berlin for the others.
 */
#include "moment.h"
#include "patterns.h"
#include "tokens.h"
#include "when.h"

#include "built.h"

#include <glib.h>
#include <string.h>

typedef struct Case {
	const char *name; /* language and case */
	const char *text;
	const char *mentions; /* "start/end", with blanks between */
} Case;

static const Case cases[] = {
    {"en/next-week-tuesday", "Could we talk next Tuesday?", "2026-05-19/"},
    {"en/weekday-is-the-next", "See you on Tuesday.", "2026-05-19/"},
    {"en/this-friday-at-five", "It does lapse this Friday at 5.",
        "2026-05-15T17:00:00-04:00/"},
    {"en/date-time-range-zone", "Tuesday May 19, 2-3pm ET at our office",
        "2026-05-19T14:00:00-04:00/2026-05-19T15:00:00-04:00"},
    {"en/day-at-time", "12 June at 14:00", "2026-06-12T14:00:00-04:00/"},
    {"en/and-is-no-range", "Tuesday at 10am and 2pm",
        "2026-05-19T10:00:00-04:00/ 2026-05-19T14:00:00-04:00/"},
    {"en/between-is-a-range", "Tuesday between 2 and 4",
        "2026-05-19T14:00:00-04:00/2026-05-19T16:00:00-04:00"},
    {"en/half-two", "Tuesday the 19th at half nine",
        "2026-05-19T09:30:00-04:00/"},
    {"en/quarter-past", "this Thursday, quarter past ten",
        "2026-05-14T10:15:00-04:00/"},
    {"de/weekday-and-hour", "Montag, 13 Uhr", "2026-05-18T13:00:00+02:00/"},
    {"de/by-end-of-month", "bis Ende Mai", "/2026-05-31"},
    {"de/no-day-in-einen", "bis Freitag einen Termin", "/2026-05-15"},
    {"de/quarter-past", "am 20. Mai um Viertel nach neun",
        "2026-05-20T09:15:00+02:00/"},
    {"fr/hour-with-blanks", "vendredi 8 h 30", "2026-05-15T08:30:00+02:00/"},
    {"de/und-is-no-range", "Freitag um 10 Uhr und 14 Uhr",
        "2026-05-15T10:00:00+02:00/ 2026-05-15T14:00:00+02:00/"},
    {"en/items-are-no-range",
        "- Wednesday, May 13 at 10:00 AM\n- Wednesday, May 13 at 3:00 PM",
        "2026-05-13T10:00:00-04:00/ 2026-05-13T15:00:00-04:00/"},
    {"en/zone-of-one-is-of-all", "from 8:15 AM; at 4 PM Pacific",
        "2026-05-13T08:15:00-07:00/ 2026-05-13T16:00:00-07:00/"},
    {"fr/day-then-hour", "vendredi 15 à 9h30", "2026-05-15T09:30:00+02:00/"},
    {"pt/day-in-brackets", "quinta-feira (14/05) às 14h30",
        "2026-05-14T14:30:00+02:00/"},
    {"en/three-proposals", "Mon 2-4, Tue after 10, or Thursday morning",
        "2026-05-18T14:00:00-04:00/2026-05-18T16:00:00-04:00 "
        "2026-05-19T10:00:00-04:00/ 2026-05-14/"},
    {"en/day-or-day", "on either 28th or 29th May, 9.30 a.m.",
        "2026-05-28T09:30:00-04:00/ 2026-05-29T09:30:00-04:00/"},
    {"en/three-days-of-a-month", "We have set aside June 9, 10 and 12.",
        "2026-06-09/ 2026-06-10/ 2026-06-12/"},
    {"en/times-of-a-day", "Monday 18 May at 7, 7.30 or 8 pm",
        "2026-05-18T19:00:00-04:00/ 2026-05-18T19:30:00-04:00/ "
        "2026-05-18T20:00:00-04:00/"},
    {"en/half-five", "Thursday half five, please",
        "2026-05-14T17:30:00-04:00/"},
    {"en/half-past-in-the-evening", "Thursday at half past six in the evening",
        "2026-05-14T18:30:00-04:00/"},
    {"en/any-start-between", "Mon 5/18, any start between 2 and 4",
        "2026-05-18T14:00:00-04:00/2026-05-18T16:00:00-04:00"},
    {"en/time-before-date", "09:30am - Friday, May 15, 2026",
        "2026-05-15T09:30:00-04:00/"},
    {"en/end-of-that-week",
        "The panel meets on 9 June; you will hear by the end of that week.",
        "2026-06-09/ /2026-06-12"},
    {"en/morning-after",
        "The board votes on June 3. I will phone you the morning after.",
        "2026-06-03/ 2026-06-04/"},
    {"en/within-days-of-the-interview",
        "We meet on May 19 at 10 am. Please bring your papers by May 15. You "
        "hear within three working days of the interview.",
        "2026-05-19T10:00:00-04:00/ /2026-05-15 /2026-05-22"},
    {"en/no-interview-to-count-from",
        "We have yours of May 3. You hear within a week of the interview.",
        "2026-05-03/"},
    {"en/friday-week", "by Friday week", "/2026-05-22"},
    {"en/pm-said-twice", "Friday at 14:00 pm", "2026-05-15T14:00:00-04:00/"},
    {"en/clocks-change-before-it", "November 9 at 10am",
        "2026-11-09T10:00:00-05:00/"},
    {"en/zone-as-outlook-names-it",
        "Friday, May 15, 2026 9:00 AM-10:00 AM (UTC-06:00) Central Time (US & "
        "Canada)",
        "2026-05-15T09:00:00-05:00/2026-05-15T10:00:00-05:00"},
    {"en/part-time-is-no-zone", "Library Clerk (PT), Friday at 10",
        "2026-05-15T10:00:00-04:00/"},
    {"en/hours-of-a-day", "Tuesday, June 30: 10:00 or 2:00",
        "2026-06-30T10:00:00-04:00/ 2026-06-30T14:00:00-04:00/"},
    {"en/weekday-in-small-letters", "wed at 2:30 or thu at 10 (ET)?",
        "2026-05-13T14:30:00-04:00/ 2026-05-14T10:00:00-04:00/"},
    {"en/weekday-in-brackets", "Date: 16-May-26 (Saturday) Time: 11.30 AM",
        "2026-05-16T11:30:00-04:00/"},
    {"en/weekday-after-numbers", "05/18/2026, Monday Time: 11:00 AM EST",
        "2026-05-18T11:00:00-04:00/"},
    {"de/clocks-change-before-it", "am 9. November um 10 Uhr",
        "2026-11-09T10:00:00+01:00/"},
    {"de/days-of-a-month", "am 26., 27. oder 29. Mai um 10 Uhr",
        "2026-05-26T10:00:00+02:00/ 2026-05-27T10:00:00+02:00/ "
        "2026-05-29T10:00:00+02:00/"},
    {"de/weekday-of-the-week-named",
        "Nächste Woche passt Dienstag um 10 Uhr oder Freitag um 8.",
        "2026-05-18/2026-05-24 2026-05-19T10:00:00+02:00/ "
        "2026-05-22T08:00:00+02:00/"},
    {"de/two-days-later",
        "Der Beirat tagt am 18. Mai. Zwei Tage später haben Sie Klarheit.",
        "2026-05-18/ 2026-05-20/"},
    {"de/friday-of-the-week-after",
        "am 28. Mai, spätestens am Freitag der Woche drauf",
        "2026-05-28/ /2026-06-05"},
    {"de/time-then-weekday-and-date", "09:20 - Freitag, den 15. Mai",
        "2026-05-15T09:20:00+02:00/"},
    {"es/hour-is-no-day", "el viernes a las 17", "2026-05-15T17:00:00+02:00/"},
    {"es/clock-is-no-day", "Me quedo con el viernes 10:30",
        "2026-05-15T10:30:00+02:00/"},
    {"es/day-after-that",
        "El comité se reúne el 18 de mayo y le llamo al día siguiente.",
        "2026-05-18/ 2026-05-19/"},
    {"pt/hour-is-no-day", "Quinta às 9 ou sábado de manhã",
        "2026-05-14T09:00:00+02:00/ 2026-05-16/"},
    {"it/hours-between", "giovedì 14 fra le 13 e le 14",
        "2026-05-14T13:00:00+02:00/2026-05-14T14:00:00+02:00"},
    {"it/hour-and-minutes", "martedì 19 alle 8 e 45",
        "2026-05-19T08:45:00+02:00/"},
    {"fr/early-hour-with-blanks", "samedi 16 mai à 6 h 30",
        "2026-05-16T06:30:00+02:00/"},
    {"fr/weekday-then-its-day", "mardi suivant, le 19, à 13 h 30",
        "2026-05-19T13:30:00+02:00/"},
    {"nl/clock-with-a-dot",
        "donderdag 21 mei 11.00 of vrijdag 22 mei 15.30 uur",
        "2026-05-21T11:00:00+02:00/ 2026-05-22T15:30:00+02:00/"},
    {"nl/until-quarter-to", "woensdag van 9 tot kwart voor 10",
        "2026-05-13T09:00:00+02:00/2026-05-13T09:45:00+02:00"},
    {"sv/clock-is-no-day", "Måndag 12.10 funkar", "2026-05-18T12:10:00+02:00/"},
    {"pl/weekday-and-date-in-short",
        "czw. 14.05 w godz. 9–11 lub pt. 15.05 w godz. 14–16",
        "2026-05-14T09:00:00+02:00/2026-05-14T11:00:00+02:00 "
        "2026-05-15T14:00:00+02:00/2026-05-15T16:00:00+02:00"},
    {"pl/sie-is-no-august", "rozmowa odbędzie się 22 lipca 2026 r.",
        "2026-07-22/"},
    {"zh/year-of-the-republic", "115年7月30日（四）下午1時30分",
        "2026-07-30T13:30:00+02:00/"},
    {"zh/quarter", "5月18日，周一 下午一点一刻到两点",
        "2026-05-18T13:15:00+02:00/2026-05-18T14:00:00+02:00"},
    {"zh/after-the-interview",
        "5月18日10:00面试。面试结束后三个工作日内出结果。",
        "2026-05-18T10:00:00+02:00/ /2026-05-21"},
    {"ja/day-or-day", "28日か29日の11時",
        "2026-05-28T11:00:00+02:00/ 2026-05-29T11:00:00+02:00/"},
    {"ja/evening-said-twice", "28日の夕方17時", "2026-05-28T17:00:00+02:00/"},
    {"en/by-friday", "Please answer by Friday.", "/2026-05-15"},
    {"en/after-friday", "any time after Friday", "2026-05-15/"},
    {"en/by-close-of-business", "by close of business on Friday",
        "/2026-05-15"},
    {"en/within-two-weeks", "You will hear within two weeks.", "/2026-05-26"},
    {"en/next-business-days", "in the next 3 business days", "/2026-05-15"},
    {"en/end-of-next-week", "by the end of next week", "/2026-05-22"},
    {"en/early-next-week", "We will call early next week.",
        "2026-05-18/2026-05-20"},
    {"en/week-number", "in the course of week 23", "2026-06-01/2026-06-07"},
    {"en/days-of-month", "10 - 12 June 2026", "2026-06-10/2026-06-12"},
    {"en/noon", "tomorrow at noon", "2026-05-13T12:00:00-04:00/"},
    {"en/bare-hour-of-afternoon", "free tmrw at 4?",
        "2026-05-13T16:00:00-04:00/"},
    {"en/iana-zone", "2026-07-01 09:00 America/Chicago",
        "2026-07-01T09:00:00-05:00/"},
    {"en/offset", "1 July 2026, 9:00 GMT+2", "2026-07-01T09:00:00+02:00/"},
    {"en/time-label",
        "Date: Wednesday, May 27, 2026\nTime: 1:00 PM - 2:00 PM Central Time",
        "2026-05-27T13:00:00-05:00/2026-05-27T14:00:00-05:00"},
    {"en/all-times-in",
        "All times below are in Pacific Time.\n\nJuly 15, 2026, 10:00",
        "2026-07-15T10:00:00-07:00/"},
    {"en/summer-time-ends", "November 2, 2026, 9am PT",
        "2026-11-02T09:00:00-08:00/"},
    {"en/american-order", "on 6/5/2026", "2026-06-05/"},
    {"en/past-day-stays", "your interview on 3 March went well", "2026-03-03/"},
    {"en/year-turns", "Let us speak on 10 January.", "2027-01-10/"},
    {"en/two-digit-year", "03 Aug 96", "1996-08-03/"},
    {"en/no-duration", "It takes 30 minutes, or 2 hours at most.", ""},
    {"en/no-money", "a salary of $49,025 and 12.5% more", ""},
    {"en/no-may", "May I ask you? It may not move.", ""},
    {"en/no-sun", "the sun sat on the second half", ""},
    {"en/no-version", "version 1.1.3, open 24/7, +1 303 555 0142", ""},
    {"en/no-thirty-second", "June 31, 2026", ""},
    {"de/next-week-tuesday", "Passt Ihnen nächste Woche Dienstag?",
        "2026-05-19/"},
    {"de/day-month-at", "am Dienstag, den 19. Mai 2026, um 14:30 Uhr",
        "2026-05-19T14:30:00+02:00/"},
    {"de/numeric-range", "vom 12. bis 14.06.2026", "2026-06-12/2026-06-14"},
    {"de/from-to-clock", "Mittwoch, 20. Mai, von 10 bis 11.30 Uhr",
        "2026-05-20T10:00:00+02:00/2026-05-20T11:30:00+02:00"},
    {"de/by", "Bitte antworten Sie bis spätestens 22.05.2026.", "/2026-05-22"},
    {"de/working-days", "innerhalb von 3 Werktagen", "/2026-05-15"},
    {"de/week-number", "im Laufe der KW 23", "2026-06-01/2026-06-07"},
    {"de/half-three", "morgen um halb drei", "2026-05-13T14:30:00+02:00/"},
    {"de/no-name", "Vielen Dank für Ihre Bewerbung.", ""},
    {"fr/next-week", "mardi de la semaine prochaine", "2026-05-19/"},
    {"fr/day-month-at", "le mardi 19 mai 2026 à 14h30",
        "2026-05-19T14:30:00+02:00/"},
    {"fr/by", "d'ici vendredi", "/2026-05-15"},
    {"fr/within", "sous 3 jours ouvrés", "/2026-05-15"},
    {"fr/end-of-month", "d'ici la fin du mois", "/2026-05-31"},
    {"es/next-tuesday", "el próximo martes a las 10:30",
        "2026-05-19T10:30:00+02:00/"},
    {"es/day-month-at", "el martes 19 de mayo de 2026 a las 15:00",
        "2026-05-19T15:00:00+02:00/"},
    {"es/by", "antes del viernes", "/2026-05-15"},
    {"es/within", "en un plazo de 5 días hábiles", "/2026-05-19"},
    {"pt/day-month-at", "terça-feira, 19 de maio, às 15h",
        "2026-05-19T15:00:00+02:00/"},
    {"pt/by", "até sexta-feira", "/2026-05-15"},
    {"pt/next-week", "na próxima semana", "2026-05-18/2026-05-24"},
    {"it/day-month-at", "martedì 19 maggio 2026 alle 15:00",
        "2026-05-19T15:00:00+02:00/"},
    {"it/by", "entro venerdì", "/2026-05-15"},
    {"it/in-two-weeks", "tra due settimane", "2026-05-26/"},
    {"nl/day-month-at", "dinsdag 19 mei om 15.00 uur",
        "2026-05-19T15:00:00+02:00/"},
    {"nl/by", "uiterlijk vrijdag", "/2026-05-15"},
    {"nl/coming-week", "komende week", "2026-05-18/2026-05-24"},
    {"pl/day-month-at", "we wtorek, 19 maja 2026 r. o godz. 14:30",
        "2026-05-19T14:30:00+02:00/"},
    {"pl/by", "do piątku", "/2026-05-15"},
    {"pl/within", "w ciągu 14 dni", "/2026-05-26"},
    {"sv/day-month-at", "tisdag den 19 maj kl. 15.00",
        "2026-05-19T15:00:00+02:00/"},
    {"sv/by", "senast fredag", "/2026-05-15"},
    {"sv/next-week", "nästa vecka", "2026-05-18/2026-05-24"},
    {"ja/day-at", "5月19日（火）14時から15時まで",
        "2026-05-19T14:00:00+02:00/2026-05-19T15:00:00+02:00"},
    {"ja/era", "令和8年5月19日", "2026-05-19/"},
    {"ja/next-week-tuesday", "来週の火曜日 午後3時",
        "2026-05-19T15:00:00+02:00/"},
    {"ja/by", "5月22日までに", "/2026-05-22"},
    {"ja/working-days", "3営業日以内に", "/2026-05-15"},
    {"ja/full-width", "５月１９日　１４：３０", "2026-05-19T14:30:00+02:00/"},
    {"zh/day-at", "5月19日（周二）下午3点", "2026-05-19T15:00:00+02:00/"},
    {"zh/next-tuesday", "下周二上午10点半", "2026-05-19T10:30:00+02:00/"},
    {"zh/by", "请于5月22日前回复", "/2026-05-22"},
    {"zh/working-days", "5个工作日内", "/2026-05-19"},
    {"xx/iso-anywhere", "2026-05-19 14:30", "2026-05-19T14:30:00+02:00/"},
};

static Patterns *
open_rules(void)
{
	g_autofree char *path = built_rules("patterns.bin");
	g_autoptr(GError) error = NULL;
	Patterns *patterns = patterns_open(path, &error);

	g_assert_no_error(error);
	return patterns;
}

static char *
mentions_of(const char *lang, const char *text)
{
	g_autoptr(Patterns) patterns = open_rules();
	g_autoptr(Tokens) tokens = tokens_cut(patterns, lang, text);
	bool in_english = strcmp(lang, "en") == 0;
	Moment reference = {.precision = MOMENT_TIME,
	    .time = in_english ? 1778594400 : 1778572800,
	    .utc_offset_s = in_english ? -14400 : 7200};
	g_autoptr(GArray) mentions = when_find(tokens, reference);
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < mentions->len; i++) {
		const Mention *m = &g_array_index(mentions, Mention, i);
		g_autofree char *start = moment_format(m->when.start);
		g_autofree char *end = moment_format(m->when.end);

		g_string_append_printf(all, "%s%s/%s", i ? " " : "",
		    start ? start : "", end ? end : "");
	}
	return g_string_free(all, false);
}

static void
test_case(gconstpointer data)
{
	const Case *c = data;
	g_autofree char *lang = g_strndup(c->name, 2);
	g_autofree char *found = mentions_of(lang, c->text);

	g_assert_cmpstr(found, ==, c->mentions);
}

static void
test_stretch_is_that_of_the_words(void)
{
	const char *text = "Shall we say \xe2\x80\x9c"
	                   "Friday, 3pm\xe2\x80\x9d?";
	g_autoptr(Patterns) patterns = open_rules();
	g_autoptr(Tokens) tokens = tokens_cut(patterns, "en", text);
	Moment reference = {MOMENT_TIME, 1778572800, 0};
	g_autoptr(GArray) mentions = when_find(tokens, reference);
	const Mention *m = &g_array_index(mentions, Mention, 0);
	g_autofree char *stretch = NULL;

	g_assert_cmpint(mentions->len, ==, 1);
	stretch = g_strndup(text + m->start, m->length);
	g_assert_cmpstr(stretch, ==, "Friday, 3pm");
	g_assert_true(m->names_day);
}

static void
test_region_tells_the_order(void)
{
	g_autofree char *british = mentions_of("en-GB", "on 6/5/2026");
	g_autofree char *american = mentions_of("en-US", "on 6/5/2026");

	g_assert_cmpstr(british, ==, "2026-05-06/");
	g_assert_cmpstr(american, ==, "2026-06-05/");
}

static void
test_no_reference_no_mention(void)
{
	g_autoptr(Patterns) patterns = open_rules();
	g_autoptr(Tokens) tokens = tokens_cut(patterns, "en", "on Friday");
	Moment none = {MOMENT_NONE, 0, 0};
	Moment far = {MOMENT_TIME, 253402300799, 0};
	g_autoptr(GArray) without = when_find(tokens, none);
	g_autoptr(GArray) in_9999 = when_find(tokens, far);

	g_assert_cmpint(without->len, ==, 0);
	g_assert_cmpint(in_9999->len, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strconcat("/when/", cases[i].name, NULL);

		g_test_add_data_func(path, &cases[i], test_case);
	}
	g_test_add_func("/when/stretch-is-that-of-the-words",
	    test_stretch_is_that_of_the_words);
	g_test_add_func(
	    "/when/region-tells-the-order", test_region_tells_the_order);
	g_test_add_func(
	    "/when/no-reference-no-mention", test_no_reference_no_mention);
	return g_test_run();
}
