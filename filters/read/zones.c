#include "zones.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LENGTH 100

typedef struct WindowsZone {
	const char *name; /* lower case */
	const char *zone;
} WindowsZone;

/*
 * The facts of Unicode's CLDR (windowsZones, territory 001), and the cities
 * that Windows shows for the commonest; in order of the names.
 */
static const WindowsZone windows_zones[] = {
    {"abu dhabi, muscat", "Asia/Dubai"},
    {"adelaide", "Australia/Adelaide"},
    {"afghanistan standard time", "Asia/Kabul"},
    {"alaska", "America/Anchorage"},
    {"alaskan standard time", "America/Anchorage"},
    {"aleutian standard time", "America/Adak"},
    {"altai standard time", "Asia/Barnaul"},
    {"amsterdam, berlin, bern, rome, stockholm, vienna", "Europe/Berlin"},
    {"arab standard time", "Asia/Riyadh"},
    {"arabian standard time", "Asia/Dubai"},
    {"arabic standard time", "Asia/Baghdad"},
    {"argentina standard time", "America/Buenos_Aires"},
    {"arizona", "America/Phoenix"},
    {"astrakhan standard time", "Europe/Astrakhan"},
    {"athens, bucharest", "Europe/Bucharest"},
    {"atlantic standard time", "America/Halifax"},
    {"atlantic time (canada)", "America/Halifax"},
    {"auckland, wellington", "Pacific/Auckland"},
    {"aus central standard time", "Australia/Darwin"},
    {"aus central w. standard time", "Australia/Eucla"},
    {"aus eastern standard time", "Australia/Sydney"},
    {"azerbaijan standard time", "Asia/Baku"},
    {"azores standard time", "Atlantic/Azores"},
    {"bahia standard time", "America/Bahia"},
    {"bangkok, hanoi, jakarta", "Asia/Bangkok"},
    {"bangladesh standard time", "Asia/Dhaka"},
    {"beijing, chongqing, hong kong, urumqi", "Asia/Shanghai"},
    {"belarus standard time", "Europe/Minsk"},
    {"belgrade, bratislava, budapest, ljubljana, prague", "Europe/Budapest"},
    {"bougainville standard time", "Pacific/Bougainville"},
    {"brasilia", "America/Sao_Paulo"},
    {"brisbane", "Australia/Brisbane"},
    {"brussels, copenhagen, madrid, paris", "Europe/Paris"},
    {"cairo", "Africa/Cairo"},
    {"canada central standard time", "America/Regina"},
    {"canberra, melbourne, sydney", "Australia/Sydney"},
    {"cape verde standard time", "Atlantic/Cape_Verde"},
    {"caucasus standard time", "Asia/Yerevan"},
    {"cen. australia standard time", "Australia/Adelaide"},
    {"central america standard time", "America/Guatemala"},
    {"central asia standard time", "Asia/Almaty"},
    {"central brazilian standard time", "America/Cuiaba"},
    {"central europe standard time", "Europe/Budapest"},
    {"central european standard time", "Europe/Warsaw"},
    {"central pacific standard time", "Pacific/Guadalcanal"},
    {"central standard time", "America/Chicago"},
    {"central standard time (mexico)", "America/Mexico_City"},
    {"central time (us & canada)", "America/Chicago"},
    {"chatham islands standard time", "Pacific/Chatham"},
    {"chennai, kolkata, mumbai, new delhi", "Asia/Calcutta"},
    {"china standard time", "Asia/Shanghai"},
    {"coordinated universal time", "Etc/UTC"},
    {"cuba standard time", "America/Havana"},
    {"dateline standard time", "Etc/GMT+12"},
    {"dublin, edinburgh, lisbon, london", "Europe/London"},
    {"e. africa standard time", "Africa/Nairobi"},
    {"e. australia standard time", "Australia/Brisbane"},
    {"e. europe standard time", "Europe/Chisinau"},
    {"e. south america standard time", "America/Sao_Paulo"},
    {"easter island standard time", "Pacific/Easter"},
    {"eastern standard time", "America/New_York"},
    {"eastern standard time (mexico)", "America/Cancun"},
    {"eastern time (us & canada)", "America/New_York"},
    {"egypt standard time", "Africa/Cairo"},
    {"ekaterinburg standard time", "Asia/Yekaterinburg"},
    {"fiji standard time", "Pacific/Fiji"},
    {"fle standard time", "Europe/Kiev"},
    {"georgian standard time", "Asia/Tbilisi"},
    {"gmt standard time", "Europe/London"},
    {"greenland standard time", "America/Godthab"},
    {"greenwich mean time : dublin, edinburgh, lisbon, london",
        "Europe/London"},
    {"greenwich standard time", "Atlantic/Reykjavik"},
    {"gtb standard time", "Europe/Bucharest"},
    {"haiti standard time", "America/Port-au-Prince"},
    {"hawaii", "Pacific/Honolulu"},
    {"hawaiian standard time", "Pacific/Honolulu"},
    {"helsinki, kyiv, riga, sofia, tallinn, vilnius", "Europe/Kiev"},
    {"india standard time", "Asia/Calcutta"},
    {"iran standard time", "Asia/Tehran"},
    {"israel standard time", "Asia/Jerusalem"},
    {"istanbul", "Europe/Istanbul"},
    {"jerusalem", "Asia/Jerusalem"},
    {"jordan standard time", "Asia/Amman"},
    {"kaliningrad standard time", "Europe/Kaliningrad"},
    {"korea standard time", "Asia/Seoul"},
    {"kuala lumpur, singapore", "Asia/Singapore"},
    {"libya standard time", "Africa/Tripoli"},
    {"line islands standard time", "Pacific/Kiritimati"},
    {"lord howe standard time", "Australia/Lord_Howe"},
    {"magadan standard time", "Asia/Magadan"},
    {"magallanes standard time", "America/Punta_Arenas"},
    {"marquesas standard time", "Pacific/Marquesas"},
    {"mauritius standard time", "Indian/Mauritius"},
    {"middle east standard time", "Asia/Beirut"},
    {"montevideo standard time", "America/Montevideo"},
    {"morocco standard time", "Africa/Casablanca"},
    {"moscow, st. petersburg", "Europe/Moscow"},
    {"mountain standard time", "America/Denver"},
    {"mountain standard time (mexico)", "America/Chihuahua"},
    {"mountain time (us & canada)", "America/Denver"},
    {"myanmar standard time", "Asia/Rangoon"},
    {"n. central asia standard time", "Asia/Novosibirsk"},
    {"namibia standard time", "Africa/Windhoek"},
    {"nepal standard time", "Asia/Katmandu"},
    {"new zealand standard time", "Pacific/Auckland"},
    {"newfoundland", "America/St_Johns"},
    {"newfoundland standard time", "America/St_Johns"},
    {"norfolk standard time", "Pacific/Norfolk"},
    {"north asia east standard time", "Asia/Irkutsk"},
    {"north asia standard time", "Asia/Krasnoyarsk"},
    {"north korea standard time", "Asia/Pyongyang"},
    {"omsk standard time", "Asia/Omsk"},
    {"osaka, sapporo, tokyo", "Asia/Tokyo"},
    {"pacific sa standard time", "America/Santiago"},
    {"pacific standard time", "America/Los_Angeles"},
    {"pacific standard time (mexico)", "America/Tijuana"},
    {"pacific time (us & canada)", "America/Los_Angeles"},
    {"pakistan standard time", "Asia/Karachi"},
    {"paraguay standard time", "America/Asuncion"},
    {"perth", "Australia/Perth"},
    {"qyzylorda standard time", "Asia/Qyzylorda"},
    {"romance standard time", "Europe/Paris"},
    {"russia time zone 10", "Asia/Srednekolymsk"},
    {"russia time zone 11", "Asia/Kamchatka"},
    {"russia time zone 3", "Europe/Samara"},
    {"russian standard time", "Europe/Moscow"},
    {"sa eastern standard time", "America/Cayenne"},
    {"sa pacific standard time", "America/Bogota"},
    {"sa western standard time", "America/La_Paz"},
    {"saint pierre standard time", "America/Miquelon"},
    {"sakhalin standard time", "Asia/Sakhalin"},
    {"samoa standard time", "Pacific/Apia"},
    {"sao tome standard time", "Africa/Sao_Tome"},
    {"sarajevo, skopje, warsaw, zagreb", "Europe/Warsaw"},
    {"saratov standard time", "Europe/Saratov"},
    {"se asia standard time", "Asia/Bangkok"},
    {"seoul", "Asia/Seoul"},
    {"singapore standard time", "Asia/Singapore"},
    {"south africa standard time", "Africa/Johannesburg"},
    {"south sudan standard time", "Africa/Juba"},
    {"sri lanka standard time", "Asia/Colombo"},
    {"sudan standard time", "Africa/Khartoum"},
    {"syria standard time", "Asia/Damascus"},
    {"taipei", "Asia/Taipei"},
    {"taipei standard time", "Asia/Taipei"},
    {"tasmania standard time", "Australia/Hobart"},
    {"tocantins standard time", "America/Araguaina"},
    {"tokyo standard time", "Asia/Tokyo"},
    {"tomsk standard time", "Asia/Tomsk"},
    {"tonga standard time", "Pacific/Tongatapu"},
    {"transbaikal standard time", "Asia/Chita"},
    {"turkey standard time", "Europe/Istanbul"},
    {"turks and caicos standard time", "America/Grand_Turk"},
    {"ulaanbaatar standard time", "Asia/Ulaanbaatar"},
    {"us eastern standard time", "America/Indianapolis"},
    {"us mountain standard time", "America/Phoenix"},
    {"utc", "Etc/UTC"},
    {"utc+12", "Etc/GMT-12"},
    {"utc+13", "Etc/GMT-13"},
    {"utc-02", "Etc/GMT+2"},
    {"utc-08", "Etc/GMT+8"},
    {"utc-09", "Etc/GMT+9"},
    {"utc-11", "Etc/GMT+11"},
    {"venezuela standard time", "America/Caracas"},
    {"vladivostok standard time", "Asia/Vladivostok"},
    {"volgograd standard time", "Europe/Volgograd"},
    {"w. australia standard time", "Australia/Perth"},
    {"w. central africa standard time", "Africa/Lagos"},
    {"w. europe standard time", "Europe/Berlin"},
    {"w. mongolia standard time", "Asia/Hovd"},
    {"west asia standard time", "Asia/Tashkent"},
    {"west bank standard time", "Asia/Hebron"},
    {"west pacific standard time", "Pacific/Port_Moresby"},
    {"yakutsk standard time", "Asia/Yakutsk"},
    {"yukon standard time", "America/Whitehorse"},
};

static int
compare(const void *name, const void *row)
{
	return strcmp(name, ((const WindowsZone *)row)->name);
}

/*
 * No path of another kind must get to GLib, which reads zone files by name, nor
 * "localtime", which is this machine's.
 */
static bool
is_iana_name(const char *name)
{
	if (!g_ascii_isupper(*name) || strlen(name) > NAME_MAX_LENGTH)
		return false;
	for (const char *c = name; *c; c++)
		if (!g_ascii_isalnum(*c) && !strchr("/_+-", *c))
			return false;
	return true;
}

/* "/example.org/2026_1/Europe/Berlin": what is left after each slash. */
static GTimeZone *
find_iana(const char *name)
{
	for (; name; name = strchr(name, '/')) {
		GTimeZone *zone;

		name += *name == '/';
		if (!is_iana_name(name))
			continue;
		zone = g_time_zone_new_identifier(name);
		if (zone)
			return zone;
	}
	return NULL;
}

/* Without "(UTC-08:00) " before it. */
static const char *
find_windows(const char *name)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);
	const char *close = *lower == '(' ? strchr(lower, ')') : NULL;
	const WindowsZone *row = bsearch(
	    close ? close + 1 + strspn(close + 1, " ") : lower, windows_zones,
	    G_N_ELEMENTS(windows_zones), sizeof windows_zones[0], compare);

	return row ? row->zone : NULL;
}

GTimeZone *
zones_find(const char *name)
{
	const char *windows;

	if (strlen(name) > NAME_MAX_LENGTH)
		return NULL;
	windows = find_windows(name);
	return find_iana(windows ? windows : name);
}
