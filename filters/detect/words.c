#include "words.h"

#include <stdbool.h>
#include <string.h>

/* Words that stand for a whole address; no character has these codes. */
#define CODE_WEB 0x110001
#define CODE_MAIL 0x110002

typedef enum {
	CLASS_OTHER,
	CLASS_SKIPPED,
	CLASS_LETTER,
	CLASS_IDEOGRAPH,
	CLASS_MARK, /* a word by itself */
} Class;

typedef struct Folded {
	uint32_t code;
	Class class;
} Folded;

static Folded
fold_ascii(uint32_t c)
{
	if (c >= 'a' && c <= 'z')
		return (Folded){c, CLASS_LETTER};
	if (c >= 'A' && c <= 'Z')
		return (Folded){c | 0x20, CLASS_LETTER};
	if (c >= '0' && c <= '9')
		return (Folded){'0', CLASS_LETTER};
	if (c == '?' || c == '!' || c == '$' || c == '%')
		return (Folded){c, CLASS_MARK};
	return (Folded){c, CLASS_OTHER};
}

static bool
is_ideograph(uint32_t c)
{
	return (c >= 0x3041 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xff9f) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

/* Words that have no decomposition of their own. */
static uint32_t
plain_letter(uint32_t c)
{
	switch (c) {
	case 0xdf:
		return 's';
	case 0xe6:
		return 'a';
	case 0xf8:
	case 0x153:
		return 'o';
	case 0x142:
		return 'l';
	default:
		return c;
	}
}

static Folded
fold_other(uint32_t c)
{
	gunichar base;

	if (c >= 0xff01 && c <= 0xff5e)
		return fold_ascii(c - 0xfee0);
	if (is_ideograph(c))
		return (Folded){c, CLASS_IDEOGRAPH};
	if (c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0xfeff ||
	    g_unichar_ismark(c))
		return (Folded){c, CLASS_SKIPPED};
	if (c == 0x20ac || c == 0xa3 || c == 0xa5)
		return (Folded){c, CLASS_MARK};
	if (g_unichar_isdigit(c))
		return (Folded){'0', CLASS_LETTER};
	if (!g_unichar_isalpha(c))
		return (Folded){c, CLASS_OTHER};
	c = g_unichar_tolower(c);
	g_unichar_fully_decompose(c, true, &base, 1);
	return (Folded){plain_letter(base), CLASS_LETTER};
}

/* Whether p is in a script that has no blanks between its words. */
static bool
is_blankless(const char *p)
{
	return (unsigned char)*p >= 0xe3;
}

/*
 * Where the run that begins at p ends: at a blank, or where a script without
 * blanks begins or ends. Finds whether it is an address.
 */
static const char *
run_end(const char *begin, const char *end, uint32_t *code)
{
	bool blankless = is_blankless(begin);
	const char *p;

	*code = 0;
	for (p = begin; p < end && (unsigned char)*p > ' '; p++) {
		if (blankless ? (unsigned char)*p < 0x80 : is_blankless(p))
			break;
		if (*p == '@')
			*code = CODE_MAIL;
		else if (*p == '/' && p - begin > 2 && p[-1] == '/' &&
		         p[-2] == ':')
			*code = CODE_WEB;
	}
	return p;
}

static void
add_word(Words *line, Word word, uint32_t code)
{
	word.first = line->count;
	word.count = 1;
	line->codes[line->count++] = code;
	g_array_append_val(line->list, word);
}

/* Ends the word that grew from its first letter on, if any did. */
static void
end_word(Words *line, Word *word, uint32_t end)
{
	word->count = line->count - word->first;
	word->end = end;
	if (word->count)
		g_array_append_val(line->list, *word);
}

/* Reads one run of text without an address in it. */
static void
read_run(Words *line, const char *text, const char *p, const char *end)
{
	Word word = {.first = line->count, .start = p - text};
	bool joined = false;

	while (p < end) {
		uint32_t at = p - text;
		uint32_t c = (unsigned char)*p;
		Folded folded =
		    c < 0x80 ? fold_ascii(c) : fold_other(g_utf8_get_char(p));

		p = g_utf8_next_char(p);
		if (folded.class == CLASS_LETTER)
			line->codes[line->count++] = folded.code;
		if (folded.class == CLASS_LETTER ||
		    folded.class == CLASS_SKIPPED)
			continue;
		end_word(line, &word, at);
		if (folded.class != CLASS_OTHER)
			add_word(line,
			    (Word){.start = at,
			        .end = p - text,
			        .is_joined = joined && word.start == at,
			        .is_ideograph = folded.class == CLASS_IDEOGRAPH,
			        .is_whole = folded.class == CLASS_MARK},
			    folded.code);
		joined = folded.class == CLASS_IDEOGRAPH;
		word = (Word){.first = line->count, .start = p - text};
	}
	end_word(line, &word, end - text);
}

void
words_read(Words *line, const char *text, uint32_t start, uint32_t end)
{
	const char *p = text + start;
	const char *limit = text + end;

	/* Each character is of one byte or more. */
	line->codes = g_renew(uint32_t, line->codes, MAX(end - start, 1));
	line->count = 0;
	g_array_set_size(line->list, 0);
	while (p < limit) {
		uint32_t code;
		const char *next;

		if ((unsigned char)*p <= ' ') {
			p++;
			continue;
		}
		next = run_end(p, limit, &code);
		if (code)
			add_word(line,
			    (Word){.start = p - text,
			        .end = next - text,
			        .is_whole = true},
			    code);
		else
			read_run(line, text, p, next);
		p = next;
	}
}

Words *
words_new(void)
{
	Words *line = g_new0(Words, 1);

	line->list = g_array_new(false, false, sizeof(Word));
	return line;
}

void
words_free(Words *line)
{
	if (!line)
		return;
	g_free(line->codes);
	g_array_unref(line->list);
	g_free(line);
}
