#include "choose.h"

#include "error.h"
#include "json.h"
#include "utf7.h"

#include <string.h>

#define NEW_FOLDER "Drafts"

static char *
find_special(const GPtrArray *folders, ImapUse use)
{
	for (guint i = 0; i < folders->len; i++) {
		const ImapFolder *folder = g_ptr_array_index(folders, i);

		if (folder->has_use[use] && folder->can_hold)
			return g_strdup(folder->name);
	}
	return NULL;
}

static char *
find_name(const GPtrArray *folders, const char *name)
{
	for (guint i = 0; i < folders->len; i++) {
		const ImapFolder *folder = g_ptr_array_index(folders, i);

		if (folder->can_hold && !g_ascii_strcasecmp(folder->name, name))
			return g_strdup(folder->name);
	}
	return NULL;
}

/* The first of names that is a folder, in the user's own name space first. */
static char *
find_known(const GPtrArray *folders, const char *prefix, const Json *names)
{
	for (const Json *n = json_first(names); n; n = json_next(n)) {
		g_autofree char *name =
		    json_string(n) ? utf7_encode(json_string(n)) : NULL;
		g_autofree char *whole =
		    name ? g_strconcat(prefix, name, NULL) : NULL;
		char *found = whole ? find_name(folders, whole) : NULL;

		if (!found && name)
			found = find_name(folders, name);
		if (found)
			return found;
	}
	return NULL;
}

/* Without the file we know no names. */
static char *
find_in_languages(const GPtrArray *folders, const char *prefix,
    const Server *server, ImapUse use)
{
	static const char *const names[IMAP_USE_COUNT] = {
	    [IMAP_USE_DRAFTS] = "drafts",
	    [IMAP_USE_SENT] = "sent",
	};
	g_autofree char *path =
	    server->rules_folder
	        ? g_build_filename(server->rules_folder, "folders.json", NULL)
	        : NULL;
	g_autoptr(Json) rules = path ? json_parse_file(path, NULL) : NULL;
	const Json *languages = json_get(rules, names[use]);
	char *found = NULL;

	for (const Json *l = json_first(languages); l && !found;
	     l = json_next(l))
		found = find_known(folders, prefix, l);
	return found;
}

static char *
choose_known(
    Imap *imap, const Server *server, ImapUse use, Chosen *how, GError **error)
{
	g_autoptr(GPtrArray) folders =
	    imap_list(imap, IMAP_LIST_ALL, "*", error);
	char *found = folders ? find_special(folders, use) : NULL;
	g_autofree char *prefix = NULL;

	*how = found ? CHOSEN_SPECIAL : CHOSEN_NOT;
	if (!folders || found)
		return found;
	prefix = imap_prefix(imap, error);
	if (!prefix)
		return NULL;
	found = find_in_languages(folders, prefix, server, use);
	*how = found ? CHOSEN_NAME : CHOSEN_NOT;
	return found;
}

char *
choose_named(Imap *imap, const char *name, GError **error)
{
	g_autofree char *encoded = utf7_encode(name);
	g_autoptr(GPtrArray) folders =
	    imap_list(imap, IMAP_LIST_ALL, encoded, error);

	return folders ? find_name(folders, encoded) : NULL;
}

static char *
choose_given(
    Imap *imap, const Server *server, ImapUse use, Chosen *how, GError **error)
{
	const char *name =
	    use == IMAP_USE_DRAFTS ? server->folder : server->sent;
	g_autoptr(GError) why = NULL;
	char *found = choose_named(imap, name, &why);

	*how = found ? CHOSEN_GIVEN : CHOSEN_NOT;
	if (found)
		return found;
	if (why)
		g_propagate_error(error, g_steal_pointer(&why));
	else
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "%s: there is no folder '%s' on %s",
		    use == IMAP_USE_DRAFTS ? "folder" : "sent", name,
		    server->host);
	return NULL;
}

char *
choose_folder(
    Imap *imap, const Server *server, ImapUse use, Chosen *how, GError **error)
{
	ImapListing listing =
	    imap_can(imap, "SPECIAL-USE") ? IMAP_LIST_SPECIAL : IMAP_LIST_XLIST;
	g_autoptr(GPtrArray) folders = NULL;
	char *found;

	*how = CHOSEN_NOT;
	if (use == IMAP_USE_DRAFTS ? server->folder : server->sent)
		return choose_given(imap, server, use, how, error);
	if (listing == IMAP_LIST_SPECIAL || imap_can(imap, "XLIST")) {
		folders = imap_list(imap, listing, "*", error);
		if (!folders)
			return NULL;
		found = find_special(folders, use);
		if (found) {
			*how = CHOSEN_SPECIAL;
			return found;
		}
	}
	return choose_known(imap, server, use, how, error);
}

char *
choose_drafts(Imap *imap, const Server *server, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autofree char *prefix = NULL;
	g_autofree char *name = NULL;
	Chosen how;
	char *found = choose_folder(imap, server, IMAP_USE_DRAFTS, &how, &why);

	if (found)
		return found;
	if (why) {
		g_propagate_error(error, g_steal_pointer(&why));
		return NULL;
	}
	prefix = imap_prefix(imap, error);
	name = prefix ? g_strconcat(prefix, NEW_FOLDER, NULL) : NULL;
	return name && imap_create(imap, name, error) ? g_steal_pointer(&name)
	                                              : NULL;
}
