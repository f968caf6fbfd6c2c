#include "notes.h"

#include <string.h>

static char *
keep(const char *text)
{
	size_t length = strlen(text);

	if (length > NOTES_TEXT_MAX)
		length = (size_t)(g_utf8_find_prev_char(
		                      text, text + NOTES_TEXT_MAX) -
		                  text);
	return g_strndup(text, length);
}

void
notes_set_text(Note *note, const char *text)
{
	g_free(note->text);
	note->text = keep(text);
}

Note *
notes_add(
    Application *application, NoteKind kind, const char *text, gint64 time)
{
	Note *note = note_new(kind);

	notes_set_text(note, text);
	note->time = time;
	g_ptr_array_add(application->notes, note);
	return note;
}

void
notes_answer(Note *note, const char *question, const char *text)
{
	Answer *answer = answer_new();

	g_free(answer->question);
	answer->question = keep(question);
	g_free(answer->text);
	answer->text = keep(text);
	g_ptr_array_add(note->answers, answer);
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
