#include "authentication.h"

#include <string.h>

typedef struct Results {
	Authentication dmarc;
	Authentication others;
} Results;

static Authentication
verdict(const char *word, size_t length)
{
	static const struct {
		const char *word;
		Authentication verdict;
	} words[] = {
	    {"pass", AUTHENTICATION_PASS},
	    {"bestguesspass", AUTHENTICATION_PASS},
	    {"fail", AUTHENTICATION_FAIL},
	    {"hardfail", AUTHENTICATION_FAIL},
	    {"softfail", AUTHENTICATION_FAIL},
	    {"permerror", AUTHENTICATION_FAIL},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i].word) == length &&
		    g_ascii_strncasecmp(word, words[i].word, length) == 0)
			return words[i].verdict;
	return AUTHENTICATION_UNKNOWN;
}

/* One clause, "dkim=pass (2048-bit) header.d=example.com", blanks skipped. */
static void
read_clause(const char *clause, Results *results)
{
	size_t method = strspn(clause,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789");
	const char *word = clause + method;
	Authentication found;

	word += strspn(word, " \t");
	if (*word++ != '=')
		return;
	word += strspn(word, " \t");
	found = verdict(word, strcspn(word, " \t;("));
	if (method == 5 && g_ascii_strncasecmp(clause, "dmarc", 5) == 0)
		results->dmarc = found;
	else if ((method == 4 && g_ascii_strncasecmp(clause, "dkim", 4) == 0) ||
	         (method == 3 && g_ascii_strncasecmp(clause, "spf", 3) == 0))
		if (results->others != AUTHENTICATION_PASS && found)
			results->others = found;
}

/* The next clause's begin, past comments, which may hold semicolons. */
static const char *
next_clause(const char *value)
{
	int depth = 0;

	for (; *value; value++) {
		if (*value == '(')
			depth++;
		else if (*value == ')' && depth > 0)
			depth--;
		else if (*value == ';' && depth == 0)
			return value + 1 + strspn(value + 1, " \t\r\n");
	}
	return NULL;
}

Authentication
authentication_parse(const char *value)
{
	Results results = {AUTHENTICATION_UNKNOWN, AUTHENTICATION_UNKNOWN};

	while (value && (value = next_clause(value)))
		read_clause(value, &results);
	return results.dmarc ? results.dmarc : results.others;
}
