/*
 * Zone: how far the clocks of a place are from UTC.
 *
 * A zone is written as POSIX writes it in TZ: "CET-1CEST,M3.5.0,M10.5.0/3".
 * No files are read: the rules of today are good for the dates in a mail.
 */
#ifndef ZONE_H
#define ZONE_H

#include <glib.h>

/*
 * Seconds to add to UTC at a local time (seconds since 1970 as the clocks
 * there show it); 0 for what is no zone.
 */
int zone_offset(const char *zone, gint64 local);

#endif
