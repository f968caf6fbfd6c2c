/*
 * Zones: the time zones that calendars name, found by those names.
 */
#ifndef ZONES_H
#define ZONES_H

#include <glib.h>

/*
 * The zone of an IANA name ("Europe/Berlin"), also behind a maker's prefix, or
 * of a name that Windows uses ("Pacific Standard Time", "(UTC-08:00) Pacific
 * Time (US & Canada)"). The caller's; NULL for an unknown one.
 */
GTimeZone *zones_find(const char *name);

#endif
