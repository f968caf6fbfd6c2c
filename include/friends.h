/*
 * Friends: those on the user's side of an application, as the user names them:
 * references, who passed the resume on, the manager they work for now.
 */
#ifndef FRIENDS_H
#define FRIENDS_H

#include "around.h"
#include "state.h"

#include <glib.h>

/* Brings application->friends up to date with what the user has said. */
void friends_settle(Application *application, const Around *around);

/* The people of "NAME <EMAIL>, NAME <EMAIL>", of Person *, the caller's. */
GPtrArray *friends_parse(const char *text);

/* How actions name a person: the address, or the name; borrowed. */
const char *friends_key(const Person *person);

#endif
