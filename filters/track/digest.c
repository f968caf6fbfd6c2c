#include "digest.h"

#include <stdbool.h>

/* One look at the state. */
typedef struct Look {
	const State *state;
	const Etiquette *etiquette;
	gint64 dawn; /* what has come since waits for the next digest */
	Digest *digest;
	gint64 oldest; /* when the first that is still open began */
	bool is_new;
} Look;

static void
add(Look *look, DigestSection section, Application *application, Action *action,
    bool is_new)
{
	DigestLine line = {section, application, action};

	g_array_append_val(look->digest->lines, line);
	look->is_new = look->is_new || is_new;
}

static void
look_at_action(Look *look, Application *application, Action *action)
{
	bool is_late = action->late && action->late <= look->dawn;
	bool is_new = !action->is_told && action->due <= look->dawn;

	if (!action_is_open(action) || action->status == ACTION_WAITING)
		return;
	if (is_late && !action->is_late_told)
		add(look, DIGEST_LATE, application, action, true);
	else
		add(look, action_is_note(action) ? DIGEST_TO_DO : DIGEST_DRAFTS,
		    application, action, is_new);
}

static void
look_at(Look *look, Application *application)
{
	if (!standing_is_closed(application->standing)) {
		look->digest->open++;
		if (!look->oldest || application->opened < look->oldest)
			look->oldest = application->opened;
	}
	for (guint i = 0; i < application->actions->len; i++)
		look_at_action(
		    look, application, application->actions->pdata[i]);
	if (application->standing == STANDING_DORMANT && !application->is_told)
		add(look, DIGEST_OVER, application, NULL, true);
}

/* Once a week, while few are open and those wait for an answer. */
static void
look_at_number(Look *look)
{
	gint64 since =
	    look->state->reminded ? look->state->reminded : look->oldest;
	int few = etiquette_number(look->etiquette, KEEP_APPLYING_FEW);

	if (etiquette_wants_applying(look->etiquette) && look->digest->open &&
	    (int)look->digest->open < few &&
	    look->dawn >=
	        etiquette_add_days(look->etiquette, since, KEEP_APPLYING_DAYS))
		add(look, DIGEST_APPLYING, NULL, NULL, true);
}

static bool
is_time(const State *state, const Etiquette *etiquette, gint64 now)
{
	return etiquette_wants_digest(etiquette) &&
	       etiquette_after_quiet(etiquette, now) == now &&
	       (!state->digested || etiquette_day(etiquette, state->digested) <
	                                etiquette_day(etiquette, now));
}

static int
compare_lines(gconstpointer a, gconstpointer b)
{
	const DigestLine *one = a;
	const DigestLine *other = b;

	return (int)one->section - (int)other->section;
}

Digest *
digest_find(const State *state, const Etiquette *etiquette, gint64 now)
{
	g_autoptr(Digest) digest = NULL;
	Look look = {.state = state,
	    .etiquette = etiquette,
	    .dawn = etiquette_at_hour(
	        etiquette, now, etiquette_number(etiquette, DIGEST_HOUR))};

	if (now < look.dawn || !is_time(state, etiquette, now))
		return NULL;
	digest = g_new0(Digest, 1);
	digest->lines = g_array_new(FALSE, FALSE, sizeof(DigestLine));
	look.digest = digest;
	for (guint i = 0; i < state->applications->len; i++)
		look_at(&look, state->applications->pdata[i]);
	look_at_number(&look);
	g_array_sort(digest->lines, compare_lines);
	return look.is_new ? g_steal_pointer(&digest) : NULL;
}

void
digest_told(State *state, const Digest *digest, gint64 now)
{
	state->digested = now;
	for (guint i = 0; i < digest->lines->len; i++) {
		const DigestLine *line =
		    &g_array_index(digest->lines, DigestLine, i);

		if (line->section == DIGEST_APPLYING)
			state->reminded = now;
		else if (line->section == DIGEST_OVER)
			line->application->is_told = true;
		else
			line->action->is_told = true;
		if (line->section == DIGEST_LATE)
			line->action->is_late_told = true;
	}
}

void
digest_free(Digest *digest)
{
	if (!digest)
		return;
	g_array_unref(digest->lines);
	g_free(digest);
}
