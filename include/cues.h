/*
 * Cues: the words by which mail programs and writers mark what they quote and
 * how they sign, in all languages (rules/LANG/text.json, compiled in).
 *
 * A pattern is the whole of a line; "*" in it stands for any text. ASCII
 * letters match in either case.
 */
#ifndef CUES_H
#define CUES_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
	CUE_ATTRIBUTION, /* "On Monday Ann wrote" */
	CUE_FROM,        /* names of header fields */
	CUE_SENT,
	CUE_TO,
	CUE_SUBJECT,
	CUE_SEPARATOR, /* "Original Message" */
	CUE_FORWARD,   /* "Forwarded message" */
	CUE_CLOSING,   /* "Kind regards" */
	CUE_MOBILE,    /* "Sent from my phone" */
	CUE_DISCLAIMER,
	CUE_POSTSCRIPT,
	CUE_REPLY_LINE, /* "Reply above this line" */
	CUE_KINDS,
} CueKind;

/*
 * The patterns of each kind, one after the other, ended by an empty one; those
 * that begin with "*" first, then by first byte, where cue_index finds them.
 */
extern const char *const cue_words[CUE_KINDS];
extern const unsigned short cue_index[CUE_KINDS][256];

/* The field of text.json that holds each kind. */
extern const char *const cue_names[CUE_KINDS];

/* Whether text is one of the cues. */
bool cues_match(CueKind kind, const char *text, size_t length);

/* The kind of header field that a line begins with; CUE_KINDS for none. */
CueKind cues_header(const char *line, size_t length);

#endif
