/*
 * A bare GMime parse of a message on standard input: what any mail program
 * pays before it does anything of its own. The yardstick of `make bench`.
 */
#include <gmime/gmime.h>
#include <stdio.h>
#include <unistd.h>

int
main(void)
{
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *message;

	g_mime_init();
	stream = g_mime_stream_pipe_new(STDIN_FILENO);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	if (message)
		puts(g_mime_message_get_subject(message));
	g_object_unref(parser);
	g_object_unref(stream);
	if (message)
		g_object_unref(message);
	g_mime_shutdown();
	return message ? 0 : 1;
}
