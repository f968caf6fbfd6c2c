#include "friends.h"

#include <string.h>

#define FRIENDS_MAX 20

static Person *
person_of(const char *text)
{
	Person *person = g_new0(Person, 1);
	const char *start = strchr(text, '<');
	const char *at = strchr(text, '@');

	person->title = g_strdup("");
	person->called = g_strdup("");
	if (start) {
		person->name = g_strndup(text, (gsize)(start - text));
		person->email = g_ascii_strdown(start + 1, -1);
		person->email[strcspn(person->email, ">")] = '\0';
	} else {
		person->name = g_strdup(at ? "" : text);
		person->email = at ? g_ascii_strdown(text, -1) : g_strdup("");
	}
	g_strstrip(person->name);
	g_strstrip(person->email);
	return person;
}

GPtrArray *
friends_parse(const char *text)
{
	GPtrArray *people =
	    g_ptr_array_new_with_free_func((GDestroyNotify)person_free);
	g_auto(GStrv) parts = g_strsplit(text, ",", FRIENDS_MAX);

	for (char **part = parts; *part; part++)
		if (*g_strstrip(*part))
			g_ptr_array_add(people, person_of(*part));
	return people;
}

const char *
friends_key(const Person *person)
{
	return *person->email ? person->email : person->name;
}

static void
add_all(GPtrArray *friends, const char *text)
{
	g_autoptr(GPtrArray) people = friends_parse(text);

	while (people->len)
		g_ptr_array_add(friends, g_ptr_array_steal_index(people, 0));
}

void
friends_settle(Application *application, const Around *around)
{
	g_ptr_array_set_size(application->friends, 0);
	add_all(application->friends, around->references);
	add_all(
	    application->friends, application_fact(application, "referrer"));
	add_all(application->friends, application_fact(application, "manager"));
}
