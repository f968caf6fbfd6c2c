/*
 * Errors, told apart by what the caller does about them.
 *
 * main maps each code to one of the exit codes of sysexits(3); the text says
 * what happened as git does: "cannot open 'x': reason", lower case, no stop.
 */
#ifndef ERROR_H
#define ERROR_H

#include <glib.h>

#define AFTERWORD_ERROR afterword_error_quark()
GQuark afterword_error_quark(void);

typedef enum {
	AFTERWORD_ERROR_USAGE,      /* 64: the command line is wrong */
	AFTERWORD_ERROR_MAIL,       /* 65: unreadable message, pass it on */
	AFTERWORD_ERROR_SERVER,     /* 69: the mail server failed */
	AFTERWORD_ERROR_STORE,      /* 75: disk full, lock taken: try again */
	AFTERWORD_ERROR_PERMISSION, /* 77: not allowed to read or write */
	AFTERWORD_ERROR_RULES,      /* 78: rules or configuration are wrong */
} AfterwordError;

/* The exit code of sysexits(3) for error; EX_SOFTWARE for a foreign domain. */
int error_exit_code(const GError *error);

#endif
