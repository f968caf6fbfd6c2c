/*
 * A drafts plugin that stands in for bad ones: what it does when it is asked
 * to put a draft is in its setting "mood".
 */
#include "drafts.h"
#include "error.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

struct Drafts {
	char *mood;
};

static Drafts *
standin_open(GHashTable *settings, GError **error)
{
	Drafts *drafts = g_new0(Drafts, 1);

	(void)error;
	drafts->mood = g_strdup(g_hash_table_lookup(settings, "mood"));
	return drafts;
}

static bool
standin_put(Drafts *drafts, const char *key, GBytes *message, char **place,
    GError **error)
{
	(void)key;
	(void)message;
	if (!strcmp(drafts->mood, "dies"))
		raise(SIGKILL);
	if (!strcmp(drafts->mood, "hangs"))
		pause();
	if (!strcmp(drafts->mood, "refuses")) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_PERMISSION,
		    "no\ndone 0 1 a place");
		return false;
	}
	*place = !strcmp(drafts->mood, "lies") ? g_strdup("a\nline")
	                                       : g_strdup("1 2");
	return true;
}

static bool
standin_find(Drafts *drafts, const char *key, const char *place,
    DraftsFound *found, GError **error)
{
	(void)drafts;
	(void)key;
	(void)place;
	(void)error;
	*found = DRAFTS_ABSENT;
	return true;
}

static void
standin_close(Drafts *drafts)
{
	g_free(drafts->mood);
	g_free(drafts);
}

const DraftsPlugin *
afterword_drafts(void)
{
	static const DraftsPlugin plugin = {
	    .version = DRAFTS_VERSION,
	    .open = standin_open,
	    .put = standin_put,
	    .find = standin_find,
	    .withdraw = standin_find,
	    .close = standin_close,
	};

	return &plugin;
}
