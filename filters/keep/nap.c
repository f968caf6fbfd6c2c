#include "nap.h"

#include <time.h>

#define NAP_US (10 * G_TIME_SPAN_SECOND)

/* Some BSDs let their monotonic clock go on while they sleep. */
#ifdef CLOCK_UPTIME
#define CLOCK_AWAKE CLOCK_UPTIME
#else
#define CLOCK_AWAKE CLOCK_MONOTONIC
#endif

static gint64
microseconds(const struct timespec *time)
{
	return time->tv_sec * G_TIME_SPAN_SECOND + time->tv_nsec / 1000;
}

/*
 * How far a clock is ahead; 0 where there is no such clock. Looked at again
 * where time went by between the two looks.
 */
static gint64
ahead(clockid_t clock)
{
	struct timespec awake;
	struct timespec all;
	struct timespec after;

	do {
		if (clock_gettime(CLOCK_AWAKE, &awake) != 0 ||
		    clock_gettime(clock, &all) != 0 ||
		    clock_gettime(CLOCK_AWAKE, &after) != 0)
			return 0;
	} while (
	    microseconds(&after) - microseconds(&awake) >= G_TIME_SPAN_SECOND);
	return microseconds(&all) - microseconds(&awake);
}

Nap
nap_begin(void)
{
	return (Nap){
	    .wall = ahead(CLOCK_REALTIME),
#ifdef CLOCK_BOOTTIME
	    .since_start = ahead(CLOCK_BOOTTIME),
#endif
	};
}

bool
nap_is_over(Nap *nap)
{
	Nap before = *nap;

	*nap = nap_begin();
	return nap->wall - before.wall >= NAP_US ||
	       nap->since_start - before.since_start >= NAP_US;
}
