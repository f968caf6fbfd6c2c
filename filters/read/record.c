#include "message.h"

#include "text.h"

#include <string.h>

void
address_free(Address *address)
{
	if (!address)
		return;
	g_free(address->name);
	g_free(address->email);
	g_free(address);
}

void
link_free(Link *link)
{
	if (!link)
		return;
	g_free(link->url);
	g_free(link->text);
	g_free(link);
}

static void
address_init(Address *address)
{
	address->name = g_strdup("");
	address->email = g_strdup("");
}

Message *
message_new(void)
{
	Message *message = g_new0(Message, 1);
	char **strings[] = {&message->id, &message->subject,
	    &message->delivered_to, &message->list_id, &message->text,
	    &message->new_text, &message->quoted, &message->signature};

	for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
		*strings[i] = g_strdup("");
	address_init(&message->from);
	address_init(&message->reply_to);
	message->references = g_ptr_array_new_with_free_func(g_free);
	message->to =
	    g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	message->cc =
	    g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	message->links =
	    g_ptr_array_new_with_free_func((GDestroyNotify)link_free);
	message->calendars = g_ptr_array_new_with_free_func(g_free);
	return message;
}

void
message_take_text(Message *message, char *text)
{
	TextParts parts = text_split(text);

	g_free(message->text);
	g_free(message->new_text);
	g_free(message->quoted);
	g_free(message->signature);
	message->text = text;
	message->new_text = parts.new_text;
	message->quoted = parts.quoted;
	message->signature = parts.signature;
}

void
message_free(Message *message)
{
	if (!message)
		return;
	g_free(message->id);
	g_ptr_array_unref(message->references);
	g_free(message->subject);
	g_free(message->from.name);
	g_free(message->from.email);
	g_free(message->reply_to.name);
	g_free(message->reply_to.email);
	g_ptr_array_unref(message->to);
	g_ptr_array_unref(message->cc);
	g_free(message->delivered_to);
	g_free(message->list_id);
	g_free(message->text);
	g_free(message->new_text);
	g_free(message->quoted);
	g_free(message->signature);
	g_ptr_array_unref(message->links);
	g_ptr_array_unref(message->calendars);
	g_free(message);
}

char *
message_fingerprint(const Message *message)
{
	g_autoptr(GChecksum) hash = g_checksum_new(G_CHECKSUM_SHA1);
	g_autofree char *date = moment_format(message->date);
	const char *const parts[] = {message->id, message->from.email,
	    date ? date : "", message->new_text};

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		g_checksum_update(hash, (const guchar *)parts[i],
		    (gssize)strlen(parts[i]) + 1);
	return g_strdup(g_checksum_get_string(hash));
}
