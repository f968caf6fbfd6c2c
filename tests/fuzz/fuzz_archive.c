/*
 * Whatever lies in the place of an archive's files, it can be opened, what is
 * found in it has the id that it is found by, and it can be added to.
 */
#include "archive.h"
#include "keys.h"

#include <glib/gstdio.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first half is the archive, the second its index. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *folder = g_dir_make_tmp("fuzz-XXXXXX", NULL);
	g_autofree char *lines =
	    g_build_filename(folder, "archive.jsonl", NULL);
	g_autofree char *index =
	    g_build_filename(folder, "archive.index", NULL);
	const char *bytes = (const char *)data;
	size_t half = size / 2;
	g_autoptr(State) state = state_new();
	Archive *archive;

	g_file_set_contents(lines, bytes, (gssize)half, NULL);
	g_file_set_contents(index, bytes + half, (gssize)(size - half), NULL);
	archive = archive_open(folder, NULL);
	archive_wake_all(archive, state);
	for (guint i = 0; i < state->applications->len; i++) {
		const Application *one = state->applications->pdata[i];

		g_assert_true(archive_knows_id(archive, one->id));
	}
	g_ptr_array_add(state->applications, application_new("new"));
	((Application *)
	        state->applications->pdata[state->applications->len - 1])
	    ->standing = STANDING_REJECTED;
	g_assert_true(archive_put_away(archive, state, NULL));
	g_assert_true(archive_knows_id(archive, "new"));
	archive_close(archive);
	g_unlink(lines);
	g_unlink(index);
	g_rmdir(folder);
	return 0;
}
