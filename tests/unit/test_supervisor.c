#include "supervisor.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE_MS 10000

static void
answer_twice(int answer, void *user)
{
	supervisor_answer(answer, 'A', user);
	supervisor_answer(answer, 'B', "");
}

static void
crash(int answer, void *user)
{
	(void)user;
	supervisor_answer(answer, 'A', "before");
	signal(SIGSEGV, SIG_DFL);
	raise(SIGSEGV);
}

static void
hang(int answer, void *user)
{
	(void)answer;
	(void)user;
	for (;;)
		pause();
}

static void
fail(int answer, void *user)
{
	(void)answer;
	(void)user;
	exit(3);
}

static void
stop_half_way(int answer, void *user)
{
	(void)user;
	if (write(answer, "A000000ffhalf", 13) != 13)
		abort();
}

/* Writes a file when its parent has long stopped waiting. */
static void
be_late(int answer, void *user)
{
	g_usleep(300 * 1000);
	supervisor_answer(answer, 'A', "to nobody");
	g_file_set_contents(user, "done", -1, NULL);
}

static void
hears_every_part(void)
{
	char text[] = "line\nand \xc3\xa9";
	g_autoptr(Supervisor) child =
	    supervisor_start(answer_twice, text, NULL);
	g_autofree char *wrong = NULL;

	g_assert_cmpstr(supervisor_wait(child, 'B', PATIENCE_MS), ==, "");
	g_assert_cmpstr(supervisor_wait(child, 'A', 0), ==, text);
	g_assert_null(supervisor_wait(child, 'C', PATIENCE_MS));
	wrong = supervisor_finish(child, PATIENCE_MS);
	g_assert_null(wrong);
}

static void
outlives_a_crash(void)
{
	g_autoptr(Supervisor) child = supervisor_start(crash, NULL, NULL);
	g_autofree char *wrong = supervisor_finish(child, PATIENCE_MS);

	g_assert_cmpstr(supervisor_wait(child, 'A', 0), ==, "before");
	g_assert_nonnull(strstr(wrong, "signal 11"));
}

static void
says_the_exit_code(void)
{
	g_autoptr(Supervisor) child = supervisor_start(fail, NULL, NULL);
	g_autofree char *wrong = supervisor_finish(child, PATIENCE_MS);

	g_assert_nonnull(strstr(wrong, "code 3"));
}

static void
ends_a_child_that_hangs(void)
{
	g_autoptr(Supervisor) child = supervisor_start(hang, NULL, NULL);
	g_autofree char *wrong = NULL;

	g_assert_null(supervisor_wait(child, 'A', 50));
	supervisor_kill(child);
	wrong = supervisor_finish(child, PATIENCE_MS);
	g_assert_nonnull(strstr(wrong, "signal 9"));
}

static void
takes_half_a_part_for_none(void)
{
	g_autoptr(Supervisor) child =
	    supervisor_start(stop_half_way, NULL, NULL);
	g_autofree char *wrong = NULL;

	g_assert_null(supervisor_wait(child, 'A', PATIENCE_MS));
	wrong = supervisor_finish(child, PATIENCE_MS);
	g_assert_null(wrong);
}

static void
a_slow_child_goes_on_alone(void)
{
	g_autofree char *folder = g_dir_make_tmp("supervisor-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "late", NULL);
	Supervisor *child = supervisor_start(be_late, path, NULL);
	gint64 patience = g_get_monotonic_time() + PATIENCE_MS * 1000;

	g_assert_null(supervisor_wait(child, 'A', 10));
	g_assert_null(supervisor_finish(child, 0));
	supervisor_free(child);
	while (!g_file_test(path, G_FILE_TEST_EXISTS) &&
	       g_get_monotonic_time() < patience)
		g_usleep(10 * 1000);
	g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
	unlink(path);
	rmdir(folder);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/supervisor/hears-every-part", hears_every_part);
	g_test_add_func("/supervisor/outlives-a-crash", outlives_a_crash);
	g_test_add_func("/supervisor/says-the-exit-code", says_the_exit_code);
	g_test_add_func(
	    "/supervisor/ends-a-child-that-hangs", ends_a_child_that_hangs);
	g_test_add_func("/supervisor/takes-half-a-part-for-none",
	    takes_half_a_part_for_none);
	g_test_add_func("/supervisor/a-slow-child-goes-on-alone",
	    a_slow_child_goes_on_alone);
	return g_test_run();
}
