/*
 * Timeline: what has come and what will, of one application or of all, in the
 * words of a page.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include "memo.h"
#include "state.h"

#include <glib.h>

/* One thing of it. */
typedef struct Entry {
	gint64 time;
	char *text;        /* as strangers wrote it: to be escaped */
	const char *about; /* id of its application; borrowed */
	const char
	    *class;  /* "got", "sent", "meeting", "note", "action", "off" */
	gint64 late; /* past this it is late; 0 for never */
} Entry;

/* "thanks to Tom Weld"; the caller's, to be escaped. */
char *timeline_words(const Application *application, const Action *action);

/* All of an application in order of time; the array is the caller's. */
GArray *timeline_of(const Application *application);

/* What is still to be done of all applications, the same. */
GArray *timeline_next(const State *state, const Memo *memo, gint64 now);

#endif
