#include "notes.h"

#include <string.h>

Note *
notes_add(
    Application *application, NoteKind kind, const char *text, gint64 time)
{
	Note *note = note_new(kind);
	size_t length = strlen(text);

	if (length > NOTES_TEXT_MAX)
		length = (size_t)(g_utf8_find_prev_char(
		                      text, text + NOTES_TEXT_MAX) -
		                  text);
	g_free(note->text);
	note->text = g_strndup(text, length);
	note->time = time;
	g_ptr_array_add(application->notes, note);
	return note;
}

const Note *
notes_last(const Application *application, NoteKind kind)
{
	for (guint i = application->notes->len; i-- > 0;) {
		const Note *note = application->notes->pdata[i];

		if (note->kind == kind)
			return note;
	}
	return NULL;
}
