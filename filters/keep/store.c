#include "store.h"

#include "archive.h"
#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_POLL_US 5000

/* Which file it was: each save makes another one. */
typedef struct Identity {
	dev_t device;
	ino_t inode; /* 0: there was none */
	off_t size;
	struct timespec changed;
} Identity;

struct Store {
	char *folder;
	char *path; /* of state.json */
	int lock;   /* the descriptor that holds the lock; -1 */
	State *state;
	Archive *archive;
	Identity identity;
	char *text;      /* as on disk; NULL where there is no file */
	bool is_broken;  /* what is on disk is no state */
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

static Identity
identity_of(const struct stat *status)
{
	return (Identity){.device = status->st_dev,
	    .inode = status->st_ino,
	    .size = status->st_size,
	    .changed = status->st_mtim};
}

static bool
is_identical(const Identity *one, const Identity *other)
{
	return one->device == other->device && one->inode == other->inode &&
	       one->size == other->size &&
	       one->changed.tv_sec == other->changed.tv_sec &&
	       one->changed.tv_nsec == other->changed.tv_nsec;
}

static bool
read_all(int file, char *bytes, size_t length)
{
	while (length) {
		ssize_t got = read(file, bytes, length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		bytes += got;
		length -= (size_t)got;
	}
	return true;
}

/* The text of the state, NULL where there is no file. */
static bool
read_text(const char *path, char **text, Identity *identity, GError **error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	bool is_read;

	*text = NULL;
	*identity = (Identity){0};
	if (file < 0 && errno == ENOENT)
		return true;
	if (file < 0)
		return fail("open", path, error);
	is_read = fstat(file, &status) == 0;
	if (is_read) {
		*text = g_malloc0((size_t)status.st_size + 1);
		is_read = read_all(file, *text, (size_t)status.st_size);
	}
	if (!is_read) {
		fail("read", path, error);
		g_clear_pointer(text, g_free);
	} else {
		*identity = identity_of(&status);
	}
	close(file);
	return is_read;
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
is_put_away(gconstpointer archive, const char *id)
{
	return archive_knows_id(archive, id);
}

static void
take_state(Store *store, State *state)
{
	state_free(store->state);
	store->state = state ? state : state_new();
	store->state->is_put_away = is_put_away;
	store->state->archive = store->archive;
}

/* The state and its text; false and why where there is none to be had. */
static bool
load(Store *store, GError **error)
{
	g_autofree char *text = NULL;
	State *state = NULL;

	g_clear_pointer(&store->archive, archive_close);
	g_clear_pointer(&store->text, g_free);
	store->is_broken = false;
	if (!(store->archive = archive_open(store->folder, error)) ||
	    !read_text(store->path, &text, &store->identity, error))
		return false;
	if (text)
		state = state_parse(text, (size_t)store->identity.size, error);
	take_state(store, state);
	store->is_broken = text && !state;
	if (store->is_broken) {
		g_prefix_error(error, "%s: ", store->path);
		return false;
	}
	store->text = g_steal_pointer(&text);
	return true;
}

static Store *
store_new(const char *folder)
{
	Store *store = g_new0(Store, 1);

	store->folder = g_strdup(folder);
	store->path = g_build_filename(folder, "state.json", NULL);
	store->lock = -1;
	return store;
}

/* Whether the state is as it was read. */
static bool
is_current(const Store *store)
{
	struct stat status;
	Identity now = {0};

	if (!store->state)
		return false;
	if (stat(store->path, &status) == 0)
		now = identity_of(&status);
	return is_identical(&now, &store->identity) &&
	       (store->text || !now.inode);
}

bool
store_lock(Store *store, int wait_ms, GError **error)
{
	g_autofree char *lock =
	    g_build_filename(store->folder, "state.lock", NULL);
	g_autoptr(GError) why = NULL;

	if (store->lock >= 0)
		return true;
	if (!store_make_folder(store->folder, error))
		return false;
	store->lock = take_lock(lock, wait_ms, error);
	if (store->lock < 0)
		return false;
	if (is_current(store) || load(store, &why))
		return true;
	if (store->is_broken &&
	    g_error_matches(why, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE))
		return put_aside(store, error);
	g_propagate_error(error, g_steal_pointer(&why));
	return false;
}

Store *
store_open(const char *folder, int wait_ms, GError **error)
{
	g_autoptr(Store) store = store_new(folder);

	return store_lock(store, wait_ms, error) ? g_steal_pointer(&store)
	                                         : NULL;
}

Store *
store_peek(const char *folder, GError **error)
{
	g_autoptr(Store) store = store_new(folder);

	return load(store, error) ? g_steal_pointer(&store) : NULL;
}

State *
store_read(const char *folder, GError **error)
{
	g_autoptr(Store) store = store_peek(folder, error);

	if (!store)
		return NULL;
	store->state->is_put_away = NULL;
	return g_steal_pointer(&store->state);
}

void
store_wake(Store *store, const GArray *keys)
{
	archive_wake(store->archive, store->state, keys);
}

void
store_wake_all(Store *store)
{
	archive_wake_all(store->archive, store->state);
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
	g_autofree char *text = NULL;

	if (!archive_put_away(store->archive, store->state, error))
		return false;
	text = state_print(store->state);
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
	if (store->lock >= 0)
		close(store->lock);
	g_free(store->folder);
	g_free(store->path);
	state_free(store->state);
	archive_close(store->archive);
	g_free(store->text);
	g_free(store->put_aside);
	g_free(store);
}
