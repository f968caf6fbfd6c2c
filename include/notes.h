/*
 * Notes: what the user writes down of an application themselves.
 */
#ifndef NOTES_H
#define NOTES_H

#include "state.h"

#include <glib.h>

#define NOTES_TEXT_MAX 8000 /* bytes kept of one */

/* Adds a note of that time, which belongs to application; borrowed. */
Note *notes_add(
    Application *application, NoteKind kind, const char *text, gint64 time);

/* Sets the text of a note, as much of it as is kept. */
void notes_set_text(Note *note, const char *text);

/* Adds what the user says to a question of the form. */
void notes_answer(Note *note, const char *question, const char *text);

/* The last note of a kind; NULL where there is none. */
const Note *notes_last(const Application *application, NoteKind kind);

#endif
