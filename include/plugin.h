/*
 * Plugin: the shared objects of plugin/, opened by the name of what they speak.
 */
#ifndef PLUGIN_H
#define PLUGIN_H

#include "mailbox.h"

#include <glib.h>

/*
 * The function that plugin "imap" exports as symbol, to be cast to its type;
 * the plugin is never unloaded. Found where the program finds its modules.
 *
 * AFTERWORD_ERROR_RULES when there is no such plugin, or it lacks the symbol.
 */
void (*plugin_find(const char *name, const char *symbol, GError **error))(void);

/* The table of the plugin that reads mail over IMAP; fails in the same way. */
const MailboxPlugin *plugin_find_mailbox(GError **error);

/*
 * Keeps what this process is about to know (passwords, mail) out of core dumps
 * and from other programs of the user. Before a plugin is opened.
 */
void plugin_guard(void);

#endif
