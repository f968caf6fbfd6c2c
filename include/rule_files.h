/*
 * Rule files: the JSON with words and patterns that lies in a folder of rules
 * and in its folders of two letters, one a language.
 *
 * What a user can put there is bounded: so many files, so many bytes, regular
 * files of UTF-8 only. AFTERWORD_ERROR_RULES or _PERMISSION names the file.
 */
#ifndef RULE_FILES_H
#define RULE_FILES_H

#include "patterns.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define RULE_FILES_MAX 1000               /* files of one folder */
#define RULE_FILES_USER_MAX 200           /* files of the user's */
#define RULE_FILES_USER_BYTES 1024 * 1024 /* all of them */

typedef struct RuleFiles RuleFiles;

RuleFiles *rule_files_new(void);

/* Looks what is in folder, and nothing more. A folder that is not there has no
 * files where is_users. */
bool rule_files_look(
    RuleFiles *files, const char *folder, bool is_users, GError **error);

size_t rule_files_count(const RuleFiles *files);

/* Text that is another when any of the files is; the caller's. */
char *rule_files_stamp(const RuleFiles *files);

/*
 * Reads all files that were found. Those without words and patterns have other
 * readers; one of the user's that has none is a mistake.
 */
bool rule_files_read(RuleFiles *files, GError **error);

/* The n files with words and patterns, for patterns_compile; borrowed. */
const RuleFile *rule_files_rules(const RuleFiles *files, size_t *n);

void rule_files_free(RuleFiles *files);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RuleFiles, rule_files_free)

#endif
