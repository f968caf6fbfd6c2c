/*
 * Tokens: a text cut into words, numbers and signs, and what each may mean.
 *
 * Every token keeps its stretch of bytes in the text. For comparing, text is
 * folded: lower case, no accents, plain quotes, dashes and blanks, nothing
 * invisible. Han, kana and other scripts without blanks are one token a sign.
 */
#ifndef TOKENS_H
#define TOKENS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Patterns Patterns;
typedef struct Tokens Tokens;

typedef enum {
	TOKEN_WORD,   /* letters */
	TOKEN_NUMBER, /* digits */
	TOKEN_SIGN,   /* one punctuation mark or symbol */
	TOKEN_HAN,    /* one sign of a script without blanks */
	TOKEN_LINK,   /* a whole URL */
	TOKEN_EMAIL,  /* a whole address */
} TokenKind;

typedef struct Token {
	guint32 start; /* bytes in the text */
	guint32 length;
	guint32 folded; /* where its folded form begins; ended by TOKEN_END */
	guint32 hit;    /* the first of its meanings; 0 for none */
	gint32 number;  /* of a number, else 0; capped */
	guint32 means;  /* bits of its meanings */
	TokenKind kind : 4;
	bool is_glued : 1;    /* no blank before it */
	bool starts_line : 1; /* first of its line */
	bool
	    starts_block : 1; /* first after an empty line, or the dash of an item */
	bool ends_sentence : 1; /* a stop: no gap ".." goes past it */
	bool is_capitalised : 1;
} Token;

#define TOKEN_END '\x1f'
#define TOKEN_BACKWARD '\x1e' /* before a word's end, written backwards */

/*
 * Cuts text (valid UTF-8) and looks its words up in the classes of lang.
 * lang may name a region ("en-GB"). patterns and text are borrowed and must stay for as long as the tokens. A
 * language without a folder has the classes and rules of every language.
 */
Tokens *tokens_cut(
    const Patterns *patterns, const char *lang, const char *text);

size_t tokens_count(const Tokens *tokens);
const Token *tokens_get(const Tokens *tokens, size_t index);
const char *tokens_text(const Tokens *tokens);
const char *tokens_lang(const Tokens *tokens);
const Patterns *tokens_patterns(const Tokens *tokens);

/* The folded form of one token; not ended by NUL, but by TOKEN_END. */
const char *tokens_folded(const Tokens *tokens, size_t index);

/* The hash of that form: the same word, the same number. */
uint32_t tokens_hash(const Tokens *tokens, size_t index);

/*
 * From here on "<name>" matches the n tokens from first on; number is what a
 * capture of it gives. Nothing where no rule speaks of that name.
 */
void tokens_mark(
    Tokens *tokens, const char *name, size_t first, size_t n, int number);

/* Whether patterns took too long to be tried to the end (only a user's own
 * can). */
bool tokens_is_cut_short(const Tokens *tokens);

void tokens_free(Tokens *tokens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tokens, tokens_free)

#endif
