#include "party.h"

#include "names.h"

#include <string.h>

#define CONTACTS_MAX 50 /* of one message */

static Person *
find_email(const Application *application, const char *email)
{
	for (guint i = 0; *email && i < application->people->len; i++) {
		Person *person = application->people->pdata[i];

		if (!g_ascii_strcasecmp(person->email, email))
			return person;
	}
	return NULL;
}

/* Two names are one person's where one is a part of the other. */
static bool
may_be(const char *one, const char *other)
{
	return names_contain(one, other) || names_contain(other, one);
}

static Person *
find_name(const Application *application, const char *name)
{
	Person *found = NULL;

	for (guint i = 0; *name && i < application->people->len; i++) {
		Person *person = application->people->pdata[i];

		if (names_equal(person->name, name))
			return person;
	}
	for (guint i = 0; *name && i < application->people->len; i++) {
		Person *person = application->people->pdata[i];

		if (!may_be(person->name, name))
			continue;
		/* One name with two addresses is still one person. */
		if (found && !names_equal(found->name, person->name))
			return NULL;
		found = person;
	}
	return found;
}

Person *
party_find(const Application *application, const char *key)
{
	Person *person = find_email(application, key);

	return person ? person : find_name(application, key);
}

const char *
party_key(const Application *application, const char *key)
{
	const Person *person = party_find(application, key);

	if (!person)
		return key;
	return *person->email ? person->email : person->name;
}

bool
party_knows(const Application *application, const char *email)
{
	return find_email(application, email) != NULL;
}

static void
complete(char **value, const char *with)
{
	if (**value || !*with)
		return;
	g_free(*value);
	*value = g_strdup(with);
}

/* The longer of two names of one person says more. */
static void
complete_name(char **name, const char *with)
{
	if (strlen(with) <= strlen(*name) ||
	    (**name && !names_contain(with, *name)))
		return;
	g_free(*name);
	*name = g_strdup(with);
}

static Person *
add(Application *application, const char *email)
{
	Person *person = g_new0(Person, 1);

	*person = (Person){.name = g_strdup(""),
	    .email = g_ascii_strdown(email, -1),
	    .title = g_strdup(""),
	    .called = g_strdup("")};
	g_ptr_array_add(application->people, person);
	return person;
}

/* An interviewer is one in whatever other part they write. */
static Part
more_telling(Part one, Part other)
{
	static const int weights[PART_COUNT] = {
	    [PART_OTHER] = 0,
	    [PART_RECRUITER] = 1,
	    [PART_INTERVIEWER] = 2,
	    [PART_MANAGER] = 3,
	};

	return weights[other] > weights[one] ? other : one;
}

void
party_merge(Application *application, const Person *person)
{
	Person *known = find_email(application, person->email);

	if (!*person->email && !*person->name)
		return;
	if (!known) {
		known = find_name(application, person->name);
		/* Two addresses are two people, even of one name. */
		if (known && *known->email && *person->email)
			known = NULL;
	}
	if (!known)
		known = add(application, person->email);
	complete(&known->email, person->email);
	complete_name(&known->name, person->name);
	complete(&known->title, person->title);
	complete(&known->called, person->called);
	known->part = more_telling(known->part, person->part);
}

Person
party_reachable(const Person *person, const Etiquette *etiquette)
{
	Person copy = *person;

	if (!etiquette_is_answerable(etiquette, person->email))
		copy.email = (char *)"";
	return copy;
}

static void
meet_address(Application *application, const Address *address,
    const Etiquette *etiquette)
{
	Person person = {.name = address->name,
	    .email = address->email,
	    .title = (char *)"",
	    .called = (char *)""};

	if (etiquette_is_answerable(etiquette, address->email))
		party_merge(application, &person);
}

/* The other side's addresses in the header; never the user's own. */
static void
meet_addresses(Application *application, const Message *message,
    const Reading *reading, const Etiquette *etiquette)
{
	if (reading->direction == DIRECTION_INCOMING) {
		meet_address(application, &message->from, etiquette);
		return;
	}
	for (guint i = 0; i < MIN(message->to->len, CONTACTS_MAX); i++) {
		const Address *address = message->to->pdata[i];

		if (strcmp(address->email, message->from.email) != 0)
			meet_address(application, address, etiquette);
	}
}

void
party_meet(Application *application, const Message *message,
    const Reading *reading, const Etiquette *etiquette)
{
	for (guint i = 0; i < MIN(reading->contacts->len, CONTACTS_MAX); i++) {
		Person person =
		    party_reachable(reading->contacts->pdata[i], etiquette);

		party_merge(application, &person);
	}
	meet_addresses(application, message, reading, etiquette);
}
