/*
 * Taught: the lessons on disk, beside the state ("lessons.json").
 */
#ifndef TAUGHT_H
#define TAUGHT_H

#include "lessons.h"

#include <glib.h>
#include <stdbool.h>

/* The lessons kept in folder, the caller's; NULL where there are none.
 * AFTERWORD_ERROR_RULES, naming the file, when they cannot be read. */
bool taught_load(const char *folder, Lessons **lessons, GError **error);

/* Keeps them, whole; the caller has the lock of the store. */
bool taught_keep(const char *folder, const Lessons *lessons, GError **error);

#endif
