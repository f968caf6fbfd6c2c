#include "error.h"
#include "store.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 100
#define NOBODY 65534

typedef struct Home {
	char *folder;
	char *state; /* folder/state, that the store makes */
	char *path;  /* of state.json */
} Home;

static void
set_up(Home *home, gconstpointer user)
{
	(void)user;
	home->folder = g_dir_make_tmp("afterword-test-XXXXXX", NULL);
	home->state = g_build_filename(home->folder, "state", NULL);
	home->path = g_build_filename(home->state, "state.json", NULL);
}

static void
remove_all(const char *folder)
{
	GDir *files = g_dir_open(folder, 0, NULL);
	const char *name;

	while (files && (name = g_dir_read_name(files))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			remove_all(path);
		else
			g_unlink(path);
	}
	if (files)
		g_dir_close(files);
	g_rmdir(folder);
}

static void
tear_down(Home *home, gconstpointer user)
{
	(void)user;
	remove_all(home->folder);
	g_free(home->folder);
	g_free(home->state);
	g_free(home->path);
}

static void
add_application(State *state, const char *id)
{
	g_ptr_array_add(state->applications, application_new(id));
}

static bool
save_application(const char *folder, const char *id, GError **error)
{
	g_autoptr(Store) store = store_open(folder, -1, error);

	if (!store)
		return false;
	add_application(store_state(store), id);
	return store_save(store, error);
}

static guint
mode_of(const char *path)
{
	struct stat status;

	g_assert_cmpint(stat(path, &status), ==, 0);
	return status.st_mode & 0777;
}

static void
test_keeps(Home *home, gconstpointer user)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(State) state = NULL;

	(void)user;
	umask(0);
	g_assert_true(save_application(home->state, "one", &error));
	g_assert_no_error(error);
	g_assert_true(save_application(home->state, "two", NULL));
	state = store_read(home->state, &error);
	g_assert_no_error(error);
	g_assert_cmpint(state->applications->len, ==, 2);
	g_assert_cmpint(mode_of(home->path), ==, 0600);
	g_assert_cmpint(mode_of(home->state), ==, 0700);
}

static void
test_reads_nothing(Home *home, gconstpointer user)
{
	g_autoptr(State) state = store_read(home->state, NULL);

	(void)user;
	g_assert_nonnull(state);
	g_assert_cmpint(state->applications->len, ==, 0);
	g_assert_false(g_file_test(home->state, G_FILE_TEST_EXISTS));
}

static void
test_forgets(Home *home, gconstpointer user)
{
	Store *store = store_open(home->state, -1, NULL);
	g_autoptr(State) state = NULL;

	(void)user;
	add_application(store_state(store), "one");
	store_close(store);
	state = store_read(home->state, NULL);
	g_assert_cmpint(state->applications->len, ==, 0);
}

static void
test_waits(Home *home, gconstpointer user)
{
	g_autoptr(Store) first = store_open(home->state, -1, NULL);
	g_autoptr(GError) error = NULL;
	gint64 start = g_get_monotonic_time();

	(void)user;
	g_assert_null(store_open(home->state, 50, &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE);
	g_assert_cmpint(g_get_monotonic_time() - start, >=, 50000);
	g_assert_nonnull(first);
}

static void
test_puts_aside(Home *home, gconstpointer user)
{
	g_autoptr(Store) store = NULL;
	g_autofree char *kept = NULL;
	g_autoptr(GError) error = NULL;

	(void)user;
	g_assert_true(store_make_folder(home->state, NULL));
	g_assert_true(g_file_set_contents(home->path, "{broken", -1, NULL));
	g_assert_null(store_read(home->state, &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE);
	store = store_open(home->state, -1, NULL);
	g_assert_nonnull(store);
	g_assert_nonnull(store_put_aside(store));
	g_assert_true(
	    g_file_get_contents(store_put_aside(store), &kept, NULL, NULL));
	g_assert_cmpstr(kept, ==, "{broken");
	add_application(store_state(store), "one");
	g_assert_true(store_save(store, NULL));
}

/* The second broken state of one second has a name of its own. */
static void
test_puts_aside_each(Home *home, gconstpointer user)
{
	guint count = 0;
	GDir *files;
	const char *name;

	(void)user;
	g_assert_true(store_make_folder(home->state, NULL));
	for (int i = 0; i < 3; i++) {
		g_assert_true(g_file_set_contents(home->path, "", -1, NULL));
		store_close(store_open(home->state, -1, NULL));
	}
	files = g_dir_open(home->state, 0, NULL);
	while ((name = g_dir_read_name(files)))
		count += strstr(name, ".broken-") != NULL;
	g_dir_close(files);
	g_assert_cmpint(count, ==, 3);
}

static void
test_refuses_a_later_version(Home *home, gconstpointer user)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *kept = NULL;

	(void)user;
	g_assert_true(store_make_folder(home->state, NULL));
	g_assert_true(
	    g_file_set_contents(home->path, "{\"version\": 9}", -1, NULL));
	g_assert_null(store_open(home->state, -1, &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
	g_assert_nonnull(strstr(error->message, "state.json"));
	g_assert_true(g_file_get_contents(home->path, &kept, NULL, NULL));
	g_assert_cmpstr(kept, ==, "{\"version\": 9}");
}

/* Runs a case in a process of its own; its exit code. */
static int
run_apart(int (*child)(const Home *home), const Home *home)
{
	pid_t process = fork();
	int status = -1;

	if (process == 0)
		_exit(child(home));
	g_assert_cmpint(waitpid(process, &status, 0), ==, process);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
fail_for_want_of_room(const Home *home)
{
	struct rlimit limit = {100, 100};
	g_autoptr(GError) error = NULL;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	return save_application(home->state, "two", &error) ? 1
	                                                    : error->code + 10;
}

static void
test_full_disk(Home *home, gconstpointer user)
{
	g_autoptr(State) state = NULL;
	g_autofree char *left = g_strconcat(home->path, ".new", NULL);

	(void)user;
	g_assert_true(save_application(home->state, "one", NULL));
	g_assert_cmpint(run_apart(fail_for_want_of_room, home), ==,
	    AFTERWORD_ERROR_STORE + 10);
	state = store_read(home->state, NULL);
	g_assert_cmpint(state->applications->len, ==, 1);
	g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
}

static int
fail_for_want_of_rights(const Home *home)
{
	g_autoptr(GError) error = NULL;

	if (geteuid() == 0 && setuid(NOBODY) != 0)
		return 2;
	return save_application(home->state, "one", &error) ? 1
	                                                    : error->code + 10;
}

static void
test_read_only_home(Home *home, gconstpointer user)
{
	(void)user;
	g_assert_cmpint(g_chmod(home->folder, 0555), ==, 0);
	g_assert_cmpint(run_apart(fail_for_want_of_rights, home), ==,
	    AFTERWORD_ERROR_PERMISSION + 10);
	g_assert_cmpint(g_chmod(home->folder, 0755), ==, 0);
	g_assert_true(save_application(home->state, "one", NULL));
	g_assert_cmpint(run_apart(fail_for_want_of_rights, home), ==,
	    geteuid() == 0 ? AFTERWORD_ERROR_PERMISSION + 10 : 0);
}

static _Noreturn void
be_one_of_many(const Home *home, int number, int done)
{
	g_autofree char *id = g_strdup_printf("a-%d", number);
	bool is_saved = save_application(home->state, id, NULL);

	if (is_saved)
		is_saved =
		    write(done, &number, sizeof(number)) == sizeof(number);
	_exit(is_saved ? EXIT_SUCCESS : EXIT_FAILURE);
}

static bool
has_application(const State *state, int number)
{
	g_autofree char *id = g_strdup_printf("a-%d", number);
	int count = 0;

	for (guint i = 0; i < state->applications->len; i++)
		count += !strcmp(
		    ((const Application *)state->applications->pdata[i])->id,
		    id);
	g_assert_cmpint(count, <=, 1);
	return count == 1;
}

/* A hundred at once, a third of them killed at some moment of their work. */
static void
test_many_at_once(Home *home, gconstpointer user)
{
	pid_t processes[PROCESSES];
	int done[2];
	int number;
	int count = 0;
	g_autoptr(State) state = NULL;

	(void)user;
	g_assert_cmpint(pipe(done), ==, 0);
	for (int i = 0; i < PROCESSES; i++) {
		processes[i] = fork();
		if (processes[i] == 0)
			be_one_of_many(home, i, done[1]);
		if (i % 3 == 0) {
			g_usleep((gulong)g_test_rand_int_range(0, 9000));
			kill(processes[g_test_rand_int_range(0, i + 1)],
			    SIGKILL);
		}
	}
	close(done[1]);
	for (int i = 0; i < PROCESSES; i++)
		waitpid(processes[i], NULL, 0);
	state = store_read(home->state, NULL);
	g_assert_nonnull(state);
	while (read(done[0], &number, sizeof(number)) == sizeof(number)) {
		g_assert_true(has_application(state, number));
		count++;
	}
	close(done[0]);
	g_assert_cmpint(count, >=, PROCESSES / 2);
	g_test_message("%d of %d saved", count, PROCESSES);
	g_assert_true(save_application(home->state, "last", NULL));
}

#define ADD(name, test)                                                        \
	g_test_add("/store/" name, Home, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	ADD("what-is-saved-is-there-and-private", test_keeps);
	ADD("looking-makes-no-folder", test_reads_nothing);
	ADD("what-is-not-saved-is-forgotten", test_forgets);
	ADD("one-waits-for-another-and-gives-up", test_waits);
	ADD("a-broken-state-is-put-aside-and-said", test_puts_aside);
	ADD("no-broken-state-overwrites-another", test_puts_aside_each);
	ADD("a-later-version-is-refused-and-left",
	    test_refuses_a_later_version);
	ADD("a-full-disk-leaves-the-old-state", test_full_disk);
	ADD("a-read-only-home-is-a-matter-of-rights", test_read_only_home);
	ADD("of-a-hundred-at-once-none-saved-is-lost", test_many_at_once);
	return g_test_run();
}
