#include "intake.h"

#include "error.h"
#include "keys.h"
#include "memos.h"
#include "show.h"
#include "store.h"
#include "sweeping.h"
#include "track.h"

#define LOCK_WAIT_MS 50000

struct Intake {
	const House *house; /* borrowed */
	Message *message;
	Store *store; /* locked only to keep the reading */
	GArray *keys; /* by which what is put away was woken */
	Reading *reading;
	GString *report;
	char *warning; /* NULL */
	char *fault;   /* of the user's rules; NULL */
	bool has_mail_out;
	bool has_answer; /* it answers a debrief */
};

/* A state that cannot be read is put aside by whoever changes it next: until
 * then it is empty. */
static Store *
peek(const House *house, GError **error)
{
	const char *folder = house->settings->state_folder;
	g_autoptr(GError) why = NULL;
	Store *store = store_peek(folder, &why);

	if (g_error_matches(why, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE))
		return store_open(folder, LOCK_WAIT_MS, error);
	if (why)
		g_propagate_error(error, g_steal_pointer(&why));
	return store;
}

/* What is put away and may be meant by the message. */
static void
wake(Intake *intake)
{
	g_clear_pointer(&intake->keys, g_array_unref);
	intake->keys = keys_of_message(intake->message, intake->reading);
	store_wake(intake->store, intake->keys);
}

Intake *
intake_read(
    const House *house, const Spool *spool, Written written, GError **error)
{
	g_autoptr(Intake) intake = g_new0(Intake, 1);
	g_autoptr(Detector) detector = NULL;

	intake->house = house;
	intake->report = g_string_new(NULL);
	if (!(intake->message = spool_parse(spool, error)) ||
	    !(detector = house_open_detector(house, &intake->fault, error)) ||
	    !(intake->store = peek(house, error)))
		return NULL;
	wake(intake);
	intake->reading = reader_read(house, detector,
	    store_state(intake->store), intake->message, written);
	wake(intake);
	show_reading(intake->report, intake->reading);
	return g_steal_pointer(&intake);
}

char *
intake_headers(const Intake *intake)
{
	const Reading *reading = intake->reading;
	GString *lines = g_string_new(NULL);

	g_string_append_printf(
	    lines, "X-Afterword-Kind: %s\n", kind_name(reading->kind));
	if (reading->detail)
		g_string_append_printf(lines, "X-Afterword-Detail: %s\n",
		    detail_name(reading->detail));
	g_string_append_printf(lines, "X-Afterword-Confidence: %.2f%s\n",
	    reading->confidence, reading->sure ? " (sure)" : "");
	if (reading->suspicious)
		g_string_append(lines, "X-Afterword-Suspicious: yes\n");
	return g_string_free(lines, FALSE);
}

/* Whether an address is the one that the user has in an application. */
static bool
is_users(const Application *application, const char *email)
{
	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		if (*email && !g_ascii_strcasecmp(mail->recipient, email))
			return true;
	}
	return false;
}

/* The debrief that it answers; only the user's own word counts. */
static Action *
find_answered(const Intake *intake, const State *state, Application **owner)
{
	const Message *message = intake->message;
	Action *action = memos_find_answered(state, message, owner);
	bool is_own = action &&
	              message->authentication != AUTHENTICATION_FAIL &&
	              (intake->reading->direction == DIRECTION_OUTGOING ||
	                  is_users(*owner, message->from.email));

	return is_own ? action : NULL;
}

/* Mail that has nothing to do with any application leaves the state alone. */
static bool
matters(const Intake *intake)
{
	const State *state = store_state(intake->store);
	Application *owner;

	if (intake->message->is_memo)
		return false;
	if (find_answered(intake, state, &owner))
		return true;
	return kind_is_of_application(intake->reading->kind) ||
	       (intake->reading->direction == DIRECTION_OUTGOING &&
	           track_errand(state, intake->message)) ||
	       state_find_thread(state, intake->message->references);
}

static void
report_change(GString *report, const Change *change, gint64 now)
{
	if (change->is_known)
		g_string_append(report, "seen before: nothing has changed\n");
	if (change->is_tie)
		g_string_append(report,
		    "it may belong to several applications: kept apart\n");
	if (change->withheld == WITHHELD_NO_ADDRESS)
		g_string_append(report,
		    "nothing is drafted: nobody reads what is sent there\n");
	if (change->application && !change->is_known)
		show_application(report, change->application, now);
}

/* Takes the message in as what it is; false only on failure. */
static bool
take(Intake *intake, State *state, const Etiquette *etiquette, Change *change,
    GError **error)
{
	const House *house = intake->house;
	Application *owner = NULL;
	const Action *answered = find_answered(intake, state, &owner);

	if (!matters(intake))
		return true;
	if (!answered) {
		track_apply(state, intake->message, intake->reading, etiquette,
		    house->now, change);
		return true;
	}
	change->application = owner;
	if (!memos_take_answer(house, owner, answered, intake->message,
	        &intake->has_answer, error))
		return false;
	change->is_known = !intake->has_answer;
	if (change->is_known)
		return true;
	track_settle(state, owner, etiquette, house->now);
	return true;
}

static bool
keep_locked(Intake *intake, const Etiquette *etiquette, GError **error)
{
	State *state = store_state(intake->store);
	g_autoptr(GString) swept = g_string_new(NULL);
	Change change = {0};
	bool queued;

	queued = take(intake, state, etiquette, &change, error) &&
	         sweeping_queue(intake->house, etiquette, state, swept, error);
	report_change(intake->report, &change, intake->house->now);
	g_string_append(intake->report, swept->str);
	intake->has_mail_out = swept->len > 0 || intake->has_answer;
	change_clear(&change);
	return queued;
}

bool
intake_keep(Intake *intake, GError **error)
{
	const House *house = intake->house;
	gint64 next = track_next_due(store_state(intake->store));
	g_autoptr(Etiquette) etiquette = NULL;
	bool queued;

	if (!matters(intake) && (!next || next > house->now))
		return true;
	etiquette = sweeping_etiquette(house, error);
	if (!etiquette || !store_lock(intake->store, LOCK_WAIT_MS, error))
		return false;
	store_wake(intake->store, intake->keys);
	intake->warning = house_warning(intake->store);
	queued = keep_locked(intake, etiquette, error);
	return store_save(intake->store, queued ? error : NULL) && queued;
}

const char *
intake_report(const Intake *intake)
{
	return intake->report->str;
}

const char *
intake_warning(const Intake *intake)
{
	return intake->warning;
}

const char *
intake_fault(const Intake *intake)
{
	return intake->fault;
}

bool
intake_has_mail_out(const Intake *intake)
{
	return intake->has_mail_out;
}

void
intake_free(Intake *intake)
{
	if (!intake)
		return;
	message_free(intake->message);
	store_close(intake->store);
	g_clear_pointer(&intake->keys, g_array_unref);
	reading_free(intake->reading);
	g_string_free(intake->report, TRUE);
	g_free(intake->warning);
	g_free(intake->fault);
	g_free(intake);
}
