/*
 * Wire: a connection to the server, in the clear or under TLS (GnuTLS).
 *
 * All that the server does between two calls of wire_restart shares one
 * deadline and one allowance of bytes: a server that drips or floods ends
 * with the connection. Nothing is written to stderr, and no signal raised.
 */
#ifndef WIRE_H
#define WIRE_H

#include "server.h"

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

#define WIRE_BYTES_MAX (8 * 1024 * 1024)

typedef struct Wire Wire;

/*
 * Connects to the first address that answers. server stays borrowed.
 * AFTERWORD_ERROR_SERVER, as all below.
 */
Wire *wire_dial(const Server *server, GError **error);

/*
 * Starts TLS, at least 1.2: the chain and the name of the host are verified
 * within the handshake. AFTERWORD_ERROR_RULES when there are no authorities.
 */
bool wire_secure(Wire *wire, GError **error);

/* A new deadline, timeout_s from now, and a new allowance. */
void wire_restart(Wire *wire, int timeout_s);

/* As read(2) and write(2), but blocking to the deadline; -1 is the end. */
ssize_t wire_read(Wire *wire, void *bytes, size_t length);
ssize_t wire_write(Wire *wire, const void *bytes, size_t length);

/* How many bytes have gone out, TLS apart. */
size_t wire_sent(const Wire *wire);

int wire_descriptor(const Wire *wire);

typedef enum {
	WIRE_QUIET,  /* nothing in the given time */
	WIRE_SPEAKS, /* there is something to read, or the end */
	WIRE_WOKEN,  /* the other end of wake was closed */
} WireNews;

/*
 * Waits until there is something to read, outside of any deadline. wake: a
 * descriptor; -1 for none.
 */
WireNews wire_wait(Wire *wire, int wake, int timeout_ms);

/* Why the wire broke; NULL while it has not. */
const char *wire_problem(const Wire *wire);

void wire_close(Wire *wire);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Wire, wire_close)

#endif
