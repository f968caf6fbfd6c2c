#include "spool.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK (64 * 1024)

struct Spool {
	GString *memory; /* owned; all of it while file is -1 */
	int file;        /* -1 for none */
	bool no_disk;    /* the disk was full once: stay in memory */
};

static bool
write_all(int output, const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(output, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

/* A file that no name leads to; -1 where there is no room for one. */
static int
open_temporary(void)
{
	g_autofree char *path =
	    g_build_filename(g_get_tmp_dir(), "afterword-XXXXXX", NULL);
	int file = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);

	if (file >= 0)
		unlink(path);
	return file;
}

/* Moves a large message from memory to disk; a full disk leaves it there. */
static void
spill(Spool *spool)
{
	int file = open_temporary();

	spool->no_disk = file < 0 || !write_all(file, spool->memory->str,
	                                 spool->memory->len);
	if (spool->no_disk) {
		if (file >= 0)
			close(file);
		return;
	}
	spool->file = file;
	g_string_free(spool->memory, TRUE);
	spool->memory = g_string_new(NULL);
}

/* Adds what was read; a disk that fills up brings all of it back. */
static bool
take_block(Spool *spool, const char *block, size_t length)
{
	off_t size;

	if (spool->file < 0) {
		g_string_append_len(spool->memory, block, (gssize)length);
		if (spool->memory->len > SPOOL_MEMORY_MAX && !spool->no_disk)
			spill(spool);
		return true;
	}
	size = lseek(spool->file, 0, SEEK_CUR);
	if (write_all(spool->file, block, length))
		return true;
	g_string_set_size(spool->memory, (gsize)size);
	if (pread(spool->file, spool->memory->str, (size_t)size, 0) != size)
		return false;
	close(spool->file);
	spool->file = -1;
	spool->no_disk = true;
	g_string_append_len(spool->memory, block, (gssize)length);
	return true;
}

static bool
is_whole_file(int input)
{
	struct stat status;

	return fstat(input, &status) == 0 && S_ISREG(status.st_mode) &&
	       lseek(input, 0, SEEK_CUR) == 0;
}

Spool *
spool_read(int input, GError **error)
{
	g_autoptr(Spool) spool = g_new0(Spool, 1);
	g_autofree char *block = g_malloc(BLOCK);
	ssize_t length;

	spool->memory = g_string_new(NULL);
	spool->file = -1;
	if (is_whole_file(input)) {
		spool->file = fcntl(input, F_DUPFD_CLOEXEC, 3);
		return g_steal_pointer(&spool);
	}
	while ((length = read(input, block, BLOCK)) != 0) {
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0 || !take_block(spool, block, (size_t)length)) {
			g_set_error(error, AFTERWORD_ERROR,
			    AFTERWORD_ERROR_STORE,
			    "cannot read the message: %s", g_strerror(errno));
			return NULL;
		}
	}
	return g_steal_pointer(&spool);
}

Message *
spool_parse(const Spool *spool, GError **error)
{
	if (spool->file >= 0)
		return message_parse_file(spool->file, error);
	return message_parse_bytes(
	    spool->memory->str, spool->memory->len, error);
}

/* Copies bytes from at to end; a message in memory is of one piece. */
static bool
copy_range(const Spool *spool, off_t at, int output)
{
	g_autofree char *block = NULL;
	ssize_t length;

	if (spool->file < 0)
		return write_all(output, spool->memory->str + at,
		    spool->memory->len - (size_t)at);
	block = g_malloc(BLOCK);
	while ((length = pread(spool->file, block, BLOCK, at)) != 0) {
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0 || !write_all(output, block, (size_t)length))
			return false;
		at += length;
	}
	return true;
}

/* The beginning of the message, enough for its first two lines. */
static GString *
read_beginning(const Spool *spool)
{
	GString *beginning = g_string_sized_new(BLOCK);
	ssize_t length;

	if (spool->file < 0)
		return g_string_append_len(beginning, spool->memory->str,
		    (gssize)MIN(spool->memory->len, BLOCK));
	length = pread(spool->file, beginning->str, BLOCK, 0);
	g_string_set_size(beginning, length > 0 ? (gsize)length : 0);
	return beginning;
}

/* The length of a leading mbox line, with its end. */
static size_t
mbox_line_length(const GString *beginning)
{
	const char *end;

	if (!g_str_has_prefix(beginning->str, "From "))
		return 0;
	end = memchr(beginning->str, '\n', beginning->len);
	return end ? (size_t)(end + 1 - beginning->str) : 0;
}

static bool
ends_lines_with_crlf(const GString *beginning)
{
	const char *end = memchr(beginning->str, '\n', beginning->len);

	return end && end > beginning->str && end[-1] == '\r';
}

bool
spool_write(const Spool *spool, const char *lines, int output)
{
	g_autoptr(GString) head = read_beginning(spool);
	size_t mbox = *lines ? mbox_line_length(head) : 0;
	bool crlf = ends_lines_with_crlf(head);
	g_autoptr(GString) added = g_string_new(lines);

	if (crlf)
		g_string_replace(added, "\n", "\r\n", 0);
	g_string_prepend_len(added, head->str, (gssize)mbox);
	return write_all(output, added->str, added->len) &&
	       copy_range(spool, (off_t)mbox, output);
}

Message *
spool_parse_path(const char *path, GError **error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	g_autoptr(Spool) spool = NULL;
	Message *message = NULL;

	if (file < 0) {
		int code = errno == EACCES ? AFTERWORD_ERROR_PERMISSION
		                           : AFTERWORD_ERROR_MAIL;
		g_set_error(error, AFTERWORD_ERROR, code,
		    "cannot open '%s': %s", path, g_strerror(errno));
		return NULL;
	}
	spool = spool_read(file, error);
	if (spool)
		message = spool_parse(spool, error);
	close(file);
	if (!message)
		g_prefix_error(error, "%s: ", path);
	return message;
}

void
spool_free(Spool *spool)
{
	if (!spool)
		return;
	if (spool->file >= 0)
		close(spool->file);
	g_string_free(spool->memory, TRUE);
	g_free(spool);
}
