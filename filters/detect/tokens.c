#include "tokens.h"

#include "fold.h"
#include "hash.h"
#include "patterns_format.h"
#include "tokens_inside.h"

#include <string.h>

#define NUMBER_MAX 1000000000
#define EMAIL_PART_MAX 64

/* A text being cut. */
typedef struct Cutter {
	Tokens *tokens;
	const char *place;
	const char *at; /* the next '@', or the end */
	char *folded;   /* where the next byte goes */
	Token *open;    /* the word or number that may go on; NULL */
	bool is_glued;
	unsigned lines; /* line ends since the last token */
} Cutter;

static Token *
begin(Cutter *cutter, TokenKind kind)
{
	Tokens *tokens = cutter->tokens;
	Token *token = &tokens->items[tokens->n++];

	if (cutter->open)
		*cutter->folded++ = TOKEN_END;
	*token = (Token){
	    .start = (guint32)(cutter->place - tokens->text),
	    .folded = (guint32)(cutter->folded - tokens->folded),
	    .kind = kind,
	    .is_glued = cutter->is_glued && !cutter->lines,
	    .starts_line = cutter->lines > 0 || tokens->n == 1,
	    .starts_block = cutter->lines > 1 || tokens->n == 1,
	};
	cutter->open = token;
	cutter->is_glued = true;
	cutter->lines = 0;
	return token;
}

static void
append(Cutter *cutter, const char *bytes, int length, const char *next)
{
	Token *token = cutter->open;

	for (int i = 0; i < length; i++)
		*cutter->folded++ = bytes[i];
	token->length = (guint32)(next - cutter->tokens->text) - token->start;
}

/* Closes the open token, so that what follows is another. */
static void
close_token(Cutter *cutter)
{
	if (cutter->open)
		*cutter->folded++ = TOKEN_END;
	cutter->open = NULL;
}

static size_t
url_length(const char *text)
{
	size_t length = 0;

	if (g_ascii_strncasecmp(text, "http://", 7) != 0 &&
	    g_ascii_strncasecmp(text, "https://", 8) != 0 &&
	    g_ascii_strncasecmp(text, "www.", 4) != 0)
		return 0;
	while (g_ascii_isgraph(text[length]) && !strchr("<>\"", text[length]))
		length++;
	while (length > 0 && strchr(".,;:!?)]}'*", text[length - 1]))
		length--;
	return length;
}

static size_t
email_length(const Cutter *cutter)
{
	const char *p = cutter->place;
	const char *domain = cutter->at + 1;
	const char *end = domain;

	while (p < cutter->at && (g_ascii_isalnum(*p) || strchr("._%+-", *p)))
		p++;
	if (p < cutter->at)
		return 0;
	while (g_ascii_isalnum(*end) || *end == '-' || *end == '.')
		end++;
	while (end > domain && !g_ascii_isalnum(end[-1]))
		end--;
	if (!memchr(domain, '.', (size_t)(end - domain)))
		return 0;
	return (size_t)(end - cutter->place);
}

/* Takes a link or an address that begins here; false where none does. */
static bool
cut_address(Cutter *cutter)
{
	TokenKind kind = TOKEN_LINK;
	size_t length = 0;
	char first = g_ascii_tolower(*cutter->place);

	if (first == 'h' || first == 'w')
		length = url_length(cutter->place);
	while (cutter->at < cutter->place)
		cutter->at = strchrnul(cutter->at + 1, '@');
	if (length == 0 && *cutter->at &&
	    cutter->at - cutter->place <= EMAIL_PART_MAX) {
		kind = TOKEN_EMAIL;
		length = email_length(cutter);
	}
	if (length == 0)
		return false;
	begin(cutter, kind);
	for (size_t i = 0; i < length; i++)
		*cutter->folded++ = g_ascii_tolower(cutter->place[i]);
	cutter->open->length = (guint32)length;
	close_token(cutter);
	cutter->place += length;
	return true;
}

/* A stop ends a sentence unless more of one follows, or it is a title's. */
static bool
is_sentence_end(const Cutter *cutter, const char *next)
{
	const Tokens *tokens = cutter->tokens;
	const Token *before =
	    tokens->n > 1 ? &tokens->items[tokens->n - 2] : NULL;

	if (*cutter->place == '!' || *cutter->place == '?' ||
	    (*cutter->place & 0x80))
		return true;
	if (*next != ' ' && *next != '\n' && *next)
		return false;
	while (*next == ' ')
		next++;
	if (g_ascii_islower(*next))
		return false;
	return !before || before->kind != TOKEN_WORD || before->length > 2;
}

static void
cut_letter(
    Cutter *cutter, gunichar c, const char *bytes, int length, const char *next)
{
	if (!cutter->open || cutter->open->kind != TOKEN_WORD) {
		begin(cutter, TOKEN_WORD);
		cutter->open->is_capitalised =
		    c < 0x80 ? g_ascii_isupper((char)c) : g_unichar_isupper(c);
	}
	append(cutter, bytes, length, next);
}

static void
cut_digit(Cutter *cutter, const char *bytes, const char *next)
{
	Token *token = cutter->open;

	if (!token || token->kind != TOKEN_NUMBER)
		token = begin(cutter, TOKEN_NUMBER);
	append(cutter, bytes, 1, next);
	if (token->number < NUMBER_MAX / 10)
		token->number = token->number * 10 + (*bytes - '0');
	else
		token->number = NUMBER_MAX;
}

static void
cut_sign(Cutter *cutter, FoldKind kind, const char *bytes, int length,
    const char *next)
{
	Token *token = begin(cutter, kind == FOLD_HAN ? TOKEN_HAN : TOKEN_SIGN);

	append(cutter, bytes, length, next);
	if (token->starts_line && strchr("-*", *bytes) && *next == ' ')
		token->starts_block = true; /* an item of a list */
	token->ends_sentence = length == 1 && strchr(".!?", *bytes) &&
	                       is_sentence_end(cutter, next);
	close_token(cutter);
}

/* Takes the plain letters that stand here, which is most of most texts. */
static void
cut_plain_letters(Cutter *cutter)
{
	const char *p = cutter->place;

	if (!cutter->open || cutter->open->kind != TOKEN_WORD) {
		begin(cutter, TOKEN_WORD);
		cutter->open->is_capitalised = g_ascii_isupper(*p);
	}
	while (g_ascii_isalpha(*p))
		*cutter->folded++ = (char)(*p++ | 0x20);
	cutter->open->length =
	    (guint32)(p - cutter->tokens->text) - cutter->open->start;
	cutter->place = p;
}

/* Takes the character at the cutter's place, and goes on to the next. */
static void
cut_char(Cutter *cutter)
{
	gunichar c = (guchar)*cutter->place;
	const char *next = cutter->place + 1;
	char bytes[FOLD_MAX];
	int length;
	FoldKind kind;

	if (c >= 0x80) {
		c = g_utf8_get_char(cutter->place);
		next = g_utf8_next_char(cutter->place);
	}
	kind = fold_char(c, bytes, &length);
	switch (kind) {
	case FOLD_NOTHING:
		break;
	case FOLD_BLANK:
	case FOLD_LINE:
		close_token(cutter);
		cutter->is_glued = false;
		cutter->lines += kind == FOLD_LINE;
		break;
	case FOLD_LETTER:
		cut_letter(cutter, c, bytes, length, next);
		break;
	case FOLD_DIGIT:
		cut_digit(cutter, bytes, next);
		break;
	case FOLD_SIGN:
	case FOLD_HAN:
		cut_sign(cutter, kind, bytes, length, next);
		break;
	}
	cutter->place = next;
}

static void
cut(Tokens *tokens)
{
	Cutter cutter = {
	    .tokens = tokens,
	    .place = tokens->text,
	    .at = strchrnul(tokens->text, '@'),
	    .folded = tokens->folded,
	};

	while (*cutter.place) {
		bool at_start = !cutter.open && g_ascii_isalnum(*cutter.place);

		if (at_start && cut_address(&cutter))
			continue;
		if (g_ascii_isalpha(*cutter.place))
			cut_plain_letters(&cutter);
		else
			cut_char(&cutter);
	}
	close_token(&cutter);
	tokens->items[tokens->n] = (Token){.means = BEGINS_ANYHOW};
	*cutter.folded = '\0';
}

Tokens *
tokens_cut(const Patterns *patterns, const char *lang, const char *text)
{
	Tokens *tokens = g_new0(Tokens, 1);
	size_t length = strlen(text);
	Hit none = {0};

	tokens->patterns = patterns;
	tokens->text = text;
	g_strlcpy(tokens->lang, lang, sizeof(tokens->lang));
	tokens->items = g_new(Token, length + 1);
	tokens->folded = g_malloc(2 * length + 2);
	tokens->hits = g_array_new(false, false, sizeof(Hit));
	g_array_append_val(tokens->hits, none);
	cut(tokens);
	tokens->section = patterns ? patterns_section(patterns, lang) : NULL;
	if (!tokens->section)
		return tokens;
	tokens->heads = g_new0(guint32, tokens->section->n_groups);
	tokens->tails = g_new0(guint32, tokens->section->n_groups);
	tokens->marked = g_new0(guint64, tokens->section->n_groups);
	tokens_look_up(tokens);
	return tokens;
}

size_t
tokens_count(const Tokens *tokens)
{
	return tokens->n;
}

const Token *
tokens_get(const Tokens *tokens, size_t index)
{
	return &tokens->items[index];
}

const char *
tokens_text(const Tokens *tokens)
{
	return tokens->text;
}

const char *
tokens_folded(const Tokens *tokens, size_t index)
{
	return tokens->folded + tokens->items[index].folded;
}

uint32_t
tokens_hash(const Tokens *tokens, size_t index)
{
	uint32_t hash = 1;

	for (const char *at = tokens_folded(tokens, index);
	     *at && *at != TOKEN_END && *at != TOKEN_BACKWARD; at++)
		hash = hash_step(hash, (unsigned char)*at);
	return hash;
}

const Patterns *
tokens_patterns(const Tokens *tokens)
{
	return tokens->patterns;
}

const char *
tokens_lang(const Tokens *tokens)
{
	return tokens->lang;
}

bool
tokens_is_cut_short(const Tokens *tokens)
{
	return tokens->is_cut_short;
}

void
tokens_free(Tokens *tokens)
{
	if (!tokens)
		return;
	g_free(tokens->candidates);
	g_free(tokens->heads);
	g_free(tokens->tails);
	g_free(tokens->marked);
	g_free(tokens->work);
	g_array_free(tokens->hits, true);
	g_free(tokens->items);
	g_free(tokens->folded);
	g_free(tokens->tried);
	g_free(tokens->touched);
	g_free(tokens);
}
