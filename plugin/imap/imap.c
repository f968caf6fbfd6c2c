#include "imap.h"

#include "error.h"
#include "login.h"
#include "session.h"

#include <string.h>
#include <sys/resource.h>

#define STREAM_BUFFER_BYTES 8192
#define GOODBYE_TIMEOUT_S 2
#define SAID_BYTES_MAX 200
#define MEMORY_MAX (1024 * 1024 * 1024) /* address space, bytes */

/* libetpan's stream, over our wire. */
static ssize_t
stream_read(mailstream_low *low, void *bytes, size_t length)
{
	return wire_read(low->data, bytes, length);
}

static ssize_t
stream_write(mailstream_low *low, const void *bytes, size_t length)
{
	return wire_write(low->data, bytes, length);
}

static int
stream_close(mailstream_low *low)
{
	wire_close(low->data);
	low->data = NULL;
	return 0;
}

static int
stream_descriptor(mailstream_low *low)
{
	return wire_descriptor(low->data);
}

static void
stream_free(mailstream_low *low)
{
	free(low);
}

static void
stream_cancel(mailstream_low *low)
{
	(void)low;
}

static mailstream *
stream_new(Wire *wire)
{
	/* libetpan takes no const table, and writes nothing into it. */
	static mailstream_low_driver driver = {
	    .mailstream_read = stream_read,
	    .mailstream_write = stream_write,
	    .mailstream_close = stream_close,
	    .mailstream_get_fd = stream_descriptor,
	    .mailstream_free = stream_free,
	    .mailstream_cancel = stream_cancel,
	};

	return mailstream_new(
	    mailstream_low_new(wire, &driver), STREAM_BUFFER_BYTES);
}

/* After one of these, what comes next on the stream is anyone's guess. */
static bool
is_deadly(int result)
{
	return result == MAILIMAP_ERROR_STREAM ||
	       result == MAILIMAP_ERROR_PARSE ||
	       result == MAILIMAP_ERROR_FATAL ||
	       result == MAILIMAP_ERROR_PROTOCOL ||
	       result == MAILIMAP_ERROR_DONT_ACCEPT_CONNECTION;
}

/* What the server said, fit for one line of a terminal. */
char *
session_words(const Imap *imap)
{
	const char *said = imap->etpan->imap_response;
	g_autofree char *text = NULL;

	if (!said || !*said)
		return g_strdup("the server gave no reason");
	text = g_utf8_make_valid(said, strnlen(said, SAID_BYTES_MAX));
	for (char *c = text; *c; c++)
		if (g_ascii_iscntrl(*c))
			*c = ' ';
	return g_strdup_printf("the server says \"%s\"", g_strstrip(text));
}

static char *
reason(const Imap *imap, int result)
{
	if (result == MAILIMAP_ERROR_STREAM)
		return g_strdup(wire_problem(imap->wire)
		                    ? wire_problem(imap->wire)
		                    : "the connection broke");
	if (result == MAILIMAP_ERROR_PARSE)
		return g_strdup("the answer is no IMAP");
	if (result == MAILIMAP_ERROR_DONT_ACCEPT_CONNECTION)
		return g_strdup("the server turns us away");
	return session_words(imap);
}

bool
session_fail(const Imap *imap, int code, GError **error, const char *why)
{
	g_set_error(error, AFTERWORD_ERROR, code, "%s:%s: %s",
	    imap->server->host, imap->server->port, why);
	return false;
}

bool
session_begin(Imap *imap, GError **error)
{
	if (imap->death)
		return session_fail(
		    imap, AFTERWORD_ERROR_SERVER, error, imap->death);
	wire_restart(imap->wire, imap->server->timeout_s);
	return true;
}

bool
session_check(Imap *imap, int result, const char *deed, GError **error)
{
	g_autofree char *why = NULL;
	g_autofree char *text = NULL;

	if (result == MAILIMAP_NO_ERROR)
		return true;
	why = reason(imap, result);
	text = g_strdup_printf("cannot %s: %s", deed, why);
	if (is_deadly(result) && !imap->death)
		imap->death = g_strdup(text);
	return session_fail(imap, AFTERWORD_ERROR_SERVER, error, text);
}

bool
session_send(Imap *imap, const char *line)
{
	mailstream *stream = imap->etpan->imap_stream;

	return mailstream_write(stream, line, strlen(line)) >= 0 &&
	       mailstream_write(stream, "\r\n", 2) >= 0 &&
	       mailstream_flush(stream) >= 0;
}

int
session_finish(Imap *imap)
{
	struct mailimap_response *response = NULL;
	const struct mailimap_response_done *end;
	int result;

	if (!mailimap_read_line(imap->etpan))
		return MAILIMAP_ERROR_STREAM;
	result = mailimap_parse_response(imap->etpan, &response);
	if (result != MAILIMAP_NO_ERROR)
		return result;
	end = response->rsp_resp_done;
	/* BYE may come in place of the end of any command. */
	if (end->rsp_type != MAILIMAP_RESP_DONE_TYPE_TAGGED)
		result = MAILIMAP_ERROR_DONT_ACCEPT_CONNECTION;
	else if (end->rsp_data.rsp_tagged->rsp_cond_state->rsp_type !=
	         MAILIMAP_RESP_COND_STATE_OK)
		result = MAILIMAP_ERROR_CUSTOM_COMMAND;
	mailimap_response_free(response);
	return result;
}

int
session_command(Imap *imap, const char *command)
{
	int result = mailimap_send_current_tag(imap->etpan);

	if (result != MAILIMAP_NO_ERROR)
		return result;
	return session_send(imap, command) ? session_finish(imap)
	                                   : MAILIMAP_ERROR_STREAM;
}

/*
 * Not mailimap_capability, which crashes where a server says OK and names no
 * capability. What was said before TLS counts for nothing after it.
 */
static bool
ask_capabilities(Imap *imap, GError **error)
{
	struct mailimap_connection_info *connection =
	    imap->etpan->imap_connection_info;

	if (connection->imap_capability)
		mailimap_capability_data_free(connection->imap_capability);
	connection->imap_capability = NULL;
	if (!session_check(imap, session_command(imap, "CAPABILITY"),
	        "ask for capabilities", error))
		return false;
	return connection->imap_capability ||
	       session_fail(imap, AFTERWORD_ERROR_SERVER, error,
	           "the server names no capabilities");
}

bool
imap_can(const Imap *imap, const char *capability)
{
	return imap->etpan->imap_connection_info->imap_capability &&
	       mailimap_has_extension(imap->etpan, capability);
}

static bool
greet(Imap *imap, GError **error)
{
	int result = mailimap_connect(imap->etpan, stream_new(imap->wire));

	/* Who is logged in already cannot be asked for TLS any more. */
	if (result == MAILIMAP_NO_ERROR_AUTHENTICATED)
		return session_fail(imap, AFTERWORD_ERROR_SERVER, error,
		    "the server has logged us in unasked (PREAUTH)");
	if (result == MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
		result = MAILIMAP_NO_ERROR;
	return session_check(imap, result, "connect", error);
}

static bool
start_tls(Imap *imap, GError **error)
{
	if (!session_check(imap, mailimap_starttls(imap->etpan),
	        "start TLS (STARTTLS)", error))
		return false;
	if (imap->etpan->imap_stream->read_buffer_len != 0)
		return session_fail(imap, AFTERWORD_ERROR_SERVER, error,
		    "somebody slips commands in before TLS begins");
	return wire_secure(imap->wire, error);
}

static bool
prepare(Imap *imap, const Password *password, GError **error)
{
	return greet(imap, error) &&
	       (imap->server->security != SECURITY_STARTTLS ||
	           start_tls(imap, error)) &&
	       ask_capabilities(imap, error) && login(imap, password, error) &&
	       ask_capabilities(imap, error);
}

/*
 * A server may announce more bytes than there are. Not before the password is
 * read: the program that has it may need more room.
 */
static void
limit_memory(void)
{
#ifndef __SANITIZE_ADDRESS__
	static const struct rlimit limits = {MEMORY_MAX, MEMORY_MAX};

	setrlimit(RLIMIT_AS, &limits);
#endif
}

Imap *
imap_open(const Server *server, const Password *password, GError **error)
{
	g_autoptr(Wire) wire = wire_dial(server, error);
	g_autoptr(Imap) imap = NULL;

	limit_memory();
	if (!wire ||
	    (server->security == SECURITY_TLS && !wire_secure(wire, error)))
		return NULL;
	imap = g_new0(Imap, 1);
	imap->server = server;
	imap->etpan = mailimap_new(0, NULL);
	imap->wire = g_steal_pointer(&wire);
	if (prepare(imap, password, error))
		return g_steal_pointer(&imap);
	if (!imap->death)
		imap->death = g_strdup("the login failed");
	return NULL;
}

/* mailimap_free says goodbye too, and would wait for a dead server. */
void
imap_close(Imap *imap)
{
	if (!imap)
		return;
	if (imap->etpan->imap_stream && !imap->death) {
		wire_restart(imap->wire, GOODBYE_TIMEOUT_S);
		mailimap_logout(imap->etpan);
	}
	if (imap->etpan->imap_stream) {
		mailstream_close(imap->etpan->imap_stream);
		imap->etpan->imap_stream = NULL;
	}
	mailimap_free(imap->etpan);
	g_free(imap->death);
	g_free(imap);
}
