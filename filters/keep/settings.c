#include "settings.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SENDMAIL "/usr/sbin/sendmail"
#define SETTINGS_BYTES_MAX (256 * 1024)

static const char *const general_keys[] = {
    "timezone", "holidays", "sendmail", NULL};

/* The afterword folder under an XDG variable, which counts only if absolute
 * (XDG Base Directory, "Environment variables"). */
static char *
xdg_folder(const char *variable, const char *under_home)
{
	const char *base = g_getenv(variable);
	const char *home = g_getenv("HOME");

	if (base && g_path_is_absolute(base))
		return g_build_filename(base, "afterword", NULL);
	if (!home || !g_path_is_absolute(home))
		home = g_get_home_dir();
	return g_build_filename(home, under_home, "afterword", NULL);
}

static Settings *
settings_new(const char *configuration)
{
	Settings *settings = g_new0(Settings, 1);
	g_autofree char *state = xdg_folder("XDG_STATE_HOME", ".local/state");
	g_autofree char *drafts = xdg_folder("XDG_DATA_HOME", ".local/share");
	g_autofree char *folder = g_path_get_dirname(configuration);

	*settings = (Settings){
	    .accounts =
	        g_ptr_array_new_with_free_func((GDestroyNotify)account_free),
	    .timezone = g_strdup(""),
	    .sendmail = g_strdup(SENDMAIL),
	    .holidays = g_ptr_array_new_with_free_func(g_free),
	    .etiquette =
	        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
	    .state_folder = g_strdup(state),
	    .outbox_folder = g_build_filename(state, "outbox", NULL),
	    .user_rules_folder = g_build_filename(folder, "rules", NULL),
	    .drafts_folder = g_build_filename(drafts, "Drafts", NULL),
	};
	return settings;
}

static bool
fail(GError **error, const char *section, const char *key, const char *why)
{
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    key ? "[%s] %s: %s" : "[%s]%s: %s", section, key ? key : "", why);
	return false;
}

/* The Maildir of drafts is ours where the account names no other. */
static void
add_account(Settings *settings, Account *account)
{
	if (!strcmp(account->drafts, "maildir") &&
	    !g_hash_table_contains(account->settings, "path"))
		g_hash_table_insert(account->settings, g_strdup("path"),
		    g_strdup(settings->drafts_folder));
	g_ptr_array_add(settings->accounts, account);
}

/* Reads every key of a section into values; only known names, if given. */
static bool
read_section(GKeyFile *file, const char *section, const char *const *known,
    GHashTable *values, GError **error)
{
	g_auto(GStrv) keys = g_key_file_get_keys(file, section, NULL, NULL);

	for (char **key = keys; key && *key; key++) {
		g_autoptr(GError) why = NULL;
		char *value;

		if (known && !g_strv_contains(known, *key))
			return fail(error, section, *key, "no such key");
		value = g_key_file_get_string(file, section, *key, &why);
		if (!value)
			return fail(error, section, *key, why->message);
		g_hash_table_insert(values, g_strdup(*key), g_strstrip(value));
	}
	return true;
}

static void
replace(char **value, const char *with)
{
	if (!with)
		return;
	g_free(*value);
	*value = g_strdup(with);
}

static bool
read_account(Settings *settings, GKeyFile *file, const char *section,
    const char *name, GError **error)
{
	g_autoptr(GHashTable) keys =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	Account *account;

	if (!read_section(file, section, NULL, keys, error))
		return false;
	account = account_parse(name, keys, error);
	if (account)
		add_account(settings, account);
	return account != NULL;
}

static bool
is_zone(const char *name)
{
	g_autoptr(GTimeZone) zone =
	    *name ? g_time_zone_new_identifier(name) : NULL;

	return zone || !*name;
}

static bool
read_general(Settings *settings, GKeyFile *file, GError **error)
{
	g_autoptr(GHashTable) values =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	const char *holidays;
	g_auto(GStrv) days = NULL;

	if (!read_section(file, "afterword", general_keys, values, error))
		return false;
	replace(&settings->timezone, g_hash_table_lookup(values, "timezone"));
	replace(&settings->sendmail, g_hash_table_lookup(values, "sendmail"));
	if (!is_zone(settings->timezone))
		return fail(error, "afterword", "timezone",
		    "no zone like Europe/Madrid that is known here");
	holidays = g_hash_table_lookup(values, "holidays");
	days = g_strsplit_set(holidays ? holidays : "", ",; \t", -1);
	for (char **day = days; *day; day++)
		if (**day)
			g_ptr_array_add(settings->holidays, g_strdup(*day));
	for (guint i = 0; i < settings->holidays->len; i++) {
		Moment day;

		if (!moment_parse(settings->holidays->pdata[i], &day) ||
		    day.precision != MOMENT_DAY)
			return fail(error, "afterword", "holidays",
			    "no days like 2026-12-24");
	}
	return true;
}

static bool
read_group(
    Settings *settings, GKeyFile *file, const char *section, GError **error)
{
	if (!strcmp(section, "afterword"))
		return read_general(settings, file, error);
	if (!strcmp(section, "etiquette"))
		return read_section(
		    file, section, NULL, settings->etiquette, error);
	if (g_str_has_prefix(section, "account ") && section[8])
		return read_account(
		    settings, file, section, section + 8, error);
	return fail(error, section, NULL,
	    "no such section: [afterword], [etiquette], [account NAME]");
}

static bool
read_file(Settings *settings, const char *text, size_t length, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_auto(GStrv) sections = NULL;
	g_autoptr(GError) why = NULL;

	if (length && !g_key_file_load_from_data(
	                  file, text, length, G_KEY_FILE_NONE, &why)) {
		g_set_error_literal(error, AFTERWORD_ERROR,
		    AFTERWORD_ERROR_RULES, why->message);
		return false;
	}
	sections = g_key_file_get_groups(file, NULL);
	for (char **section = sections; *section; section++)
		if (!read_group(settings, file, *section, error))
			return false;
	return true;
}

/* The text of the file; NULL without an error where there is none. */
static char *
read_text(const char *path, size_t *length, GError **error)
{
	g_autoptr(GError) why = NULL;
	char *text = NULL;
	struct stat status;

	if (stat(path, &status) != 0 && errno == ENOENT)
		return NULL;
	if (!g_file_get_contents(path, &text, length, &why)) {
		g_set_error_literal(error, AFTERWORD_ERROR,
		    AFTERWORD_ERROR_PERMISSION, why->message);
		return NULL;
	}
	if (*length > SETTINGS_BYTES_MAX) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "%s: larger than %d bytes", path, SETTINGS_BYTES_MAX);
		g_free(text);
		return NULL;
	}
	return text;
}

static char *
default_path(void)
{
	g_autofree char *folder = xdg_folder("XDG_CONFIG_HOME", ".config");

	return g_build_filename(folder, "config", NULL);
}

Settings *
settings_load(const char *path, GError **error)
{
	g_autofree char *file = path ? g_strdup(path) : default_path();
	g_autoptr(Settings) settings = settings_new(file);
	g_autofree char *text = NULL;
	g_autoptr(GError) why = NULL;
	size_t length = 0;

	text = read_text(file, &length, &why);
	if (!text && path && !why)
		g_set_error(&why, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "cannot open '%s': no such file", file);
	if (why) {
		g_propagate_error(error, g_steal_pointer(&why));
		return NULL;
	}
	if (text && !read_file(settings, text, length, error)) {
		g_prefix_error(error, "%s: ", file);
		return NULL;
	}
	if (!settings->accounts->len)
		add_account(settings, account_new("local"));
	return g_steal_pointer(&settings);
}

/* The address in lower case, without a "+tag" before its "@". */
static char *
plain_address(const char *email)
{
	g_autofree char *lower = g_ascii_strdown(email, -1);
	char *at = strrchr(lower, '@');
	char *plus = strchr(lower, '+');

	if (!at || !plus || plus > at || plus == lower)
		return g_steal_pointer(&lower);
	*plus = '\0';
	return g_strconcat(lower, at, NULL);
}

static const Account *
find_owner(const Settings *settings, const char *email)
{
	g_autofree char *plain = plain_address(email);

	for (guint i = 0; *plain && i < settings->accounts->len; i++) {
		const Account *account = settings->accounts->pdata[i];

		for (guint j = 0; j < account->addresses->len; j++) {
			g_autofree char *own =
			    plain_address(account->addresses->pdata[j]);

			if (!strcmp(own, plain))
				return account;
		}
	}
	return NULL;
}

const Account *
settings_find_account(const Settings *settings, const char *email)
{
	const Account *account = find_owner(settings, email);

	return account ? account : settings->accounts->pdata[0];
}

const Account *
settings_find_section(const Settings *settings, const char *name)
{
	for (guint i = 0; i < settings->accounts->len; i++) {
		const Account *account = settings->accounts->pdata[i];

		if (!strcmp(account->name, name))
			return account;
	}
	return NULL;
}

bool
settings_owns(const Settings *settings, const char *email)
{
	return find_owner(settings, email) != NULL;
}

GHashTable *
settings_for_plugin(
    const Settings *settings, const Account *account, const char *rules_folder)
{
	GHashTable *table = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	gpointer key;
	gpointer value;

	g_hash_table_insert(table, (gpointer) "path", settings->drafts_folder);
	g_hash_table_iter_init(&iter, account->settings);
	while (g_hash_table_iter_next(&iter, &key, &value))
		g_hash_table_insert(table, key, value);
	g_hash_table_insert(
	    table, (gpointer) "rules_folder", (gpointer)rules_folder);
	return table;
}

void
settings_free(Settings *settings)
{
	if (!settings)
		return;
	g_ptr_array_unref(settings->accounts);
	g_free(settings->timezone);
	g_free(settings->sendmail);
	g_ptr_array_unref(settings->holidays);
	g_hash_table_unref(settings->etiquette);
	g_free(settings->state_folder);
	g_free(settings->outbox_folder);
	g_free(settings->user_rules_folder);
	g_free(settings->drafts_folder);
	g_free(settings);
}
