#include "archive_index.h"

#include "store.h"

#include <string.h>

#define MAGIC G_GUINT64_CONSTANT(0x3178656469776661) /* "afwidex1" */

typedef struct Head {
	guint64 magic; /* of this machine's byte order */
	guint64 covered;
	guint64 lines;
	guint64 count; /* of entries, which follow */
} Head;

typedef struct Entry {
	guint64 key;
	guint64 offset;
} Entry;

struct ArchiveIndex {
	char *path;
	GBytes *bytes;        /* of the file, or as settled; NULL for none */
	const Entry *entries; /* sorted, borrowed from bytes */
	size_t count;
	guint64 covered;
	guint64 lines;
	GArray *added;       /* of Entry, not sorted */
	GHashTable *dropped; /* of guint64 *: offsets */
};

/* Takes bytes for its own; false where they are no index. */
static bool
take(ArchiveIndex *index, GBytes *bytes)
{
	gsize length;
	const char *data = g_bytes_get_data(bytes, &length);
	Head head;

	if (length < sizeof(head))
		return false;
	memcpy(&head, data, sizeof(head));
	if (head.magic != MAGIC || head.count > length / sizeof(Entry) ||
	    length != sizeof(head) + head.count * sizeof(Entry))
		return false;
	index->bytes = g_bytes_ref(bytes);
	index->entries = (const Entry *)(const void *)(data + sizeof(head));
	index->count = head.count;
	index->covered = head.covered;
	index->lines = head.lines;
	return true;
}

ArchiveIndex *
archive_index_open(const char *path)
{
	ArchiveIndex *index = g_new0(ArchiveIndex, 1);
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
	g_autoptr(GBytes) bytes = file ? g_mapped_file_get_bytes(file) : NULL;

	index->path = g_strdup(path);
	index->added = g_array_new(FALSE, FALSE, sizeof(Entry));
	index->dropped =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	if (bytes)
		take(index, bytes);
	return index;
}

guint64
archive_index_covered(const ArchiveIndex *index)
{
	return index->covered;
}

void
archive_index_cover(ArchiveIndex *index, guint64 covered)
{
	index->covered = covered;
}

guint
archive_index_count(const ArchiveIndex *index)
{
	return (guint)index->lines;
}

/* The first entry with that key, or where it would be. */
static size_t
find_first(const ArchiveIndex *index, guint64 key)
{
	size_t low = 0;
	size_t high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->entries[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int
compare_offsets(gconstpointer a, gconstpointer b)
{
	const guint64 *one = a;
	const guint64 *other = b;

	return (*one > *other) - (*one < *other);
}

GArray *
archive_index_find(const ArchiveIndex *index, guint64 key, guint most)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint64));

	for (size_t i = find_first(index, key);
	     i < index->count && index->entries[i].key == key; i++)
		if (!g_hash_table_contains(
		        index->dropped, &index->entries[i].offset))
			g_array_append_val(found, index->entries[i].offset);
	for (guint i = 0; i < index->added->len; i++) {
		const Entry *entry = &g_array_index(index->added, Entry, i);

		if (entry->key == key)
			g_array_append_val(found, entry->offset);
	}
	g_array_sort(found, compare_offsets);
	if (found->len > most)
		g_array_remove_range(found, 0, found->len - most);
	return found;
}

void
archive_index_add(ArchiveIndex *index, const GArray *keys, guint64 offset)
{
	for (guint i = 0; i < keys->len; i++) {
		Entry entry = {g_array_index(keys, guint64, i), offset};

		g_array_append_val(index->added, entry);
	}
	index->lines++;
}

void
archive_index_drop(ArchiveIndex *index, guint64 offset)
{
	for (guint i = index->added->len; i-- > 0;)
		if (g_array_index(index->added, Entry, i).offset == offset)
			g_array_remove_index_fast(index->added, i);
	g_hash_table_add(index->dropped, g_memdup2(&offset, sizeof(offset)));
	index->lines--;
}

void
archive_index_clear(ArchiveIndex *index)
{
	g_array_set_size(index->added, 0);
	g_hash_table_remove_all(index->dropped);
	g_clear_pointer(&index->bytes, g_bytes_unref);
	index->entries = NULL;
	index->count = 0;
	index->lines = 0;
	index->covered = 0;
}

static int
compare_entries(gconstpointer a, gconstpointer b)
{
	const Entry *one = a;
	const Entry *other = b;

	if (one->key != other->key)
		return one->key < other->key ? -1 : 1;
	return compare_offsets(&one->offset, &other->offset);
}

static void
append(GByteArray *bytes, const ArchiveIndex *index, size_t from, size_t to)
{
	if (to > from)
		g_byte_array_append(bytes,
		    (const guint8 *)(index->entries + from),
		    (guint)((to - from) * sizeof(Entry)));
}

/* The old entries, which are sorted, and the new ones in between. */
static GByteArray *
merge(ArchiveIndex *index)
{
	Head head = {MAGIC, index->covered, index->lines, 0};
	GByteArray *bytes = g_byte_array_sized_new(
	    (guint)(sizeof(head) +
	            (index->count + index->added->len) * sizeof(Entry)));
	bool has_dropped = g_hash_table_size(index->dropped) > 0;
	size_t next = 0;

	g_array_sort(index->added, compare_entries);
	g_byte_array_append(bytes, (const guint8 *)&head, sizeof(head));
	for (guint i = 0; i <= index->added->len; i++) {
		const Entry *new = i < index->added->len
		                       ? &g_array_index(index->added, Entry, i)
		                       : NULL;
		size_t first = next;

		for (;
		     next < index->count &&
		     (!new || compare_entries(&index->entries[next], new) < 0);
		     next++) {
			if (!has_dropped ||
			    !g_hash_table_contains(
			        index->dropped, &index->entries[next].offset))
				continue;
			append(bytes, index, first, next);
			first = next + 1;
		}
		append(bytes, index, first, next);
		if (new)
			g_byte_array_append(
			    bytes, (const guint8 *)new, sizeof(*new));
	}
	head.count = (bytes->len - sizeof(head)) / sizeof(Entry);
	memcpy(bytes->data, &head, sizeof(head));
	return bytes;
}

/* In order, with nothing added or dropped any more. */
static GBytes *
settle(ArchiveIndex *index)
{
	GBytes *bytes = g_byte_array_free_to_bytes(merge(index));

	archive_index_clear(index);
	take(index, bytes);
	return bytes;
}

void
archive_index_settle(ArchiveIndex *index)
{
	g_bytes_unref(settle(index));
}

bool
archive_index_save(ArchiveIndex *index, GError **error)
{
	g_autoptr(GBytes) bytes = settle(index);
	gsize length;
	const char *data = g_bytes_get_data(bytes, &length);

	return store_write_file(index->path, data, length, error);
}

void
archive_index_close(ArchiveIndex *index)
{
	if (!index)
		return;
	g_free(index->path);
	if (index->bytes)
		g_bytes_unref(index->bytes);
	g_array_unref(index->added);
	g_hash_table_unref(index->dropped);
	g_free(index);
}
