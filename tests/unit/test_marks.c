/* How far the mail was read: kept, found again, and changed by one alone. */
#include "error.h"
#include "marks.h"

#include <glib/gstdio.h>

typedef struct Fixture {
	char *folder;
} Fixture;

static void
set_up(Fixture *f, gconstpointer unused)
{
	(void)unused;
	f->folder = g_dir_make_tmp("afterword-XXXXXX", NULL);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
	static const char *const files[] = {"watch.json", "watch.lock"};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path =
		    g_build_filename(f->folder, files[i], NULL);

		g_remove(path);
	}
	g_rmdir(f->folder);
	g_free(f->folder);
}

static Marks *
load(const Fixture *f)
{
	g_autoptr(GError) error = NULL;
	Marks *marks = marks_load(f->folder, "watch", &error);

	g_assert_no_error(error);
	return marks;
}

static void
test_keeps_what_was_read(Fixture *f, gconstpointer unused)
{
	g_autoptr(Marks) marks = load(f);
	g_autoptr(Marks) again = NULL;
	Mark *mark = marks_find(marks, "home", "\\Sent");
	Mark *other = marks_find(marks, "work", "Jobs & \"more\"");

	(void)unused;
	mark->uidvalidity = 4294967295u;
	mark->uid = 4294967294u;
	mark->time = 1778612400;
	other->trying = 7;
	other->tries = 2;
	g_assert_true(marks_save(marks, NULL));
	again = load(f);
	mark = marks_find(again, "home", "\\Sent");
	g_assert_cmpuint(mark->uidvalidity, ==, 4294967295u);
	g_assert_cmpuint(mark->uid, ==, 4294967294u);
	g_assert_cmpint(mark->time, ==, 1778612400);
	other = marks_find(again, "work", "Jobs & \"more\"");
	g_assert_cmpuint(other->trying, ==, 7);
	g_assert_cmpint(other->tries, ==, 2);
}

static void
test_a_folder_is_new_once(Fixture *f, gconstpointer unused)
{
	g_autoptr(Marks) marks = load(f);
	Mark *mark = marks_find(marks, "home", "INBOX");

	(void)unused;
	g_assert_cmpuint(mark->uidvalidity, ==, 0);
	g_assert_true(marks_find(marks, "home", "INBOX") == mark);
	g_assert_true(marks_find(marks, "work", "INBOX") != mark);
}

static void
test_a_broken_file_is_an_error(Fixture *f, gconstpointer unused)
{
	g_autofree char *path = g_build_filename(f->folder, "watch.json", NULL);
	static const char *const texts[] = {
	    "", "{", "[]", "{\"folders\": 1}", "{\"version\": 1}"};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_true(g_file_set_contents(path, texts[i], -1, NULL));
		g_assert_null(marks_load(f->folder, "watch", &error));
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE);
	}
}

static void
test_numbers_out_of_range_are_harmless(Fixture *f, gconstpointer unused)
{
	g_autofree char *path = g_build_filename(f->folder, "watch.json", NULL);
	g_autoptr(Marks) marks = NULL;

	(void)unused;
	g_assert_true(g_file_set_contents(path,
	    "{\"folders\": [{\"account\": \"a\", \"folder\": \"b\", "
	    "\"uid\": -5, \"uidvalidity\": 1e300}, 7, {}]}",
	    -1, NULL));
	marks = load(f);
	g_assert_cmpuint(marks_find(marks, "a", "b")->uid, ==, 0);
	g_assert_cmpuint(
	    marks_find(marks, "a", "b")->uidvalidity, ==, G_MAXUINT32);
}

static void
test_one_at_a_time_has_the_lock(Fixture *f, gconstpointer unused)
{
	Marks *marks = load(f);
	g_autoptr(Marks) other = load(f);
	g_autoptr(GError) error = NULL;

	(void)unused;
	g_assert_true(marks_lock(marks, &error));
	g_assert_true(marks_lock(marks, &error));
	g_assert_false(marks_lock(other, &error));
	g_assert_no_error(error);
	marks_free(marks);
	g_assert_true(marks_lock(other, &error));
}

static void
add(const char *path, void (*test)(Fixture *, gconstpointer))
{
	g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/marks/keeps-what-was-read", test_keeps_what_was_read);
	add("/marks/a-folder-is-new-once", test_a_folder_is_new_once);
	add("/marks/a-broken-file-is-an-error", test_a_broken_file_is_an_error);
	add("/marks/numbers-out-of-range-are-harmless",
	    test_numbers_out_of_range_are_harmless);
	add("/marks/one-at-a-time-has-the-lock",
	    test_one_at_a_time_has_the_lock);
	return g_test_run();
}
