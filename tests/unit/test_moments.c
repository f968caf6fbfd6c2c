#include "rows.h"

/*
 * The rules that hold in every row, the moments of the clock, and what the
 * user's configuration lays over them.
 */

#define UPDATE(...) MAIL(__VA_ARGS__, .kind = KIND_UPDATE)
#define FOLLOW_UP(at) MAIL(at, .kind = KIND_FOLLOW_UP)
#define THREE TOM "," ANN ",Bea Ott <bea@northwind.example>"
#define CONFIG(lines)                                                          \
	{                                                                      \
		.at = "05-01 00:00", .settings = lines                         \
	}
#define AT_HOME .who = "HR <hr@home.example>", .firm = "Home Goods"
#define HOME_OFFER MAIL("05-14 09:00", AT_HOME, .kind = KIND_OFFER)
#define EVE "Eve <eve@evil.example>"

/* May 2026: the 4th is a Monday, the 12th a Tuesday. */
static const Row rows[] = {
    {"thanks-are-written-though-it-went-badly",
        {INVITE, CONFIRM, {.at = "05-12 16:10", .debrief = "well=no"}},
        "thanks-1 tom@northwind.example drafted 05-12 16:00", "references"},
    {"thanks-to-two-of-three-leave-one",
        {MAIL("05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = THREE),
            CONFIRM, CLOCK("05-12 16:00"), THANKS,
            MAIL("05-12 18:10", .who = ANN, .kind = KIND_THANKS)},
        "thanks-1 tom@northwind.example done|"
        "thanks-1 ann@northwind.example done|"
        "thanks-1 bea@northwind.example drafted",
        NULL},
    {"thanks-asked-for-are-for-the-round-that-was-held",
        {INVITE, CONFIRM, THANKS,
            MAIL("05-14 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
                .slots = "05-21 15:00", .people = ANN),
            {.at = "05-15 09:00", .ask = "thanks"}},
        "thanks-1 tom@northwind.example done", "thanks-2 tom"},
    {"a-debrief-by-hand-is-of-the-round-that-was-held",
        {INVITE, CONFIRM,
            MAIL("05-13 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
                .slots = "05-21 15:00", .people = ANN),
            {.at = "05-14 09:00", .debrief = "topic=the lens line"}},
        "debrief-1 done|debrief-2 due 05-21 19:00", NULL},
    {"each-round-has-its-own-thanks",
        {INVITE, CONFIRM, THANKS,
            MAIL("05-14 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
                .slots = "05-21 15:00", .people = TOM),
            MAIL("05-14 10:00", .kind = KIND_CONFIRM), CLOCK("05-21 16:00")},
        "thanks-1 tom@northwind.example done|"
        "thanks-2 tom@northwind.example drafted 05-21 16:00|"
        "prepare-2 off|debrief-2 due 05-21 19:00",
        NULL},
    {"follow-up-by-hand-moves-the-clock",
        {INVITE, CONFIRM, THANKS, FOLLOW_UP("05-15 10:00"),
            CLOCK("05-22 09:59"), CLOCK("05-22 10:00")},
        "follow_up-1 hr@northwind.example done|"
        "follow_up-2 hr@northwind.example drafted 05-22 10:00",
        "follow_up-1 hr@northwind.example drafted"},
    {"follow-up-2-comes-five-business-days-after-the-first",
        {INVITE, CONFIRM, THANKS, CLOCK("05-19 18:00"),
            FOLLOW_UP("05-20 10:00"), CLOCK("05-27 10:00")},
        "follow_up-1 hr@northwind.example done|"
        "follow_up-2 hr@northwind.example drafted 05-27 10:00",
        NULL},
    {"follow-up-is-late-after-ten-business-days",
        {INVITE, CONFIRM, THANKS, CLOCK("05-19 18:00"), CLOCK("05-26 12:00"),
            CLOCK("05-27 08:00")},
        "[05-27 late follow_up hr@northwind.example]", "[05-26 late"},
    {"follow-up-has-no-place-where-they-have-answered",
        {INVITE, CONFIRM, THANKS, CLOCK("05-19 18:00"), UPDATE("05-20 09:00")},
        "follow_up-1 hr@northwind.example off", NULL},
    {"an-answer-that-names-a-day-restarts-the-clock",
        {INVITE, CONFIRM, THANKS, UPDATE("05-15 09:00", .decide_by = "05-29"),
            CLOCK("06-05 23:00"), CLOCK("06-06 00:00")},
        "follow_up-1 hr@northwind.example drafted 06-06 00:00", NULL},
    {"an-answer-in-the-holidays-of-a-machine-is-none",
        {INVITE, CONFIRM, THANKS, MAIL("05-13 09:00", .kind = KIND_NONE),
            CLOCK("05-19 18:00")},
        "follow_up-1 hr@northwind.example drafted 05-19 18:00", NULL},
    {"a-pause-of-two-weeks-gives-one-follow-up",
        {INVITE, CONFIRM, THANKS, CLOCK("05-13 08:00"), CLOCK("05-27 08:00"),
            CLOCK("05-27 08:01")},
        "follow_up-1 hr@northwind.example drafted|"
        "[05-27 late follow_up hr@northwind.example]",
        "follow_up-2"},
    {"a-pause-over-the-interview-says-what-was-late",
        {INVITE, CONFIRM, CLOCK("05-10 08:00"), CLOCK("05-24 08:00")},
        "thanks-1 tom@northwind.example drafted|"
        "[05-24 late thanks tom@northwind.example]|[05-24 late debrief]",
        "follow_up-2"},
    {"sweeps-in-any-order-of-calls-write-once",
        {INVITE, CONFIRM, CLOCK("05-13 08:00"), CLOCK("05-12 16:00"),
            CLOCK("05-13 08:00"), CLOCK("05-11 08:00"), CLOCK("05-13 09:00")},
        "thanks-1 tom@northwind.example drafted 05-12 16:00", "thanks-2"},
    {"a-moved-interview-moves-all-that-hangs-on-it",
        {INVITE, CONFIRM,
            MAIL("05-11 09:00", .kind = KIND_INVITE, .detail = DETAIL_MOVED,
                .slots = "05-19 10:00", .people = TOM),
            CLOCK("05-12 20:00")},
        "confirm-2 hr@northwind.example drafted 05-11 09:00|"
        "prepare-1 due 05-17 07:00|thanks-1 tom@northwind.example due 05-19 "
        "11:00|debrief-1 due 05-19 19:00",
        "thanks-1 tom@northwind.example drafted"},
    {"a-cancelled-interview-cancels-all-that-hangs-on-it",
        {INVITE, CONFIRM, CLOCK("05-10 08:00"),
            MAIL(
                "05-11 09:00", .kind = KIND_INVITE, .detail = DETAIL_CANCELLED),
            CLOCK("05-12 20:00")},
        "prepare-1 off|thanks-1 tom@northwind.example off|debrief-1 off",
        "due 05-12|follow_up|salary"},
    {"a-reminder-changes-nothing",
        {INVITE, CONFIRM,
            MAIL("05-11 09:00", .who = NOBODY, .kind = KIND_INVITE,
                .detail = DETAIL_REMINDER, .slots = "05-12 15:00"),
            CLOCK("05-12 16:00")},
        "thanks-1 tom@northwind.example drafted 05-12 16:00",
        "confirm-2|thanks-2|debrief-2"},
    {"news-is-not-for-who-has-closed-it",
        {INVITE, CONFIRM, MAIL("05-13 09:00", .kind = KIND_REJECTION),
            {.at = "05-14 09:00", .news = "My paper has won a prize."}},
        "northwind-optics rejected", "news"},
    {"nothing-goes-to-whom-a-suspicious-mail-names",
        {MAIL("05-04 09:00", .who = NOBODY, .kind = KIND_ACKNOWLEDGEMENT),
            MAIL("05-05 09:00", .who = EVE, .kind = KIND_UPDATE, .people = EVE,
                .is_suspicious = true),
            MAIL("05-06 09:00", .who = NOBODY, .kind = KIND_OFFER)},
        "northwind-optics offer", "eve@evil.example"},
    {"a-closed-one-may-open-again-in-its-thread",
        {MAIL("05-04 09:00", .kind = KIND_APPLICATION),
            MAIL("05-06 09:00", .kind = KIND_REJECTION),
            MAIL("05-20 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
                .slots = "05-28 15:00", .people = TOM)},
        "northwind-optics interview|keep_in_touch-1 hr@northwind.example off|"
        "confirm-1 hr@northwind.example drafted",
        "northwind-optics-2"},
    {"people-tell-two-applications-of-one-firm-apart",
        {MAIL("05-04 09:00", .kind = KIND_APPLICATION, .role = "Optician",
             .thread = "a"),
            MAIL("05-04 10:00", .kind = KIND_APPLICATION, .who = ANN,
                .role = "Lens Designer", .thread = "b"),
            MAIL("05-07 09:00", .who = ANN, .kind = KIND_REJECTION,
                .thread = "-")},
        "northwind-optics applied|northwind-optics-2 rejected", NULL},
    {"an-offer-to-the-users-address-at-the-firm-is-internal",
        {HOME_OFFER, {.at = "05-14 10:00", .set = "manager=" RUTH},
            MAIL("05-15 09:00", AT_HOME, .kind = KIND_ACCEPT)},
        "thank_manager-1 ruth@friend.example drafted 05-15 09:00", NULL},
    {"unless-the-user-says-otherwise",
        {HOME_OFFER, {.at = "05-14 10:00", .set = "manager=" RUTH},
            {.at = "05-14 10:00", .set = "internal=no"},
            MAIL("05-15 09:00", AT_HOME, .kind = KIND_ACCEPT)},
        "accepted", "thank_manager"},
    {"what-is-not-wanted-at-all-is-never-drafted",
        {CONFIG("feedback=no;debrief=no"), INVITE, CONFIRM,
            MAIL("05-13 09:00", .kind = KIND_REJECTION), CLOCK("05-16 09:00")},
        "northwind-optics rejected", "feedback|debrief"},
    {"a-number-of-the-configuration-counts",
        {CONFIG("thanks_due_days=1"), INVITE, CONFIRM, CLOCK("05-13 16:00")},
        "thanks-1 tom@northwind.example drafted 05-13 16:00", NULL},
    {"a-holiday-is-no-business-day",
        {CONFIG("holiday=2026-05-14"), INVITE, CONFIRM, THANKS,
            CLOCK("05-20 17:00")},
        "follow_up-1 hr@northwind.example due 05-20 18:00", NULL},
    {"business-days-are-those-of-the-users-zone",
        {CONFIG("zone=Pacific/Auckland"),
            MAIL("05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
                .slots = "05-15 15:00", .people = TOM),
            MAIL("05-04 10:00", .kind = KIND_CONFIRM),
            MAIL("05-15 18:00", .who = TOM, .kind = KIND_THANKS)},
        "follow_up-1 hr@northwind.example due 05-21 18:00", NULL},
    {"a-digest-waits-for-the-end-of-the-quiet-hours",
        {CONFIG("digest_hour=7;quiet_until_hour=9"), INVITE,
            CLOCK("05-05 08:59"), CLOCK("05-05 09:00")},
        "[05-05 drafts confirm", NULL},
    {"no-digest-comes-in-the-quiet-hours",
        {CONFIG("digest_hour=7;quiet_until_hour=9"), INVITE,
            CLOCK("05-05 08:59")},
        "confirm-1 hr@northwind.example drafted", "[05-05"},
    {"a-digest-comes-at-most-once-a-day",
        {INVITE, CLOCK("05-05 07:00"),
            MAIL("05-05 09:00", .who = CORBEL, .firm = "Corbel", .thread = "c",
                .kind = KIND_OFFER),
            CLOCK("05-05 20:00"), CLOCK("05-06 07:00")},
        "[05-05 drafts confirm hr@northwind.example]|"
        "[05-06 drafts accept al@corbel.example]",
        "[05-05 drafts accept"},
    {"no-digest-where-none-is-wanted",
        {CONFIG("digest=no"), INVITE, CLOCK("05-05 08:00"),
            CLOCK("05-20 08:00")},
        "confirm-1", "["},
    {"no-word-to-keep-applying-where-none-is-wanted",
        {CONFIG("keep_applying=no"),
            MAIL("05-04 06:00", .kind = KIND_APPLICATION),
            CLOCK("05-11 08:00")},
        "applied", "applying"},
};

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_rows(rows, G_N_ELEMENTS(rows));
	return g_test_run();
}
