#include "html.h"

#include "error.h"

#include <dlfcn.h>

/* Found through the program's run path, as are all its modules. */
#define MODULE "afterword-html.so"
#define SYMBOL "afterword_html_read"

char *
html_to_text(const char *html, GPtrArray *links, GError **error)
{
	void *module = dlopen(MODULE, RTLD_NOW | RTLD_LOCAL);
	HtmlRead *read = NULL;

	/* POSIX's way from an object pointer to a function. */
	if (module)
		*(void **)&read = dlsym(module, SYMBOL);
	if (!read) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "cannot load '%s': %s", MODULE, dlerror());
		return NULL;
	}
	return read(html, links);
}
