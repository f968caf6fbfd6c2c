#include "login.h"

#include "error.h"
#include "session.h"

#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define WIPE_BYTE 0x5a
#define SMALL_BYTES_MAX 1040 /* the largest, and how many of each size */
#define PIECES_MAX 8

/* The hashes of SCRAM that are in use, the strongest first. */
static const char *const scrams[] = {
    "SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1"};

/* One way to log in, of which libetpan or the server may know nothing. */
typedef enum {
	TRY_DONE,
	TRY_REFUSED, /* the server has said no */
	TRY_UNFIT,   /* this way is not there */
	TRY_BROKEN,  /* the connection is gone, or the answer no IMAP */
} Try;

typedef struct Attempt {
	Imap *imap;
	const char *user;
	const char *password;
	int result; /* of libetpan, the last */
} Attempt;

static bool
is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text > 0x7f)
			return false;
	return true;
}

static bool
offers(const Attempt *attempt, const char *mechanism)
{
	return mailimap_has_authentication(attempt->imap->etpan, mechanism);
}

/*
 * libetpan fails in the same way when the server says no and when its own
 * library lacks the mechanism; in the second case nothing has gone out.
 */
static Try
judge(Attempt *attempt, size_t sent)
{
	if (attempt->result == MAILIMAP_NO_ERROR)
		return TRY_DONE;
	if (wire_sent(attempt->imap->wire) == sent)
		return TRY_UNFIT;
	return attempt->result == MAILIMAP_ERROR_LOGIN ? TRY_REFUSED
	                                               : TRY_BROKEN;
}

static Try
authenticate(Attempt *attempt, const char *mechanism)
{
	size_t sent = wire_sent(attempt->imap->wire);

	attempt->result = mailimap_authenticate(attempt->imap->etpan, mechanism,
	    attempt->imap->server->host, NULL, NULL, attempt->user,
	    attempt->user, attempt->password, NULL);
	return judge(attempt, sent);
}

static Try
try_scram(Attempt *attempt)
{
	Try outcome = TRY_UNFIT;

	for (size_t i = 0; i < G_N_ELEMENTS(scrams) && outcome == TRY_UNFIT;
	     i++)
		if (offers(attempt, scrams[i]))
			outcome = authenticate(attempt, scrams[i]);
	return outcome;
}

static Try
try_plain(Attempt *attempt)
{
	return offers(attempt, "PLAIN") ? authenticate(attempt, "PLAIN")
	                                : TRY_UNFIT;
}

static Try
try_command(Attempt *attempt)
{
	size_t sent = wire_sent(attempt->imap->wire);

	if (imap_can(attempt->imap, "LOGINDISABLED"))
		return offers(attempt, "LOGIN") ? authenticate(attempt, "LOGIN")
		                                : TRY_UNFIT;
	attempt->result = mailimap_login(
	    attempt->imap->etpan, attempt->user, attempt->password);
	return judge(attempt, sent);
}

static Try
try_token(Attempt *attempt)
{
	size_t sent = wire_sent(attempt->imap->wire);

	if (!offers(attempt, "XOAUTH2"))
		return TRY_UNFIT;
	attempt->result = mailimap_oauth2_authenticate(
	    attempt->imap->etpan, attempt->user, attempt->password);
	return judge(attempt, sent);
}

/*
 * A server may offer SCRAM and not have it for this user: under TLS, where it
 * is the right server, it is told the password then. LOGIN is everywhere;
 * PLAIN is for where it is not, and for letters that it cannot have.
 */
static Try
try_all(Attempt *attempt)
{
	bool is_safe = attempt->imap->server->security != SECURITY_NONE;
	Try outcome = try_scram(attempt);

	if (outcome == TRY_DONE || outcome == TRY_BROKEN ||
	    (outcome == TRY_REFUSED && !is_safe))
		return outcome;
	if (is_safe &&
	    (imap_can(attempt->imap, "LOGINDISABLED") ||
	        !is_ascii(attempt->user) || !is_ascii(attempt->password)))
		outcome = try_plain(attempt);
	else
		outcome = TRY_UNFIT;
	return outcome == TRY_UNFIT ? try_command(attempt) : outcome;
}

static Try
try_mechanism(Attempt *attempt)
{
	switch (attempt->imap->server->mechanism) {
	case MECHANISM_SCRAM:
		return try_scram(attempt);
	case MECHANISM_PLAIN:
		return try_plain(attempt);
	case MECHANISM_LOGIN:
		return try_command(attempt);
	case MECHANISM_XOAUTH2:
		return try_token(attempt);
	default:
		return try_all(attempt);
	}
}

/* Takes the small pieces that glibc keeps for the next malloc, which it does
 * not overwrite, and does it. */
static void
wipe_small_pieces(void)
{
	for (size_t size = 16; size <= SMALL_BYTES_MAX; size += 16) {
		void *pieces[PIECES_MAX];

		for (int i = 0; i < PIECES_MAX; i++) {
			pieces[i] = g_malloc(size);
			explicit_bzero(pieces[i], size);
		}
		for (int i = 0; i < PIECES_MAX; i++)
			g_free(pieces[i]);
	}
}

/* libetpan and libsasl free their copies as they are: what is free is
 * overwritten by the C library, where it can do so. */
static void
wipe_freed_memory(bool wipes)
{
#ifdef M_PERTURB
	mallopt(M_PERTURB, wipes ? WIPE_BYTE : 0);
#endif
	if (!wipes)
		wipe_small_pieces();
}

/* The password has passed through the buffers of the stream. */
static void
wipe_stream(Imap *imap)
{
	mailstream *stream = imap->etpan->imap_stream;

	if (stream)
		explicit_bzero(stream->write_buffer, stream->buffer_max_size);
}

/* Some servers repeat what they were told. */
static bool
refuse(const Attempt *attempt, GError **error)
{
	g_autofree char *why = session_words(attempt->imap);
	g_autofree char *text = NULL;

	if (strstr(why, attempt->password))
		g_clear_pointer(&why, g_free);
	text = g_strdup_printf("login of '%s' refused: %s", attempt->user,
	    why ? why : "wrong password?");
	return session_fail(
	    attempt->imap, AFTERWORD_ERROR_PERMISSION, error, text);
}

bool
login(Imap *imap, const Password *password, GError **error)
{
	Attempt attempt = {.imap = imap,
	    .user = imap->server->user,
	    .password = password->text};
	Try outcome;

	wipe_freed_memory(true);
	outcome = try_mechanism(&attempt);
	wipe_stream(imap);
	wipe_freed_memory(false);
	switch (outcome) {
	case TRY_DONE:
		return true;
	case TRY_REFUSED:
		return refuse(&attempt, error);
	case TRY_UNFIT:
		return session_fail(imap, AFTERWORD_ERROR_RULES, error,
		    "the server takes no password this way: is tls wrong, or "
		    "auth?");
	default:
		return session_check(imap, attempt.result, "log in", error);
	}
}
