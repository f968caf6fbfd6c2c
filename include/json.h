/*
 * Json: JSON values, read and built, over cJSON.
 *
 * Numbers are doubles, so only integers up to 2^53 are kept whole. Getters
 * take NULL and values of another type as "not there". Borrowed unless said.
 */
#ifndef JSON_H
#define JSON_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Json Json;

/* NULL and AFTERWORD_ERROR_RULES, with the byte at fault, when it is no JSON. */
Json *json_parse(const char *text, size_t length, GError **error);

#define JSON_FILE_MAX (1024 * 1024) /* bytes */

/*
 * Reads and parses a regular file of at most JSON_FILE_MAX bytes of UTF-8. The
 * error names the file: AFTERWORD_ERROR_RULES, or _PERMISSION.
 */
Json *json_parse_file(const char *path, GError **error);

/* The text of a value, the caller's; indented for a person, or on one line. */
char *json_print(const Json *value, bool indented);

const Json *json_get(const Json *object, const char *name);
const char *json_get_string(
    const Json *object, const char *name, const char *otherwise);
double json_get_number(const Json *object, const char *name, double otherwise);
bool json_get_bool(const Json *object, const char *name, bool otherwise);

/* The values in an array or object: for (v = json_first(a); v; v = json_next(v)) */
const Json *json_first(const Json *container);
const Json *json_next(const Json *value);
size_t json_length(const Json *container);

const char *json_name(const Json *value);   /* within its object; NULL else */
const char *json_string(const Json *value); /* NULL when it is no string */
double json_number(const Json *value);      /* 0 when it is no number */
bool json_bool(const Json *value);          /* false when it is no boolean */
bool json_is_number(const Json *value);
bool json_is_bool(const Json *value);
bool json_is_object(const Json *value);
bool json_is_array(const Json *value);

Json *json_object_new(void);
Json *json_array_new(void);

/* Sets a member; a value of NULL sets nothing. take moves value in. */
void json_set_string(Json *object, const char *name, const char *value);
void json_set_number(Json *object, const char *name, double value);
void json_set_bool(Json *object, const char *name, bool value);
void json_take(Json *object, const char *name, Json *value);

void json_append_string(Json *array, const char *value);
void json_append_take(Json *array, Json *value);

void json_free(Json *value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Json, json_free)

#endif
