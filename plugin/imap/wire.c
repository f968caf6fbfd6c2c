#include "wire.h"

#include "error.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct Wire {
	const Server *server; /* borrowed */
	int socket;
	gnutls_session_t session; /* NULL in the clear */
	gnutls_certificate_credentials_t credentials;
	gint64 deadline_us;
	size_t received;
	size_t sent;
	char *problem; /* the first; NULL */
};

static void
note(Wire *wire, const char *problem)
{
	if (!wire->problem)
		wire->problem = g_strdup(problem);
}

static bool
fail(Wire *wire, GError **error)
{
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_SERVER, "%s:%s: %s",
	    wire->server->host, wire->server->port, wire->problem);
	return false;
}

void
wire_restart(Wire *wire, int timeout_s)
{
	wire->deadline_us =
	    g_get_monotonic_time() + timeout_s * G_TIME_SPAN_SECOND;
	wire->received = 0;
}

/* Waits for the socket; false, with the problem, at the deadline. */
static bool
wait_for(Wire *wire, int socket, short events)
{
	for (;;) {
		gint64 left_us = wire->deadline_us - g_get_monotonic_time();
		struct pollfd poller = {.fd = socket, .events = events};
		int ready;

		if (left_us <= 0) {
			note(wire, "no answer in time");
			return false;
		}
		ready = poll(&poller, 1, (int)(left_us / 1000) + 1);
		if (ready > 0)
			return true;
		if (ready < 0 && errno != EINTR) {
			note(wire, g_strerror(errno));
			return false;
		}
	}
}

/* A socket that is connected to the address; -1 and the problem. */
static int
dial_address(Wire *wire, const struct addrinfo *address)
{
	int why = 0;
	socklen_t size = sizeof why;
	int file = socket(address->ai_family,
	    address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
	    address->ai_protocol);

	if (file < 0) {
		note(wire, g_strerror(errno));
		return -1;
	}
	if (connect(file, address->ai_addr, address->ai_addrlen) == 0)
		return file;
	why = errno;
	if (why == EINPROGRESS && wait_for(wire, file, POLLOUT) &&
	    getsockopt(file, SOL_SOCKET, SO_ERROR, &why, &size) == 0 &&
	    why == 0)
		return file;
	note(wire, g_strerror(why));
	close(file);
	return -1;
}

Wire *
wire_dial(const Server *server, GError **error)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *addresses = NULL;
	g_autoptr(Wire) wire = g_new0(Wire, 1);
	int why;

	wire->server = server;
	wire->socket = -1;
	wire_restart(wire, server->timeout_s);
	why = getaddrinfo(server->host, server->port, &hints, &addresses);
	if (why != 0)
		note(wire, gai_strerror(why));
	for (struct addrinfo *a = why == 0 ? addresses : NULL;
	     a && wire->socket < 0; a = a->ai_next)
		wire->socket = dial_address(wire, a);
	if (why == 0)
		freeaddrinfo(addresses);
	if (wire->socket < 0) {
		fail(wire, error);
		return NULL;
	}
	g_clear_pointer(&wire->problem, g_free);
	return g_steal_pointer(&wire);
}

static bool
is_ip_address(const char *host)
{
	unsigned char address[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, host, address) == 1 ||
	       inet_pton(AF_INET6, host, address) == 1;
}

static bool
load_authorities(Wire *wire, GError **error)
{
	const char *path = wire->server->ca_file;
	int count;

	if (gnutls_certificate_allocate_credentials(&wire->credentials) < 0)
		g_error("out of memory");
	count =
	    path ? gnutls_certificate_set_x509_trust_file(
	               wire->credentials, path, GNUTLS_X509_FMT_PEM)
	         : gnutls_certificate_set_x509_system_trust(wire->credentials);
	if (count > 0)
		return true;
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "ca_file: no certificates in '%s'",
	    path ? path : "the system's store");
	return false;
}

static bool
set_up_session(Wire *wire)
{
	const char *host = wire->server->host;

	if (gnutls_init(&wire->session,
	        GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0 ||
	    gnutls_set_default_priority_append(wire->session,
	        "-VERS-TLS1.0:-VERS-TLS1.1:-VERS-DTLS-ALL", NULL, 0) < 0 ||
	    gnutls_credentials_set(
	        wire->session, GNUTLS_CRD_CERTIFICATE, wire->credentials) < 0)
		return false;
	if (!is_ip_address(host) &&
	    gnutls_server_name_set(
	        wire->session, GNUTLS_NAME_DNS, host, strlen(host)) < 0)
		return false;
	gnutls_session_set_verify_cert(wire->session, host, 0);
	gnutls_transport_set_int(wire->session, wire->socket);
	gnutls_handshake_set_timeout(wire->session, GNUTLS_INDEFINITE_TIMEOUT);
	return true;
}

static void
note_tls(Wire *wire, int why)
{
	gnutls_datum_t text = {0};
	g_autofree char *problem = NULL;

	if (why == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR &&
	    gnutls_certificate_verification_status_print(
	        gnutls_session_get_verify_cert_status(wire->session),
	        GNUTLS_CRT_X509, &text, 0) == 0) {
		g_autofree char *said = g_strndup((char *)text.data, text.size);

		problem = g_strconcat(
		    "certificate refused: ", g_strchomp(said), NULL);
		gnutls_free(text.data);
	} else {
		problem = g_strconcat("TLS: ", gnutls_strerror(why), NULL);
	}
	note(wire, problem);
}

/* Whether to call GnuTLS again, after waiting where it says so. */
static bool
may_retry(Wire *wire, int result)
{
	if (result == GNUTLS_E_AGAIN)
		return wait_for(wire, wire->socket,
		    gnutls_record_get_direction(wire->session) ? POLLOUT
		                                               : POLLIN);
	if (result == GNUTLS_E_INTERRUPTED || !gnutls_error_is_fatal(result))
		return wire->deadline_us > g_get_monotonic_time();
	note_tls(wire, result);
	return false;
}

bool
wire_secure(Wire *wire, GError **error)
{
	int result;

	if (!load_authorities(wire, error))
		return false;
	if (!set_up_session(wire)) {
		note(wire, "cannot set up TLS");
		return fail(wire, error);
	}
	do
		result = gnutls_handshake(wire->session);
	while (result < 0 && may_retry(wire, result));
	return result == 0 || fail(wire, error);
}

static ssize_t
read_clear(Wire *wire, void *bytes, size_t length)
{
	for (;;) {
		ssize_t got = recv(wire->socket, bytes, length, 0);

		if (got >= 0)
			return got;
		if (errno == EAGAIN && !wait_for(wire, wire->socket, POLLIN))
			return -1;
		if (errno != EAGAIN && errno != EINTR) {
			note(wire, g_strerror(errno));
			return -1;
		}
	}
}

ssize_t
wire_read(Wire *wire, void *bytes, size_t length)
{
	ssize_t got;

	if (wire->received >= WIRE_BYTES_MAX) {
		note(wire, "the answer is too long");
		return -1;
	}
	if (!wire->session)
		got = read_clear(wire, bytes, length);
	else
		do
			got = gnutls_record_recv(wire->session, bytes, length);
		while (got < 0 && may_retry(wire, (int)got));
	if (got == 0)
		note(wire, "the server closed the connection");
	if (got <= 0)
		return -1;
	wire->received += (size_t)got;
	return got;
}

static ssize_t
write_clear(Wire *wire, const void *bytes, size_t length)
{
	for (;;) {
		ssize_t sent = send(wire->socket, bytes, length, MSG_NOSIGNAL);

		if (sent >= 0)
			return sent;
		if (errno == EAGAIN && !wait_for(wire, wire->socket, POLLOUT))
			return -1;
		if (errno != EAGAIN && errno != EINTR) {
			note(wire, g_strerror(errno));
			return -1;
		}
	}
}

ssize_t
wire_write(Wire *wire, const void *bytes, size_t length)
{
	ssize_t sent;

	if (!wire->session)
		sent = write_clear(wire, bytes, length);
	else
		do
			sent = gnutls_record_send(wire->session, bytes, length);
		while (sent < 0 && may_retry(wire, (int)sent));
	if (sent <= 0)
		return -1;
	wire->sent += (size_t)sent;
	return sent;
}

size_t
wire_sent(const Wire *wire)
{
	return wire->sent;
}

int
wire_descriptor(const Wire *wire)
{
	return wire->socket;
}

WireNews
wire_wait(Wire *wire, int wake, int timeout_ms)
{
	struct pollfd pollers[] = {
	    {.fd = wire->socket, .events = POLLIN}, {.fd = wake}};

	if (wire->session && gnutls_record_check_pending(wire->session) > 0)
		return WIRE_SPEAKS;
	/* An interrupted wait is a short one. */
	if (poll(pollers, G_N_ELEMENTS(pollers), timeout_ms) <= 0)
		return WIRE_QUIET;
	return pollers[1].revents ? WIRE_WOKEN : WIRE_SPEAKS;
}

const char *
wire_problem(const Wire *wire)
{
	return wire->problem;
}

void
wire_close(Wire *wire)
{
	if (!wire)
		return;
	if (wire->session) {
		gnutls_bye(wire->session, GNUTLS_SHUT_WR);
		gnutls_deinit(wire->session);
	}
	if (wire->credentials)
		gnutls_certificate_free_credentials(wire->credentials);
	if (wire->socket >= 0)
		close(wire->socket);
	g_free(wire->problem);
	g_free(wire);
}
