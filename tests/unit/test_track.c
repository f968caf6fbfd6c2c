#include "events.h"

#define EVENTS_MAX 9

typedef struct Life {
	const char *name;
	Event events[EVENTS_MAX];
	const char *now; /* the clock after all of them */
	const char *becomes;
} Life;

static char *
show_time(gint64 time)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(time);

	return g_date_time_format(utc, "%m-%d %H:%M");
}

static void
show_action(GString *text, const Action *action)
{
	static const char *const words[ACTION_STATUS_COUNT] = {
	    "due", "queued", "placed", "done", "off"};
	g_autofree char *due = show_time(action->due);

	g_string_append_printf(text, "; %s %s %s",
	    action_kind_name(action->kind), action->person,
	    words[action->status]);
	if (action->status == ACTION_WAITING)
		g_string_append_printf(text, " %s", due);
}

/* "northwind-optics interview; confirm hr@northwind.example due 05-04 09:00" */
static char *
show(const State *state)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < state->applications->len; i++) {
		const Application *application = state->applications->pdata[i];

		g_string_append_printf(text, "%s%s %s", i ? " | " : "",
		    application->id, standing_name(application->standing));
		for (guint j = 0; j < application->actions->len; j++)
			if (!action_is_note(application->actions->pdata[j]))
				show_action(
				    text, application->actions->pdata[j]);
	}
	if (state->unassigned->len)
		g_string_append_printf(
		    text, " + %u unassigned", state->unassigned->len);
	return g_string_free(text, FALSE);
}

static State *
live(const Life *life, const Etiquette *etiquette)
{
	State *state = state_new();

	for (size_t i = 0; i < EVENTS_MAX && life->events[i].at; i++) {
		g_autofree char *id = g_strdup_printf("m%zu@mail.example", i);

		apply(state, etiquette, &life->events[i], id);
	}
	track_advance(state, etiquette, time_of(life->now));
	return state;
}

static void
test_life(gconstpointer user)
{
	const Life *life = user;
	g_autoptr(GError) error = NULL;
	g_autoptr(Etiquette) etiquette = etiquette_load(RULES, &error);
	g_autoptr(State) state = NULL;
	g_autofree char *became = NULL;

	g_assert_no_error(error);
	etiquette_set_zone(etiquette, "UTC");
	state = live(life, etiquette);
	became = show(state);
	g_assert_cmpstr(became, ==, life->becomes);
}

/* May 2026: the 4th is a Monday. */
static const Life lives[] = {
    {"an-application-begins-with-the-users-own-mail",
        {{"05-04 09:00", .kind = KIND_APPLICATION}}, "05-05",
        "northwind-optics applied"},
    {"a-receipt-belongs-to-the-application-it-answers",
        {{"05-04 09:00", .kind = KIND_APPLICATION, .role = "Optician"},
            {"05-04 10:00", .who = NOBODY, .kind = KIND_ACKNOWLEDGEMENT,
                .thread = "-", .role = "Optician"}},
        "05-05", "northwind-optics applied"},
    {"an-outreach-is-a-lead-until-it-is-answered",
        {{"05-04 09:00", .kind = KIND_OUTREACH}}, "05-05",
        "northwind-optics lead"},
    {"an-answered-outreach-is-an-application",
        {{"05-04 09:00", .kind = KIND_OUTREACH},
            {"05-04 10:00", .kind = KIND_REPLY}},
        "05-05", "northwind-optics applied"},
    {"an-invite-is-to-be-confirmed-at-once",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_PROPOSE,
            .slots = "05-12 15:00,05-13 10:00"}},
        "05-04 10:00",
        "northwind-optics interview; "
        "confirm hr@northwind.example due 05-04 09:00"},
    {"a-senders-clock-that-is-fast-delays-nothing",
        {{"05-04 09:05", .kind = KIND_INVITE, .detail = DETAIL_PROPOSE,
            .slots = "05-12 15:00", .seen = "05-04 09:00"}},
        "05-04 09:00",
        "northwind-optics interview; "
        "confirm hr@northwind.example due 05-04 09:00"},
    {"the-users-confirmation-ends-the-action-and-fixes-the-time",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_PROPOSE,
             .slots = "05-12 15:00,05-13 10:00", .people = TOM},
            {"05-04 10:00", .kind = KIND_CONFIRM, .slots = "05-13 10:00"}},
        "05-05",
        "northwind-optics interview; confirm hr@northwind.example done; "
        "thanks tom@northwind.example due 05-13 11:00"},
    {"a-time-the-user-took-needs-no-second-word",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_PROPOSE,
             .slots = "05-12 15:00,05-13 10:00", .people = TOM},
            {"05-04 10:00", .kind = KIND_CONFIRM, .slots = "05-13 10:00"},
            {"05-04 11:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
                .slots = "05-13 10:00", .uid = "u1", .thread = "-"}},
        "05-05",
        "northwind-optics interview; confirm hr@northwind.example done; "
        "thanks tom@northwind.example due 05-13 11:00"},
    {"a-calendar-mail-beside-the-letter-is-the-same-interview",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM},
            {"05-04 09:01", NOBODY, KIND_INVITE, DETAIL_CONFIRMED,
                "05-12 15:00", .uid = "u1", .thread = "-"}},
        "05-04 10:00",
        "northwind-optics interview; "
        "confirm hr@northwind.example due 05-04 09:00; "
        "thanks tom@northwind.example due 05-12 16:00"},
    {"a-reminder-makes-no-second-interview",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM},
            {"05-11 09:00", .kind = KIND_INVITE, .detail = DETAIL_REMINDER,
                .slots = "05-12 15:00"}},
        "05-11 10:00",
        "northwind-optics interview; "
        "confirm hr@northwind.example due 05-04 09:00; "
        "thanks tom@northwind.example due 05-12 16:00"},
    {"a-moved-interview-moves-the-thanks-and-asks-again",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM, .uid = "u1"},
            {"05-04 10:00", .kind = KIND_CONFIRM},
            {"05-11 09:00", .kind = KIND_INVITE, .detail = DETAIL_MOVED,
                .slots = "05-14 15:00", .uid = "u1"}},
        "05-11 10:00",
        "northwind-optics interview; "
        "confirm hr@northwind.example done; "
        "thanks tom@northwind.example due 05-14 16:00; "
        "confirm hr@northwind.example due 05-11 09:00"},
    {"a-time-the-user-asked-for-needs-no-second-word",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM},
            {"05-04 10:00", .kind = KIND_RESCHEDULE,
                .slots = "05-13 15:00,05-14 15:00"},
            {"05-04 11:00", .kind = KIND_INVITE, .detail = DETAIL_MOVED,
                .slots = "05-14 15:00"}},
        "05-05",
        "northwind-optics interview; confirm hr@northwind.example done; "
        "thanks tom@northwind.example due 05-14 16:00"},
    {"a-cancelled-interview-takes-its-actions-with-it",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM, .uid = "u1"},
            {"05-05 09:00", .kind = KIND_INVITE, .detail = DETAIL_CANCELLED,
                .uid = "u1", .thread = "-", .firm = ""}},
        "05-06",
        "northwind-optics applied; confirm hr@northwind.example off; "
        "thanks tom@northwind.example off"},
    {"an-interview-called-off-and-made-good-is-the-same-one",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM},
            {"05-04 10:00", .kind = KIND_CONFIRM},
            {"05-11 09:00", .kind = KIND_INVITE, .detail = DETAIL_CANCELLED},
            {"05-13 09:00", .kind = KIND_INVITE, .detail = DETAIL_MOVED,
                .slots = "05-18 10:00,05-19 10:00"},
            {"05-13 10:00", .kind = KIND_CONFIRM, .slots = "05-19 10:00"}},
        "05-13 11:00",
        "northwind-optics interview; confirm hr@northwind.example done; "
        "thanks tom@northwind.example due 05-19 11:00; "
        "confirm hr@northwind.example done"},
    {"a-mail-that-moves-may-name-the-old-time-too",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM},
            {"05-05 09:00", .kind = KIND_INVITE, .detail = DETAIL_MOVED,
                .slots = "05-12 15:00,05-14 15:00"}},
        "05-05 10:00",
        "northwind-optics interview; confirm hr@northwind.example off; "
        "thanks tom@northwind.example due 05-14 16:00; "
        "confirm hr@northwind.example due 05-05 09:00"},
    {"each-interviewer-gets-a-note",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM "," ANN ",Wes"},
            {"05-04 10:00", .kind = KIND_CONFIRM}},
        "05-12 17:00",
        "northwind-optics waiting; confirm hr@northwind.example done; "
        "thanks tom@northwind.example due 05-12 16:00; "
        "thanks ann@northwind.example due 05-12 16:00; "
        "thanks Wes due 05-12 16:00; "
        "ask_names hr@northwind.example due 05-12 16:00; "
        "follow_up hr@northwind.example due 05-19 16:00"},
    {"a-note-by-hand-ends-the-note-to-that-one-only",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM "," ANN ",Wes Hart"},
            {"05-04 10:00", .kind = KIND_CONFIRM},
            {"05-12 18:00", .who = ANN, .kind = KIND_THANKS,
                .people = ANN ",Wes", .thread = "-"}},
        "05-12 18:00",
        "northwind-optics waiting; confirm hr@northwind.example done; "
        "thanks tom@northwind.example due 05-12 16:00; "
        "thanks ann@northwind.example done; thanks Wes Hart done; "
        "ask_names hr@northwind.example off; "
        "follow_up hr@northwind.example due 05-19 18:00"},
    {"thanks-say-which-of-the-times-it-was",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_PROPOSE,
             .slots = "05-12 15:00,05-13 10:00", .people = TOM},
            {"05-12 18:00", .who = TOM, .kind = KIND_THANKS}},
        "05-12 19:00",
        "northwind-optics waiting; confirm hr@northwind.example off; "
        "follow_up hr@northwind.example due 05-19 18:00"},
    {"with-no-interviewer-known-the-one-who-invited-is-thanked",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00"},
            {"05-04 10:00", .kind = KIND_CONFIRM}},
        "05-12 17:00",
        "northwind-optics waiting; confirm hr@northwind.example done; "
        "thanks hr@northwind.example due 05-12 16:00; "
        "follow_up hr@northwind.example due 05-19 16:00"},
    {"an-offer-is-to-be-accepted-at-once",
        {{"05-04 09:00", .kind = KIND_APPLICATION},
            {"05-20 09:00", .kind = KIND_OFFER, .detail = DETAIL_VERBAL},
            {"05-21 09:00", .kind = KIND_OFFER, .detail = DETAIL_WRITTEN}},
        "05-21 10:00",
        "northwind-optics offer; "
        "accept hr@northwind.example due 05-20 09:00"},
    {"an-acceptance-ends-it",
        {{"05-20 09:00", .kind = KIND_OFFER, .detail = DETAIL_WRITTEN},
            {"05-20 10:00", .kind = KIND_ACCEPT}},
        "05-21", "northwind-optics accepted; accept hr@northwind.example done"},
    {"a-rescinded-offer-is-a-rejection",
        {{"05-20 09:00", .kind = KIND_OFFER, .detail = DETAIL_WRITTEN},
            {"05-22 10:00", .kind = KIND_REJECTION,
                .detail = DETAIL_RESCINDED}},
        "05-22 11:00",
        "northwind-optics rejected; accept hr@northwind.example off; "
        "feedback hr@northwind.example due 05-23 10:00"},
    {"a-rejection-before-any-interview-keeps-in-touch",
        {{"05-04 09:00", .kind = KIND_APPLICATION},
            {"05-07 09:00", .kind = KIND_REJECTION,
                .detail = DETAIL_BEFORE_INTERVIEW}},
        "05-07 10:00",
        "northwind-optics rejected; "
        "keep_in_touch hr@northwind.example due 05-08 09:00"},
    {"a-rejection-after-an-interview-asks-for-feedback",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM},
            {"05-13 09:00", .kind = KIND_REJECTION}},
        "05-13 10:00",
        "northwind-optics rejected; confirm hr@northwind.example off; "
        "thanks tom@northwind.example off; "
        "feedback hr@northwind.example due 05-14 09:00"},
    {"a-second-rejection-asks-for-nothing-more",
        {{"05-04 09:00", .kind = KIND_APPLICATION},
            {"05-07 09:00", .kind = KIND_REJECTION},
            {"05-07 09:05", .kind = KIND_REJECTION, .thread = "-"}},
        "05-07 10:00",
        "northwind-optics rejected; "
        "keep_in_touch hr@northwind.example due 05-08 09:00"},
    {"a-rejection-seen-before-the-invite-still-comes-after-it",
        {{"05-13 09:00", .kind = KIND_REJECTION},
            {"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
                .slots = "05-12 15:00", .people = TOM, .seen = "05-13 10:00"}},
        "05-13 11:00",
        "northwind-optics rejected; keep_in_touch hr@northwind.example off; "
        "feedback hr@northwind.example due 05-14 09:00"},
    {"a-rejected-application-may-open-again",
        {{"05-04 09:00", .kind = KIND_APPLICATION},
            {"05-07 09:00", .kind = KIND_REJECTION},
            {"05-11 09:00", .kind = KIND_INVITE, .detail = DETAIL_PROPOSE,
                .slots = "05-20 10:00"}},
        "05-11 10:00",
        "northwind-optics interview; "
        "keep_in_touch hr@northwind.example off; "
        "confirm hr@northwind.example due 05-11 09:00"},
    {"the-users-withdrawal-ends-all",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00"},
            {"05-05 09:00", .kind = KIND_WITHDRAW}},
        "05-06",
        "northwind-optics withdrawn; confirm hr@northwind.example off; "
        "thanks hr@northwind.example off"},
    {"nobody-is-invited-to-a-day-that-is-past",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
            .slots = "04-30 15:00"}},
        "05-04 10:00",
        "northwind-optics interview; "
        "confirm hr@northwind.example due 05-04 09:00"},
    {"an-unsure-reading-is-kept-and-drafts-nothing",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
            .slots = "05-12 15:00", .is_unsure = true}},
        "05-04 10:00", "northwind-optics interview"},
    {"a-suspicious-offer-begins-nothing",
        {{"05-04 09:00", .kind = KIND_OFFER, .is_suspicious = true}},
        "05-04 10:00", ""},
    {"a-suspicious-offer-in-the-thread-changes-nothing",
        {{"05-04 09:00", .kind = KIND_APPLICATION},
            {"05-05 09:00", .kind = KIND_OFFER, .is_suspicious = true}},
        "05-06", "northwind-optics applied"},
    {"nobody-answers-a-mailbox-that-nobody-reads",
        {{"05-04 09:00", .who = NOBODY, .kind = KIND_OFFER}}, "05-04 10:00",
        "northwind-optics offer"},
    {"another-address-of-the-firm-is-answered-instead",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CANCELLED},
            {"05-03 09:00", .who = HR, .kind = KIND_ACKNOWLEDGEMENT},
            {"05-04 09:00", .who = NOBODY, .kind = KIND_OFFER}},
        "05-04 10:00",
        "northwind-optics offer; "
        "accept hr@northwind.example due 05-04 09:00"},
    {"an-interview-long-past-is-thanked-for-no-more",
        {{"02-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
            .slots = "02-12 15:00", .people = TOM, .seen = "05-04 10:00"}},
        "05-04 10:00", "northwind-optics waiting"},
    {"near-names-are-two-firms",
        {{"05-04 09:00", .kind = KIND_APPLICATION, .thread = "a"},
            {"05-04 10:00", .who = "HR <hr@northwindsystems.example>",
                .kind = KIND_ACKNOWLEDGEMENT, .firm = "Northwind Systems",
                .thread = "b"}},
        "05-05", "northwind-optics applied | northwind-systems applied"},
    {"a-shorter-name-from-the-same-domain-is-the-same-firm",
        {{"05-04 09:00", .kind = KIND_ACKNOWLEDGEMENT, .thread = "-"},
            {"05-04 10:00", TOM, KIND_INVITE, DETAIL_PROPOSE,
                .firm = "Northwind", .thread = "-", .slots = "05-12 15:00"}},
        "05-04 10:00",
        "northwind-optics interview; "
        "confirm tom@northwind.example due 05-04 10:00"},
    {"a-firm-cut-short-with-the-same-role-is-the-same-firm",
        {{"05-04 09:00", .who = "X <no-reply@jobs.example>",
             .kind = KIND_ACKNOWLEDGEMENT, .firm = "Northwind",
             .role = "Lens Designer", .thread = "-"},
            {"05-05 09:00", .kind = KIND_REQUEST, .thread = "-",
                .role = "Senior Lens Designer"},
            {"05-06 09:00", .who = "Zoe <zoe@northwind.example>",
                .kind = KIND_REQUEST, .thread = "-", .role = "Optician"}},
        "05-07", "northwind applied | northwind-optics applied"},
    {"a-mailbox-nobody-reads-tells-the-firm-all-the-same",
        {{"05-04 09:00", .who = NOBODY, .kind = KIND_ACKNOWLEDGEMENT,
             .firm = "Northwind", .thread = "-"},
            {"05-04 10:00", .who = TOM, .kind = KIND_INVITE,
                .detail = DETAIL_PROPOSE, .thread = "-",
                .slots = "05-12 15:00"}},
        "05-04 10:00",
        "northwind interview; "
        "confirm tom@northwind.example due 05-04 10:00"},
    {"one-recruiter-with-two-clients-has-two-applications",
        {{"05-04 09:00", .who = "Al <al@agency.example>", .kind = KIND_OUTREACH,
             .thread = "a"},
            {"05-04 10:00", .who = "Al <al@agency.example>",
                .kind = KIND_OUTREACH, .firm = "Corbel Insurance",
                .thread = "b"}},
        "05-05", "northwind-optics lead | corbel-insurance lead"},
    {"the-role-tells-two-applications-apart",
        {{"05-04 09:00", .kind = KIND_APPLICATION, .thread = "a",
             .role = "Lecturer in Physics"},
            {"05-04 10:00", .kind = KIND_APPLICATION, .thread = "b",
                .role = "Laboratory Technician"},
            {"05-07 09:00", .kind = KIND_REJECTION, .thread = "-",
                .role = "Laboratory Technician (0.8 FTE)"}},
        "05-07 10:00",
        "northwind-optics applied | northwind-optics-2 rejected; "
        "keep_in_touch hr@northwind.example due 05-08 09:00"},
    {"who-is-known-may-word-the-role-otherwise",
        {{"05-04 09:00", .kind = KIND_APPLICATION, .role = "Optician"},
            {"05-07 09:00", .kind = KIND_REJECTION, .thread = "-",
                .role = "Dispensing Assistant"}},
        "05-07 10:00",
        "northwind-optics rejected; "
        "keep_in_touch hr@northwind.example due 05-08 09:00"},
    {"a-receipt-for-another-role-is-another-application",
        {{"05-04 09:00", .kind = KIND_APPLICATION, .role = "Optician"},
            {"05-07 09:00", .kind = KIND_ACKNOWLEDGEMENT, .thread = "-",
                .role = "Laboratory Technician"}},
        "05-07 10:00", "northwind-optics applied | northwind-optics-2 applied"},
    {"the-requisition-tells-two-applications-apart",
        {{"05-04 09:00", .kind = KIND_APPLICATION, .thread = "a",
             .role = "Lecturer", .requisition = "R-17"},
            {"05-04 10:00", .kind = KIND_APPLICATION, .thread = "b",
                .role = "Lecturer", .requisition = "R-18"},
            {"05-07 09:00", .who = NOBODY, .kind = KIND_ACKNOWLEDGEMENT,
                .thread = "-", .role = "Lecturer", .requisition = "r 18"},
            {"05-08 09:00", .who = NOBODY, .kind = KIND_OFFER, .thread = "-",
                .role = "Lecturer", .requisition = "R-18"}},
        "05-08 10:00",
        "northwind-optics applied | northwind-optics-2 offer; "
        "accept hr@northwind.example due 05-08 09:00"},
    {"on-a-tie-none-is-guessed",
        {{"05-04 09:00", .kind = KIND_APPLICATION, .thread = "a",
             .role = "Lecturer in Physics"},
            {"05-04 10:00", .kind = KIND_APPLICATION, .thread = "b",
                .role = "Laboratory Technician"},
            {"05-07 09:00", .kind = KIND_REJECTION, .thread = "-"}},
        "05-07 10:00",
        "northwind-optics applied | northwind-optics-2 applied"
        " + 1 unassigned"},
    {"a-thread-speaks-before-the-role",
        {{"05-04 09:00", .kind = KIND_APPLICATION, .thread = "a",
             .role = "Lecturer in Physics"},
            {"05-04 10:00", .kind = KIND_APPLICATION, .thread = "b",
                .role = "Laboratory Technician"},
            {"05-07 09:00", .who = NOBODY, .kind = KIND_OFFER, .thread = "b",
                .role = "Lecturer in Physics"}},
        "05-07 10:00",
        "northwind-optics applied | northwind-optics-2 offer; "
        "accept hr@northwind.example due 05-07 09:00"},
    {"silence-is-asked-about-after-five-business-days",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM},
            {"05-04 10:00", .kind = KIND_CONFIRM},
            {"05-12 18:00", .who = TOM, .kind = KIND_THANKS}},
        "05-12 19:00",
        "northwind-optics waiting; confirm hr@northwind.example done; "
        "thanks tom@northwind.example done; "
        "follow_up hr@northwind.example due 05-19 18:00"},
    {"a-named-day-is-waited-for-and-a-week-more",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM, .decide_by = "05-20"},
            {"05-04 10:00", .kind = KIND_CONFIRM},
            {"05-12 18:00", .who = TOM, .kind = KIND_THANKS}},
        "05-12 19:00",
        "northwind-optics waiting; confirm hr@northwind.example done; "
        "thanks tom@northwind.example done; "
        "follow_up hr@northwind.example due 05-28 00:00"},
    {"an-answer-ends-the-waiting",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM},
            {"05-04 10:00", .kind = KIND_CONFIRM},
            {"05-12 18:00", .who = TOM, .kind = KIND_THANKS},
            {"05-14 18:00", .kind = KIND_UPDATE}},
        "05-29",
        "northwind-optics waiting; confirm hr@northwind.example done; "
        "thanks tom@northwind.example done; "
        "follow_up hr@northwind.example off"},
    {"never-a-third-follow-up",
        {{"05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM},
            {"05-04 10:00", .kind = KIND_CONFIRM},
            {"05-12 18:00", .who = TOM, .kind = KIND_THANKS},
            {"05-20 10:00", .kind = KIND_FOLLOW_UP},
            {"05-28 10:00", .kind = KIND_FOLLOW_UP}},
        "06-20",
        "northwind-optics dormant; confirm hr@northwind.example done; "
        "thanks tom@northwind.example done; "
        "follow_up hr@northwind.example done; "
        "follow_up hr@northwind.example done"},
};

static Application *
live_placed(State *state, const Etiquette *etiquette)
{
	static const Event invite = {"05-04 09:00", .kind = KIND_INVITE,
	    .detail = DETAIL_PROPOSE, .slots = "05-12 15:00,05-13 15:00"};
	Application *application;
	Action *action;

	apply(state, etiquette, &invite, "m0@mail.example");
	application = state->applications->pdata[0];
	action = application->actions->pdata[0];
	action->status = ACTION_PLACED;
	g_free(action->place);
	action->place = g_strdup("1 7");
	return application;
}

static void
test_placed(void)
{
	static const Event confirm = {
	    "05-04 10:00", .kind = KIND_CONFIRM, .slots = "05-12 15:00"};
	g_autoptr(Etiquette) etiquette = etiquette_load(RULES, NULL);
	g_autoptr(State) state = state_new();
	const Application *application = live_placed(state, etiquette);
	const Action *action = application->actions->pdata[0];

	track_advance(state, etiquette, time_of("05-04 09:30"));
	g_assert_cmpint(action->status, ==, ACTION_PLACED);
	g_assert_false(action->is_stale);
	apply(state, etiquette, &confirm, "m1@mail.example");
	g_assert_cmpint(action->status, ==, ACTION_DONE);
	g_assert_true(action->is_stale);
	g_assert_cmpstr(action->place, ==, "1 7");
}

/* Twice, and once more as the copy that the user sent to themselves. */
static void
test_again(void)
{
	static const Event application = {
	    "05-04 09:00", .kind = KIND_APPLICATION};
	static const Event copy = {"05-04 09:00", .kind = KIND_INVITE,
	    .who = "Jo Doe <jo@home.example>"};
	g_autoptr(Etiquette) etiquette = etiquette_load(RULES, NULL);
	g_autoptr(State) state = state_new();
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;

	apply(state, etiquette, &application, "m0@mail.example");
	before = state_print(state);
	apply(state, etiquette, &application, "m0@mail.example");
	apply(state, etiquette, &copy, "m0@mail.example");
	after = state_print(state);
	g_assert_cmpstr(before, ==, after);
}

static void
test_change(void)
{
	static const Event events[] = {
	    {"05-04 09:00", .kind = KIND_INVITE, .is_unsure = true},
	    {"05-04 09:10", .kind = KIND_OFFER, .is_suspicious = true},
	    {"05-04 09:20", .who = NOBODY, .kind = KIND_OFFER, .firm = "Corbel",
	        .thread = "b"},
	    {"05-04 09:30", .kind = KIND_INVITE, .detail = DETAIL_PROPOSE},
	};
	static const Withheld withheld[] = {WITHHELD_UNSURE,
	    WITHHELD_SUSPICIOUS, WITHHELD_NO_ADDRESS, WITHHELD_NOT};
	g_autoptr(Etiquette) etiquette = etiquette_load(RULES, NULL);
	g_autoptr(State) state = state_new();

	for (size_t i = 0; i < G_N_ELEMENTS(events); i++) {
		g_autofree char *id = g_strdup_printf("m%zu@mail.example", i);
		g_autoptr(Message) message = message_of(&events[i], id);
		g_autoptr(Reading) reading = reading_of(&events[i]);
		Change change;

		track_apply(state, message, reading, etiquette,
		    time_of(events[i].at), &change);
		g_assert_cmpint(change.withheld, ==, withheld[i]);
		g_assert_cmpint(change.actions->len, ==, i == 3);
		change_clear(&change);
	}
}

static void
test_next_due(void)
{
	g_autoptr(Etiquette) etiquette = etiquette_load(RULES, NULL);
	g_autoptr(State) state = state_new();
	Application *application = live_placed(state, etiquette);
	Action *action = application->actions->pdata[0];
	GArray *due = track_due(state, time_of("05-04 10:00"));

	g_assert_cmpint(due->len, ==, 0);
	g_array_unref(due);
	g_assert_cmpint(track_next_due(state), ==, 0);
	action->status = ACTION_WAITING;
	g_assert_cmpint(track_next_due(state), ==, time_of("05-04 09:00"));
	due = track_due(state, time_of("05-04 08:59"));
	g_assert_cmpint(due->len, ==, 0);
	g_array_unref(due);
	due = track_due(state, time_of("05-04 09:00"));
	g_assert_cmpint(due->len, ==, 1);
	g_assert_true(g_array_index(due, Due, 0).action == action);
	g_array_unref(due);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	for (size_t i = 0; i < G_N_ELEMENTS(lives); i++) {
		g_autofree char *path =
		    g_strconcat("/track/", lives[i].name, NULL);

		g_test_add_data_func(path, &lives[i], test_life);
	}
	g_test_add_func(
	    "/track/a-placed-draft-that-is-over-is-to-be-taken-back",
	    test_placed);
	g_test_add_func("/track/a-message-again-changes-nothing", test_again);
	g_test_add_func("/track/says-why-there-is-no-draft", test_change);
	g_test_add_func("/track/what-is-due-is-found-in-time", test_next_due);
	return g_test_run();
}
