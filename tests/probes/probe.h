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

ProbeMode probe_calendar;
ProbeMode probe_html;
ProbeMode probe_text;
ProbeMode probe_when;

/* Begins an answer: it carries the id of its line. */
Json *probe_answer(const Json *line);

/* Prints a value as one line, and frees it. */
void probe_print(Json *value);

/* A file's text as UTF-8, by the charset that it names itself; or NULL. */
char *probe_read_page(const char *path);

#endif
