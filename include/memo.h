/*
 * Memo: mail to the user themselves: the digest, and the form on which they
 * write down how an interview was. Its words are LANG/replies/notes.json.
 */
#ifndef MEMO_H
#define MEMO_H

#include "digest.h"
#include "draft.h"
#include "state.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Memo Memo;

/*
 * Searches folders, NULL last, for the words of a language, or of English
 * where there are none. AFTERWORD_ERROR_RULES naming file and field.
 */
Memo *memo_load(const char *const *folders, const char *lang, GError **error);

/* What is to be done, in a few words: "Northwind: thank Tom Weld"; the
 * caller's. action NULL: that the application is dormant. */
char *memo_line(const Memo *memo, const Application *application,
    const Action *action, gint64 now);

/* The mail of a digest, a whole message; the name of the day's. */
GBytes *memo_digest(const Memo *memo, const Digest *digest,
    const DraftAuthor *author, const char *key, gint64 now);
char *memo_digest_key(int day);

/* The form for an interview: its mail, and its text alone, the caller's. */
GBytes *memo_form(const Memo *memo, const Application *application,
    const Action *action, const DraftAuthor *author, gint64 now);
char *memo_form_text(const Memo *memo, const Application *application,
    const Action *action, gint64 now);

/*
 * Reads a filled-in form into a note: answers below the questions, quoted or
 * not, wrapped or run together; below a form that is quoted untouched, too.
 * new_text is what stands above such a quotation; the answers of a mail may
 * have plain numbers there. text is "" where it is no mail. false where no
 * question is answered; note is then as it was.
 */
bool memo_read(
    const Memo *memo, const char *new_text, const char *text, Note *note);

void memo_free(Memo *memo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Memo, memo_free)

#endif
