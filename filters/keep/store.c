#include "store.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_POLL_US 5000

struct Store {
	char *folder;
	char *path; /* of state.json */
	int lock;   /* the descriptor that holds the lock */
	State *state;
	char *text;      /* as on disk; NULL where there is no file */
	char *put_aside; /* NULL */
};

/* Sets error from errno; returns false. */
static bool
fail(const char *what, const char *path, GError **error)
{
	int why = errno;
	bool is_forbidden = why == EACCES || why == EPERM || why == EROFS;

	g_set_error(error, AFTERWORD_ERROR,
	    is_forbidden ? AFTERWORD_ERROR_PERMISSION : AFTERWORD_ERROR_STORE,
	    "cannot %s '%s': %s", what, path, g_strerror(why));
	return false;
}

static bool
write_all(int file, const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(file, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

static bool
sync_folder_of(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced = file >= 0 && fsync(file) == 0;

	if (file >= 0)
		close(file);
	return is_synced;
}

/* Leaves no temporary file behind when the disk is full. */
static bool
write_temporary(
    const char *path, const char *bytes, size_t length, GError **error)
{
	int file =
	    open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	        S_IRUSR | S_IWUSR);
	bool is_written;

	if (file < 0)
		return fail("write", path, error);
	is_written = fchmod(file, S_IRUSR | S_IWUSR) == 0 &&
	             write_all(file, bytes, length) && fsync(file) == 0;
	if (!is_written)
		fail("write", path, error);
	if (close(file) != 0 && is_written)
		is_written = fail("write", path, error);
	if (!is_written)
		unlink(path);
	return is_written;
}

bool
store_write_file(
    const char *path, const char *bytes, size_t length, GError **error)
{
	g_autofree char *temporary = g_strconcat(path, ".new", NULL);

	if (!write_temporary(temporary, bytes, length, error))
		return false;
	if (rename(temporary, path) != 0) {
		fail("rename to", path, error);
		unlink(temporary);
		return false;
	}
	return sync_folder_of(path) || fail("sync the folder of", path, error);
}

bool
store_make_folder(const char *folder, GError **error)
{
	if (g_mkdir_with_parents(folder, S_IRWXU) == 0)
		return true;
	return fail("make folder", folder, error);
}

/* Whether the lock file is still the one that others will open. */
static bool
is_same_file(int file, const char *path)
{
	struct stat held;
	struct stat named;

	return fstat(file, &held) == 0 && stat(path, &named) == 0 &&
	       held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

/* 1: locked; 0: another holds it; -1: failed. */
static int
try_lock(int file, bool waits)
{
	if (flock(file, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0)
		return 1;
	return errno == EWOULDBLOCK || errno == EINTR ? 0 : -1;
}

static bool
lock_until(int file, const char *path, int wait_ms, GError **error)
{
	gint64 end = g_get_monotonic_time() + (gint64)wait_ms * 1000;

	for (;;) {
		int locked = try_lock(file, wait_ms < 0);

		if (locked > 0)
			return true;
		if (locked < 0)
			return fail("lock", path, error);
		if (wait_ms >= 0 && g_get_monotonic_time() >= end) {
			errno = EWOULDBLOCK;
			return fail("lock", path, error);
		}
		if (wait_ms >= 0)
			g_usleep(LOCK_POLL_US);
	}
}

/* The descriptor that holds the lock; -1 when it cannot be had. */
static int
take_lock(const char *path, int wait_ms, GError **error)
{
	for (;;) {
		int file =
		    open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);

		if (file < 0) {
			fail("open", path, error);
			return -1;
		}
		if (!lock_until(file, path, wait_ms, error)) {
			close(file);
			return -1;
		}
		if (is_same_file(file, path))
			return file;
		close(file);
	}
}

/* The text of the state, NULL where there is no file. */
static bool
read_text(const char *path, char **text, size_t *length, GError **error)
{
	g_autoptr(GError) why = NULL;

	*text = NULL;
	*length = 0;
	if (g_file_get_contents(path, text, length, &why) ||
	    g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		return true;
	g_set_error(error, AFTERWORD_ERROR,
	    g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
	            g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_PERM)
	        ? AFTERWORD_ERROR_PERMISSION
	        : AFTERWORD_ERROR_STORE,
	    "%s", why->message);
	return false;
}

/* Renames a state that does not parse, never over another. */
static bool
put_aside(Store *store, GError **error)
{
	gint64 time = g_get_real_time() / G_USEC_PER_SEC;
	g_autofree char *name = NULL;

	do {
		g_free(name);
		name = g_strdup_printf(
		    "%s.broken-%" G_GINT64_FORMAT, store->path, time++);
	} while (access(name, F_OK) == 0);
	if (rename(store->path, name) != 0)
		return fail("put aside", store->path, error);
	store->put_aside = g_steal_pointer(&name);
	return true;
}

static bool
load(Store *store, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) why = NULL;
	size_t length;

	if (!read_text(store->path, &text, &length, error))
		return false;
	if (text)
		store->state = state_parse(text, length, &why);
	if (g_error_matches(why, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES)) {
		g_propagate_prefixed_error(
		    error, g_steal_pointer(&why), "%s: ", store->path);
		return false;
	}
	if (why && !put_aside(store, error))
		return false;
	if (store->state)
		store->text = g_steal_pointer(&text);
	else
		store->state = state_new();
	return true;
}

Store *
store_open(const char *folder, int wait_ms, GError **error)
{
	g_autoptr(Store) store = NULL;
	g_autofree char *lock = g_build_filename(folder, "state.lock", NULL);
	int file;

	if (!store_make_folder(folder, error))
		return NULL;
	file = take_lock(lock, wait_ms, error);
	if (file < 0)
		return NULL;
	store = g_new0(Store, 1);
	store->folder = g_strdup(folder);
	store->path = g_build_filename(folder, "state.json", NULL);
	store->lock = file;
	if (!load(store, error))
		return NULL;
	return g_steal_pointer(&store);
}

State *
store_read(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "state.json", NULL);
	g_autofree char *text = NULL;
	size_t length;
	State *state;

	if (!read_text(path, &text, &length, error))
		return NULL;
	if (!text)
		return state_new();
	state = state_parse(text, length, error);
	if (!state)
		g_prefix_error(error, "%s: ", path);
	return state;
}

State *
store_state(Store *store)
{
	return store->state;
}

const char *
store_put_aside(const Store *store)
{
	return store->put_aside;
}

bool
store_save(Store *store, GError **error)
{
	g_autofree char *text = state_print(store->state);

	if (store->text && !strcmp(store->text, text))
		return true;
	if (!store_write_file(store->path, text, strlen(text), error))
		return false;
	g_free(store->text);
	store->text = g_steal_pointer(&text);
	return true;
}

/* The lock goes with its descriptor; the file stays for the next. */
void
store_close(Store *store)
{
	if (!store)
		return;
	close(store->lock);
	g_free(store->folder);
	g_free(store->path);
	state_free(store->state);
	g_free(store->text);
	g_free(store->put_aside);
	g_free(store);
}
