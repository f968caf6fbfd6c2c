#include "account.h"

#include "error.h"
#include "mailbox.h"

#include <string.h>

#define POLL_S_MAX 1700 /* a server may end an IDLE after 30 minutes */
#define FOLLOWED_MAX 8  /* folders, each of which is a connection */
#define PLUGIN_NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

static const char *const account_keys[] = {"name", "address", "aliases",
    "drafts", "host", "port", "user", "tls", "password_command",
    "password_file", "ca_file", "folder", "path", "timeout", "sent", "watch",
    "poll", "auth", "token_command", "secret", NULL};
static const char *const our_plugins[] = {"maildir", "imap", NULL};

Account *
account_new(const char *name)
{
	Account *account = g_new0(Account, 1);

	*account = (Account){
	    .name = g_strdup(name),
	    .author = g_strdup(""),
	    .addresses = g_ptr_array_new_with_free_func(g_free),
	    .drafts = g_strdup("maildir"),
	    .settings =
	        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
	};
	return account;
}

void
account_free(Account *account)
{
	if (!account)
		return;
	g_free(account->name);
	g_free(account->author);
	g_ptr_array_unref(account->addresses);
	g_free(account->drafts);
	g_hash_table_unref(account->settings);
	g_free(account);
}

static bool
fail(GError **error, const char *section, const char *key, const char *why)
{
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    key ? "[%s] %s: %s" : "[%s]%s: %s", section, key ? key : "", why);
	return false;
}

/* Adds the addresses of a list, separated by commas or blanks. */
static void
add_words(GPtrArray *words, const char *list)
{
	g_auto(GStrv) parts = g_strsplit_set(list, ",; \t", -1);

	for (char **part = parts; *part; part++)
		if (**part)
			g_ptr_array_add(words, g_ascii_strdown(*part, -1));
}

GPtrArray *
account_followed(const Account *account)
{
	GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
	const char *more = g_hash_table_lookup(account->settings, "watch");
	g_auto(GStrv) names = g_strsplit(more ? more : "", ",", -1);

	if (!g_hash_table_contains(account->settings, "host"))
		return folders;
	g_ptr_array_add(folders, g_strdup(MAILBOX_INBOX));
	g_ptr_array_add(folders, g_strdup(MAILBOX_SENT));
	for (char **name = names; *name; name++) {
		g_strstrip(*name);
		if (**name && !g_ptr_array_find_with_equal_func(
		                  folders, *name, g_str_equal, NULL))
			g_ptr_array_add(folders, g_strdup(*name));
	}
	return folders;
}

bool
account_is_in_the_clear(const Account *account)
{
	return g_hash_table_contains(account->settings, "host") &&
	       !g_strcmp0(
	           g_hash_table_lookup(account->settings, "tls"), "none");
}

static bool
check_addresses(const Account *account, const char *section, GError **error)
{
	for (guint i = 0; i < account->addresses->len; i++) {
		const char *address = account->addresses->pdata[i];
		const char *at = strrchr(address, '@');

		if (!at || at == address || !at[1])
			return fail(error, section, "address",
			    "no mail address like jo@example.net");
	}
	return true;
}

static bool
check_numbers(const Account *account, const char *section, GError **error)
{
	const char *port = g_hash_table_lookup(account->settings, "port");
	const char *poll = g_hash_table_lookup(account->settings, "poll");

	if (port && !g_ascii_string_to_unsigned(port, 10, 1, 65535, NULL, NULL))
		return fail(
		    error, section, "port", "no number from 1 to 65535");
	if (poll &&
	    !g_ascii_string_to_unsigned(poll, 10, 1, POLL_S_MAX, NULL, NULL))
		return fail(error, section, "poll",
		    "no number of seconds from 1 to 1700");
	return true;
}

static bool
check_followed(const Account *account, const char *section, GError **error)
{
	g_autoptr(GPtrArray) folders = account_followed(account);

	if (folders->len > FOLLOWED_MAX)
		return fail(error, section, "watch",
		    "more folders than a server has connections for");
	return true;
}

/* A plugin's name becomes a file name; another's keys are its own. */
static bool
check_plugin(const Account *account, const char *section, GError **error)
{
	GHashTableIter keys;
	gpointer key;

	if (!*account->drafts ||
	    account->drafts[strspn(account->drafts, PLUGIN_NAME_CHARACTERS)])
		return fail(error, section, "drafts",
		    "no plugin's name, such as 'maildir' or 'imap'");
	if (!g_strv_contains(our_plugins, account->drafts))
		return true;
	g_hash_table_iter_init(&keys, account->settings);
	while (g_hash_table_iter_next(&keys, &key, NULL))
		if (!g_strv_contains(account_keys, key))
			return fail(error, section, key, "no such key");
	if (!strcmp(account->drafts, "imap") &&
	    !g_hash_table_contains(account->settings, "host"))
		return fail(
		    error, section, "host", "missing for drafts = imap");
	return true;
}

static bool
check_account(const Account *account, const char *section, GError **error)
{
	return check_plugin(account, section, error) &&
	       check_addresses(account, section, error) &&
	       check_numbers(account, section, error) &&
	       check_followed(account, section, error);
}

static void
replace(char **value, const char *with)
{
	if (!with)
		return;
	g_free(*value);
	*value = g_strdup(with);
}

Account *
account_parse(const char *name, GHashTable *keys, GError **error)
{
	g_autoptr(Account) account = account_new(name);
	g_autofree char *section = g_strconcat("account ", name, NULL);
	const char *address = g_hash_table_lookup(keys, "address");
	const char *aliases = g_hash_table_lookup(keys, "aliases");

	g_hash_table_unref(account->settings);
	account->settings = g_hash_table_ref(keys);
	replace(&account->author, g_hash_table_lookup(keys, "name"));
	replace(&account->drafts, g_hash_table_lookup(keys, "drafts"));
	if (address)
		add_words(account->addresses, address);
	if (aliases)
		add_words(account->addresses, aliases);
	return check_account(account, section, error)
	           ? g_steal_pointer(&account)
	           : NULL;
}
