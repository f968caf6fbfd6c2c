#include "patterns.h"

#include "error.h"
#include "patterns_section.h"

#include <string.h>

/* One file, or one rule in it, being compiled. */
typedef struct Compiler {
	SectionMaker *maker;
	const RuleFile *file;
	const char *rule;     /* its id */
	GHashTable *rule_ids; /* the language of each rule's file */
	GError **error;
} Compiler;

typedef bool (*FileStep)(Compiler *compiler);

static bool
fail(const Compiler *compiler, const char *field, const char *what)
{
	g_set_error(compiler->error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "%s: %s: %s: %s", compiler->file->name, compiler->rule, field,
	    what);
	return false;
}

static bool
add_members(const Compiler *compiler, const char *class_name, const char *value,
    const Json *members)
{
	const char *single = json_string(members);

	if (single)
		section_add_word(compiler->maker, class_name, value, single);
	else if (!json_is_array(members))
		return fail(compiler, class_name, "members are no list");
	for (const Json *m = single ? NULL : json_first(members); m;
	     m = json_next(m)) {
		if (!json_string(m) || !*json_string(m))
			return fail(
			    compiler, class_name, "a member is no text");
		section_add_word(
		    compiler->maker, class_name, value, json_string(m));
	}
	return true;
}

static bool
add_classes(Compiler *compiler)
{
	const Json *classes = json_get(compiler->file->json, "classes");

	compiler->rule = "classes";
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

/* Parts, where the first of a name counts, and the names of groups. */
static bool
add_names(Compiler *compiler)
{
	const Json *parts = json_get(compiler->file->json, "parts");
	const Json *rules = json_get(compiler->file->json, "patterns");
	GHashTable *known = compiler->maker->parts;

	compiler->rule = "parts";
	for (const Json *p = json_first(parts); p; p = json_next(p)) {
		if (!json_string(p))
			return fail(compiler, json_name(p), "no text");
		if (!g_hash_table_contains(known, json_name(p)))
			g_hash_table_insert(known, (char *)json_name(p),
			    (char *)json_string(p));
	}
	for (const Json *r = json_first(rules); r; r = json_next(r)) {
		compiler->rule = json_get_string(r, "id", "a rule with no id");
		if (!json_get_string(r, "finds", NULL))
			return fail(compiler, "finds", "missing");
		section_add_group(
		    compiler->maker, json_get_string(r, "finds", NULL));
	}
	return true;
}

static bool
add_sets(const Compiler *compiler, const Json *sets, Rule *rule)
{
	SectionMaker *maker = compiler->maker;

	rule->first_set = maker->sets->len;
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
	g_autoptr(Pattern) pattern = NULL;

	if (!json_string(text))
		return fail(compiler, "pattern", "missing");
	pattern =
	    pattern_parse(json_string(text), compiler->maker->parts, &why);
	if (!pattern || !section_add_program(compiler->maker, pattern, &why))
		return fail(compiler, "pattern", why->message);
	return true;
}

static bool
add_rule(Compiler *compiler, const Json *json)
{
	SectionMaker *maker = compiler->maker;
	const Json *pattern = json_get(json, "pattern");
	const char *of_lang;
	Rule rule = {
	    .first_field = maker->fields->len,
	    .drops = json_get_bool(json, "drops", false),
	};

	compiler->rule = json_get_string(json, "id", "");
	of_lang = g_hash_table_lookup(compiler->rule_ids, compiler->rule);
	if (of_lang && *of_lang && !*compiler->file->lang)
		return true; /* the language has its own */
	if (!*compiler->rule ||
	    !g_hash_table_insert(compiler->rule_ids, (char *)compiler->rule,
	        (char *)compiler->file->lang))
		return fail(compiler, "id", "missing, or there twice");
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

/* One step for all files of a language; true where there is none. */
static bool
for_files(Compiler *compiler, const char *lang, const RuleFile *files, size_t n,
    FileStep step)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(files[i].lang, lang) != 0)
			continue;
		compiler->file = &files[i];
		if (!step(compiler))
			return false;
	}
	return true;
}

static GByteArray *
compile_lang(const char *lang, const RuleFile *files, size_t n, GError **error)
{
	static const FileStep steps[] = {add_classes, add_names, add_rules};
	g_autoptr(SectionMaker) maker = section_maker_new();
	g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
	Compiler compiler = {
	    .maker = maker,
	    .rule_ids = ids,
	    .error = error,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		if (!for_files(&compiler, lang, files, n, steps[i]))
			return NULL;
		if (*lang && !for_files(&compiler, "", files, n, steps[i]))
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
