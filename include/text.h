/*
 * Text: the body of a mail, taken apart: what its writer wrote now, what was
 * quoted or forwarded below, and the signature.
 *
 * Any valid UTF-8 is taken; time is linear in its length.
 */
#ifndef TEXT_H
#define TEXT_H

typedef struct TextParts {
	char *new_text;
	char *quoted;    /* "" where nothing is quoted */
	char *signature; /* "" where there is none */
} TextParts;

/* The parts of text, the caller's. */
TextParts text_split(const char *text);

#endif
