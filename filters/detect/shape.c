#include "shape.h"

#include <stdbool.h>

static Shape
shape_of_sign(gunichar sign)
{
	switch (g_unichar_get_script(sign)) {
	case G_UNICODE_SCRIPT_HIRAGANA:
		return SHAPE_HIRAGANA;
	case G_UNICODE_SCRIPT_KATAKANA:
		return SHAPE_KATAKANA;
	default:
		return sign == 0x30fc ? SHAPE_KATAKANA : SHAPE_HAN;
	}
}

static Shape
shape_of_word(const char *text, size_t length)
{
	bool has_lower = false;
	bool has_inner = false;
	bool is_first = true;
	bool begins = g_unichar_isupper(g_utf8_get_char(text));
	guint n = 0;

	for (const char *at = text; at < text + length;
	     at = g_utf8_next_char(at), n++) {
		gunichar sign = g_utf8_get_char(at);

		has_lower |= g_unichar_islower(sign);
		has_inner |= !is_first && g_unichar_isupper(sign);
		is_first = false;
	}
	if (!begins)
		return has_inner ? SHAPE_MIXED : SHAPE_LOWER;
	if (!has_lower)
		return n > 1 ? SHAPE_CAPITALS : SHAPE_CAPITAL;
	return has_inner ? SHAPE_MIXED : SHAPE_CAPITALISED;
}

Shape
shape_of_token(const Token *token, const char *text)
{
	const char *word = text + token->start;

	switch (token->kind) {
	case TOKEN_WORD:
		return shape_of_word(word, token->length);
	case TOKEN_NUMBER:
		return SHAPE_DIGITS + MIN(token->length, SHAPE_DIGITS_MAX);
	case TOKEN_HAN:
		return shape_of_sign(g_utf8_get_char(word));
	case TOKEN_LINK:
	case TOKEN_EMAIL:
		return SHAPE_ADDRESS;
	default:
		return SHAPE_SIGN;
	}
}
