/* To wait for news of the folder that is open. */
#include "error.h"
#include "incoming.h"
#include "nap.h"
#include "session.h"

#include <string.h>

#define SLICE_S 60

/*
 * Begins an IDLE, up to the server's "+". What it says of other things before
 * that is not lost: whoever waits looks at the folder next.
 */
static int
begin(Imap *imap)
{
	const char *line;
	int result = mailimap_send_current_tag(imap->etpan);

	if (result != MAILIMAP_NO_ERROR)
		return result;
	if (!session_send(imap, "IDLE"))
		return MAILIMAP_ERROR_STREAM;
	do
		line = mailimap_read_line(imap->etpan);
	while (line && g_str_has_prefix(line, "* "));
	if (!line)
		return MAILIMAP_ERROR_STREAM;
	imap->cannot_idle = *line != '+';
	return MAILIMAP_NO_ERROR;
}

/* Nobody knows what has become of the connection while the machine slept. */
static bool
wait_awake(Imap *imap, int wake, int seconds, GError **error)
{
	Nap nap = nap_begin();
	WireNews news = WIRE_QUIET;

	if (imap->etpan->imap_stream->read_buffer_len > 0)
		return true;
	while (seconds > 0 && news == WIRE_QUIET) {
		int slice = MIN(seconds, SLICE_S);

		news = wire_wait(imap->wire, wake, slice * 1000);
		seconds -= slice;
		if (!nap_is_over(&nap))
			continue;
		imap->death = g_strdup("this machine was asleep");
		return session_begin(imap, error);
	}
	return true;
}

bool
incoming_wait(Imap *imap, int wake, int seconds, GError **error)
{
	bool is_idle = imap_can(imap, "IDLE") && !imap->cannot_idle;
	int result;

	if (!session_begin(imap, error))
		return false;
	if (is_idle &&
	    !session_check(imap, begin(imap), "wait for news", error))
		return false;
	is_idle = is_idle && !imap->cannot_idle;
	if (!wait_awake(imap, wake, seconds, error) ||
	    !session_begin(imap, error))
		return false;
	if (!is_idle)
		result = session_command(imap, "NOOP");
	else if (session_send(imap, "DONE"))
		result = session_finish(imap);
	else
		result = MAILIMAP_ERROR_STREAM;
	return session_check(imap, result, "wait for news", error);
}
