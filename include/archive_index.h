/*
 * Archive index: where the lines of an archive are that have a key; a file of
 * sorted pairs that is read in place.
 */
#ifndef ARCHIVE_INDEX_H
#define ARCHIVE_INDEX_H

#include <glib.h>
#include <stdbool.h>

typedef struct ArchiveIndex ArchiveIndex;

/* Empty, and covering nothing, where there is none or it is not ours. */
ArchiveIndex *archive_index_open(const char *path);

/* How many bytes of the archive it speaks of. */
guint64 archive_index_covered(const ArchiveIndex *index);
void archive_index_cover(ArchiveIndex *index, guint64 covered);

/* How many lines it knows. */
guint archive_index_count(const ArchiveIndex *index);

/* The last lines that have a key, at most so many, of guint64; the array is
 * the caller's. */
GArray *archive_index_find(const ArchiveIndex *index, guint64 key, guint most);

/* Adds a line with its keys (of guint64), or takes one out. */
void archive_index_add(ArchiveIndex *index, const GArray *keys, guint64 offset);
void archive_index_drop(ArchiveIndex *index, guint64 offset);
void archive_index_clear(ArchiveIndex *index);

/* Sorts what was added, so that much of it is found as fast. */
void archive_index_settle(ArchiveIndex *index);

/* Writes it whole. AFTERWORD_ERROR_STORE, _PERMISSION. */
bool archive_index_save(ArchiveIndex *index, GError **error);

void archive_index_close(ArchiveIndex *index);

#endif
