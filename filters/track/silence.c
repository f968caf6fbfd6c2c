#include "silence.h"

#include "life.h"

#define DAY_S 86400

static void
find_last_interview(const Application *application, const Etiquette *etiquette,
    gint64 now, Silence *silence)
{
	const GPtrArray *all = application->interviews;

	for (guint i = 0; i < all->len; i++) {
		const Interview *interview = all->pdata[i];
		gint64 end = life_interview_end(interview, etiquette);

		if (!life_was_held(interview, etiquette, now) ||
		    end < silence->interview_end)
			continue;
		silence->interview = interview;
		silence->interview_end = end;
	}
}

static void
hear_user(Silence *silence, const Mail *mail)
{
	bool is_since = mail->time >= silence->interview_end;

	if (mail->kind == KIND_THANKS && is_since)
		silence->thanked = mail->time;
	if (mail->kind != KIND_FOLLOW_UP)
		return;
	silence->all_times++;
	if (is_since) {
		silence->asked_times++;
		silence->asked = mail->time;
	}
}

/* A machine that says they are out of office has not answered. */
static bool
is_answer(const Mail *mail)
{
	return kind_is_of_application(mail->kind);
}

static void
hear_them(Silence *silence, const Mail *mail, const Etiquette *etiquette)
{
	silence->answered = mail->time;
	if (mail->sure)
		silence->last = mail;
	if (mail->decide_by.precision)
		silence->decision =
		    etiquette_start(etiquette, mail->decide_by) +
		    (mail->decide_by.precision == MOMENT_DAY ? DAY_S : 0);
	else if (silence->decision < mail->time)
		silence->decision = 0;
}

Silence
silence_listen(const Application *application, const GPtrArray *mail,
    const Etiquette *etiquette, gint64 now)
{
	Silence silence = {0};

	find_last_interview(application, etiquette, now, &silence);
	for (guint i = 0; i < mail->len; i++) {
		const Mail *one = mail->pdata[i];

		if (one->direction == DIRECTION_OUTGOING)
			hear_user(&silence, one);
		else if (is_answer(one))
			hear_them(&silence, one, etiquette);
	}
	return silence;
}

gint64
silence_since(const Silence *silence)
{
	gint64 user = MAX(silence->asked, silence->thanked);
	gint64 since = MAX(silence->interview_end, user);

	if (!silence->interview || silence->answered > since)
		return 0;
	return silence->asked ? silence->asked : since;
}

/* A day before the interview, or one asked about since, is behind them. */
bool
silence_has_decision(const Silence *silence)
{
	return silence->decision && silence->decision >= silence->asked &&
	       silence->decision >= silence->interview_end;
}
