#include "supervisor.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A part on the wire: its letter, its length in eight hex digits, its text. */
#define PART_HEADER 9

struct Supervisor {
	pid_t child; /* 0 when it has been waited for */
	int answer;
	GString *heard; /* owned */
	char *wanted;   /* owned: the part last asked for */
	bool is_over;   /* the child has closed its end */
};

static void
limit(int resource, rlim_t most)
{
	struct rlimit limits = {.rlim_cur = most, .rlim_max = most};

	setrlimit(resource, &limits);
}

/*
 * The hook that started us waits for whoever holds its pipes, so the child
 * gives them all back. The sanitizers need stderr and more address space.
 */
static void
settle_child(void)
{
	int nowhere = open("/dev/null", O_RDWR);

	dup2(nowhere, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
#ifndef __SANITIZE_ADDRESS__
	dup2(nowhere, STDERR_FILENO);
	limit(RLIMIT_AS, SUPERVISOR_MEMORY_MAX);
#endif
	close(nowhere);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU, SUPERVISOR_CPU_S);
	alarm(SUPERVISOR_LIFE_S);
	/* A parent that has gone on is no reason to leave work undone. */
	signal(SIGPIPE, SIG_IGN);
}

Supervisor *
supervisor_start(SupervisorWork *work, void *user, GError **error)
{
	g_autoptr(Supervisor) supervisor = g_new0(Supervisor, 1);
	int ends[2];

	supervisor->answer = -1;
	supervisor->heard = g_string_new(NULL);
	if (pipe2(ends, O_CLOEXEC) < 0 || (supervisor->child = fork()) < 0) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
		    "cannot start a process: %s", g_strerror(errno));
		return NULL;
	}
	if (supervisor->child == 0) {
		close(ends[0]);
		g_clear_pointer(&supervisor, supervisor_free);
		settle_child();
		work(ends[1], user);
		exit(EXIT_SUCCESS);
	}
	close(ends[1]);
	supervisor->answer = ends[0];
	return g_steal_pointer(&supervisor);
}

void
supervisor_answer(int answer, char part, const char *text)
{
	g_autofree char *frame =
	    g_strdup_printf("%c%08zx%s", part, strlen(text), text);
	size_t length = strlen(frame);
	const char *at = frame;

	while (length) {
		ssize_t written = write(answer, at, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return;
		at += written;
		length -= (size_t)written;
	}
}

/* The text of a part that has come in whole; NULL where it has not. */
static const char *
find_part(Supervisor *supervisor, char part)
{
	const char *at = supervisor->heard->str;
	size_t left = supervisor->heard->len;

	while (left >= PART_HEADER) {
		char digits[PART_HEADER] = {0};
		size_t length;

		memcpy(digits, at + 1, PART_HEADER - 1);
		length = strtoul(digits, NULL, 16);
		if (length > left - PART_HEADER)
			return NULL;
		if (*at == part) {
			g_free(supervisor->wanted);
			supervisor->wanted =
			    g_strndup(at + PART_HEADER, length);
			return supervisor->wanted;
		}
		at += PART_HEADER + length;
		left -= PART_HEADER + length;
	}
	return NULL;
}

/* Listens once, at most until the deadline (monotonic microseconds). */
static bool
listen_until(Supervisor *supervisor, gint64 deadline)
{
	struct pollfd pipe = {.fd = supervisor->answer, .events = POLLIN};
	gint64 left_ms = (deadline - g_get_monotonic_time()) / 1000;
	char block[4096];
	ssize_t length;

	if (supervisor->is_over || left_ms < 0 ||
	    supervisor->heard->len > SUPERVISOR_ANSWER_MAX)
		return false;
	if (poll(&pipe, 1, (int)left_ms) < 0)
		return errno == EINTR;
	if (!pipe.revents)
		return false;
	length = read(supervisor->answer, block, sizeof(block));
	if (length > 0)
		g_string_append_len(supervisor->heard, block, length);
	supervisor->is_over = length == 0 || (length < 0 && errno != EINTR);
	return true;
}

static gint64
deadline_in(int timeout_ms)
{
	return g_get_monotonic_time() + (gint64)timeout_ms * 1000;
}

const char *
supervisor_wait(Supervisor *supervisor, char part, int timeout_ms)
{
	gint64 deadline = deadline_in(timeout_ms);
	const char *text;

	while (!(text = find_part(supervisor, part)))
		if (!listen_until(supervisor, deadline))
			return NULL;
	return text;
}

void
supervisor_kill(Supervisor *supervisor)
{
	if (supervisor->child > 0)
		kill(supervisor->child, SIGKILL);
}

char *
supervisor_finish(Supervisor *supervisor, int timeout_ms)
{
	gint64 deadline = deadline_in(timeout_ms);
	int status = 0;

	while (listen_until(supervisor, deadline))
		continue;
	if (!supervisor->is_over || waitpid(supervisor->child, &status, 0) < 0)
		return NULL;
	supervisor->child = 0;
	if (WIFSIGNALED(status))
		return g_strdup_printf(
		    "reading ended by signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status))
		return g_strdup_printf(
		    "reading ended with code %d", WEXITSTATUS(status));
	return NULL;
}

void
supervisor_free(Supervisor *supervisor)
{
	if (!supervisor)
		return;
	if (supervisor->answer >= 0)
		close(supervisor->answer);
	g_string_free(supervisor->heard, TRUE);
	g_free(supervisor->wanted);
	g_free(supervisor);
}
