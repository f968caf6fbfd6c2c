#include "calendar.h"
#include "ics.h"

#include "made_up.h"

static const char *const folders[] = {"rules", NULL};

static const MadeUp met = {.kind = ACTION_CONFIRM,
    .lang = "en",
    .id = "northwind",
    .has_firm = true,
    .has_role = true,
    .has_place = true,
    .precision = MOMENT_TIME,
    .number = 1,
    .people = 1};

static char *
print(const Application *application)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Memo) memo = memo_load(folders, "en", &error);
	g_autoptr(State) state = state_new();
	char *text;

	g_assert_no_error(error);
	g_ptr_array_add(state->applications, (gpointer)application);
	text = ics_print(state, NULL, memo, NOW);
	g_ptr_array_steal_index(state->applications, 0);
	return text;
}

static void
test_lines(void)
{
	g_autoptr(Application) application = made_up(&met);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	put(&application->company,
	    "A firm; with, signs \\ and a n\xc3\xa4me that goes on and on and "
	    "\xc3\xb6n over the end of a line\nBEGIN:VEVENT");
	text = print(application);
	lines = g_strsplit(text, "\r\n", -1);
	for (char **line = lines; *line; line++) {
		g_assert_cmpuint(strlen(*line), <=, 75);
		g_assert_true(g_utf8_validate(*line, -1, NULL));
		g_assert_null(strchr(*line, '\n'));
	}
	g_assert_nonnull(strstr(text, "A firm\\; with\\, signs \\\\ and"));
	g_assert_nonnull(strstr(text, "\\nBEGIN"));
}

/* What we read ourselves in other people's mail. */
static void
test_is_read_again(void)
{
	g_autoptr(Application) application = made_up(&met);
	g_autofree char *text = print(application);
	g_autoptr(GPtrArray) events = calendar_parse(text, 0);
	const CalendarEvent *event;

	g_assert_nonnull(events);
	g_assert_cmpuint(events->len, ==, 1);
	event = events->pdata[0];
	g_assert_cmpint(event->when.start.time, ==, INTERVIEW_AHEAD);
	g_assert_cmpint(event->when.end.time, ==, INTERVIEW_AHEAD + 3600);
}

static void
test_tasks(void)
{
	g_autoptr(Application) application = made_up(&met);
	Action *action =
	    application->actions->pdata[application->actions->len - 1];
	g_autofree char *open = NULL;
	g_autofree char *done = NULL;

	action->due = NOW;
	open = print(application);
	action->status = ACTION_DONE;
	done = print(application);
	g_assert_nonnull(strstr(open, "BEGIN:VTODO\r\nUID:"));
	g_assert_nonnull(strstr(open, "\r\nDUE:20260513T090000Z\r\n"));
	g_assert_nonnull(strstr(open,
	    "\r\nSUMMARY:Northwind: confirm the interview on Tuesday 19"));
	g_assert_null(strstr(done, "VTODO"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ics/lines-are-folded-and-escaped", test_lines);
	g_test_add_func("/ics/interviews-are-events", test_is_read_again);
	g_test_add_func("/ics/what-is-open-is-a-task", test_tasks);
	return g_test_run();
}
