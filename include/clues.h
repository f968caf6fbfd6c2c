/*
 * Clues: one message laid out for those who look for facts in it.
 *
 * Subject, new text and signature are one text of three zones, cut into tokens
 * once; an empty line stands between the zones, so that no pattern goes across.
 */
#ifndef CLUES_H
#define CLUES_H

#include "calendar.h"
#include "detect.h"
#include "message.h"
#include "patterns.h"
#include "reading.h"
#include "tokens.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define CLUES_TEXT_MAX (24 * 1024)  /* bytes of the new text that are read */
#define CLUES_QUOTED_MAX (8 * 1024) /* bytes of the quoted text */

/* Who is behind the address on the other side. */
typedef enum {
	PARTY_PERSON, /* somebody of the firm's own */
	PARTY_OFFICE, /* careers@, hr@ of the firm's own */
	PARTY_NOBODY, /* no-reply of the firm's own */
	PARTY_SYSTEM, /* an applicant system, a scheduler, a signing service */
	PARTY_BOARD,  /* a job board */
	PARTY_FREE,   /* an address that anybody can have */
} Party;

typedef enum { ZONE_SUBJECT, ZONE_TEXT, ZONE_SIGNATURE } Zone;

/* The last short text that was looked at, cut: the next is often the same. */
typedef struct ShortText {
	char *text;     /* owned */
	Tokens *tokens; /* owned */
} ShortText;

typedef enum { NAMED_FIRM, NAMED_ROLE, NAMED_PERSON, NAMED_PLACE } NamedKind;

/* A name that the tagger has found (named.h). */
typedef struct Named {
	NamedKind kind;
	char *text;      /* owned */
	bool is_in_text; /* else in the sender's name */
	size_t start;    /* bytes in the text, where it is in it */
	double margin;   /* how clearly it is one; about 0 to 30 */
} Named;

typedef struct Clues {
	const Patterns *patterns; /* borrowed, as all that is not said owned */
	const Message *message;
	const Context *context;
	Reading *reading;  /* with all that was found before */
	char *text;        /* owned: the three zones */
	Tokens *tokens;    /* owned: of text */
	Tokens *quoted;    /* owned; clues_quoted gives it */
	char *quoted_text; /* owned */
	size_t text_start, signature_start;
	ShortText *last;   /* owned; clues_short gives it */
	GPtrArray *events; /* owned, of CalendarEvent *: all calendar parts */
	GPtrArray *user_names; /* owned, of char **: the words of each */
	GArray *signatures;    /* owned; clues_signatures gives it */
	GArray *named;         /* owned, of Named; NULL before named_find */
	const Address *other;  /* who wrote, or to whom the user wrote */
	Party party;
	char *label; /* owned: the firm's own domain's name; "" if not known */
} Clues;

/* Everything must stay for as long as the clues. */
Clues *clues_new(const Patterns *patterns, const Message *message,
    const Context *context, Reading *reading);

Zone clues_zone(const Clues *clues, size_t start);

/* What was quoted, cut when it is first asked for; NULL where there is none. */
Tokens *clues_quoted(Clues *clues);

/* The event that speaks: the last of the highest sequence; NULL. */
const CalendarEvent *clues_event(const Clues *clues);

/* Whether this is the candidate, by address or name. */
bool clues_is_user_email(const Clues *clues, const char *email);
bool clues_is_user_name(const Clues *clues, const char *name);

/* Whether text has Han signs or kana in it, which no address can have. */
bool clues_is_in_signs(const char *text);

/* Whether the sign at a byte of text goes on a run of hiragana: a particle
 * stands where the script changes, "みのり" has none in it. */
bool clues_is_inside_kana(const char *text, size_t at);

/* What comes after the last match of group in text, not counting those inside
 * a run of kana unless in_kana; the caller's. */
char *clues_after_last(
    const Clues *clues, const char *group, const char *text, bool in_kana);

/* A number that a rule sets in field; otherwise where it sets none. */
double match_number(const Match *match, const char *field, double otherwise);

/* Whether the rule sets field to value. */
bool match_says(const Match *match, const char *field, const char *value);

/* The matches of the group "signature", found when they are first asked for. */
const GArray *clues_signatures(Clues *clues);

/* A short text of its own, cut; good until the next one. Borrowed. */
Tokens *clues_short(const Clues *clues, const char *text);

/* Whether a group matches anything in a short text of its own. */
bool clues_text_is(const Clues *clues, const char *group, const char *text);

/* The same of any of several groups, ended by NULL. */
bool clues_text_is_any(
    const Clues *clues, const char *const *groups, const char *text);

void clues_free(Clues *clues);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Clues, clues_free)

#endif
