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
	return g_test_run();
}
