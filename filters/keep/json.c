#include "json.h"

#include "error.h"

#include <cjson/cJSON.h>

/* A Json is a cJSON; only this file knows. */
static const cJSON *
inner(const Json *value)
{
	return (const cJSON *)value;
}

static cJSON *
inner_owned(Json *value)
{
	return (cJSON *)value;
}

Json *
json_parse(const char *text, size_t length, GError **error)
{
	const char *end = text;
	g_autofree char *copy = g_strndup(text, length);
	cJSON *value = cJSON_ParseWithOpts(copy, &end, true);

	if (!value)
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "no valid JSON at byte %zu", (size_t)(end - copy));
	return (Json *)value;
}

Json *
json_parse_file(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) why = NULL;
	gsize length;
	Json *value;

	if (!g_file_get_contents(path, &text, &length, &why)) {
		g_set_error_literal(error, AFTERWORD_ERROR,
		    g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_ACCES)
		        ? AFTERWORD_ERROR_PERMISSION
		        : AFTERWORD_ERROR_RULES,
		    why->message);
		return NULL;
	}
	value = json_parse(text, length, error);
	if (!value)
		g_prefix_error(error, "%s: ", path);
	return value;
}

char *
json_print(const Json *value, bool indented)
{
	char *text = indented ? cJSON_Print(inner(value))
	                      : cJSON_PrintUnformatted(inner(value));
	char *ours = g_strdup(text);

	cJSON_free(text);
	return ours;
}

const Json *
json_get(const Json *object, const char *name)
{
	return (const Json *)cJSON_GetObjectItemCaseSensitive(
	    inner(object), name);
}

const char *
json_get_string(const Json *object, const char *name, const char *otherwise)
{
	const char *value = json_string(json_get(object, name));

	return value ? value : otherwise;
}

double
json_get_number(const Json *object, const char *name, double otherwise)
{
	const cJSON *value = inner(json_get(object, name));

	return cJSON_IsNumber(value) ? value->valuedouble : otherwise;
}

bool
json_get_bool(const Json *object, const char *name, bool otherwise)
{
	const cJSON *value = inner(json_get(object, name));

	return cJSON_IsBool(value) ? cJSON_IsTrue(value) : otherwise;
}

const Json *
json_first(const Json *container)
{
	return container ? (const Json *)inner(container)->child : NULL;
}

const Json *
json_next(const Json *value)
{
	return (const Json *)inner(value)->next;
}

size_t
json_length(const Json *container)
{
	return (size_t)cJSON_GetArraySize(inner(container));
}

const char *
json_name(const Json *value)
{
	return value ? inner(value)->string : NULL;
}

const char *
json_string(const Json *value)
{
	return cJSON_GetStringValue(inner(value));
}

double
json_number(const Json *value)
{
	return cJSON_IsNumber(inner(value)) ? inner(value)->valuedouble : 0;
}

bool
json_bool(const Json *value)
{
	return cJSON_IsTrue(inner(value));
}

bool
json_is_number(const Json *value)
{
	return cJSON_IsNumber(inner(value));
}

bool
json_is_bool(const Json *value)
{
	return cJSON_IsBool(inner(value));
}

bool
json_is_object(const Json *value)
{
	return cJSON_IsObject(inner(value));
}

bool
json_is_array(const Json *value)
{
	return cJSON_IsArray(inner(value));
}

Json *
json_object_new(void)
{
	return (Json *)cJSON_CreateObject();
}

Json *
json_array_new(void)
{
	return (Json *)cJSON_CreateArray();
}

/* A second value of the same name would never be found: the first goes. */
void
json_take(Json *object, const char *name, Json *value)
{
	if (!value)
		return;
	cJSON_DeleteItemFromObjectCaseSensitive(inner_owned(object), name);
	cJSON_AddItemToObject(inner_owned(object), name, inner_owned(value));
}

void
json_set_string(Json *object, const char *name, const char *value)
{
	if (value)
		json_take(object, name, (Json *)cJSON_CreateString(value));
}

void
json_set_number(Json *object, const char *name, double value)
{
	json_take(object, name, (Json *)cJSON_CreateNumber(value));
}

void
json_set_bool(Json *object, const char *name, bool value)
{
	json_take(object, name, (Json *)cJSON_CreateBool(value));
}

void
json_append_take(Json *array, Json *value)
{
	if (value)
		cJSON_AddItemToArray(inner_owned(array), inner_owned(value));
}

void
json_append_string(Json *array, const char *value)
{
	if (value)
		json_append_take(array, (Json *)cJSON_CreateString(value));
}

void
json_free(Json *value)
{
	cJSON_Delete(inner_owned(value));
}
