/* The outbox's way out: each entry to its account, whatever a plugin does. */
#include "carrier.h"
#include "deliver.h"
#include "error.h"
#include "outbox.h"
#include "settings.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define KEY_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define KEY_C "cccccccccccccccccccccccccccccccc"
#define ADA "[account work]\naddress = ada@example.com\n"
#define JO "[account home]\naddress = jo@example.net\n"

typedef struct Fixture {
	char *home;
	Settings *settings;
	GString *kept;      /* a line a delivery: KEY FOUND PLACE */
	GHashTable *places; /* key to place */
	bool is_full;       /* the disk, of which the keeper tells */
} Fixture;

static void
set_up(Fixture *f, gconstpointer unused)
{
	(void)unused;
	f->home = g_dir_make_tmp("afterword-XXXXXX", NULL);
	f->kept = g_string_new(NULL);
	f->places =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_setenv("HOME", f->home, true);
	g_setenv("XDG_STATE_HOME", f->home, true);
	g_setenv("XDG_DATA_HOME", f->home, true);
}

static void
remove_tree(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(path, name, NULL);

		remove_tree(child);
	}
	g_remove(path);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
	(void)unused;
	settings_free(f->settings);
	g_hash_table_unref(f->places);
	g_string_free(f->kept, true);
	remove_tree(f->home);
	g_free(f->home);
}

static void
configure(Fixture *f, const char *text)
{
	g_autofree char *path = g_build_filename(f->home, "config", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	g_clear_pointer(&f->settings, settings_free);
	f->settings = settings_load(path, &error);
	g_assert_no_error(error);
}

static void
queue(const Fixture *f, const char *key, const char *from, const char *text)
{
	g_autofree char *mail = g_strdup_printf(
	    "Subject: Thanks\r\nFrom: %s\r\nX-Afterword-Draft: %s\r\n"
	    "\r\nFrom: none@example.org\r\n%s\r\n",
	    from, key, text);
	g_autoptr(GBytes) message = g_bytes_new(mail, strlen(mail));
	g_autoptr(GError) error = NULL;

	outbox_put(f->settings->outbox_folder, key, message, &error);
	g_assert_no_error(error);
}

/* Beside a draft of that key, if there is one. */
static void
queue_withdrawal(const Fixture *f, const char *key)
{
	g_autofree char *name = g_strconcat(key, ".withdraw", NULL);
	g_autofree char *path =
	    g_build_filename(f->settings->outbox_folder, name, NULL);

	g_assert_true(g_file_set_contents(
	    path, g_hash_table_lookup(f->places, key), -1, NULL));
}

static bool
keep(const Delivery *delivery, void *keeper, GError **error)
{
	static const char *const names[] = {"absent", "untouched", "touched"};
	Fixture *f = keeper;
	const OutboxEntry *entry = delivery->entry;

	if (f->is_full) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
		    "the disk is full");
		return false;
	}
	g_string_append_printf(f->kept, "%c %s %s\n", *entry->key,
	    entry->is_withdrawal ? "withdrawn" : "put", names[delivery->found]);
	if (delivery->place)
		g_hash_table_replace(
		    f->places, g_strdup(entry->key), g_strdup(delivery->place));
	return outbox_remove(f->settings->outbox_folder, entry, error);
}

/* The errors in one line, "CODE TEXT" each, the caller's. */
static char *
deliver(Fixture *f)
{
	g_autoptr(GPtrArray) errors =
	    deliver_outbox(f->settings, "rules", keep, f);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < errors->len; i++) {
		const GError *error = g_ptr_array_index(errors, i);

		g_string_append_printf(
		    text, "%d %s;", error_exit_code(error), error->message);
	}
	return g_string_free(text, false);
}

static void
assert_delivers(Fixture *f, const char *kept, const char *errors)
{
	g_autofree char *said = deliver(f);

	g_assert_cmpstr(said, ==, errors);
	g_assert_cmpstr(f->kept->str, ==, kept);
	g_string_truncate(f->kept, 0);
}

/* As assert_delivers, but of the errors it is enough that words are there. */
static void
assert_fails(Fixture *f, const char *words, guint left)
{
	g_autofree char *said = deliver(f);
	g_autoptr(GPtrArray) entries =
	    outbox_list(f->settings->outbox_folder, NULL);

	g_test_message("%s", said);
	g_assert_nonnull(strstr(said, words));
	g_assert_cmpuint(entries->len, ==, left);
}

static guint
count_files(const Fixture *f, const char *folder)
{
	g_autofree char *path = g_build_filename(f->home, folder, "cur", NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	guint count = 0;

	while (dir && g_dir_read_name(dir))
		count++;
	return count;
}

static void
test_delivers_to_the_account_of_the_sender(Fixture *f, gconstpointer unused)
{
	(void)unused;
	configure(f, ADA "path = ~/work\n" JO "path = ~/home\n");
	queue(f, KEY_A, "Ada Park <ada+jobs@example.com>", "");
	queue(f, KEY_B, "\"Jo <x> Ray\"\r\n <Jo@Example.net>", "");
	queue(f, KEY_C, "unknown@example.org", "");
	assert_delivers(
	    f, "a put untouched\nc put untouched\nb put untouched\n", "");
	g_assert_cmpuint(count_files(f, "work"), ==, 2);
	g_assert_cmpuint(count_files(f, "home"), ==, 1);
	g_assert_true(g_str_has_prefix(
	    g_hash_table_lookup(f->places, KEY_B), "jo@example.net b"));
	assert_delivers(f, "", "");
}

static void
test_needs_no_configuration(Fixture *f, gconstpointer unused)
{
	(void)unused;
	configure(f, "");
	queue(f, KEY_A, "Ada Park <ada@example.com>", "");
	assert_delivers(f, "a put untouched\n", "");
	g_assert_cmpuint(count_files(f, "afterword/Drafts"), ==, 1);
}

static void
test_withdraws_where_it_was_put(Fixture *f, gconstpointer unused)
{
	(void)unused;
	configure(f, ADA "path = ~/work\n" JO "path = ~/home\n");
	queue(f, KEY_B, "jo@example.net", "");
	assert_delivers(f, "b put untouched\n", "");
	queue_withdrawal(f, KEY_B);
	assert_delivers(f, "b withdrawn untouched\n", "");
	g_assert_cmpuint(count_files(f, "home"), ==, 0);
	queue_withdrawal(f, KEY_B);
	assert_delivers(f, "b withdrawn absent\n", "");
}

static void
test_replaces_an_untouched_draft(Fixture *f, gconstpointer unused)
{
	(void)unused;
	configure(f, ADA "path = ~/work\n");
	queue(f, KEY_A, "ada@example.com", "Tuesday");
	assert_delivers(f, "a put untouched\n", "");
	queue(f, KEY_A, "ada@example.com", "Wednesday");
	queue_withdrawal(f, KEY_A);
	assert_delivers(f, "a withdrawn untouched\na put untouched\n", "");
	g_assert_cmpuint(count_files(f, "work"), ==, 1);
}

static void
test_replaces_no_draft_of_the_user(Fixture *f, gconstpointer unused)
{
	g_autofree char *path = g_build_filename(
	    f->home, "work", "cur", KEY_A ".afterword:2,D", NULL);

	(void)unused;
	configure(f, ADA "path = ~/work\n");
	queue(f, KEY_A, "ada@example.com", "Tuesday");
	assert_delivers(f, "a put untouched\n", "");
	g_assert_true(g_file_set_contents(path, "Mine.\n", -1, NULL));
	queue(f, KEY_A, "ada@example.com", "Wednesday");
	queue_withdrawal(f, KEY_A);
	assert_delivers(f, "a put touched\na withdrawn touched\n", "");
	g_remove(path);
	queue(f, KEY_A, "ada@example.com", "Thursday");
	queue_withdrawal(f, KEY_A);
	assert_delivers(f, "a put absent\na withdrawn absent\n", "");
	g_assert_cmpuint(count_files(f, "work"), ==, 0);
}

/* Killed between the removal and the keeping of it, or by the user's hand. */
static void
test_knows_its_own_removal(Fixture *f, gconstpointer unused)
{
	(void)unused;
	configure(f, ADA "path = ~/work\n");
	queue(f, KEY_A, "ada@example.com", "Tuesday");
	assert_delivers(f, "a put untouched\n", "");
	queue(f, KEY_A, "ada@example.com", "Wednesday");
	queue_withdrawal(f, KEY_A);
	f->is_full = true;
	assert_delivers(f, "", "75 account 'work': the disk is full;");
	f->is_full = false;
	assert_delivers(f, "a withdrawn untouched\na put untouched\n", "");
	g_assert_cmpuint(count_files(f, "work"), ==, 1);
}

static void
test_goes_on_past_a_bad_account(Fixture *f, gconstpointer unused)
{
	(void)unused;
	configure(f, ADA "path = work\n" JO "path = ~/home\n");
	queue(f, KEY_A, "ada@example.com", "");
	queue(f, KEY_B, "jo@example.net", "");
	queue(f, KEY_C, "ada@example.com", "");
	assert_delivers(f, "b put untouched\n",
	    "78 account 'work': path 'work' of the Maildir does not begin "
	    "with '/' or '~/';");
}

static void
test_delivers_one_at_a_time(Fixture *f, gconstpointer unused)
{
	g_autofree char *path = NULL;
	int lock;

	(void)unused;
	configure(f, "");
	queue(f, KEY_A, "ada@example.com", "");
	path =
	    g_build_filename(f->settings->state_folder, "deliver.lock", NULL);
	lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	g_assert_cmpint(flock(lock, LOCK_EX), ==, 0);
	assert_delivers(f, "", "");
	close(lock);
	assert_delivers(f, "a put untouched\n", "");
}

static void
test_leaves_what_cannot_be_kept(Fixture *f, gconstpointer unused)
{
	(void)unused;
	configure(f, "");
	queue(f, KEY_A, "ada@example.com", "");
	f->is_full = true;
	assert_delivers(f, "", "75 account 'local': the disk is full;");
	f->is_full = false;
	assert_delivers(f, "a put untouched\n", "");
	g_assert_cmpuint(count_files(f, "afterword/Drafts"), ==, 1);
}

typedef struct Mood {
	const char *plugin;
	const char *says;
} Mood;

static const Mood moods[] = {
    {"drafts = standin\nmood = dies\n", "69 account 'work': the plugin died"},
    {"drafts = standin\nmood = refuses\n",
        "77 account 'work': no done 0 1 a place;"},
    {"drafts = standin\nmood = lies\n", "69 account 'work': the plugin"},
    {"drafts = nothing\n", "78 account 'work': drafts: cannot load"},
    {"drafts = x-ray\n", "78 account 'work': drafts: 'x-ray'"},
};

static void
test_survives_a_bad_plugin(Fixture *f, gconstpointer unused)
{
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(moods); i++) {
		g_autofree char *text = g_strconcat(ADA, moods[i].plugin, NULL);

		configure(f, text);
		queue(f, KEY_A, "ada@example.com", "");
		assert_fails(f, moods[i].says, 1);
		g_assert_cmpstr(f->kept->str, ==, "");
	}
}

static void
test_ends_a_plugin_that_hangs(Fixture *f, gconstpointer unused)
{
	g_autoptr(GHashTable) settings =
	    g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) errands = g_ptr_array_new();
	g_autoptr(GBytes) content = g_bytes_new_static("\r\n", 2);
	OutboxEntry entry = {.key = (char *)KEY_A, .content = content};
	Errand errand = {.entry = &entry, .address = (char *)"-"};
	Carrier carrier = {
	    .plugin = "standin",
	    .settings = settings,
	    .keep = keep,
	    .keeper = f,
	    .timeout_ms = 200,
	};
	g_autoptr(GError) error = NULL;

	(void)unused;
	g_hash_table_insert(settings, (char *)"mood", (char *)"hangs");
	g_ptr_array_add(errands, &errand);
	g_assert_false(carrier_run(&carrier, errands, &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_SERVER);
	g_assert_nonnull(strstr(error->message, "too long"));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*test)(Fixture *, gconstpointer);
	} tests[] = {
	    {"delivers-to-the-account-of-the-sender",
	        test_delivers_to_the_account_of_the_sender},
	    {"needs-no-configuration", test_needs_no_configuration},
	    {"withdraws-where-it-was-put", test_withdraws_where_it_was_put},
	    {"replaces-an-untouched-draft", test_replaces_an_untouched_draft},
	    {"replaces-no-draft-of-the-user",
	        test_replaces_no_draft_of_the_user},
	    {"knows-its-own-removal", test_knows_its_own_removal},
	    {"goes-on-past-a-bad-account", test_goes_on_past_a_bad_account},
	    {"delivers-one-at-a-time", test_delivers_one_at_a_time},
	    {"leaves-what-cannot-be-kept", test_leaves_what_cannot_be_kept},
	    {"survives-a-bad-plugin", test_survives_a_bad_plugin},
	    {"ends-a-plugin-that-hangs", test_ends_a_plugin_that_hangs},
	};

	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
		g_autofree char *path =
		    g_strconcat("/deliver/", tests[i].name, NULL);

		g_test_add(
		    path, Fixture, NULL, set_up, tests[i].test, tear_down);
	}
	return g_test_run();
}
