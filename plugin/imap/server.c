#include "server.h"

#include "error.h"

#include <stdbool.h>
#include <string.h>

#define TIMEOUT_S 30
#define TIMEOUT_S_MAX 250

static const struct {
	const char *name;
	Security security;
	const char *port;
} securities[] = {
    {"implicit", SECURITY_TLS, "993"},
    {"starttls", SECURITY_STARTTLS, "143"},
    {"none", SECURITY_NONE, "143"},
};

static const struct {
	const char *name;
	Mechanism mechanism;
} mechanisms[] = {
    {"any", MECHANISM_ANY},
    {"scram", MECHANISM_SCRAM},
    {"plain", MECHANISM_PLAIN},
    {"login", MECHANISM_LOGIN},
    {"xoauth2", MECHANISM_XOAUTH2},
};

static bool
fail(GError **error, const char *key, const char *why)
{
	g_set_error(
	    error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES, "%s: %s", key, why);
	return false;
}

static bool
has_controls(const char *text)
{
	for (; *text; text++)
		if (g_ascii_iscntrl(*text))
			return true;
	return false;
}

static bool
check_controls(GHashTable *settings, GError **error)
{
	GHashTableIter iter;
	gpointer key;
	gpointer value;

	g_hash_table_iter_init(&iter, settings);
	while (g_hash_table_iter_next(&iter, &key, &value))
		if (has_controls(value))
			return fail(
			    error, key, "control characters are not allowed");
	return true;
}

/* A copy of the value; NULL where there is none. */
static char *
take(GHashTable *settings, const char *key)
{
	const char *value = g_hash_table_lookup(settings, key);

	return value && *value ? g_strdup(value) : NULL;
}

static char *
take_path(GHashTable *settings, const char *key)
{
	g_autofree char *value = take(settings, key);

	if (value && g_str_has_prefix(value, "~/"))
		return g_build_filename(g_get_home_dir(), value + 2, NULL);
	return g_steal_pointer(&value);
}

static bool
read_security(Server *server, GHashTable *settings, GError **error)
{
	g_autofree char *name = take(settings, "tls");

	server->port = take(settings, "port");
	for (size_t i = 0; i < G_N_ELEMENTS(securities); i++) {
		if (strcmp(name ? name : "implicit", securities[i].name) != 0)
			continue;
		server->security = securities[i].security;
		if (!server->port)
			server->port = g_strdup(securities[i].port);
		return true;
	}
	return fail(error, "tls", "must be implicit, starttls or none");
}

/* A token says by itself what it is for. */
static bool
read_mechanism(Server *server, GHashTable *settings, GError **error)
{
	g_autofree char *name = take(settings, "auth");

	server->token_command = take(settings, "token_command");
	if (!name) {
		server->mechanism =
		    server->token_command ? MECHANISM_XOAUTH2 : MECHANISM_ANY;
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
		server->mechanism = mechanisms[i].mechanism;
		if (!strcmp(name, mechanisms[i].name))
			return true;
	}
	return fail(
	    error, "auth", "must be any, scram, plain, login or xoauth2");
}

static bool
read_numbers(Server *server, GHashTable *settings, GError **error)
{
	g_autofree char *timeout = take(settings, "timeout");
	guint64 number = TIMEOUT_S;

	if (!g_ascii_string_to_unsigned(server->port, 10, 1, 65535, NULL, NULL))
		return fail(error, "port", "must be 1 to 65535");
	if (timeout && !g_ascii_string_to_unsigned(
	                   timeout, 10, 1, TIMEOUT_S_MAX, &number, NULL))
		return fail(error, "timeout", "must be 1 to 250 seconds");
	server->timeout_s = (int)number;
	return true;
}

/* The name to log in with is the address, unless it is given. */
static char *
take_user(GHashTable *settings)
{
	g_autofree char *user = take(settings, "user");
	g_autofree char *address = user ? NULL : take(settings, "address");

	if (address)
		address[strcspn(address, " \t,;")] = '\0';
	return user ? g_steal_pointer(&user) : g_steal_pointer(&address);
}

/* Exactly one source, and a token for XOAUTH2 alone. */
static bool
check_sources(const Server *server, GError **error)
{
	int count = (server->password_command != NULL) +
	            (server->token_command != NULL) +
	            (server->password_file != NULL) + (server->secret != NULL);
	bool has_token = server->token_command != NULL;

	if (count == 0)
		return fail(error, "password_command",
		    "is missing, and password_file, secret and token_command "
		    "too");
	if (count > 1)
		return fail(error, "password_command",
		    "password_command, password_file, secret and "
		    "token_command exclude each other");
	if (has_token != (server->mechanism == MECHANISM_XOAUTH2))
		return fail(error, "auth",
		    has_token ? "token_command is for xoauth2 alone"
		              : "xoauth2 needs a token_command");
	if (has_token && server->security == SECURITY_NONE)
		return fail(error, "tls",
		    "a token is never sent where anybody can read it");
	return true;
}

static bool
check(const Server *server, GError **error)
{
	if (!server->host)
		return fail(error, "host", "is missing");
	if (!server->user)
		return fail(error, "user", "is missing");
	if (!check_sources(server, error))
		return false;
	if (server->folder && !g_utf8_validate(server->folder, -1, NULL))
		return fail(error, "folder", "is no valid UTF-8");
	if (server->sent && !g_utf8_validate(server->sent, -1, NULL))
		return fail(error, "sent", "is no valid UTF-8");
	return true;
}

Server *
server_parse(GHashTable *settings, GError **error)
{
	g_autoptr(Server) server = g_new0(Server, 1);

	if (!check_controls(settings, error) ||
	    !read_security(server, settings, error) ||
	    !read_mechanism(server, settings, error) ||
	    !read_numbers(server, settings, error))
		return NULL;
	server->host = take(settings, "host");
	server->ca_file = take_path(settings, "ca_file");
	server->user = take_user(settings);
	server->password_command = take(settings, "password_command");
	server->password_file = take_path(settings, "password_file");
	server->secret = take(settings, "secret");
	server->folder = take(settings, "folder");
	server->sent = take(settings, "sent");
	server->rules_folder = take(settings, "rules_folder");
	return check(server, error) ? g_steal_pointer(&server) : NULL;
}

void
server_free(Server *server)
{
	if (!server)
		return;
	g_free(server->host);
	g_free(server->port);
	g_free(server->ca_file);
	g_free(server->user);
	g_free(server->password_command);
	g_free(server->password_file);
	g_free(server->token_command);
	g_free(server->secret);
	g_free(server->folder);
	g_free(server->sent);
	g_free(server->rules_folder);
	g_free(server);
}
