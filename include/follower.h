/*
 * Follower: a process that follows one folder (follow.h), kept alive.
 *
 * One that ends is started again, later each time, with jitter; what it has
 * read is kept in the marks. Runs in GLib's default main context.
 */
#ifndef FOLLOWER_H
#define FOLLOWER_H

#include "command.h"
#include "follow.h"
#include "marks.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Follower Follower;

/* All borrowed. */
typedef struct FollowerPlan {
	const Options *options;
	Marks *marks;
	bool once; /* it runs once, and is not started again */
	void (*ended)(Follower *follower, void *user); /* it will not run */
	void *user;
} FollowerPlan;

/* Starts at once. plan must outlive it. */
Follower *follower_new(
    const FollowerPlan *plan, const char *account, const char *folder);

/*
 * The machine was asleep: one that waits before it tries again does so now,
 * unless it was refused; one that is connected looks at its connection.
 */
void follower_wake(Follower *follower);

/* Ends it for good; "ended" is called once it has. */
void follower_stop(Follower *follower);

/* What went wrong last; borrowed; NULL: nothing, or it went well since. */
const GError *follower_error(const Follower *follower);

void follower_free(Follower *follower);

/* One line for the log: level is "INFO" or "WARN". Nothing private. */
void follower_log(const char *level, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

#endif
