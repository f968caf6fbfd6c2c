/*
 * Whatever a stranger's mail put into the state, a draft has one header block
 * that nobody else began, and goes to one address at most.
 */
#include "draft.h"
#include "message.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next stretch up to a NUL, as a value of the state. */
static void
take(char **field, const uint8_t **data, size_t *size)
{
	size_t length = strnlen((const char *)*data, *size);

	g_free(*field);
	*field = g_strndup((const char *)*data, length);
	length += length < *size;
	*data += length;
	*size -= length;
}

static void
take_mail(Mail *mail, const uint8_t **data, size_t *size)
{
	take(&mail->sender_email, data, size);
	take(&mail->sender_name, data, size);
	take(&mail->reply_to, data, size);
	take(&mail->recipient, data, size);
	take(&mail->recipient_name, data, size);
	take(&mail->subject, data, size);
	take(&mail->id, data, size);
	take(&mail->references, data, size);
	take(&mail->lang, data, size);
}

static void
check(GBytes *bytes)
{
	g_autoptr(Message) message = message_parse_bytes(
	    g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), NULL);

	g_assert_nonnull(message);
	g_assert_cmpint(message->to->len, <=, 1);
	g_assert_cmpint(message->cc->len, ==, 0);
	g_assert_nonnull(strchr(message->from.email, '@'));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const folders[] = {"rules", NULL};
	static const DraftAuthor author = {"", "me@reyes.example"};
	g_autoptr(Application) application = application_new("x");
	g_autoptr(GBytes) bytes = NULL;
	Mail *mail = mail_new();
	Action *action = action_new(
	    size ? (ActionKind)(*data % ACTION_COUNT) : ACTION_CONFIRM);

	g_ptr_array_add(application->mail, mail);
	g_ptr_array_add(application->actions, action);
	take_mail(mail, &data, &size);
	take(&application->company, &data, &size);
	take(&application->role, &data, &size);
	bytes = draft_write(application, action, &author, folders, 1, NULL);
	if (bytes)
		check(bytes);
	return 0;
}
