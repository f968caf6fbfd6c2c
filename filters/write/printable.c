#include "printable.h"

#include <stdbool.h>

/* Letters, marks, digits, punctuation, symbols and plain blanks; bidirectional
 * controls, joiners and the like have no place in a name or a role. */
static bool
is_printable(gunichar c)
{
	return g_unichar_isprint(c) && g_unichar_type(c) != G_UNICODE_FORMAT &&
	       c != 0xAB && c != 0xBB;
}

char *
printable_clean(const char *value, long most)
{
	g_autofree char *valid = g_utf8_make_valid(value ? value : "", -1);
	g_autoptr(GString) clean = g_string_new(NULL);
	bool is_blank = false;

	for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (g_unichar_isspace(c) || g_unichar_iscntrl(c)) {
			is_blank = true;
		} else if (is_printable(c)) {
			if (is_blank && clean->len)
				g_string_append_c(clean, ' ');
			is_blank = false;
			g_string_append_unichar(clean, c);
		}
	}
	if (!clean->len || g_utf8_strlen(clean->str, -1) > most)
		return NULL;
	return g_string_free(g_steal_pointer(&clean), FALSE);
}
