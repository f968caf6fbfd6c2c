#include "backoff.h"

#include <glib.h>

#define DRAWS 1000

/* From half to one and a half of the seconds wanted, both ends nearly seen. */
static void
check(int failures, int seconds)
{
	guint least = G_MAXUINT;
	guint most = 0;

	for (int i = 0; i < DRAWS; i++) {
		guint ms = backoff_ms(1, 900, failures);

		least = MIN(least, ms);
		most = MAX(most, ms);
	}
	g_assert_cmpuint(least, >=, (guint)seconds * 500);
	g_assert_cmpuint(least, <, (guint)seconds * 600);
	g_assert_cmpuint(most, <=, (guint)seconds * 1500);
	g_assert_cmpuint(most, >, (guint)seconds * 1400);
}

static void
test_doubles(void)
{
	check(0, 1);
	check(1, 2);
	check(9, 512);
}

static void
test_has_an_end(void)
{
	check(10, 900);
	check(1000000, 900);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/backoff/doubles-with-jitter", test_doubles);
	g_test_add_func("/backoff/has-an-end", test_has_an_end);
	return g_test_run();
}
