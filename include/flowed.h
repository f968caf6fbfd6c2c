/*
 * Flowed: paragraphs that were broken into lines for sending (RFC 3676).
 */
#ifndef FLOWED_H
#define FLOWED_H

#include <stdbool.h>

/* Joins the lines of each paragraph; delete_space is the DelSp parameter. */
char *flowed_undo(const char *text, bool delete_space);

#endif
