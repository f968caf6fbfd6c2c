#include "patterns.h"

#include "error.h"
#include "patterns_section.h"

#include <string.h>

/* One file, or one rule in it, being compiled. */
typedef struct Compiler {
	SectionMaker *maker;
	const RuleFile *file;
	const char *rule;     /* its id */
	GHashTable *rule_ids; /* the file of each */
	GError **error;
} Compiler;

typedef bool (*FileStep)(Compiler *compiler);

static bool
fail(const Compiler *compiler, const char *field, const char *what)
{
	g_set_error(compiler->error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "%s: %.80s: %.80s: %s", compiler->file->name, compiler->rule, field,
	    what);
	return false;
}

static bool
add_member(const Compiler *compiler, const char *class_name, const char *value,
    const Json *member)
{
	const char *words = json_string(member);

	if (!words || !*words)
		return fail(compiler, class_name, "a member is no text");
	if (strlen(words) > PATTERN_WORDS_MAX)
		return fail(compiler, class_name, "too long a member");
	return section_add_word(compiler->maker, class_name, value, words) ||
	       fail(compiler, class_name, "too many meanings of one word");
}

static bool
add_members(const Compiler *compiler, const char *class_name, const char *value,
    const Json *members)
{
	if (json_string(members))
		return add_member(compiler, class_name, value, members);
	if (!json_is_array(members))
		return fail(compiler, class_name, "members are no list");
	for (const Json *m = json_first(members); m; m = json_next(m))
		if (!add_member(compiler, class_name, value, m))
			return false;
	return true;
}

static bool
add_classes(Compiler *compiler)
{
	const Json *classes = json_get(compiler->file->json, "classes");

	compiler->rule = "classes";
	if (classes && !json_is_object(classes))
		return fail(compiler, "classes", "no object");
	for (const Json *c = json_first(classes); c; c = json_next(c)) {
		section_add_symbol(compiler->maker, json_name(c));
		if (!json_is_object(c)) {
			if (!add_members(compiler, json_name(c), "", c))
				return false;
			continue;
		}
		for (const Json *v = json_first(c); v; v = json_next(v))
			if (!add_members(
			        compiler, json_name(c), json_name(v), v))
				return false;
	}
	return true;
}

/* Parts, where the first of a name counts. */
static bool
add_parts(Compiler *compiler)
{
	const Json *parts = json_get(compiler->file->json, "parts");
	GHashTable *known = compiler->maker->parts;

	compiler->rule = "parts";
	if (parts && !json_is_object(parts))
		return fail(compiler, "parts", "no object");
	for (const Json *p = json_first(parts); p; p = json_next(p)) {
		if (!json_string(p))
			return fail(compiler, json_name(p), "no text");
		if (!g_hash_table_contains(known, json_name(p)))
			g_hash_table_insert(known, (char *)json_name(p),
			    (char *)json_string(p));
	}
	return true;
}

/* The names of groups, which patterns may build upon before they are there. */
static bool
add_groups(Compiler *compiler)
{
	const Json *rules = json_get(compiler->file->json, "patterns");

	compiler->rule = "patterns";
	if (rules && !json_is_array(rules))
		return fail(compiler, "patterns", "no list");
	for (const Json *r = json_first(rules); r; r = json_next(r)) {
		compiler->rule = json_get_string(r, "id", "a rule with no id");
		if (!json_get_string(r, "finds", NULL))
			return fail(compiler, "finds", "missing");
		section_add_group(
		    compiler->maker, json_get_string(r, "finds", NULL));
		if (compiler->maker->groups->len > SECTION_GROUPS_MAX)
			return fail(compiler, "finds", "too many groups");
	}
	return true;
}

static bool
add_sets(const Compiler *compiler, const Json *sets, Rule *rule)
{
	SectionMaker *maker = compiler->maker;

	rule->first_set = maker->sets->len;
	if (sets && !json_is_object(sets))
		return fail(compiler, "sets", "no object");
	for (const Json *s = json_first(sets); s; s = json_next(s)) {
		g_autofree char *number = g_strdup_printf("%g", json_number(s));
		const char *value = json_string(s) ? json_string(s) : number;
		Set set = {
		    .field = section_add_string(maker, json_name(s)),
		    .value = section_add_string(maker, value),
		    .number = (gint32)g_ascii_strtoll(value, NULL, 10),
		};

		g_array_append_val(maker->sets, set);
		rule->n_sets++;
	}
	if (rule->n_sets > PATTERNS_CAPTURES_MAX)
		return fail(compiler, "sets", "too many");
	return true;
}

static bool
add_program(const Compiler *compiler, const Json *text)
{
	g_autoptr(GError) why = NULL;

	if (!json_string(text))
		return fail(compiler, "pattern", "missing");
	return section_add_program(compiler->maker, json_string(text), &why) ||
	       fail(compiler, "pattern", why->message);
}

/* Whether two files are of one layer: neither is laid over the other. */
static bool
is_beside(const RuleFile *one, const RuleFile *other)
{
	return one->is_users == other->is_users &&
	       strcmp(one->lang, other->lang) == 0;
}

static bool
add_rule(Compiler *compiler, const Json *json)
{
	SectionMaker *maker = compiler->maker;
	const Json *pattern = json_get(json, "pattern");
	const RuleFile *first;
	Rule rule = {
	    .first_field = maker->fields->len,
	    .drops = json_get_bool(json, "drops", false),
	};

	compiler->rule = json_get_string(json, "id", "");
	first = g_hash_table_lookup(compiler->rule_ids, compiler->rule);
	if (first && !is_beside(first, compiler->file))
		return true; /* the user, or the language, has its own */
	if (first || !*compiler->rule)
		return fail(compiler, "id", "missing, or there twice");
	g_hash_table_insert(compiler->rule_ids, (char *)compiler->rule,
	    (gpointer)compiler->file);
	rule.id = section_add_string(maker, compiler->rule);
	rule.group =
	    section_add_group(maker, json_get_string(json, "finds", ""));
	if (!add_sets(compiler, json_get(json, "sets"), &rule))
		return false;
	g_array_append_val(maker->rules, rule);
	if (!json_is_array(pattern))
		return add_program(compiler, pattern);
	for (const Json *p = json_first(pattern); p; p = json_next(p))
		if (!add_program(compiler, p))
			return false;
	return true;
}

static bool
add_rules(Compiler *compiler)
{
	const Json *rules = json_get(compiler->file->json, "patterns");

	for (const Json *r = json_first(rules); r; r = json_next(r))
		if (!add_rule(compiler, r))
			return false;
	return true;
}

/* The files that make up the section of a language: what comes first counts,
 * the user's before others, the language's before those of every one. */
static GPtrArray *
layers_of(const char *lang, const RuleFile *files, size_t n)
{
	GPtrArray *layers = g_ptr_array_new();

	for (int layer = 0; layer < 4; layer++)
		for (size_t i = 0; i < n; i++) {
			bool is_common = layer & 1;

			if (files[i].is_users == (layer < 2) &&
			    (is_common ? *lang && !*files[i].lang
			               : !strcmp(files[i].lang, lang)))
				g_ptr_array_add(layers, (gpointer)&files[i]);
		}
	return layers;
}

static GByteArray *
compile_lang(const char *lang, const RuleFile *files, size_t n, GError **error)
{
	static const FileStep steps[] = {
	    add_classes, add_parts, add_groups, add_rules};
	g_autoptr(SectionMaker) maker = section_maker_new();
	g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) layers = layers_of(lang, files, n);
	Compiler compiler = {
	    .maker = maker,
	    .rule_ids = ids,
	    .error = error,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
		for (guint j = 0; j < layers->len; j++) {
			compiler.file = g_ptr_array_index(layers, j);
			if (!steps[i](&compiler))
				return NULL;
		}
	return section_write(maker);
}

/* The languages of the files, "" first. */
static GPtrArray *
langs_of(const RuleFile *files, size_t n)
{
	GPtrArray *langs = g_ptr_array_new();

	g_ptr_array_add(langs, (char *)"");
	for (size_t i = 0; i < n; i++)
		if (!g_ptr_array_find_with_equal_func(
		        langs, files[i].lang, g_str_equal, NULL))
			g_ptr_array_add(langs, (char *)files[i].lang);
	return langs;
}

static void
put_lang(GByteArray *bytes, LangEntry *entry, const char *lang,
    const GByteArray *section)
{
	g_strlcpy(entry->lang, lang, sizeof(entry->lang));
	entry->offset = bytes->len;
	entry->size = section->len;
	entry->sum = patterns_sum(section->data, section->len);
	g_byte_array_append(bytes, section->data, section->len);
}

GBytes *
patterns_compile(const RuleFile *files, size_t n, GError **error)
{
	g_autoptr(GPtrArray) langs = langs_of(files, n);
	g_autofree LangEntry *entries = g_new0(LangEntry, langs->len);
	guint size_of_entries = langs->len * (guint)sizeof(LangEntry);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	FileHeader header = {
	    .magic = PATTERNS_MAGIC,
	    .version = PATTERNS_VERSION,
	    .n_langs = langs->len,
	};

	g_byte_array_set_size(bytes, sizeof(header) + size_of_entries);
	for (guint i = 0; i < langs->len; i++) {
		const char *lang = g_ptr_array_index(langs, i);
		g_autoptr(GByteArray) section =
		    compile_lang(lang, files, n, error);

		if (!section)
			return NULL;
		put_lang(bytes, &entries[i], lang, section);
	}
	header.size = bytes->len;
	header.sum = patterns_sum(entries, size_of_entries);
	memcpy(bytes->data, &header, sizeof(header));
	memcpy(bytes->data + sizeof(header), entries, size_of_entries);
	return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}
