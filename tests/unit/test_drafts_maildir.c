/* Drafts in a Maildir: once, untouched or the user's, and never lost. */
#include "drafts.h"
#include "error.h"

#include <dlfcn.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY "0123456789abcdef0123456789abcdef"
#define OTHER_KEY "fedcba9876543210fedcba9876543210"
#define MESSAGE                                                                \
	"From: Ada Park <ada@example.com>\r\n"                                 \
	"X-Afterword-Draft: " KEY "\r\n"                                       \
	"\r\n"                                                                 \
	"Thank you.\r\n"

typedef struct Fixture {
	const DraftsPlugin *plugin;
	char *home;
	char *path;
	Drafts *drafts;
} Fixture;

static const DraftsPlugin *
load(void)
{
	void *module = dlopen("afterword-drafts-maildir.so", RTLD_NOW);
	const DraftsPlugin *(*entry)(void);

	if (!module)
		g_error("%s", dlerror());
	*(void **)&entry = dlsym(module, "afterword_drafts");
	g_assert_nonnull(entry);
	g_assert_cmpint(entry()->version, ==, DRAFTS_VERSION);
	return entry();
}

static Drafts *
open_path(const DraftsPlugin *plugin, const char *path, GError **error)
{
	g_autoptr(GHashTable) settings =
	    g_hash_table_new(g_str_hash, g_str_equal);

	g_hash_table_insert(settings, (char *)"path", (char *)path);
	return plugin->open(settings, error);
}

static void
set_up(Fixture *f, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;

	(void)unused;
	f->plugin = load();
	f->home = g_dir_make_tmp("afterword-XXXXXX", NULL);
	f->path = g_build_filename(f->home, "mail", "Drafts", NULL);
	f->drafts = open_path(f->plugin, f->path, &error);
	g_assert_no_error(error);
}

static void
remove_tree(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(path, name, NULL);

		remove_tree(child);
	}
	g_remove(path);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
	(void)unused;
	f->plugin->close(f->drafts);
	remove_tree(f->home);
	g_free(f->path);
	g_free(f->home);
}

/* The one file in a folder of the Maildir; NULL where there is none. */
static char *
only_file(const Fixture *f, const char *folder)
{
	g_autofree char *path = g_build_filename(f->path, folder, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name = g_dir_read_name(dir);
	char *file = name ? g_build_filename(path, name, NULL) : NULL;

	g_assert_null(g_dir_read_name(dir));
	return file;
}

static char *
put(const Fixture *f)
{
	g_autoptr(GBytes) message =
	    g_bytes_new_static(MESSAGE, strlen(MESSAGE));
	g_autoptr(GError) error = NULL;
	char *place = NULL;

	f->plugin->put(f->drafts, KEY, message, &place, &error);
	g_assert_no_error(error);
	g_assert_nonnull(place);
	g_assert_cmpuint(strlen(place), <, DRAFTS_PLACE_MAX);
	return place;
}

static DraftsFound
find(const Fixture *f, const char *key, const char *place)
{
	g_autoptr(GError) error = NULL;
	DraftsFound found = DRAFTS_ABSENT;

	f->plugin->find(f->drafts, key, place, &found, &error);
	g_assert_no_error(error);
	return found;
}

static DraftsFound
withdraw(const Fixture *f, const char *place)
{
	g_autoptr(GError) error = NULL;
	DraftsFound found = DRAFTS_ABSENT;

	f->plugin->withdraw(f->drafts, KEY, place, &found, &error);
	g_assert_no_error(error);
	return found;
}

static void
test_makes_a_private_maildir(Fixture *f, gconstpointer unused)
{
	static const char *const folders[] = {"cur", "new", "tmp", "."};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *path =
		    g_build_filename(f->path, folders[i], NULL);
		struct stat status;

		g_assert_cmpint(g_stat(path, &status), ==, 0);
		g_assert_cmpint(status.st_mode & 0777, ==, 0700);
	}
}

static void
test_puts_a_whole_draft(Fixture *f, gconstpointer unused)
{
	g_autofree char *place = put(f);
	g_autofree char *file = only_file(f, "cur");
	g_autofree char *left = only_file(f, "tmp");
	g_autofree char *text = NULL;
	struct stat status;

	(void)unused;
	g_assert_null(left);
	g_assert_true(g_str_has_suffix(file, ":2,D"));
	g_assert_nonnull(strstr(file, KEY));
	g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
	g_assert_null(strchr(text, '\r'));
	g_assert_true(g_str_has_suffix(text, "\n\nThank you.\n"));
	g_assert_cmpint(g_stat(file, &status), ==, 0);
	g_assert_cmpint(status.st_mode & 0777, ==, 0600);
	g_assert_cmpint(find(f, KEY, place), ==, DRAFTS_UNTOUCHED);
	g_assert_cmpint(find(f, OTHER_KEY, ""), ==, DRAFTS_ABSENT);
}

/* Mail to the user themselves is to be seen as new. */
static void
test_puts_a_memo(Fixture *f, gconstpointer unused)
{
	static const char memo[] =
	    "From: jo@home.example\r\nX-Afterword-Memo: digest\r\n\r\nHi\r\n";
	static const char no_memo[] = "From: jo@home.example\r\n\r\n"
	                              "X-Afterword-Memo: no\r\n";
	g_autoptr(GBytes) first = g_bytes_new_static(memo, strlen(memo));
	g_autoptr(GBytes) second = g_bytes_new_static(no_memo, strlen(no_memo));
	g_autofree char *other = g_strnfill(32, '7');
	g_autofree char *place = NULL;
	g_autofree char *again = NULL;
	g_autofree char *file = NULL;
	g_autofree char *draft = NULL;

	(void)unused;
	g_assert_true(f->plugin->put(f->drafts, KEY, first, &place, NULL));
	g_assert_true(f->plugin->put(f->drafts, other, second, &again, NULL));
	file = only_file(f, "new");
	draft = only_file(f, "cur");
	g_assert_true(g_str_has_suffix(file, KEY ".afterword"));
	g_assert_true(g_str_has_suffix(draft, ":2,D"));
}

static void
test_puts_it_once(Fixture *f, gconstpointer unused)
{
	g_autofree char *first = put(f);
	g_autofree char *again = put(f);
	g_autofree char *file = only_file(f, "cur");

	(void)unused;
	g_assert_cmpstr(first, ==, again);
	g_assert_nonnull(file);
}

/* What is left in tmp when the program is killed does not stay. */
static void
test_survives_a_kill(Fixture *f, gconstpointer unused)
{
	g_autofree char *tmp =
	    g_build_filename(f->path, "tmp", KEY ".afterword", NULL);
	g_autofree char *place = NULL;
	g_autofree char *left = NULL;

	(void)unused;
	g_assert_true(g_file_set_contents(tmp, "From: A", -1, NULL));
	place = put(f);
	left = only_file(f, "tmp");
	g_assert_null(left);
	g_assert_cmpint(find(f, KEY, place), ==, DRAFTS_UNTOUCHED);
}

static void
test_leaves_a_moved_draft(Fixture *f, gconstpointer unused)
{
	g_autofree char *place = put(f);
	g_autofree char *file = only_file(f, "cur");
	g_autofree char *seen = g_strconcat(file, "FS", NULL);
	g_autofree char *again = NULL;
	g_autofree char *only = NULL;

	(void)unused;
	g_assert_cmpint(g_rename(file, seen), ==, 0);
	g_assert_cmpint(find(f, KEY, place), ==, DRAFTS_UNTOUCHED);
	again = put(f);
	only = only_file(f, "cur");
	g_assert_cmpstr(only, ==, seen);
}

typedef struct Touch {
	const char *name;
	const char *file; /* the new name; NULL keeps the old one */
	const char *text; /* the new text; NULL removes the file */
	DraftsFound found;
} Touch;

static const Touch touches[] = {
    {"edited in place", NULL, MESSAGE "More.\r\n", DRAFTS_TOUCHED},
    {"edited into a new file", "1.M2P3.host:2,DS", MESSAGE "More.\r\n",
        DRAFTS_TOUCHED},
    {"edited without our header", "1.M2P3.host:2,D", "From: ada\n\nHi.\n",
        DRAFTS_ABSENT},
    {"trashed", KEY ".afterword:2,DT", MESSAGE, DRAFTS_ABSENT},
    {"deleted", NULL, NULL, DRAFTS_ABSENT},
};

static void
test_leaves_what_the_user_touched(Fixture *f, gconstpointer unused)
{
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(touches); i++) {
		const Touch *touch = &touches[i];
		g_autofree char *place = put(f);
		g_autofree char *file = only_file(f, "cur");
		g_autofree char *path =
		    touch->file
		        ? g_build_filename(f->path, "cur", touch->file, NULL)
		        : g_strdup(file);

		g_test_message("%s", touch->name);
		g_remove(file);
		if (touch->text)
			g_assert_true(
			    g_file_set_contents(path, touch->text, -1, NULL));
		g_assert_cmpint(find(f, KEY, place), ==, touch->found);
		g_assert_cmpint(withdraw(f, place), ==, touch->found);
		g_assert_cmpint(g_access(path, F_OK), ==, touch->text ? 0 : -1);
		g_remove(path);
	}
}

static void
test_withdraws_an_untouched_draft(Fixture *f, gconstpointer unused)
{
	g_autofree char *place = put(f);
	g_autofree char *file = NULL;

	(void)unused;
	g_assert_cmpint(withdraw(f, place), ==, DRAFTS_UNTOUCHED);
	file = only_file(f, "cur");
	g_assert_null(file);
	g_assert_cmpint(withdraw(f, place), ==, DRAFTS_ABSENT);
}

static void
test_refuses_what_is_no_key(Fixture *f, gconstpointer unused)
{
	g_autoptr(GBytes) message = g_bytes_new_static("\r\n", 2);
	g_autoptr(GError) error = NULL;
	char *place = NULL;

	(void)unused;
	g_assert_false(f->plugin->put(
	    f->drafts, "../../etc/passwd", message, &place, &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE);
	g_assert_null(place);
}

static void
test_says_what_is_wrong(Fixture *f, gconstpointer unused)
{
	g_autofree char *file = g_build_filename(f->home, "file", NULL);
	g_autofree char *below = g_build_filename(file, "Drafts", NULL);
	g_autoptr(GError) relative = NULL;
	g_autoptr(GError) blocked = NULL;

	(void)unused;
	g_assert_null(open_path(f->plugin, "Drafts", &relative));
	g_assert_error(relative, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
	g_assert_nonnull(strstr(relative->message, "'Drafts'"));

	g_assert_true(g_file_set_contents(file, "", -1, NULL));
	g_assert_null(open_path(f->plugin, below, &blocked));
	g_assert_error(blocked, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE);
	g_assert_nonnull(strstr(blocked->message, below));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*test)(Fixture *, gconstpointer);
	} tests[] = {
	    {"makes-a-private-maildir", test_makes_a_private_maildir},
	    {"puts-a-whole-draft", test_puts_a_whole_draft},
	    {"puts-a-mail-to-oneself-as-new", test_puts_a_memo},
	    {"puts-it-once", test_puts_it_once},
	    {"survives-a-kill", test_survives_a_kill},
	    {"leaves-a-moved-draft", test_leaves_a_moved_draft},
	    {"leaves-what-the-user-touched", test_leaves_what_the_user_touched},
	    {"withdraws-an-untouched-draft", test_withdraws_an_untouched_draft},
	    {"refuses-what-is-no-key", test_refuses_what_is_no_key},
	    {"says-what-is-wrong", test_says_what_is_wrong},
	};

	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
		g_autofree char *path =
		    g_strconcat("/drafts/maildir/", tests[i].name, NULL);

		g_test_add(
		    path, Fixture, NULL, set_up, tests[i].test, tear_down);
	}
	return g_test_run();
}
