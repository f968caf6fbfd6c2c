#include "template.h"

#include "error.h"
#include "json.h"
#include "particulars.h"
#include "wording.h"

struct Template {
	Json *rules;        /* owned */
	GPtrArray *letters; /* of const Json *, borrowed from rules */
};

static bool
refuse(GError **error, const char *name, const char *what)
{
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES, "'%s': %s",
	    name, what);
	return false;
}

static bool
check_text(const Json *value, const char *name, GError **error)
{
	const char *text = json_string(value);

	if (!text || !g_utf8_validate(text, -1, NULL))
		return refuse(error, name, "not a text");
	if (!wording_check(text, particulars_names(), error)) {
		g_prefix_error(error, "'%s': ", name);
		return false;
	}
	return true;
}

static bool
check_part(const Json *part, const char *name, GError **error)
{
	if (!json_is_array(part))
		return check_text(part, name, error);
	if (!json_length(part))
		return refuse(error, name, "an empty part");
	for (const Json *text = json_first(part); text; text = json_next(text))
		if (!check_text(text, name, error))
			return false;
	return true;
}

static bool
check_paragraphs(const Json *paragraphs, GError **error)
{
	int number = 1;

	if (!json_is_array(paragraphs) || !json_length(paragraphs))
		return refuse(error, "paragraphs", "not a list");
	for (const Json *paragraph = json_first(paragraphs); paragraph;
	     paragraph = json_next(paragraph), number++) {
		g_autofree char *name = g_strdup_printf("paragraph %d", number);

		if (!json_is_array(paragraph))
			return refuse(error, name, "not a list of parts");
		for (const Json *part = json_first(paragraph); part;
		     part = json_next(part))
			if (!check_part(part, name, error))
				return false;
	}
	return true;
}

/* The field that a condition is about. */
static const char *
field_of(const char *condition)
{
	return condition + (*condition == '!');
}

static bool
check_when(const Json *when, GError **error)
{
	for (const Json *each = json_first(when); each;
	     each = json_next(each)) {
		const char *condition = json_string(each);

		if (!condition)
			return refuse(error, "when", "not a list of fields");
		if (!g_strv_contains(particulars_names(), field_of(condition)))
			return refuse(error, condition, "unknown field");
	}
	return true;
}

static bool
check_letter(const Json *letter, int number, GError **error)
{
	const char *id = json_get_string(letter, "id", NULL);

	if (id && check_when(json_get(letter, "when"), error) &&
	    check_paragraphs(json_get(letter, "paragraphs"), error))
		return true;
	if (id)
		g_prefix_error(error, "letter '%s': ", id);
	else
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "letter %d: no 'id'", number);
	return false;
}

static bool
check(const Json *rules, GPtrArray *letters, GError **error)
{
	const Json *list = json_get(rules, "letters");
	const Json *subject = json_get(rules, "subject");

	if (!check_part(subject, "subject", error))
		return false;
	if (!json_is_array(list) || !json_length(list))
		return refuse(error, "letters", "not a list");
	for (const Json *each = json_first(list); each;
	     each = json_next(each)) {
		if (!check_letter(each, (int)letters->len + 1, error))
			return false;
		g_ptr_array_add(letters, (gpointer)each);
	}
	return true;
}

Template *
template_load(const char *path, GError **error)
{
	g_autoptr(Json) rules = json_parse_file(path, error);
	g_autoptr(GPtrArray) letters = g_ptr_array_new();
	Template *template;

	if (!rules)
		return NULL;
	if (!check(rules, letters, error)) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	template = g_new(Template, 1);
	template->rules = g_steal_pointer(&rules);
	template->letters = g_steal_pointer(&letters);
	return template;
}

guint
template_length(const Template *template)
{
	return template->letters->len;
}

const char *
template_id(const Template *template, guint letter)
{
	return json_get_string(template->letters->pdata[letter], "id", "");
}

bool
template_fits(const Template *template, guint letter, GHashTable *fields)
{
	const Json *when = json_get(template->letters->pdata[letter], "when");

	for (const Json *each = json_first(when); each;
	     each = json_next(each)) {
		const char *condition = json_string(each);

		if (g_hash_table_contains(fields, field_of(condition)) ==
		    (*condition == '!'))
			return false;
	}
	return true;
}

bool
template_pick(const Template *template, GHashTable *fields, guint start,
    const bool *taken, guint *letter)
{
	guint count = template->letters->len;
	bool is_found = false;

	for (guint i = 0; i < count; i++) {
		guint each = (start % count + i) % count;

		if (!template_fits(template, each, fields))
			continue;
		if (!is_found || !taken[each])
			*letter = each;
		is_found = true;
		if (!taken[each])
			return true;
	}
	return is_found;
}

/* The first of wordings that say the same that fits, from a seeded start. */
static char *
fill_part(const Json *part, GHashTable *fields, guint seed)
{
	guint count = (guint)json_length(part);
	char *text = NULL;

	if (!json_is_array(part))
		return wording_fill(json_string(part), fields);
	for (guint i = 0; i < count && !text; i++) {
		guint skip = (seed % count + i) % count;
		const Json *each = json_first(part);

		while (skip--)
			each = json_next(each);
		text = wording_fill(json_string(each), fields);
	}
	return text;
}

/* A seed of its own for each part, so that they do not go in step. */
static guint
part_seed(guint seed, guint part)
{
	guint mixed = (seed ^ (part * 2654435761U)) * 2246822519U;

	return mixed ^ mixed >> 15;
}

char *
template_render(const Template *template, guint letter, const Manners *manners,
    GHashTable *fields, guint seed)
{
	const Json *paragraphs =
	    json_get(template->letters->pdata[letter], "paragraphs");
	GString *text = g_string_new(NULL);
	guint count = 0;

	for (const Json *paragraph = json_first(paragraphs); paragraph;
	     paragraph = json_next(paragraph)) {
		const char *before = text->len ? "\n\n" : "";

		for (const Json *part = json_first(paragraph); part;
		     part = json_next(part)) {
			g_autofree char *filled =
			    fill_part(part, fields, part_seed(seed, ++count));

			if (!filled || !*filled)
				continue;
			g_string_append_printf(text, "%s%s", before, filled);
			before = manners_space(manners);
		}
	}
	return g_string_free(text, FALSE);
}

char *
template_subject(const Template *template, GHashTable *fields)
{
	return fill_part(json_get(template->rules, "subject"), fields, 0);
}

void
template_free(Template *template)
{
	if (!template)
		return;
	g_ptr_array_unref(template->letters);
	json_free(template->rules);
	g_free(template);
}
