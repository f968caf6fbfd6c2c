#include "error.h"
#include "gather.h"
#include "store.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COMPLETE_SUFFIX ".complete" /* a file beside the folder */

typedef struct Files {
	const char *folder;
	bool is_quiet;
} Files;

/* Named by its content: a mail that comes twice is one file. */
static bool
keep(GBytes *mail, void *user, GError **error)
{
	const Files *files = user;
	g_autofree char *sum =
	    g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, mail);
	g_autofree char *name = g_strconcat(sum, ".eml", NULL);
	g_autofree char *path = g_build_filename(files->folder, name, NULL);
	gsize length;
	const char *bytes = g_bytes_get_data(mail, &length);

	return store_write_file(path, bytes ? bytes : "", length, error);
}

/* Over and over on a terminal, now and then elsewhere. */
static void
show_progress(guint done, guint all, void *user)
{
	const Files *files = user;
	bool is_terminal = isatty(STDERR_FILENO);

	if (files->is_quiet ||
	    (!is_terminal && done != all && done % 1000 != 0))
		return;
	fprintf(stderr, "%s%u of %u mails fetched%s", is_terminal ? "\r" : "",
	    done, all, is_terminal && done != all ? "" : "\n");
}

/* The account before the colon, if it is one: folders may have colons too. */
static const char *
split_source(const Gather *gather, const char *source, char **account)
{
	const char *colon = strchr(source, ':');
	g_autofree char *name =
	    colon ? g_strndup(source, (gsize)(colon - source)) : NULL;

	if (!name || !settings_find_section(gather->house->settings, name))
		return source;
	*account = g_steal_pointer(&name);
	return colon + 1;
}

char *
gather_source(
    const Gather *gather, const char *source, bool is_quiet, GError **error)
{
	g_autofree char *account = NULL;
	g_autofree char *name = g_strdup_printf(
	    "%s since %" G_GINT64_FORMAT, source, gather->since);
	g_autofree char *sum =
	    g_compute_checksum_for_string(G_CHECKSUM_SHA256, name, -1);
	g_autofree char *folder = g_build_filename(
	    gather->house->settings->state_folder, "gathered", sum, NULL);
	g_autofree char *mark = g_strconcat(folder, COMPLETE_SUFFIX, NULL);
	Files files = {.folder = folder, .is_quiet = is_quiet};
	Gather whole = *gather;

	if (g_file_test(mark, G_FILE_TEST_EXISTS))
		return g_steal_pointer(&folder);
	whole.folder = split_source(gather, source, &account);
	whole.account = account;
	whole.take = keep;
	whole.progress = show_progress;
	whole.user = &files;
	return store_make_folder(folder, error) && gather_run(&whole, error) &&
	               store_write_file(mark, "", 0, error)
	           ? g_steal_pointer(&folder)
	           : NULL;
}

void
gather_forget(const char *path)
{
	g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
	g_autofree char *mark = g_strconcat(path, COMPLETE_SUFFIX, NULL);
	g_autofree char *parent = g_path_get_dirname(path);
	const char *name;

	while (files && (name = g_dir_read_name(files))) {
		g_autofree char *file = g_build_filename(path, name, NULL);

		g_unlink(file);
	}
	g_unlink(mark);
	g_rmdir(path);
	g_rmdir(parent);
}
