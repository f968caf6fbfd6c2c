/*
 * Party: whom an application has to do with, one entry each.
 *
 * A person is told by the address, else by the name; a part of a name ("Tom")
 * is theirs whose name alone contains it. Names of people of a mail or an
 * interview are keys: the address, or the name where there is none.
 */
#ifndef PARTY_H
#define PARTY_H

#include "etiquette.h"
#include "message.h"
#include "reading.h"
#include "state.h"

#include <stdbool.h>

/* Adds a person, or completes the one who is there already. */
void party_merge(Application *application, const Person *person);

/* Adds those whom a message names, and the other side of its header. */
void party_meet(Application *application, const Message *message,
    const Reading *reading, const Etiquette *etiquette);

/* A copy without the address where nobody reads; borrows from person. */
Person party_reachable(const Person *person, const Etiquette *etiquette);

/* The person of a key; NULL where nobody fits, or more than one does. */
Person *party_find(const Application *application, const char *key);

/* The key of a person, as it is known now; borrowed. */
const char *party_key(const Application *application, const char *key);

/* Whether somebody known has that address. */
bool party_knows(const Application *application, const char *email);

#endif
