#include "fold.h"

#include <stdbool.h>
#include <string.h>

#define N_OF(array) (sizeof(array) / sizeof(*(array)))

typedef struct Range {
	gunichar first;
	gunichar last;
	FoldKind kind;
	char sign; /* what a FOLD_SIGN is written as */
} Range;

/* In ascending order. */
static const Range ranges[] = {
    {0x0085, 0x0085, FOLD_LINE, 0},
    {0x00a0, 0x00a0, FOLD_BLANK, 0},
    {0x00ab, 0x00ab, FOLD_SIGN, '"'},
    {0x00ad, 0x00ad, FOLD_NOTHING, 0},
    {0x00b4, 0x00b4, FOLD_SIGN, '\''},
    {0x00bb, 0x00bb, FOLD_SIGN, '"'},
    {0x0300, 0x036f, FOLD_NOTHING, 0},
    {0x061c, 0x061c, FOLD_NOTHING, 0},
    {0x2000, 0x200a, FOLD_BLANK, 0},
    {0x200b, 0x200f, FOLD_NOTHING, 0},
    {0x2010, 0x2015, FOLD_SIGN, '-'},
    {0x2018, 0x201b, FOLD_SIGN, '\''},
    {0x201c, 0x201f, FOLD_SIGN, '"'},
    {0x2026, 0x2026, FOLD_SIGN, '.'},
    {0x2028, 0x2029, FOLD_LINE, 0},
    {0x202a, 0x202e, FOLD_NOTHING, 0},
    {0x202f, 0x202f, FOLD_BLANK, 0},
    {0x2032, 0x2032, FOLD_SIGN, '\''},
    {0x2033, 0x2033, FOLD_SIGN, '"'},
    {0x205f, 0x205f, FOLD_BLANK, 0},
    {0x2060, 0x2069, FOLD_NOTHING, 0},
    {0x2212, 0x2212, FOLD_SIGN, '-'},
    {0x3000, 0x3000, FOLD_BLANK, 0},
    {0x3001, 0x3001, FOLD_SIGN, ','},
    {0x3002, 0x3002, FOLD_SIGN, '.'},
    {0x3005, 0x3007, FOLD_HAN, 0},
    {0x301c, 0x301c, FOLD_SIGN, '-'},
    {0x3040, 0x30ff, FOLD_HAN, 0},
    {0x3400, 0x9fff, FOLD_HAN, 0},
    {0xf900, 0xfaff, FOLD_HAN, 0},
    {0xfe00, 0xfe0f, FOLD_NOTHING, 0},
    {0xfeff, 0xfeff, FOLD_NOTHING, 0},
    {0xff5e, 0xff5e, FOLD_SIGN, '-'},
    {0x20000, 0x323af, FOLD_HAN, 0},
};

/* Letters that no decomposition makes plain. */
static const struct {
	gunichar letter;
	const char *plain;
} plain[] = {
    {0xaa, "a"},
    {0xb0, "o"},
    {0xba, "o"},
    {0xdf, "ss"},
    {0xe6, "ae"},
    {0xf8, "o"},
    {0x111, "d"},
    {0x131, "i"},
    {0x142, "l"},
    {0x153, "oe"},
    {0x1e9e, "ss"},
};

static const Range *
range_of(gunichar c)
{
	size_t low = 0;
	size_t high = N_OF(ranges);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < N_OF(ranges) && c >= ranges[low].first ? &ranges[low]
	                                                    : NULL;
}

static gunichar
without_accents(gunichar c)
{
	gunichar base, mark;

	while (g_unichar_decompose(c, &base, &mark) &&
	       (!mark || (mark >= 0x300 && mark <= 0x36f)))
		c = base;
	return c;
}

static FoldKind
fold_ascii(char c, char *out, int *length)
{
	*length = 1;
	*out = g_ascii_tolower(c);
	if (g_ascii_isalpha(c))
		return FOLD_LETTER;
	if (g_ascii_isdigit(c))
		return FOLD_DIGIT;
	if (g_ascii_isgraph(c)) {
		if (c == '`')
			*out = '\'';
		return FOLD_SIGN;
	}
	*length = 0;
	return c == '\n' ? FOLD_LINE : FOLD_BLANK;
}

static FoldKind
fold_letter(gunichar c, char *out, int *length)
{
	c = without_accents(g_unichar_tolower(c));
	for (size_t i = 0; i < N_OF(plain); i++) {
		if (plain[i].letter != c)
			continue;
		*length = (int)strlen(plain[i].plain);
		memcpy(out, plain[i].plain, (size_t)*length);
		return FOLD_LETTER;
	}
	if (c < 0x80)
		return fold_ascii((char)c, out, length);
	*length = g_unichar_to_utf8(c, out);
	if (g_unichar_isalpha(c) || g_unichar_ismark(c))
		return FOLD_LETTER;
	return FOLD_SIGN;
}

FoldKind
fold_char(gunichar c, char out[FOLD_MAX], int *length)
{
	const Range *range;

	*length = 0;
	if (c < 0x80)
		return fold_ascii((char)c, out, length);
	range = range_of(c);
	if (range && range->kind == FOLD_SIGN) {
		out[0] = range->sign;
		*length = 1;
		return FOLD_SIGN;
	}
	if (range && range->kind == FOLD_HAN)
		*length = g_unichar_to_utf8(c, out);
	if (range)
		return range->kind;
	if (c >= 0xff01 && c <= 0xff5d)
		return fold_ascii((char)(c - 0xfee0), out, length);
	if (g_unichar_isdigit(c))
		return fold_ascii(
		    (char)('0' + g_unichar_digit_value(c)), out, length);
	if (g_unichar_isspace(c))
		return FOLD_BLANK;
	return fold_letter(c, out, length);
}
