#include "patterns.h"

#include "error.h"
#include "patterns_format.h"
#include "tokens_inside.h"

#include <string.h>

struct Patterns {
	GMappedFile *file; /* owned; NULL when the bytes are in memory */
	GBytes *bytes;     /* owned; NULL when they are in a file */
	const char *start;
	size_t size;
	const LangEntry *langs;
	size_t n_langs;
	Section *sections; /* by language; nodes NULL until wanted */
};

guint64
patterns_sum(const void *bytes, size_t length)
{
	const guint64 *word = bytes;
	const guint64 *end = word + length / 8;
	guint64 a = length, b = 0, c = 0, d = 0;

	for (; end - word >= 4; word += 4) { /* four at once is what is fast */
		a += word[0];
		b += word[1];
		c += word[2];
		d += word[3];
	}
	for (; word < end; word++)
		a = a * 3 + *word;
	return ((a * 31 + b) * 31 + c) * 31 + d;
}

static bool
fail(GError **error, const char *what)
{
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "the compiled rules are %s", what);
	return false;
}

static bool
take_header(Patterns *patterns, GError **error)
{
	const FileHeader *header = (const FileHeader *)patterns->start;
	size_t entries;

	if (patterns->size < sizeof(*header) || header->magic != PATTERNS_MAGIC)
		return fail(error, "not compiled rules");
	if (header->version != PATTERNS_VERSION)
		return fail(error, "of another version");
	entries = header->n_langs * sizeof(LangEntry);
	if (header->size != patterns->size || header->n_langs == 0 ||
	    header->n_langs > 1000 ||
	    sizeof(*header) + entries > patterns->size)
		return fail(error, "cut off");
	patterns->langs = (const LangEntry *)(header + 1);
	patterns->n_langs = header->n_langs;
	if (patterns_sum(patterns->langs, entries) != header->sum)
		return fail(error, "damaged");
	for (size_t i = 0; i < patterns->n_langs; i++) {
		const LangEntry *entry = &patterns->langs[i];

		if (entry->offset % 8 || entry->size % 8 ||
		    entry->size < sizeof(SectionHeader) ||
		    entry->offset > patterns->size ||
		    entry->size > patterns->size - entry->offset)
			return fail(error, "damaged");
	}
	patterns->sections = g_new0(Section, patterns->n_langs);
	return true;
}

Patterns *
patterns_open(const char *path, GError **error)
{
	g_autoptr(Patterns) patterns = g_new0(Patterns, 1);
	g_autoptr(GError) why = NULL;

	patterns->file = g_mapped_file_new(path, false, &why);
	if (!patterns->file) {
		g_set_error_literal(error, AFTERWORD_ERROR,
		    AFTERWORD_ERROR_RULES, why->message);
		return NULL;
	}
	patterns->start = g_mapped_file_get_contents(patterns->file);
	patterns->size = g_mapped_file_get_length(patterns->file);
	if (take_header(patterns, error))
		return g_steal_pointer(&patterns);
	g_prefix_error(error, "%s: ", path);
	return NULL;
}

Patterns *
patterns_new(GBytes *compiled, GError **error)
{
	g_autoptr(Patterns) patterns = g_new0(Patterns, 1);

	patterns->bytes = g_bytes_ref(compiled);
	patterns->start = g_bytes_get_data(compiled, &patterns->size);
	return take_header(patterns, error) ? g_steal_pointer(&patterns) : NULL;
}

static bool
is_whole(const Patterns *patterns, const LangEntry *entry)
{
	return patterns_sum(patterns->start + entry->offset, entry->size) ==
	       entry->sum;
}

static void
take_section(Section *section, const char *start)
{
	const SectionHeader *header = (const SectionHeader *)start;
	const void *tables[TABLE_COUNT];

	for (int i = 0; i < TABLE_COUNT; i++)
		tables[i] = start + header->tables[i].offset;
	*section = (Section){
	    .strings = tables[TABLE_STRINGS],
	    .nodes = tables[TABLE_NODES],
	    .meanings = tables[TABLE_MEANINGS],
	    .symbols = tables[TABLE_SYMBOLS],
	    .instrs = tables[TABLE_INSTRS],
	    .programs = tables[TABLE_PROGRAMS],
	    .rules = tables[TABLE_RULES],
	    .fields = tables[TABLE_FIELDS],
	    .sets = tables[TABLE_SETS],
	    .groups = tables[TABLE_GROUPS],
	    .starts = tables[TABLE_STARTS],
	    .starters = tables[TABLE_STARTERS],
	    .n_symbols = header->tables[TABLE_SYMBOLS].count,
	    .n_groups = header->tables[TABLE_GROUPS].count,
	};
}

const Section *
patterns_section(const Patterns *patterns, const char *lang)
{
	size_t found = patterns->n_langs;
	size_t length = MIN(strcspn(lang, "-_"), PATTERNS_LANG_MAX - 1);

	for (size_t i = 0; i < patterns->n_langs; i++) {
		const char *name = patterns->langs[i].lang;

		if ((strncmp(name, lang, length) == 0 && !name[length]) ||
		    (!*name && found == patterns->n_langs))
			found = i;
	}
	if (found == patterns->n_langs)
		return NULL;
	if (!patterns->sections[found].nodes) {
		const LangEntry *entry = &patterns->langs[found];

		if (!is_whole(patterns, entry))
			return NULL;
		take_section(&patterns->sections[found],
		    patterns->start + entry->offset);
	}
	return &patterns->sections[found];
}

bool
patterns_check(const Patterns *patterns, GError **error)
{
	for (size_t i = 0; i < patterns->n_langs; i++)
		if (!is_whole(patterns, &patterns->langs[i]))
			return fail(error, "damaged");
	return true;
}

void
patterns_close(Patterns *patterns)
{
	if (!patterns)
		return;
	if (patterns->file)
		g_mapped_file_unref(patterns->file);
	if (patterns->bytes)
		g_bytes_unref(patterns->bytes);
	g_free(patterns->sections);
	g_free(patterns);
}
