/*
 * Any page becomes valid UTF-8, and its links have schemes that are followed.
 */
#include "html.h"

#include "charset.h"
#include "message.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *page =
	    charset_to_utf8((const char *)data, size, "utf-8", size);
	g_autoptr(GPtrArray) links =
	    g_ptr_array_new_with_free_func((GDestroyNotify)link_free);
	g_autofree char *text = html_to_text(page, links, NULL);

	g_assert_nonnull(text);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	for (guint i = 0; i < links->len; i++) {
		const Link *link = g_ptr_array_index(links, i);

		g_assert_null(strpbrk(link->url, " \r\n\t"));
		g_assert_true(g_utf8_validate(link->text, -1, NULL));
	}
	return 0;
}
