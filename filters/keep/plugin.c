#include "plugin.h"

#include "error.h"

#include <dlfcn.h>
#include <string.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

void (*plugin_find(const char *name, const char *symbol, GError **error))(void)
{
	g_autofree char *file =
	    g_strconcat("afterword-drafts-", name, ".so", NULL);
	void (*entry)(void) = NULL;
	void *module;

	if (!*name || name[strspn(name, "abcdefghijklmnopqrstuvwxyz")]) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "drafts: '%s' is no name of a plugin", name);
		return NULL;
	}
	module = dlopen(file, RTLD_NOW | RTLD_LOCAL);
	if (module)
		*(void **)&entry = dlsym(module, symbol);
	if (!entry)
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "drafts: cannot load plugin '%s': %s", name, dlerror());
	return entry;
}

const MailboxPlugin *
plugin_find_mailbox(GError **error)
{
	const MailboxPlugin *(*entry)(void) =
	    (const MailboxPlugin *(*)(void))plugin_find(
	        "imap", "afterword_mailbox", error);

	if (!entry)
		return NULL;
	if (entry()->version == MAILBOX_VERSION)
		return entry();
	g_set_error_literal(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "plugin 'imap' is of another version");
	return NULL;
}

void
plugin_guard(void)
{
	static const struct rlimit no_core = {0, 0};

	setrlimit(RLIMIT_CORE, &no_core);
/* The sanitizers look into the process themselves. */
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
	prctl(PR_SET_DUMPABLE, 0);
#endif
}
