#include "hosts.h"

#include "tokens.h"

#include <string.h>

#define HOST_LENGTH_MAX 253 /* RFC 1035 */

/* Labels of up to this length before the last one are no firm's: "co.uk". */
#define REGISTRY_LABEL_MAX 3

/* The names are what rules set in "is". */
static const char *const host_names[HOST_COUNT] = {
    [HOST_UNKNOWN] = "",
    [HOST_APPLICANT_SYSTEM] = "applicant_systems",
    [HOST_JOB_BOARD] = "job_boards",
    [HOST_MEETING] = "meeting",
    [HOST_SCHEDULING] = "scheduling",
    [HOST_ASSESSMENT] = "assessment",
    [HOST_SIGNING] = "signing",
    [HOST_FREE_MAIL] = "free_mail",
    [HOST_CHAT] = "chat",
};

Host
host_find(const Patterns *patterns, const char *host)
{
	g_autoptr(Tokens) tokens = NULL;
	g_autoptr(GArray) matches = NULL;
	const Capture *is;

	if (!*host || strlen(host) > HOST_LENGTH_MAX)
		return HOST_UNKNOWN;
	tokens = tokens_cut(patterns, "", host);
	matches = patterns_find(tokens, "host");
	if (!matches->len)
		return HOST_UNKNOWN;
	is = match_get(&g_array_index(matches, Match, 0), "is");
	for (int i = 0; is && i < HOST_COUNT; i++)
		if (!strcmp(host_names[i], is->value))
			return (Host)i;
	return HOST_UNKNOWN;
}

Mailbox
mailbox_of(const Patterns *patterns, const char *email)
{
	const char *at = strrchr(email, '@');
	g_autofree char *local = g_strndup(email, at ? at - email : 0);
	g_autoptr(Tokens) tokens = NULL;
	g_autoptr(GArray) matches = NULL;
	Mailbox mailbox = MAILBOX_PERSON;

	if (!at || strlen(local) > HOST_LENGTH_MAX)
		return MAILBOX_NOBODY;
	tokens = tokens_cut(patterns, "", local);
	matches = patterns_find(tokens, "mailbox");
	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		const Capture *is = match_get(match, "is");

		if (is && !strcmp(is->value, "nobody"))
			return MAILBOX_NOBODY;
		mailbox = MAILBOX_OFFICE;
	}
	return mailbox;
}

char *
host_of_link(const char *url)
{
	const char *start = strstr(url, "://");
	size_t length;

	if (!start || g_ascii_strncasecmp(url, "http", 4))
		return g_strdup("");
	start += 3;
	length = strcspn(start, "/?#:");
	return g_ascii_strdown(start, (gssize)length);
}

const char *
host_of_email(const char *email)
{
	const char *at = strrchr(email, '@');

	return at ? at + 1 : "";
}

char *
host_label(const char *host)
{
	g_auto(GStrv) labels = g_strsplit(host, ".", -1);
	guint n = g_strv_length(labels);

	if (n < 2)
		return g_strdup("");
	if (n > 2 && strlen(labels[n - 2]) <= REGISTRY_LABEL_MAX &&
	    strlen(labels[n - 1]) == 2)
		return g_strdup(labels[n - 3]);
	return g_strdup(labels[n - 2]);
}
