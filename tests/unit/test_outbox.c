#include "error.h"
#include "outbox.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define ONE "00000000000000000000000000000001"
#define TWO "0000000000000000000000000000000f"

static char *
make_folder(void)
{
	g_autofree char *home = g_dir_make_tmp("afterword-test-XXXXXX", NULL);

	return g_build_filename(home, "outbox", NULL);
}

static void
remove_folder(const char *folder)
{
	g_autofree char *home = g_path_get_dirname(folder);
	GDir *files = g_dir_open(folder, 0, NULL);
	const char *name;

	while (files && (name = g_dir_read_name(files))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
	if (files)
		g_dir_close(files);
	g_rmdir(folder);
	g_rmdir(home);
}

static void
put(const char *folder, const char *key, const char *text)
{
	g_autoptr(GBytes) message = g_bytes_new(text, strlen(text));
	g_autoptr(GError) error = NULL;

	g_assert_true(outbox_put(folder, key, message, &error));
	g_assert_no_error(error);
}

/* "KEY=content" of each entry, "!" before a withdrawal. */
static char *
show(const char *folder)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) entries = outbox_list(folder, &error);
	GString *text = g_string_new(NULL);

	g_assert_no_error(error);
	for (guint i = 0; i < entries->len; i++) {
		const OutboxEntry *entry = entries->pdata[i];
		gsize length;
		const char *content = g_bytes_get_data(entry->content, &length);

		g_string_append_printf(text, "%s%s=%.*s\n",
		    entry->is_withdrawal ? "!" : "", entry->key + 31,
		    (int)length, content ? content : "");
	}
	return g_string_free(text, FALSE);
}

static void
assert_shows(const char *folder, const char *expected)
{
	g_autofree char *text = show(folder);

	g_assert_cmpstr(text, ==, expected);
}

static void
test_lists_in_order(void)
{
	g_autofree char *folder = make_folder();

	assert_shows(folder, "");
	put(folder, TWO, "two");
	put(folder, ONE, "one");
	put(folder, ONE, "one again");
	assert_shows(folder, "1=one again\nf=two\n");
	remove_folder(folder);
}

static void
test_last_word_counts(void)
{
	g_autofree char *folder = make_folder();

	put(folder, ONE, "one");
	g_assert_true(outbox_put_withdrawal(folder, ONE, "12 345", NULL));
	assert_shows(folder, "!1=12 345\n");
	put(folder, ONE, "one");
	assert_shows(folder, "1=one\n");
	g_assert_true(outbox_put_withdrawal(folder, TWO, "", NULL));
	assert_shows(folder, "1=one\n!f=\n");
	remove_folder(folder);
}

static void
test_both_are_a_replacement(void)
{
	g_autofree char *folder = make_folder();
	g_autoptr(GBytes) next = g_bytes_new("two", 3);
	g_autoptr(GBytes) found = NULL;
	g_autoptr(GPtrArray) entries = NULL;

	g_assert_true(
	    outbox_put_replacement(folder, ONE, next, "12 345", NULL));
	assert_shows(folder, "1=two\n!1=12 345\n");
	found = outbox_find_draft(folder, ONE);
	g_assert_true(g_bytes_equal(found, next));
	g_assert_null(outbox_find_draft(folder, TWO));
	g_assert_false(outbox_has_begun_removal(folder, ONE));
	g_assert_true(outbox_begin_removal(folder, ONE, NULL));
	g_assert_true(
	    outbox_put_replacement(folder, ONE, next, "12 345", NULL));
	g_assert_true(outbox_has_begun_removal(folder, ONE));
	entries = outbox_list(folder, NULL);
	g_assert_true(outbox_remove(folder, entries->pdata[0], NULL));
	g_assert_true(outbox_has_begun_removal(folder, ONE));
	g_assert_true(outbox_remove(folder, entries->pdata[1], NULL));
	g_assert_false(outbox_has_begun_removal(folder, ONE));
	remove_folder(folder);
}

static void
test_removes(void)
{
	g_autofree char *folder = make_folder();
	g_autoptr(GPtrArray) entries = NULL;

	put(folder, ONE, "one");
	put(folder, TWO, "two");
	entries = outbox_list(folder, NULL);
	g_assert_true(outbox_remove(folder, entries->pdata[0], NULL));
	g_assert_true(outbox_remove(folder, entries->pdata[0], NULL));
	assert_shows(folder, "f=two\n");
	remove_folder(folder);
}

static void
test_leaves_other_files(void)
{
	static const char *const names[] = {ONE ".eml.new", "notes.eml",
	    ONE "0.eml", ONE ".EML", ".eml", "..eml", ONE};
	g_autofree char *folder = make_folder();

	put(folder, ONE, "one");
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path =
		    g_build_filename(folder, names[i], NULL);
		g_assert_true(g_file_set_contents(path, "x", 1, NULL));
	}
	assert_shows(folder, "1=one\n");
	remove_folder(folder);
}

/* As killed between the end of a withdrawal and that of its note. */
static void
test_drops_lone_notes(void)
{
	g_autofree char *folder = make_folder();
	g_autofree char *path = NULL;

	g_assert_true(outbox_put_withdrawal(folder, ONE, "place", NULL));
	g_assert_true(outbox_begin_removal(folder, ONE, NULL));
	assert_shows(folder, "!1=place\n");
	g_assert_true(outbox_has_begun_removal(folder, ONE));
	path = g_build_filename(folder, ONE ".withdraw", NULL);
	g_assert_cmpint(g_unlink(path), ==, 0);
	assert_shows(folder, "");
	g_assert_false(outbox_has_begun_removal(folder, ONE));
	remove_folder(folder);
}

static void
test_is_empty(void)
{
	g_autofree char *folder = make_folder();
	g_autofree char *left = g_build_filename(folder, ONE ".eml.new", NULL);
	g_autoptr(GPtrArray) entries = NULL;

	g_assert_true(outbox_is_empty(folder));
	put(folder, ONE, "one");
	g_assert_false(outbox_is_empty(folder));
	entries = outbox_list(folder, NULL);
	g_assert_true(outbox_remove(folder, entries->pdata[0], NULL));
	g_assert_true(g_file_set_contents(left, "x", 1, NULL));
	g_assert_true(outbox_is_empty(folder));
	g_assert_true(outbox_put_withdrawal(folder, ONE, "place", NULL));
	g_assert_false(outbox_is_empty(folder));
	remove_folder(folder);
}

static void
test_is_private(void)
{
	g_autofree char *folder = make_folder();
	g_autofree char *path = g_build_filename(folder, ONE ".eml", NULL);
	struct stat status;

	put(folder, ONE, "one");
	g_assert_cmpint(stat(path, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0600);
	g_assert_cmpint(stat(folder, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0700);
	remove_folder(folder);
}

static void
test_says_what_failed(void)
{
	g_autoptr(GBytes) message = g_bytes_new("x", 1);
	g_autoptr(GError) error = NULL;

	g_assert_false(outbox_put("/dev/null/outbox", ONE, message, &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE);
	g_assert_nonnull(strstr(error->message, "/dev/null/outbox"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/outbox/lists-in-order-of-key", test_lists_in_order);
	g_test_add_func(
	    "/outbox/the-last-word-on-a-key-counts", test_last_word_counts);
	g_test_add_func(
	    "/outbox/both-are-a-replacement", test_both_are_a_replacement);
	g_test_add_func("/outbox/removing-twice-is-no-failure", test_removes);
	g_test_add_func(
	    "/outbox/other-files-are-left-alone", test_leaves_other_files);
	g_test_add_func("/outbox/a-note-without-its-withdrawal-goes",
	    test_drops_lone_notes);
	g_test_add_func(
	    "/outbox/what-a-crash-has-left-is-no-entry", test_is_empty);
	g_test_add_func("/outbox/drafts-are-private", test_is_private);
	g_test_add_func("/outbox/says-what-failed", test_says_what_failed);
	return g_test_run();
}
