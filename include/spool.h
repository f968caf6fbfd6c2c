/*
 * Spool: the bytes of one message, held until they have been handed on.
 *
 * Up to SPOOL_MEMORY_MAX bytes are in memory, more in an unlinked temporary
 * file; a regular file is read where it lies. Not a byte is changed.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include "message.h"

#include <glib.h>
#include <stdbool.h>

#define SPOOL_MEMORY_MAX (1024 * 1024)

typedef struct Spool Spool;

/* Reads input to its end. AFTERWORD_ERROR_STORE when reading fails. */
Spool *spool_read(int input, GError **error);

/* Parses the message; as message_parse_file. */
Message *spool_parse(const Spool *spool, GError **error);

/* Reads and parses the message in a file. AFTERWORD_ERROR_MAIL, _STORE, or
 * _PERMISSION, naming the file. */
Message *spool_parse_path(const char *path, GError **error);

/*
 * Writes the message to output, lines first (header lines ended by LF; ""
 * adds none): after a leading mbox "From " line, with the line ends of the
 * message. false unless every byte was written.
 */
bool spool_write(const Spool *spool, const char *lines, int output);

void spool_free(Spool *spool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Spool, spool_free)

#endif
