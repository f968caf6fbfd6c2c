/*
 * Whatever comes in, what goes on is valid UTF-8, in single lines and capped.
 */
#include "message.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_line(const char *text)
{
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_null(strpbrk(text, "\r\n"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(Message) message =
	    message_parse_bytes((const char *)data, size, NULL);

	if (!message)
		return 0;
	check_line(message->id);
	check_line(message->subject);
	check_line(message->from.name);
	check_line(message->from.email);
	g_assert_true(g_utf8_validate(message->text, -1, NULL));
	g_assert_cmpuint(strlen(message->text), <=, MESSAGE_TEXT_MAX);
	g_assert_cmpuint(message->to->len, <=, MESSAGE_ADDRESSES_MAX);
	return 0;
}
