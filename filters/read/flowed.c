#include "flowed.h"

#include <glib.h>
#include <string.h>

/* Quote marks and the space that was stuffed before the line's own text. */
static size_t
depth_of(const char **line)
{
	size_t depth = strspn(*line, ">");

	*line += depth;
	if (**line == ' ')
		(*line)++;
	return depth;
}

static void
begin_line(GString *out, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		g_string_append_c(out, '>');
	if (depth > 0)
		g_string_append_c(out, ' ');
}

char *
flowed_undo(const char *text, bool delete_space)
{
	GString *out = g_string_sized_new(strlen(text) + 1);
	bool flows = false; /* the line before goes on */
	size_t last_depth = 0;

	while (*text) {
		const char *line = text;
		size_t depth = depth_of(&line);
		size_t length = strcspn(line, "\n");
		bool is_signature = length == 3 && strncmp(line, "-- ", 3) == 0;
		bool goes_on =
		    !is_signature && length > 0 && line[length - 1] == ' ';

		if (flows && (depth != last_depth || is_signature)) {
			g_string_append_c(out, '\n');
			flows = false;
		}
		if (!flows)
			begin_line(out, depth);
		g_string_append_len(
		    out, line, (gssize)(length - (goes_on && delete_space)));
		text = line + length;
		if (*text && !goes_on)
			g_string_append_c(out, '\n');
		text += *text != '\0';
		flows = goes_on;
		last_depth = depth;
	}
	return g_string_free(out, FALSE);
}
