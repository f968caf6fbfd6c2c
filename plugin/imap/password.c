#include "password.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMMAND_TIMEOUT_MS (60 * 1000)

extern char **environ;

static bool
fail(GError **error, const char *source, const char *why)
{
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_PERMISSION,
	    "%s: %s", source, why);
	return false;
}

/* Reads to the end of the first line; false when there is none in time. */
static bool
read_line(int file, Password *password)
{
	gint64 end = g_get_monotonic_time() + COMMAND_TIMEOUT_MS * 1000LL;
	size_t length = 0;

	while (!memchr(password->text, '\n', length)) {
		gint64 left_ms = (end - g_get_monotonic_time()) / 1000;
		struct pollfd poller = {.fd = file, .events = POLLIN};
		ssize_t got;

		if (length == sizeof password->text - 1 || left_ms <= 0)
			return false;
		if (poll(&poller, 1, (int)left_ms) <= 0)
			continue;
		got = read(file, password->text + length,
		    sizeof password->text - 1 - length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		length += (size_t)got;
	}
	password->text[length] = '\0';
	password->text[strcspn(password->text, "\r\n")] = '\0';
	return password->text[0] != '\0';
}

static bool
check(const Password *password, const char *source, GError **error)
{
	for (const char *c = password->text; *c; c++)
		if (g_ascii_iscntrl(*c))
			return fail(error, source,
			    "the password holds control characters");
	return true;
}

static bool
read_file(const char *path, Password *password, GError **error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat status;
	bool is_read = false;

	if (file < 0 || fstat(file, &status) != 0) {
		fail(error, path, g_strerror(errno));
	} else if (status.st_mode & (S_IRWXG | S_IRWXO)) {
		fail(error, path,
		    "others can read this password file: chmod 600 mends it");
	} else if (!read_line(file, password)) {
		fail(error, path, "the first line holds no password");
	} else {
		is_read = true;
	}
	if (file >= 0)
		close(file);
	return is_read && check(password, path, error);
}

/* Our SIGPIPE is ignored, which a command must not inherit. */
static int
spawn(char **argv, int output, pid_t *child)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t signals;
	int why;

	sigemptyset(&signals);
	sigaddset(&signals, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &signals);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
	    &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	why =
	    posix_spawnp(child, argv[0], &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return why;
}

static bool
end_command(pid_t child, bool is_read, const char *source, GError **error)
{
	int status = 0;

	if (!is_read)
		kill(child, SIGTERM);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		return fail(error, source, "the command failed");
	if (!is_read)
		return fail(error, source, "the command gave no password");
	return true;
}

/* source is the key of the settings, for what is said. */
static bool
read_output(char **argv, const char *source, Password *password, GError **error)
{
	int ends[2];
	pid_t child;
	int why;
	bool is_read;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail(error, source, g_strerror(errno));
	why = spawn(argv, ends[1], &child);
	close(ends[1]);
	is_read = why == 0 && read_line(ends[0], password);
	close(ends[0]);
	if (why != 0)
		return fail(error, source, g_strerror(why));
	return end_command(child, is_read, source, error) &&
	       check(password, source, error);
}

static bool
read_command(
    const char *command, const char *source, Password *password, GError **error)
{
	char *argv[] = {(char *)"/bin/sh", (char *)"-c", (char *)command, NULL};

	return read_output(argv, source, password, error);
}

static bool
read_secret(const char *secret, Password *password, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(secret, " \t", -1);
	g_autoptr(GPtrArray) argv = g_ptr_array_new();

	g_ptr_array_add(argv, (gpointer) "secret-tool");
	g_ptr_array_add(argv, (gpointer) "lookup");
	for (char **word = words; *word; word++)
		if (**word)
			g_ptr_array_add(argv, *word);
	if (argv->len < 4 || argv->len % 2 != 0)
		return fail(
		    error, "secret", "not pairs of an attribute and its value");
	g_ptr_array_add(argv, NULL);
	return read_output((char **)argv->pdata, "secret", password, error);
}

static bool
read_source(const Server *server, Password *password, GError **error)
{
	if (server->password_command)
		return read_command(server->password_command,
		    "password_command", password, error);
	if (server->token_command)
		return read_command(
		    server->token_command, "token_command", password, error);
	if (server->secret)
		return read_secret(server->secret, password, error);
	return read_file(server->password_file, password, error);
}

Password *
password_read(const Server *server, GError **error)
{
	g_autoptr(Password) password = g_new0(Password, 1);

	return read_source(server, password, error) ? g_steal_pointer(&password)
	                                            : NULL;
}

void
password_free(Password *password)
{
	if (!password)
		return;
	explicit_bzero(password, sizeof *password);
	g_free(password);
}
