/*
 * Words: text as words of folded characters, whatever the script.
 *
 * Lower case, no accents, full-width forms as narrow ones, digits as '0';
 * soft hyphens and zero-width characters are gone. Each ideograph or kana is a
 * word of its own. A web address is one word, a mail address another.
 */
#ifndef WORDS_H
#define WORDS_H

#include <glib.h>
#include <stdint.h>

typedef struct Word {
	uint32_t first; /* of its letters */
	uint32_t count;
	uint32_t start; /* its bytes in the text */
	uint32_t end;
	uint32_t is_ideograph : 1;
	uint32_t is_joined : 1; /* an ideograph right behind another */
	uint32_t is_whole : 1;  /* an address or a mark: no letters within */
} Word;

typedef struct Words {
	uint32_t *codes; /* the folded characters of all words */
	uint32_t count;
	GArray *list; /* of Word */
} Words;

Words *words_new(void);

/* The words of the bytes start to end of text (UTF-8), in place of those
 * before. */
void words_read(Words *line, const char *text, uint32_t start, uint32_t end);

void words_free(Words *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Words, words_free)

#endif
