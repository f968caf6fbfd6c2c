#include "deliver.h"

#include "carrier.h"
#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define ROUNDS_MAX 10
#define ADDRESS_BYTES_MAX 254

static void
errand_free(Errand *errand)
{
	g_free(errand->address);
	g_free(errand->place);
	g_free(errand);
}

/* The value of a header, unfolded; NULL where there is none. */
static char *
find_header(GBytes *message, const char *name)
{
	gsize length;
	const char *text = g_bytes_get_data(message, &length);
	g_autofree char *copy = g_strndup(text, length);
	g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
	GString *value = NULL;

	for (char **line = lines; *line; line++) {
		g_strchomp(*line);
		if (value && (**line == ' ' || **line == '\t'))
			g_string_append(value, *line);
		else if (value || !**line)
			break;
		else if (!g_ascii_strncasecmp(*line, name, strlen(name)))
			value = g_string_new(*line + strlen(name));
	}
	return value ? g_string_free(value, false) : NULL;
}

static bool
is_address(const char *text)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++)
		if (!g_ascii_isgraph(text[i]))
			return false;
	return length > 0 && length <= ADDRESS_BYTES_MAX;
}

/* We wrote the header ourselves: one address, at its end in angle brackets. */
static char *
from_address(GBytes *message)
{
	g_autofree char *value = find_header(message, "From:");
	char *start = value ? strrchr(value, '<') : NULL;
	char *address = start ? start + 1 : value;

	if (start)
		address[strcspn(address, ">")] = '\0';
	if (address)
		g_strstrip(address);
	return address && is_address(address) ? g_ascii_strdown(address, -1)
	                                      : g_strdup("-");
}

/* "ADDRESS WORDS" taken apart. */
static void
read_place(Errand *errand)
{
	gsize length;
	const char *bytes = g_bytes_get_data(errand->entry->content, &length);
	g_autofree char *content = g_strndup(bytes, length);
	g_auto(GStrv) parts = g_strsplit(g_strstrip(content), " ", 2);

	errand->address = g_strdup(parts[0] ? parts[0] : "-");
	errand->place = g_strdup(parts[0] && parts[1] ? parts[1] : "");
}

static Errand *
errand_new(const OutboxEntry *entry)
{
	Errand *errand = g_new0(Errand, 1);
	g_autofree char *memo = NULL;

	errand->entry = entry;
	if (entry->is_withdrawal)
		read_place(errand);
	else
		errand->address = from_address(entry->content);
	memo = entry->is_withdrawal
	           ? NULL
	           : find_header(entry->content, "X-Afterword-Memo:");
	errand->is_memo = memo != NULL;
	return errand;
}

static int
compare_errands(gconstpointer a, gconstpointer b)
{
	const Errand *one = *(const Errand *const *)a;
	const Errand *other = *(const Errand *const *)b;
	int order = strcmp(one->entry->key, other->entry->key);

	return order ? order
	             : (int)other->entry->is_withdrawal -
	                   (int)one->entry->is_withdrawal;
}

/* What is the same in all rounds of one call. */
typedef struct Trip {
	const Settings *settings;
	const char *rules_folder;
	DeliverKeep keep;
	void *keeper;
	GHashTable *tried;  /* of char *: entries, each tried once */
	GHashTable *failed; /* of char *: names of accounts */
	GPtrArray *errors;  /* of GError * */
} Trip;

static bool
is_new(Trip *trip, const OutboxEntry *entry)
{
	return g_hash_table_add(trip->tried,
	    g_strdup_printf("%s %d %u", entry->key, entry->is_withdrawal,
	        g_bytes_hash(entry->content)));
}

static GPtrArray *
errands_of(
    const Trip *trip, const Account *account, GPtrArray *entries, bool is_memo)
{
	GPtrArray *errands =
	    g_ptr_array_new_with_free_func((GDestroyNotify)errand_free);

	for (guint i = 0; i < entries->len; i++) {
		Errand *errand = errand_new(g_ptr_array_index(entries, i));

		errand->is_resumed =
		    errand->entry->is_withdrawal &&
		    outbox_has_begun_removal(
		        trip->settings->outbox_folder, errand->entry->key);
		if (errand->is_memo == is_memo &&
		    settings_find_account(trip->settings, errand->address) ==
		        account)
			g_ptr_array_add(errands, errand);
		else
			errand_free(errand);
	}
	g_ptr_array_sort(errands, compare_errands);
	return errands;
}

static void
visit(Trip *trip, const Account *account, GPtrArray *entries, bool is_memo)
{
	g_autoptr(GPtrArray) errands =
	    errands_of(trip, account, entries, is_memo);
	g_autoptr(GHashTable) settings =
	    settings_for_plugin(trip->settings, account, trip->rules_folder);
	Carrier carrier = {
	    .plugin = account->drafts,
	    .settings = settings,
	    .outbox_folder = trip->settings->outbox_folder,
	    .keep = trip->keep,
	    .keeper = trip->keeper,
	    .timeout_ms = CARRIER_TIMEOUT_MS,
	};
	GError *error = NULL;

	if (errands->len == 0 ||
	    g_hash_table_contains(trip->failed, account->name))
		return;
	if (is_memo)
		g_hash_table_insert(
		    settings, (gpointer) "folder", (gpointer) "INBOX");
	if (carrier_run(&carrier, errands, &error))
		return;
	g_prefix_error(&error, "account '%s': ", account->name);
	g_ptr_array_add(trip->errors, error);
	g_hash_table_add(trip->failed, account->name);
}

/* One round over what is new in the outbox; false: there was nothing. */
static bool
go_round(Trip *trip)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) entries =
	    outbox_list(trip->settings->outbox_folder, &error);
	GPtrArray *accounts = trip->settings->accounts;

	if (!entries) {
		g_ptr_array_add(trip->errors, error);
		return false;
	}
	for (guint i = entries->len; i > 0; i--)
		if (!is_new(trip, g_ptr_array_index(entries, i - 1)))
			g_ptr_array_remove_index(entries, i - 1);
	for (guint i = 0; i < accounts->len; i++) {
		visit(trip, g_ptr_array_index(accounts, i), entries, false);
		visit(trip, g_ptr_array_index(accounts, i), entries, true);
	}
	return entries->len > 0;
}

/*
 * The lock, held until it is closed; -1 and no error: another program
 * delivers. It is the children's as well, so that one that outlives us is
 * waited for.
 */
static int
take_lock(const Settings *settings, GError **error)
{
	g_autofree char *path =
	    g_build_filename(settings->state_folder, "deliver.lock", NULL);
	int lock = -1;

	if (g_mkdir_with_parents(settings->state_folder, 0700) == 0)
		lock = g_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
		return lock;
	if (lock < 0 || errno != EWOULDBLOCK)
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
		    "cannot lock '%s': %s", path, g_strerror(errno));
	if (lock >= 0)
		close(lock);
	return -1;
}

GPtrArray *
deliver_outbox(const Settings *settings, const char *rules_folder,
    DeliverKeep keep, void *keeper)
{
	g_autoptr(GHashTable) tried =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) failed =
	    g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *errors =
	    g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
	Trip trip = {
	    .settings = settings,
	    .rules_folder = rules_folder,
	    .keep = keep,
	    .keeper = keeper,
	    .tried = tried,
	    .failed = failed,
	    .errors = errors,
	};
	GError *error = NULL;
	int lock = take_lock(settings, &error);

	if (error)
		g_ptr_array_add(errors, error);
	for (int i = 0; lock >= 0 && i < ROUNDS_MAX && go_round(&trip); i++)
		continue;
	if (lock >= 0)
		close(lock);
	return errors;
}
