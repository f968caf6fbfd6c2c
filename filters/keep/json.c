#include "json.h"

#include "error.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

static bool
fail_file(const char *path, const char *why, int code, GError **error)
{
	g_set_error(
	    error, AFTERWORD_ERROR, code, "cannot read '%s': %s", path, why);
	return false;
}

/* A pipe or a device would keep us waiting, and a file too large. */
static bool
is_fit(int file, const char *path, GError **error)
{
	struct stat status;

	if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
		return fail_file(
		    path, "no regular file", AFTERWORD_ERROR_RULES, error);
	if (status.st_size > JSON_FILE_MAX)
		return fail_file(
		    path, "larger than 1 MiB", AFTERWORD_ERROR_RULES, error);
	return true;
}

/* The text of a file, at most JSON_FILE_MAX bytes even where it grows. */
static bool
read_file(const char *path, GByteArray *text, GError **error)
{
	int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	guint8 block[16384];
	ssize_t length = 0;

	if (file < 0)
		return fail_file(path, g_strerror(errno),
		    errno == EACCES ? AFTERWORD_ERROR_PERMISSION
		                    : AFTERWORD_ERROR_RULES,
		    error);
	if (!is_fit(file, path, error)) {
		close(file);
		return false;
	}
	while (text->len <= JSON_FILE_MAX &&
	       (length = read(file, block, sizeof(block))) > 0)
		g_byte_array_append(text, block, (guint)length);
	close(file);
	return length >= 0 ||
	       fail_file(path, g_strerror(errno), AFTERWORD_ERROR_RULES, error);
}

Json *
json_parse_file(const char *path, GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	const char *text;
	const char *fault;
	Json *value = NULL;

	if (!read_file(path, bytes, error))
		return NULL;
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	text = (const char *)bytes->data;
	if (!g_utf8_validate_len(text, bytes->len - 1, &fault))
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "no UTF-8 at byte %zu", (size_t)(fault - text));
	else
		value = json_parse(text, bytes->len - 1, error);
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
