#include "archive.h"

#include "keys.h"
#include "store.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MANY 300

typedef struct Fixture {
	char *folder;
	char *archive; /* archive.jsonl */
	char *index;
} Fixture;

static void
set_up(Fixture *f, gconstpointer unused)
{
	(void)unused;
	f->folder = g_dir_make_tmp("afterword-XXXXXX", NULL);
	f->archive = g_build_filename(f->folder, "archive.jsonl", NULL);
	f->index = g_build_filename(f->folder, "archive.index", NULL);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
	g_autoptr(GDir) dir = g_dir_open(f->folder, 0, NULL);
	const char *name;

	(void)unused;
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(f->folder, name, NULL);

		g_unlink(path);
	}
	g_rmdir(f->folder);
	g_free(f->folder);
	g_free(f->archive);
	g_free(f->index);
}

static void
set(char **value, const char *with)
{
	g_free(*value);
	*value = g_strdup(with);
}

/* A rejected application with one mail, "ID@mail.example". */
static Application *
add(State *state, const char *id)
{
	Application *application = application_new(id);
	Mail *mail = mail_new();
	g_autofree char *message_id = g_strdup_printf("%s@mail.example", id);

	set(&application->company, id);
	application->standing = STANDING_REJECTED;
	set(&mail->id, message_id);
	set(&mail->fingerprint, id);
	mail->kind = KIND_REJECTION;
	g_ptr_array_add(application->mail, mail);
	g_ptr_array_add(state->applications, application);
	return application;
}

static Store *
open_store(const Fixture *f)
{
	GError *error = NULL;
	Store *store = store_open(f->folder, -1, &error);

	g_assert_no_error(error);
	return store;
}

static void
save(Store *store)
{
	GError *error = NULL;

	store_save(store, &error);
	g_assert_no_error(error);
	store_close(store);
}

/* What a mail with that Message-ID wakes, by its id; "" for nothing. */
static char *
woken(const Fixture *f, const char *id)
{
	g_autoptr(Store) store = open_store(f);
	g_autoptr(Message) message = message_new();
	g_autoptr(GArray) keys = NULL;
	const State *state = store_state(store);
	guint before = state->applications->len;

	set(&message->id, id);
	keys = keys_of_message(message, NULL);
	store_wake(store, keys);
	if (state->applications->len == before)
		return g_strdup("");
	g_assert_cmpuint(state->applications->len, ==, before + 1);
	return g_strdup(
	    ((Application *)state->applications->pdata[before])->id);
}

static void
assert_wakes(const Fixture *f, const char *id, const char *application)
{
	g_autofree char *found = woken(f, id);

	g_assert_cmpstr(found, ==, application);
}

static void
test_puts_away(Fixture *f, gconstpointer unused)
{
	Store *store = open_store(f);
	g_autoptr(State) state = NULL;
	Application *open;

	(void)unused;
	add(store_state(store), "corbel");
	open = add(store_state(store), "northwind");
	open->standing = STANDING_WAITING;
	save(store);
	state = store_read(f->folder, NULL);
	g_assert_cmpuint(state->applications->len, ==, 1);
	assert_wakes(f, "corbel@mail.example", "corbel");
	assert_wakes(f, "northwind@mail.example", "");
}

static void
test_what_is_open_stays(Fixture *f, gconstpointer unused)
{
	Store *store = open_store(f);
	g_autoptr(State) state = NULL;
	Application *application = add(store_state(store), "corbel");

	(void)unused;
	g_ptr_array_add(application->actions, action_new(ACTION_FEEDBACK));
	add(store_state(store), "accepted")->standing = STANDING_ACCEPTED;
	add(store_state(store), "untold")->standing = STANDING_DORMANT;
	save(store);
	state = store_read(f->folder, NULL);
	g_assert_cmpuint(state->applications->len, ==, 3);
}

/* Woken, changed and put away again: the last line counts. */
static void
test_last_line_counts(Fixture *f, gconstpointer unused)
{
	Store *store = open_store(f);
	g_autoptr(Message) message = message_new();
	g_autoptr(GArray) keys = NULL;
	Application *application;

	(void)unused;
	add(store_state(store), "corbel");
	save(store);
	store = open_store(f);
	set(&message->id, "corbel@mail.example");
	keys = keys_of_message(message, NULL);
	store_wake(store, keys);
	application = store_state(store)->applications->pdata[0];
	set(&application->role, "Optician");
	save(store);
	store = open_store(f);
	store_wake_all(store);
	g_assert_cmpuint(store_state(store)->applications->len, ==, 1);
	application = store_state(store)->applications->pdata[0];
	g_assert_cmpstr(application->role, ==, "Optician");
	store_close(store);
	assert_wakes(f, "corbel@mail.example", "corbel");
}

static void
test_waking_writes_nothing(Fixture *f, gconstpointer unused)
{
	Store *store = open_store(f);
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;

	(void)unused;
	add(store_state(store), "corbel");
	save(store);
	g_file_get_contents(f->archive, &before, NULL, NULL);
	store = open_store(f);
	store_wake_all(store);
	save(store);
	g_file_get_contents(f->archive, &after, NULL, NULL);
	g_assert_cmpstr(before, ==, after);
}

static void
test_ids_stay_taken(Fixture *f, gconstpointer unused)
{
	Store *store = open_store(f);
	g_autofree char *id = NULL;

	(void)unused;
	add(store_state(store), "corbel");
	save(store);
	store = open_store(f);
	id = state_new_id(store_state(store), "corbel");
	g_assert_cmpstr(id, ==, "corbel-2");
	store_close(store);
}

/* A crash may have left any part of a line, or an old index, or none. */
static void
test_survives_a_crash(Fixture *f, gconstpointer unused)
{
	Store *store = open_store(f);
	FILE *file;

	(void)unused;
	add(store_state(store), "corbel");
	save(store);
	file = fopen(f->archive, "a");
	fputs("{\"id\": \"north", file);
	fclose(file);
	assert_wakes(f, "corbel@mail.example", "corbel");
	store = open_store(f);
	add(store_state(store), "northwind");
	save(store);
	assert_wakes(f, "northwind@mail.example", "northwind");
	g_unlink(f->index);
	assert_wakes(f, "northwind@mail.example", "northwind");
	g_file_set_contents(f->index, "rubbish", 7, NULL);
	assert_wakes(f, "corbel@mail.example", "corbel");
}

/* Or each run would read it all again. */
static void
test_index_is_made_anew(Fixture *f, gconstpointer unused)
{
	Store *store = open_store(f);

	(void)unused;
	add(store_state(store), "corbel");
	save(store);
	g_unlink(f->index);
	save(open_store(f));
	g_assert_true(g_file_test(f->index, G_FILE_TEST_EXISTS));
	assert_wakes(f, "corbel@mail.example", "corbel");
}

/* Another program has added a line and died before it saved the state. */
static void
test_lines_from_elsewhere(Fixture *f, gconstpointer unused)
{
	Store *store = open_store(f);
	g_autoptr(State) other = state_new();
	g_autofree char *line = application_print(add(other, "ash"));
	FILE *file = fopen(f->archive, "a");

	(void)unused;
	fprintf(file, "%s\n", line);
	fclose(file);
	add(store_state(store), "corbel");
	save(store);
	assert_wakes(f, "ash@mail.example", "ash");
	assert_wakes(f, "corbel@mail.example", "corbel");
}

/* Put away, and the state not saved after: it is there once. */
static void
test_is_in_one_place(Fixture *f, gconstpointer unused)
{
	Store *store = open_store(f);
	g_autoptr(State) state = state_new();
	g_autofree char *text = NULL;
	g_autofree char *path = g_build_filename(f->folder, "state.json", NULL);

	(void)unused;
	add(store_state(store), "corbel");
	save(store);
	add(state, "corbel");
	text = state_print(state);
	g_file_set_contents(path, text, -1, NULL);
	store = open_store(f);
	store_wake_all(store);
	g_assert_cmpuint(store_state(store)->applications->len, ==, 1);
	save(store);
	store = open_store(f);
	store_wake_all(store);
	g_assert_cmpuint(store_state(store)->applications->len, ==, 1);
	store_close(store);
}

static void
test_finds_each_of_many(Fixture *f, gconstpointer unused)
{
	(void)unused;
	for (int round = 0; round < 3; round++) {
		Store *store = open_store(f);

		for (int i = 0; i < MANY / 3; i++) {
			g_autofree char *id =
			    g_strdup_printf("firm-%d", round * MANY / 3 + i);

			add(store_state(store), id);
		}
		save(store);
	}
	for (int i = 0; i < MANY; i += 7) {
		g_autofree char *id = g_strdup_printf("firm-%d", i);
		g_autofree char *mail =
		    g_strdup_printf("firm-%d@mail.example", i);

		assert_wakes(f, mail, id);
	}
	assert_wakes(f, "nobody@mail.example", "");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(Fixture *f, gconstpointer unused);
	} tests[] = {
	    {"/archive/has-what-is-closed", test_puts_away},
	    {"/archive/leaves-what-may-still-move", test_what_is_open_stays},
	    {"/archive/last-line-counts", test_last_line_counts},
	    {"/archive/waking-writes-nothing", test_waking_writes_nothing},
	    {"/archive/keeps-ids-taken", test_ids_stay_taken},
	    {"/archive/survives-a-crash", test_survives_a_crash},
	    {"/archive/index-is-made-anew", test_index_is_made_anew},
	    {"/archive/takes-lines-from-elsewhere", test_lines_from_elsewhere},
	    {"/archive/nothing-is-there-twice", test_is_in_one_place},
	    {"/archive/finds-each-of-many", test_finds_each_of_many},
	};

	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].run,
		    tear_down);
	return g_test_run();
}
