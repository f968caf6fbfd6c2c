/*
 * Built: the compiled rules that lie beside the program under test, which
 * AFTERWORD names as "make check" gives it.
 */
#ifndef BUILT_H
#define BUILT_H

#include <glib.h>

/* The path of one of them, or with NULL of their folder; the caller's. */
static inline char *
built_rules(const char *name)
{
	const char *program = g_getenv("AFTERWORD");
	g_autofree char *folder =
	    g_path_get_dirname(program ? program : "build/afterword");

	return g_build_filename(folder, "rules", name, NULL);
}

#endif
