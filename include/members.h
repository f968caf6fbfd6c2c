/*
 * Members: structs as JSON objects, by a table with a row for each member.
 *
 * Members that are empty, false, zero or never are left out when printed and
 * stay as they are made when parsed. A time is ISO 8601 with its offset from
 * UTC, a day only its date, a period an object of "start" and "end".
 */
#ifndef MEMBERS_H
#define MEMBERS_H

#include "json.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum {
	MEMBER_STRING,
	MEMBER_BOOL,
	MEMBER_INTEGER,
	MEMBER_FRACTION, /* a double from 0 to 1 */
	MEMBER_TIME,     /* gint64 */
	MEMBER_MOMENT,
	MEMBER_PERIOD,
	MEMBER_NAMED,   /* an enum, by its name */
	MEMBER_STRINGS, /* GPtrArray of char * */
	MEMBER_PERIODS, /* GPtrArray of Period *, freed with g_free */
	MEMBER_OBJECTS, /* GPtrArray of what object says */
} MemberType;

/* An enum as text; a value whose text is "" is left out. */
typedef struct MemberNames {
	const char *(*text)(int value);
	bool (*find)(const char *text, int *value); /* false: no such text */
} MemberNames;

typedef struct Member {
	const char *name; /* NULL ends a table */
	MemberType type;
	size_t offset;             /* in the struct */
	const MemberNames *names;  /* of MEMBER_NAMED */
	const struct Member *rows; /* of MEMBER_OBJECTS, */
	gpointer (*make)(void);    /* and what makes an empty one */
} Member;

Json *members_to_json(const void *object, const Member *rows);

/*
 * Fills object, whose strings and arrays are already there and empty. Names
 * without a row are skipped. AFTERWORD_ERROR_STORE with the path of the member
 * ("applications[2].mail[0].time") when one is of the wrong type; object is
 * then filled in part, and still whole enough to be freed.
 */
bool members_from_json(
    void *object, const Member *rows, const Json *json, GError **error);

#endif
