#include "spool.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LARGE (3 * SPOOL_MEMORY_MAX)

static const struct {
	const char *label;
	const char *message;
	const char *lines;
	const char *written;
} passes[] = {
    {"nothing is nothing", "", "", ""},
    {"lines stand on top", "A: b\n\nc", "X: y\n", "X: y\nA: b\n\nc"},
    {"with the message's line ends", "A: b\r\n\r\nc", "X: y\n",
        "X: y\r\nA: b\r\n\r\nc"},
    {"below an mbox line", "From a\nA: b\n\nc", "X: y\n",
        "From a\nX: y\nA: b\n\nc"},
    {"an mbox line alone stays", "From a\nA: b\n", "", "From a\nA: b\n"},
    {"no end of line at all", "From a", "X: y\n", "X: y\nFrom a"},
};

/* What comes out of a pipe that message went into. */
static char *
through(const char *message, size_t length, const char *lines, gsize *written)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *in = NULL;
	g_autofree char *out = NULL;
	int input = g_file_open_tmp("spool-XXXXXX", &in, &error);
	int output = g_file_open_tmp("spool-XXXXXX", &out, &error);
	g_autoptr(Spool) spool = NULL;
	char *text = NULL;

	g_assert_cmpint(write(input, message, length), ==, (gssize)length);
	lseek(input, 0, SEEK_SET);
	spool = spool_read(input, &error);
	g_assert_no_error(error);
	g_assert_true(spool_write(spool, lines, output));
	g_assert_true(g_file_get_contents(out, &text, written, NULL));
	close(input);
	close(output);
	unlink(in);
	unlink(out);
	return text;
}

static void
changes_no_byte(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(passes); i++) {
		gsize length;
		g_autofree char *text = through(passes[i].message,
		    strlen(passes[i].message), passes[i].lines, &length);

		g_test_message("%s", passes[i].label);
		g_assert_cmpstr(text, ==, passes[i].written);
	}
}

/* Reads from a pipe, which a child fills. */
static void
holds_large_messages_from_a_pipe(void)
{
	g_autofree char *large = g_malloc(LARGE);
	g_autofree char *out = NULL;
	g_autofree char *text = NULL;
	g_autoptr(Spool) spool = NULL;
	int ends[2], output;
	gsize length;

	for (size_t i = 0; i < LARGE; i++)
		large[i] = (char)(i * 7 + i / 251);
	g_assert_cmpint(pipe(ends), ==, 0);
	if (fork() == 0) {
		gssize left = LARGE;
		close(ends[0]);
		while (left > 0)
			left -=
			    write(ends[1], large + LARGE - left, (size_t)left);
		_exit(0);
	}
	close(ends[1]);
	spool = spool_read(ends[0], NULL);
	g_assert_nonnull(spool);
	output = g_file_open_tmp("spool-XXXXXX", &out, NULL);
	g_assert_true(spool_write(spool, "", output));
	g_assert_true(g_file_get_contents(out, &text, &length, NULL));
	g_assert_cmpmem(text, length, large, LARGE);
	close(ends[0]);
	close(output);
	unlink(out);
}

static void
says_when_the_disk_is_full(void)
{
	g_autoptr(Spool) spool = NULL;
	int ends[2];
	FILE *full = fopen("/dev/full", "w");

	g_assert_nonnull(full);
	g_assert_cmpint(pipe(ends), ==, 0);
	g_assert_cmpint(write(ends[1], "A: b\n\n", 6), ==, 6);
	close(ends[1]);
	spool = spool_read(ends[0], NULL);
	g_assert_nonnull(spool);
	g_assert_false(spool_write(spool, "", fileno(full)));
	fclose(full);
	close(ends[0]);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/spool/changes-no-byte", changes_no_byte);
	g_test_add_func("/spool/holds-large-messages-from-a-pipe",
	    holds_large_messages_from_a_pipe);
	g_test_add_func(
	    "/spool/says-when-the-disk-is-full", says_when_the_disk_is_full);
	return g_test_run();
}
