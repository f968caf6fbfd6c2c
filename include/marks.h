/*
 * Marks: how far each folder of each account has been read.
 *
 * A file of their own beside the state, watch.json or import.json, since they
 * say nothing of applications: losing them loses no more than the mail of that
 * while. One program at a time changes them, the one that holds their lock.
 */
#ifndef MARKS_H
#define MARKS_H

#include <glib.h>
#include <stdbool.h>

typedef struct Mark {
	char *account;
	char *folder;        /* as mailbox.h names it */
	guint32 uidvalidity; /* 0: this folder was never looked at */
	guint32 uid;         /* up to here every mail has been read */
	gint64 time;         /* when that was so last, Unix seconds */
	guint32 trying;      /* the mail that a reading ended at; 0 */
	int tries;           /* how many readings ended at it */
} Mark;

typedef struct Marks Marks;

/*
 * The marks in NAME.json in the folder of the state, none where there is no
 * file. AFTERWORD_ERROR_STORE or _PERMISSION when it cannot be read.
 */
Marks *marks_load(const char *state_folder, const char *name, GError **error);

/* The mark of a folder, made where there is none; borrowed. */
Mark *marks_find(Marks *marks, const char *account, const char *folder);

/* Writes them whole. AFTERWORD_ERROR_STORE or _PERMISSION. */
bool marks_save(const Marks *marks, GError **error);

/*
 * Takes the lock of whoever changes marks, for the life of this process and
 * those that it starts; false without an error where another has it.
 */
bool marks_lock(Marks *marks, GError **error);

void marks_free(Marks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Marks, marks_free)

#endif
