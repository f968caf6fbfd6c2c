#include "probe.h"

#include "charset.h"
#include "html.h"
#include "message.h"
#include "text.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PAGE_LABEL_MAX 1024 /* bytes in which a page names its charset */

/* The charset that a page names itself, for files have no headers. */
static char *
label_of_page(const char *page, size_t length)
{
	g_autofree char *head = g_strndup(page, MIN(length, PAGE_LABEL_MAX));
	const char *label = strstr(head, "charset=");

	if (!label)
		return NULL;
	label += strlen("charset=");
	label += strspn(label, "\"' ");
	return g_strndup(label, strcspn(label, "\"' />;"));
}

char *
probe_read_page(const char *path)
{
	g_autofree char *bytes = NULL;
	g_autofree char *label = NULL;
	gsize length;

	if (!path || !g_file_get_contents(path, &bytes, &length, NULL))
		return NULL;
	label = label_of_page(bytes, length);
	return charset_to_utf8(bytes, length, label, 8 * 1024 * 1024);
}

static char *
utf8_of_body(const Json *request)
{
	const char *body = json_get_string(request, "body", "");
	g_autofree char *text =
	    charset_to_utf8(body, strlen(body), "utf-8", 8 * 1024 * 1024);

	if (strcmp(json_get_string(request, "kind", ""), "html") != 0)
		return g_steal_pointer(&text);
	return html_to_text(text, NULL, NULL);
}

void
probe_text(const Json *request, const char *rules)
{
	g_autoptr(Message) message = message_new();
	g_autofree char *text = utf8_of_body(request);
	Json *answer = probe_answer(request);

	if (text)
		message_take_text(message, g_steal_pointer(&text));
	json_set_string(answer, "text", message->new_text);
	probe_print(answer);
	(void)rules;
}

static char *
text_of_mail(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	g_autoptr(Message) message =
	    file < 0 ? NULL : message_parse_file(file, NULL);

	if (file >= 0)
		close(file);
	return message ? g_steal_pointer(&message->text) : NULL;
}

/* Quoted lines carry marks of ours, which are not on the page. */
static char *
without_marks(const char *text)
{
	GString *out = g_string_new(NULL);

	while (*text) {
		size_t length;

		while (*text == '>')
			text += text[1] == ' ' ? 2 : 1;
		length = strcspn(text, "\n");
		length += text[length] == '\n';
		g_string_append_len(out, text, (gssize)length);
		text += length;
	}
	return g_string_free(out, FALSE);
}

void
probe_html(const Json *request, const char *rules)
{
	const char *path = json_get_string(request, "path", "");
	bool is_mail = g_str_has_suffix(path, ".eml");
	g_autofree char *page = is_mail ? NULL : probe_read_page(path);
	g_autofree char *text = is_mail ? text_of_mail(path)
	                        : page  ? html_to_text(page, NULL, NULL)
	                                : NULL;
	g_autofree char *shown = text ? without_marks(text) : NULL;
	Json *answer = probe_answer(request);

	json_set_string(answer, "text", shown ? shown : "");
	probe_print(answer);
	(void)rules;
}
