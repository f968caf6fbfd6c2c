/*
 * Whatever a mail program has made of a form, its answers are text within
 * bounds, and each question has one at most.
 */
#include "memo.h"
#include "notes.h"

#include "charset.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const folders[] = {"rules", NULL};
	g_autofree char *text =
	    charset_to_utf8((const char *)data, size, "utf-8", size);
	Memo *memo = memo_load(folders, "en", NULL);
	Note *note = note_new(NOTE_DEBRIEF);

	memo_read(memo, text, text, note);
	for (guint i = 0; i < note->answers->len; i++) {
		const Answer *answer = note->answers->pdata[i];

		g_assert_true(*answer->text);
		g_assert_cmpuint(strlen(answer->text), <=, NOTES_TEXT_MAX);
		g_assert_true(g_utf8_validate(answer->text, -1, NULL));
		for (guint j = 0; j < i; j++)
			g_assert_cmpstr(
			    ((Answer *)note->answers->pdata[j])->question, !=,
			    answer->question);
	}
	note_free(note);
	memo_free(memo);
	return 0;
}
