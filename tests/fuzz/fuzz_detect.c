/*
 * Whatever comes in, what is read of it is valid UTF-8 in bounds.
 */
#include "facts.h"

#include <stdint.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Patterns *patterns;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	g_autofree char *folder = g_path_get_dirname((*argv)[0]);
	g_autofree char *path =
	    g_build_filename(folder, "..", "..", "rules", "patterns.bin", NULL);

	(void)argc;
	patterns = patterns_open(path, NULL);
	g_assert_nonnull(patterns);
	return 0;
}

static void
check_text(const char *text)
{
	g_assert_true(!text || g_utf8_validate(text, -1, NULL));
}

/* The first byte chooses language, kind and detail; the rest is a message. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const langs[] = {"en", "de", "fr", "ja", ""};
	g_autoptr(Message) message = NULL;
	g_autoptr(Reading) reading = reading_new();
	Context context = {.direction = DIRECTION_INCOMING, .in_thread = true};

	if (size < 2)
		return 0;
	message = message_parse_bytes((const char *)data + 1, size - 1, NULL);
	if (!message)
		return 0;
	g_free(reading->lang);
	reading->lang = g_strdup(langs[data[0] % G_N_ELEMENTS(langs)]);
	reading->kind = (Kind)(data[0] % KIND_COUNT);
	reading->detail = (Detail)(data[0] % DETAIL_COUNT);
	reading->direction =
	    data[0] & 0x80 ? DIRECTION_OUTGOING : DIRECTION_INCOMING;
	facts_find(&(FactSources){patterns, NULL}, message, &context, reading);
	check_text(reading->company);
	check_text(reading->role);
	check_text(reading->place);
	check_text(reading->link);
	for (guint i = 0; i < reading->contacts->len; i++) {
		const Person *person = reading->contacts->pdata[i];

		check_text(person->name);
		check_text(person->email);
	}
	return 0;
}
