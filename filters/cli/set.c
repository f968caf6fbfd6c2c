#include "amend.h"
#include "corrections.h"
#include "error.h"
#include "keys.h"
#include "reader.h"
#include "spool.h"
#include "taught.h"
#include "track.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define BY_ID "mid:"

/* What the command line asks for. */
typedef struct Wish {
	const char *target;
	char **pairs; /* KEY=VALUE, NULL last */
} Wish;

/* Cuts "KEY=VALUE" apart; NULL, with an error, where it is none. */
static char *
cut_pair(const char *pair, const char **value, GError **error)
{
	const char *equals = strchr(pair, '=');

	if (equals && equals > pair) {
		*value = equals + 1;
		return g_strndup(pair, (gsize)(equals - pair));
	}
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_USAGE,
	    "'%s' is no KEY=VALUE", pair);
	return NULL;
}

static void
settle(const Amendment *amendment, Application *application)
{
	if (application)
		track_settle(amendment->state, application,
		    amendment->etiquette, amendment->house->now);
}

/* A time without a zone is in the user's own. */
static char *
full_value(const char *key, const char *value)
{
	gint64 time;
	g_autoptr(GDateTime) local = NULL;

	if (strcmp(key, "interview") != 0 || !*value ||
	    !command_parse_time(value, &time) ||
	    !(local = g_date_time_new_from_unix_local(time)))
		return g_strdup(value);
	return moment_format((Moment){MOMENT_TIME, time,
	    (int)(g_date_time_get_utc_offset(local) / G_TIME_SPAN_SECOND)});
}

static bool
set_application(const Amendment *amendment, const Wish *wish, GError **error)
{
	Application *application = amend_find(amendment, wish->target, error);

	for (char **pair = wish->pairs; application && *pair; pair++) {
		const char *value;
		g_autofree char *key = cut_pair(*pair, &value, error);

		g_autofree char *full = key ? full_value(key, value) : NULL;

		if (!key || !corrections_set(amendment->state, application, key,
		                full, amendment->house->now, error))
			return false;
	}
	settle(amendment, application);
	amend_show(amendment, application);
	return application != NULL;
}

static bool
set_known(const Amendment *amendment, Mail *mail, Application *owner,
    const Wish *wish, GError **error)
{
	Application *before = owner;

	for (char **pair = wish->pairs; *pair; pair++) {
		const char *value;
		g_autofree char *key = cut_pair(*pair, &value, error);

		if (!key ||
		    !corrections_set_mail(amendment->state, mail, &owner, key,
		        value, amendment->house->now, error))
			return false;
		/* The mail is gone with its application. */
		if (!owner && !strcmp(key, "application"))
			break;
	}
	settle(amendment, before);
	if (owner != before)
		settle(amendment, owner);
	amend_show(amendment, owner);
	return true;
}

static Reading *
read_message(const Amendment *amendment, const Message *message, GError **error)
{
	g_autoptr(Detector) detector =
	    house_open_detector(amendment->house, NULL, error);

	return detector ? reader_read(amendment->house, detector,
	                      amendment->state, message, WRITTEN_UNKNOWN)
	                : NULL;
}

static bool
remember_pairs(const Amendment *amendment, const Message *message,
    const Wish *wish, GError **error)
{
	for (char **pair = wish->pairs; *pair; pair++) {
		const char *value;
		g_autofree char *key = cut_pair(*pair, &value, error);
		g_autoptr(Reading) reading =
		    key ? read_message(amendment, message, error) : NULL;

		if (!reading ||
		    !corrections_set_message(amendment->state, message, reading,
		        key, value, amendment->house->now, error))
			return false;
	}
	return true;
}

/* A mail that had been passed over is taken in as what the user says. */
static bool
set_new(const Amendment *amendment, const Message *message, const Wish *wish,
    GError **error)
{
	g_autoptr(Reading) reading = NULL;
	g_autoptr(GArray) keys = NULL;
	Change change;

	if (!remember_pairs(amendment, message, wish, error) ||
	    !(reading = read_message(amendment, message, error)))
		return false;
	keys = keys_of_message(message, reading);
	store_wake(amendment->store, keys);
	track_apply(amendment->state, message, reading, amendment->etiquette,
	    amendment->house->now, &change);
	amend_show(amendment, change.application);
	if (!change.application)
		g_string_append(amendment->report,
		    "remembered; it belongs to no application\n");
	change_clear(&change);
	return true;
}

/* Its words are learnt from, too, so that other senders' mail follows; with no
 * kind what was learnt of it is forgotten. */
static bool
teach(const Amendment *amendment, const Message *message, const char *kind,
    GError **error)
{
	const House *house = amendment->house;
	const char *folder = house->settings->state_folder;
	g_autoptr(Detector) detector = house_open_detector(house, NULL, error);
	g_autoptr(Lessons) lessons = NULL;
	g_autoptr(Reading) right = NULL;

	if (!detector || !taught_load(folder, &lessons, error))
		return false;
	if (!lessons)
		lessons = lessons_new();
	right = reader_read(
	    house, detector, amendment->state, message, WRITTEN_UNKNOWN);
	right->kind = kind_named(kind);
	if (*kind)
		detector_teach(detector, lessons, message, right);
	else
		lessons_forget(lessons, message->id);
	return taught_keep(folder, lessons, error);
}

/* Reads a mail that the state has as if nothing had been said of it. */
static bool
read_again(const Amendment *amendment, const Message *message, Mail *mail,
    GError **error)
{
	House house = *amendment->house;
	Amendment afresh = *amendment;
	g_autoptr(Lessons) lessons = NULL;
	g_autoptr(Reading) reading = NULL;

	if (!taught_load(house.settings->state_folder, &lessons, error))
		return false;
	house.lessons = lessons;
	afresh.house = &house;
	reading = read_message(&afresh, message, error);
	if (!reading)
		return false;
	mail->kind = reading->kind;
	mail->detail = reading->detail;
	mail->stage = reading->stage;
	mail->confidence = reading->confidence;
	mail->sure = reading->sure;
	return true;
}

/* "kind=", with no value, takes back what was said of a message. */
static bool
take_back(const Amendment *amendment, const Message *message, Mail *mail,
    const char *key, GError **error)
{
	corrections_forget(amendment->state, message, key);
	return (strcmp(key, "kind") != 0 ||
	           teach(amendment, message, "", error)) &&
	       (!mail || read_again(amendment, message, mail, error));
}

/* Takes back what has no value; leaves the pairs that are to be set. */
static bool
take_back_pairs(const Amendment *amendment, const Message *message, Mail *mail,
    const Wish *wish, GError **error)
{
	char **kept = wish->pairs;

	for (char **pair = wish->pairs; *pair; pair++) {
		const char *value;
		g_autofree char *key = cut_pair(*pair, &value, error);

		if (!key)
			return false;
		if (!*value) {
			if (!take_back(amendment, message, mail, key, error))
				return false;
			continue;
		}
		*kept++ = *pair;
	}
	*kept = NULL;
	return true;
}

static bool
teach_pairs(const Amendment *amendment, const Message *message,
    const Wish *wish, GError **error)
{
	for (char **pair = wish->pairs; *pair; pair++) {
		const char *value;
		g_autofree char *key = cut_pair(*pair, &value, error);

		if (!strcmp(key, "kind") &&
		    !teach(amendment, message, value, error))
			return false;
	}
	return true;
}

static bool
set_file(const Amendment *amendment, const Wish *wish, GError **error)
{
	g_autoptr(Message) message = spool_parse_path(wish->target, error);
	g_autoptr(GArray) keys = NULL;
	Application *owner = NULL;
	Mail *mail;

	if (!message)
		return false;
	keys = keys_of_message(message, NULL);
	store_wake(amendment->store, keys);
	mail = state_find_mail(amendment->state, message->id, &owner);
	if (!take_back_pairs(amendment, message, mail, wish, error))
		return false;
	if (mail)
		return set_known(amendment, mail, owner, wish, error) &&
		       teach_pairs(amendment, message, wish, error);
	return !*wish->pairs ||
	       (set_new(amendment, message, wish, error) &&
	           teach_pairs(amendment, message, wish, error));
}

static bool
set_by_id(const Amendment *amendment, const Wish *wish, GError **error)
{
	g_autofree char *id = g_strdup(wish->target + strlen(BY_ID) +
	                               (wish->target[strlen(BY_ID)] == '<'));
	Application *owner = NULL;
	Mail *mail;

	if (g_str_has_suffix(id, ">"))
		id[strlen(id) - 1] = '\0';
	if (!state_find_mail(amendment->state, id, &owner))
		store_wake_all(amendment->store);
	mail = state_find_mail(amendment->state, id, &owner);
	if (mail)
		return set_known(amendment, mail, owner, wish, error);
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_USAGE,
	    "no message '%s' is known", id);
	return false;
}

static bool
work(const Amendment *amendment, void *user, GError **error)
{
	const Wish *wish = user;

	if (g_str_has_prefix(wish->target, BY_ID))
		return set_by_id(amendment, wish, error);
	if (strchr(wish->target, '/') || g_str_has_suffix(wish->target, ".eml"))
		return set_file(amendment, wish, error);
	return set_application(amendment, wish, error);
}

int
set_command(const Options *options, int argc, char **argv)
{
	gboolean as_json = FALSE;
	const GOptionEntry entries[] = {
	    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json,
	        "say what has become of it as JSON", NULL},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	Wish wish;

	if (!command_parse(&argc, &argv,
	        "APPLICATION|FILE|mid:ID KEY=VALUE ... - put right or add",
	        entries))
		return EX_USAGE;
	if (argc < 3) {
		fputs("afterword: set needs an application or a message, and "
		      "KEY=VALUE\n",
		    stderr);
		return EX_USAGE;
	}
	wish = (Wish){.target = argv[1], .pairs = argv + 2};
	return amend(options, as_json, work, &wish);
}
