#include "html.h"

#include "error.h"

char *
html_to_text(const char *html, GPtrArray *links, GError **error)
{
	(void)html;
	(void)links;
	g_set_error_literal(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "cannot load the HTML reader");
	return NULL;
}
