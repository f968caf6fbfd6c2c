/*
 * User rules: what the user has laid over the installed rules.
 *
 * Both are compiled together, once, and kept in one file beside the state,
 * which is made anew when it is damaged or when any of the files, or the
 * program, is another. Without files of the user's nothing is read at all.
 */
#ifndef USER_RULES_H
#define USER_RULES_H

#include "patterns.h"

#include <glib.h>

/* Where things are. */
typedef struct UserRulesPlaces {
	const char *user_folder;
	const char *share_folder; /* the installed rules */
	const char *state_folder; /* for what is kept */
} UserRulesPlaces;

/*
 * All patterns, the user's first. NULL without an error where the user has no
 * rules; AFTERWORD_ERROR_RULES or _PERMISSION, with file, rule and field, where
 * one is at fault, or does not do what its own examples say.
 */
Patterns *user_rules_open(const UserRulesPlaces *places, GError **error);

#endif
