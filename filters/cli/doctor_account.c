#include "doctor.h"
#include "error.h"
#include "plugin.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* What the plugin says, and the line of the account's section that mends it. */
static const struct {
	const char *words;
	const char *mend;
} mends[] = {
    {"login of", "user = NAME or password_command = COMMAND, "
                 "whichever is wrong; some servers want a password made "
                 "for programs"},
    {"password_command", "password_command = COMMAND, one that prints the "
                         "password when it is run by hand"},
    {"chmod 600", "chmod 600 on that file"},
    {"password", "password_command = COMMAND, or password_file = FILE"},
    {"name in the certificate", "host = NAME, as in the certificate"},
    {"certificate", "ca_file = FILE, with the certificate of the server's "
                    "authority; or host = the right server"},
    {"ca_file", "ca_file = FILE, one with certificates (PEM)"},
    {"TLS", "tls = starttls (port 143) or tls = implicit (port 993)"},
    {"takes no password", "tls = starttls or tls = implicit"},
    {"resolution", "host = NAME, as the provider says"},
    {"not known", "host = NAME, as the provider says"},
    {"refused", "port = NUMBER and tls = implicit or starttls"},
    {"folder:", "folder = NAME, as the mail program shows it; or no such "
                "line"},
    {"sent:", "sent = NAME, as the mail program shows it"},
    {"in time", "host = NAME and port = NUMBER; or timeout = SECONDS"},
};

static const char *
find_mend(const char *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(mends); i++)
		if (strstr(text, mends[i].words))
			return mends[i].mend;
	return NULL;
}

static void
say_drafts(const char *about, const MailboxSurvey *survey)
{
	g_autofree char *name =
	    show_clean(survey->drafts ? survey->drafts : "");
	g_autofree char *text = NULL;
	g_autofree char *mend = NULL;

	switch (survey->drafts_found) {
	case MAILBOX_NOT:
		doctor_say(DOCTOR_NOTE, about,
		    "there is no folder of drafts; the first draft makes one, "
		    "'Drafts'",
		    "folder = NAME takes another");
		return;
	case MAILBOX_NAME:
		text = g_strdup_printf("drafts go to '%s', by its name alone: "
		                       "the server does not say (SPECIAL-USE)",
		    name);
		mend = g_strdup_printf("folder = %s settles it", name);
		doctor_say(DOCTOR_NOTE, about, text, mend);
		return;
	default:
		text = g_strdup_printf("drafts go to '%s'", name);
		doctor_say(DOCTOR_OK, about, text, NULL);
	}
}

static void
say_sent(const char *about, const MailboxSurvey *survey)
{
	g_autofree char *name = show_clean(survey->sent ? survey->sent : "");
	g_autofree char *text =
	    g_strdup_printf("sent mail is read from '%s'", name);

	if (survey->sent)
		doctor_say(DOCTOR_OK, about, text, NULL);
	else
		doctor_say(DOCTOR_WRONG, about,
		    "no folder of sent mail is known: what you send is not "
		    "read",
		    "sent = NAME, as the mail program shows it");
}

static void
say_abilities(const char *about, const MailboxSurvey *survey)
{
	if (!survey->can_withdraw)
		doctor_say(DOCTOR_NOTE, about,
		    "the server cannot remove one mail alone (UIDPLUS): drafts "
		    "that are over stay until you delete them",
		    NULL);
	if (!survey->can_idle)
		doctor_say(DOCTOR_NOTE, about,
		    "the server does not tell of new mail (IDLE): watch looks "
		    "every 5 minutes",
		    "poll = SECONDS makes it look more often");
}

static bool
examine(const MailboxPlugin *plugin, GHashTable *settings, const char *about,
    GError **error)
{
	Mailbox *mailbox = plugin->open(settings, error);
	MailboxSurvey survey;
	bool is_done;

	if (!mailbox)
		return false;
	doctor_say(DOCTOR_OK, about, "logs in", NULL);
	is_done = plugin->survey(mailbox, &survey, error);
	plugin->close(mailbox);
	if (!is_done)
		return false;
	say_drafts(about, &survey);
	say_sent(about, &survey);
	say_abilities(about, &survey);
	if (!survey.sent) {
		g_free(survey.drafts);
		g_set_error_literal(
		    error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES, "");
		return false;
	}
	g_free(survey.drafts);
	g_free(survey.sent);
	return true;
}

int
doctor_examine(const House *house, const Account *account)
{
	g_autofree char *about = g_strdup_printf("account '%s'", account->name);
	g_autoptr(GHashTable) settings =
	    settings_for_plugin(house->settings, account, house->share_folder);
	g_autoptr(GError) error = NULL;
	const MailboxPlugin *plugin;
	g_autofree char *clean = NULL;

	plugin_guard();
	plugin = plugin_find_mailbox(&error);
	if (account_is_in_the_clear(account))
		doctor_say(DOCTOR_NOTE, about,
		    "mail and password can be read by anybody on the way "
		    "(tls = none)",
		    "tls = implicit or tls = starttls");
	if (plugin && examine(plugin, settings, about, &error))
		return EXIT_SUCCESS;
	clean = show_clean(error->message);
	if (*clean)
		doctor_say(DOCTOR_WRONG, about, clean, find_mend(clean));
	return error_exit_code(error);
}
