#include "tokens.h"

#include "fold.h"
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

void
tokens_push(Candidates *list, const Candidate *candidate)
{
	if (list->n == list->capacity) {
		list->capacity = 2 * list->capacity + 64;
		list->items = g_renew(Candidate, list->items, list->capacity);
	}
	if (list->n_first == list->n &&
	    (list->n == 0 ||
	        list->items[list->n - 1].token <= candidate->token))
		list->n_first++;
	list->items[list->n++] = *candidate;
}

/* The programs that may match from token on, where n tokens are symbol. */
static void
add_candidates(Tokens *tokens, size_t token, guint32 symbol, guint32 n)
{
	const Section *section = tokens->section;
	Candidate candidate = {
	    .token = (guint32)token,
	    .after = (guint32)token + n,
	};

	for (guint32 i = section->starts[symbol];
	     i < section->starts[symbol + 1]; i++) {
		guint32 program = section->starters[i].program;
		guint32 rule = section->programs[program].rule;

		candidate.program = program;
		candidate.then = section->starters[i].then;
		tokens_push(&tokens->candidates[section->rules[rule].group],
		    &candidate);
	}
}

static void
add_hit(Tokens *tokens, size_t token, const Meaning *meaning, guint32 n)
{
	Hit hit = {
	    .symbol = meaning->symbol,
	    .n_tokens = n,
	    .value = meaning->value,
	    .number = meaning->number,
	    .next = tokens->items[token].hit,
	};

	tokens->items[token].means |= BEGINS_WITH(meaning->symbol);
	tokens->items[token].hit = tokens->hits->len;
	g_array_append_val(tokens->hits, hit);
	add_candidates(tokens, token, meaning->symbol, n);
}

static const Node *
child_of(const Section *section, const Node *node, guint8 byte)
{
	const Node *children = &section->nodes[node->first_child];
	unsigned low = 0;
	unsigned high = node->n_children;

	while (low < high) {
		unsigned middle = (low + high) / 2;

		if (children[middle].byte < byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low < node->n_children && children[low].byte == byte
	           ? &children[low]
	           : NULL;
}

/* The place after a tail that stands here in the text, else NULL. */
static const char *
past_tail(const char *p, const char *tail)
{
	while (*tail && *p == *tail) {
		p++;
		tail++;
	}
	return *tail ? NULL : p;
}

/*
 * Goes over folded bytes, counting the tokens that end there; false when an
 * empty line stands before the next of them.
 */
static bool
pass_tokens(const Tokens *tokens, const char *p, const char *end, size_t *token)
{
	for (; p < end; p++) {
		if (*p != TOKEN_END)
			continue;
		++*token;
		if (p + 1 < end && tokens->items[*token].starts_block)
			return false;
	}
	return true;
}

/* Adds what the words from token on mean, as far as the tree knows them. */
static void
look_up(Tokens *tokens, size_t first)
{
	const Section *section = tokens->section;
	const char *p = tokens->folded + tokens->items[first].folded;
	const Node *node = section->nodes;
	size_t token = first;

	while (*p && (node = child_of(section, node, (guint8)*p))) {
		const char *end = p + 1;
		size_t after;

		if (node->tail)
			end = past_tail(end, section->strings + node->tail);
		if (!end || !pass_tokens(tokens, p, end, &token))
			return;
		after = token + (end[-1] != TOKEN_END);
		for (guint16 i = 0; i < node->n_meanings; i++)
			add_hit(tokens, first,
			    &section->meanings[node->first_meaning + i],
			    (guint32)(after - first));
		p = end;
		if (p[-1] == TOKEN_END && token < tokens->n &&
		    tokens->items[token].starts_block)
			return;
	}
}

/* What a token is by its kind alone. */
static guint32
kind_bits(const Token *token)
{
	static const guint32 symbols[] = {
	    [TOKEN_WORD] = SYMBOL_WORD,
	    [TOKEN_NUMBER] = SYMBOL_DIGITS,
	    [TOKEN_SIGN] = SYMBOL_NONE,
	    [TOKEN_HAN] = SYMBOL_WORD,
	    [TOKEN_LINK] = SYMBOL_LINK,
	    [TOKEN_EMAIL] = SYMBOL_EMAIL,
	};
	guint32 bits = BEGINS_ANYHOW;

	if (symbols[token->kind])
		bits |= BEGINS_WITH(symbols[token->kind]);
	if (token->is_capitalised || token->kind == TOKEN_HAN)
		bits |= BEGINS_WITH(SYMBOL_CAPITAL);
	return bits;
}

Tokens *
tokens_cut(const Patterns *patterns, const char *lang, const char *text)
{
	Tokens *tokens = g_new0(Tokens, 1);
	size_t length = strlen(text);
	Hit none = {0};

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
	tokens->candidates = g_new0(Candidates, tokens->section->n_groups);
	for (size_t i = 0; i < tokens->n; i++) {
		tokens->items[i].means |= kind_bits(&tokens->items[i]);
		look_up(tokens, i);
	}
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

const char *
tokens_lang(const Tokens *tokens)
{
	return tokens->lang;
}

void
tokens_mark_symbol(
    Tokens *tokens, guint32 symbol, size_t first, size_t n, int number)
{
	Meaning meaning = {symbol, 0, number};

	add_hit(tokens, first, &meaning, (guint32)n);
}

void
tokens_mark(
    Tokens *tokens, const char *name, size_t first, size_t n, int number)
{
	const Section *section = tokens->section;

	for (guint32 i = 1; section && i < section->n_symbols; i++) {
		if (!section->symbols[i] ||
		    strcmp(section->strings + section->symbols[i], name) != 0)
			continue;
		tokens_mark_symbol(tokens, i, first, n, number);
		return;
	}
}

void
tokens_free(Tokens *tokens)
{
	if (!tokens)
		return;
	for (guint32 i = 0; tokens->section && i < tokens->section->n_groups;
	     i++)
		g_free(tokens->candidates[i].items);
	g_free(tokens->candidates);
	g_array_free(tokens->hits, true);
	g_free(tokens->items);
	g_free(tokens->folded);
	g_free(tokens->tried);
	g_free(tokens->touched);
	g_free(tokens);
}
