/*
 * Probe: one part of the reading, fed with JSON lines, to be set beside other
 * programs.
 */
#ifndef PROBE_H
#define PROBE_H

#include "json.h"

/* What a mode makes of one line: it prints its own lines on stdout. rules is
 * the folder of the compiled rules. */
typedef void ProbeMode(const Json *line, const char *rules);

ProbeMode probe_when;

/* Prints a value as one line, and frees it. */
void probe_print(Json *value);

#endif
