#include "error.h"
#include "model.h"

#include "built.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
read_weights(gsize *size)
{
	g_autofree char *path = built_rules("weights.bin");
	char *bytes = NULL;

	g_assert_true(g_file_get_contents(path, &bytes, size, NULL));
	return bytes;
}

static void
assert_refused(const char *bytes, size_t size)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(model_new(bytes, size, &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
}

static void
test_opens(void)
{
	g_autofree char *path = built_rules("weights.bin");
	g_autoptr(GError) error = NULL;
	g_autoptr(Model) model = model_open(path, &error);

	g_assert_no_error(error);
	g_assert_cmpuint(
	    model_section(model, DIRECTION_INCOMING)->heads[HEAD_KIND].count,
	    ==, 10);
	g_assert_cmpuint(
	    model_section(model, DIRECTION_OUTGOING)->heads[HEAD_KIND].count,
	    ==, 14);
}

static void
test_missing(void)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(model_open("/nowhere/weights.bin", &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
	g_assert_nonnull(strstr(error->message, "/nowhere/weights.bin"));
}

static void
test_truncated(void)
{
	gsize size;
	g_autofree char *bytes = read_weights(&size);
	const size_t cuts[] = {0, 1, 19, sizeof(ModelHeader) - 1,
	    sizeof(ModelHeader), size / 2, size - 1};

	for (size_t i = 0; i < G_N_ELEMENTS(cuts); i++) {
		/* A copy of its own, so that a read beyond it is seen. */
		g_autofree char *cut = g_memdup2(bytes, MAX(cuts[i], 1));

		assert_refused(cut, cuts[i]);
	}
}

static void
test_damaged_header(void)
{
	gsize size;
	g_autofree char *bytes = read_weights(&size);

	for (size_t i = 0; i < sizeof(ModelHeader); i++) {
		bytes[i] ^= 0x40;
		assert_refused(bytes, size);
		bytes[i] ^= 0x40;
	}
}

/* A header that says what it likes, under a right checksum. */
static void
test_lying_header(void)
{
	gsize size;
	g_autofree char *bytes = read_weights(&size);
	ModelHeader header;
	ModelHeader lies[6];

	memcpy(&header, bytes, sizeof(header));
	for (size_t i = 0; i < G_N_ELEMENTS(lies); i++)
		lies[i] = header;
	lies[0].sections[0].slots = (uint32_t)size - 4;
	lies[1].sections[0].row_count = UINT32_MAX;
	lies[2].sections[1].slot_bits = 31;
	lies[3].sections[1].columns = 100000;
	lies[4].sections[0].heads[HEAD_KIND].count = 17;
	lies[5].lexicon.wordings = (uint32_t)size;
	for (size_t i = 0; i < G_N_ELEMENTS(lies); i++) {
		lies[i].checksum = model_checksum(&lies[i]);
		memcpy(bytes, &lies[i], sizeof(header));
		assert_refused(bytes, size);
	}
}

/* Tables of noise behind a sound header lead nowhere, and not astray. */
static void
test_damaged_tables(void)
{
	gsize size;
	g_autofree char *bytes = read_weights(&size);
	const char *text = "Subject: Interview\n\nAre you free on Monday?\n";
	g_autoptr(Message) message =
	    message_parse_bytes(text, strlen(text), NULL);
	g_autoptr(Model) model = NULL;
	g_autoptr(Features) features = NULL;
	g_autoptr(GArray) entries = NULL;

	for (size_t i = sizeof(ModelHeader); i < size; i++)
		bytes[i] = (char)(i * 2654435761U >> 13);
	model = model_new(bytes, size, NULL);
	g_assert_nonnull(model);
	features = features_extract(model_lexicon(model), message);
	entries = model_weigh(
	    model, model_section(model, DIRECTION_INCOMING), features);
	for (guint i = 0; i < entries->len; i++)
		g_assert_cmpuint(g_array_index(entries, Entry, i).row, <,
		    model_section(model, DIRECTION_INCOMING)->row_count);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/model/opens", test_opens);
	g_test_add_func("/model/missing-file-is-named", test_missing);
	g_test_add_func("/model/truncated-is-refused", test_truncated);
	g_test_add_func("/model/damaged-is-refused", test_damaged_header);
	g_test_add_func("/model/lies-are-refused", test_lying_header);
	g_test_add_func("/model/noise-leads-nowhere", test_damaged_tables);
	return g_test_run();
}
