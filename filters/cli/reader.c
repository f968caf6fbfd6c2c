#include "reader.h"

#include "corrections.h"

static bool
is_outgoing(const House *house, const Message *message, Written written)
{
	if (written == WRITTEN_UNKNOWN)
		return settings_owns(house->settings, message->from.email);
	return written == WRITTEN_BY_USER;
}

static void
add_addresses(GPtrArray *emails, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++)
		g_ptr_array_add(emails, addresses->pdata[i]);
}

/*
 * The user's addresses: as configured; else the one that wrote, or the ones
 * that were written to. Borrowed strings.
 */
static GPtrArray *
user_emails(const House *house, const Message *message, bool outgoing)
{
	const GPtrArray *accounts = house->settings->accounts;
	GPtrArray *emails = g_ptr_array_new();

	for (guint i = 0; i < accounts->len; i++) {
		const Account *account = accounts->pdata[i];
		add_addresses(emails, account->addresses);
	}
	if (emails->len)
		return emails;
	if (outgoing) {
		g_ptr_array_add(emails, message->from.email);
		return emails;
	}
	for (guint i = 0; i < message->to->len; i++) {
		const Address *address = message->to->pdata[i];
		g_ptr_array_add(emails, address->email);
	}
	return emails;
}

static bool
had_interview(const Application *application, gint64 before)
{
	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];

		if (!interview->is_cancelled &&
		    interview->when.start.precision != MOMENT_NONE &&
		    interview->when.start.time < before)
			return true;
	}
	return false;
}

static void
add_application(
    Context *context, const Application *application, const Message *message)
{
	context->in_thread = true;
	context->had_application = application->standing != STANDING_LEAD;
	context->had_interview = had_interview(application, message->date.time);
	if (*application->company)
		context->company = application->company;
	if (*application->role)
		context->role = application->role;
}

Reading *
reader_read(const House *house, const Detector *detector, const State *state,
    const Message *message, Written written)
{
	bool outgoing = is_outgoing(house, message, written);
	g_autoptr(GPtrArray) emails = user_emails(house, message, outgoing);
	const Application *application =
	    state_find_thread(state, message->references);
	const Account *account =
	    settings_find_account(house->settings, message->delivered_to);
	Context context = {
	    .direction = outgoing ? DIRECTION_OUTGOING : DIRECTION_INCOMING,
	    .user_name = *account->author ? account->author : NULL,
	    .user_emails = emails,
	    .lessons = house->lessons,
	};
	Reading *reading;

	if (application)
		add_application(&context, application, message);
	reading = detect(detector, message, &context);
	corrections_read(state, message, reading);
	return reading;
}
