#include "error.h"
#include "settings.h"

#include <glib/gstdio.h>
#include <string.h>

/* Loads a configuration with that text; NULL and error when it is wrong. */
static Settings *
load(const char *text, GError **error)
{
	g_autofree char *folder = g_dir_make_tmp("afterword-test-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "config", NULL);
	Settings *settings;

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	settings = settings_load(path, error);
	g_unlink(path);
	g_rmdir(folder);
	return settings;
}

static const char *
value_of(const Settings *settings, guint account, const char *key)
{
	const Account *one = settings->accounts->pdata[account];

	return g_hash_table_lookup(one->settings, key);
}

static void
test_none(void)
{
	g_autoptr(Settings) settings = NULL;
	const Account *account;

	g_setenv("HOME", "/nowhere/jo", TRUE);
	g_setenv("XDG_CONFIG_HOME", "relative", TRUE);
	g_unsetenv("XDG_STATE_HOME");
	g_setenv("XDG_DATA_HOME", "/nowhere/data", TRUE);
	settings = settings_load(NULL, NULL);
	g_assert_nonnull(settings);
	g_assert_cmpint(settings->accounts->len, ==, 1);
	account = settings->accounts->pdata[0];
	g_assert_cmpstr(account->name, ==, "local");
	g_assert_cmpstr(account->drafts, ==, "maildir");
	g_assert_cmpint(account->addresses->len, ==, 0);
	g_assert_cmpstr(
	    settings->state_folder, ==, "/nowhere/jo/.local/state/afterword");
	g_assert_cmpstr(settings->outbox_folder, ==,
	    "/nowhere/jo/.local/state/afterword/outbox");
	g_assert_cmpstr(settings->user_rules_folder, ==,
	    "/nowhere/jo/.config/afterword/rules");
	g_assert_cmpstr(
	    settings->drafts_folder, ==, "/nowhere/data/afterword/Drafts");
	g_assert_cmpstr(
	    value_of(settings, 0, "path"), ==, settings->drafts_folder);
	g_assert_cmpstr(settings->timezone, ==, "");
	g_assert_false(settings_owns(settings, "jo@home.example"));
	g_assert_false(settings_owns(settings, ""));
	g_assert_true(
	    settings_find_account(settings, "x@y.example") == account);
}

static const char whole[] = "# comment\n"
                            "[afterword]\n"
                            "timezone = Europe/Madrid\n"
                            "holidays = 2026-12-24, 2026-12-25\n"
                            "[etiquette]\n"
                            "thanks_late_days = 2\n"
                            "feedback = no\n"
                            "[account home]\n"
                            "name = Jo Doe\n"
                            "address = Jo@Home.example\n"
                            "aliases = jo.doe@home.example, j@doe.example\n"
                            "drafts = imap\n"
                            "host = imap.home.example\n"
                            "port = 993\n"
                            "password_command = pass show home/mail\n"
                            "[account work]\n"
                            "address = jo@work.example\n"
                            "path = /nowhere/Maildir\n";

static void
test_whole(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Settings) settings = load(whole, &error);
	const Account *home;

	g_assert_no_error(error);
	g_assert_cmpint(settings->accounts->len, ==, 2);
	home = settings->accounts->pdata[0];
	g_assert_cmpstr(home->name, ==, "home");
	g_assert_cmpstr(home->author, ==, "Jo Doe");
	g_assert_cmpint(home->addresses->len, ==, 3);
	g_assert_cmpstr(home->addresses->pdata[0], ==, "jo@home.example");
	g_assert_cmpstr(home->drafts, ==, "imap");
	g_assert_cmpstr(value_of(settings, 0, "password_command"), ==,
	    "pass show home/mail");
	g_assert_cmpstr(value_of(settings, 1, "path"), ==, "/nowhere/Maildir");
	g_assert_cmpstr(settings->timezone, ==, "Europe/Madrid");
	g_assert_cmpint(settings->holidays->len, ==, 2);
	g_assert_cmpstr(settings->holidays->pdata[1], ==, "2026-12-25");
	g_assert_cmpstr(
	    g_hash_table_lookup(settings->etiquette, "feedback"), ==, "no");
}

static void
test_finds_the_account(void)
{
	static const struct {
		const char *email;
		const char *account;
		bool is_own;
	} cases[] = {
	    {"jo@home.example", "home", true},
	    {"JO@home.EXAMPLE", "home", true},
	    {"jo+jobs@home.example", "home", true},
	    {"j@doe.example", "home", true},
	    {"jo@work.example", "work", true},
	    {"jo@work.example.net", "home", false},
	    {"xjo@work.example", "home", false},
	    {"+jo@work.example", "home", false},
	    {"", "home", false},
	    {"@", "home", false},
	};
	g_autoptr(Settings) settings = load(whole, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_assert_cmpstr(
		    settings_find_account(settings, cases[i].email)->name, ==,
		    cases[i].account);
		g_assert_cmpint(settings_owns(settings, cases[i].email), ==,
		    cases[i].is_own);
	}
}

static void
test_follows_folders_of_a_server(void)
{
	static const struct {
		const char *keys;
		const char *folders;
	} cases[] = {
	    {"", ""},
	    {"watch = Jobs\n", ""},
	    {"host = h\n", "INBOX|\\Sent"},
	    {"host = h\nwatch = Jobs 2026, INBOX,,Über\n",
	        "INBOX|\\Sent|Jobs 2026|Über"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text =
		    g_strconcat("[account a]\naddress = a@b.example\n",
		        cases[i].keys, NULL);
		g_autoptr(Settings) settings = load(text, NULL);
		g_autoptr(GPtrArray) folders =
		    account_followed(settings->accounts->pdata[0]);
		g_autofree char *joined = NULL;

		g_ptr_array_add(folders, NULL);
		joined = g_strjoinv("|", (char **)folders->pdata);
		g_assert_cmpstr(joined, ==, cases[i].folders);
	}
}

static void
test_names_what_is_wrong(void)
{
	static const struct {
		const char *text;
		const char *says;
	} cases[] = {
	    {"x", "config: "},
	    {"[account a]\nadress = jo@home.example\n",
	        "[account a] adress: no such key"},
	    {"[account a]\naddress = jo\n", "[account a] address: no mail"},
	    {"[account a]\ndrafts = ../evil\n",
	        "[account a] drafts: no plugin"},
	    {"[account a]\ndrafts =\n", "[account a] drafts: no plugin"},
	    {"[account a]\ndrafts = imap\n", "[account a] host: missing"},
	    {"[account a]\nport = 70000\n", "[account a] port: no number"},
	    {"[account a]\npoll = 0\n", "[account a] poll: no number"},
	    {"[account a]\npoll = soon\n", "[account a] poll: no number"},
	    {"[account a]\nhost = h\nwatch = a,b,c,d,e,f,g\n",
	        "[account a] watch: more folders"},
	    {"[account]\n", "[account]: no such section"},
	    {"[acount a]\n", "[acount a]: no such section"},
	    {"[afterword]\nzone = x\n", "[afterword] zone: no such key"},
	    {"[afterword]\nholidays = Christmas\n", "[afterword] holidays: no"},
	    {"[afterword]\ntimezone = Mars/Olympus\n",
	        "[afterword] timezone: no zone"},
	    {"[afterword]\ntimezone = \xff\n", "[afterword] timezone: "},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		Settings *settings = load(cases[i].text, &error);

		g_assert_null(settings);
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
		if (!strstr(error->message, cases[i].says))
			g_error("'%s' does not say '%s'", error->message,
			    cases[i].says);
		g_assert_nonnull(strstr(error->message, "/config: "));
	}
}

static void
test_takes_an_empty_file(void)
{
	g_autoptr(Settings) settings = load("", NULL);

	g_assert_nonnull(settings);
	g_assert_cmpint(settings->accounts->len, ==, 1);
}

static void
test_another_plugin(void)
{
	g_autoptr(Settings) settings =
	    load("[account a]\ndrafts = jmap\ntoken_file = x\n", NULL);

	g_assert_nonnull(settings);
	g_assert_cmpstr(value_of(settings, 0, "token_file"), ==, "x");
}

static void
test_unreadable(void)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(settings_load("/nowhere/config", &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
	g_clear_error(&error);
	g_assert_null(settings_load("/", &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_PERMISSION);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/settings/all-works-without-any", test_none);
	g_test_add_func("/settings/reads-every-section", test_whole);
	g_test_add_func(
	    "/settings/an-address-has-its-account", test_finds_the_account);
	g_test_add_func("/settings/follows-the-folders-of-a-server",
	    test_follows_folders_of_a_server);
	g_test_add_func(
	    "/settings/names-file-section-and-key", test_names_what_is_wrong);
	g_test_add_func(
	    "/settings/an-empty-file-is-none", test_takes_an_empty_file);
	g_test_add_func(
	    "/settings/another-plugin-has-its-own-keys", test_another_plugin);
	g_test_add_func(
	    "/settings/a-named-file-must-be-there", test_unreadable);
	return g_test_run();
}
