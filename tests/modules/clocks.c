/*
 * Clocks in the hands of a test: preloaded, this turns every clock of a
 * program ahead by what the file $AFTERWORD_CLOCKS says, and wakes those that
 * wait for a time. The file holds three numbers of eight bytes, seconds: for
 * the wall clock, the clock since the start of the machine, and the one that
 * stands still while the machine sleeps. What a test writes counts at once.
 *
 * With AFTERWORD_NO_BOOTTIME set, the second clock is not there.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define SLICE_MS 10

typedef struct Clocks {
	int64_t wall;
	int64_t since_start;
	int64_t awake;
} Clocks;

static const Clocks *
clocks(void)
{
	static const Clocks none;
	static const Clocks *shared;
	const char *path = getenv("AFTERWORD_CLOCKS");
	int file;
	void *map;

	if (shared)
		return shared;
	shared = &none;
	file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (file < 0)
		return shared;
	map = mmap(NULL, sizeof *shared, PROT_READ, MAP_SHARED, file, 0);
	if (map != MAP_FAILED)
		shared = map;
	close(file);
	return shared;
}

static void *
original(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

__attribute__((visibility("default"))) int
clock_gettime(clockid_t clock, struct timespec *time)
{
	static int (*real)(clockid_t, struct timespec *);
	int result;

	if (!real)
		*(void **)&real = original("clock_gettime");
	result = real(clock, time);
	if (result != 0)
		return result;
	if (clock == CLOCK_REALTIME)
		time->tv_sec += clocks()->wall;
	else if (clock == CLOCK_MONOTONIC)
		time->tv_sec += clocks()->awake;
#ifdef CLOCK_BOOTTIME
	else if (clock == CLOCK_BOOTTIME) {
		if (getenv("AFTERWORD_NO_BOOTTIME")) {
			errno = EINVAL;
			return -1;
		}
		time->tv_sec += clocks()->since_start;
	}
#endif
	return 0;
}

__attribute__((visibility("default"))) time_t
time(time_t *kept)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (kept)
		*kept = now.tv_sec;
	return now.tv_sec;
}

static int64_t
awake_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A wait for a time is many short ones, as the time may come at a stroke. */
__attribute__((visibility("default"))) int
poll(struct pollfd *files, nfds_t count, int timeout_ms)
{
	static int (*real)(struct pollfd *, nfds_t, int);
	int64_t end = awake_ms() + timeout_ms;

	if (!real)
		*(void **)&real = original("poll");
	if (timeout_ms < 0)
		return real(files, count, timeout_ms);
	for (;;) {
		int64_t left = end - awake_ms();
		int slice = left > SLICE_MS ? SLICE_MS : (int)left;
		int ready = real(files, count, slice > 0 ? slice : 0);

		if (ready != 0 || left <= SLICE_MS)
			return ready;
	}
}

/* GLib's newer loops wait here. */
__attribute__((visibility("default"))) int
ppoll(struct pollfd *files, nfds_t count, const struct timespec *timeout,
    const sigset_t *signals)
{
	static int (*real)(
	    struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);

	if (!real)
		*(void **)&real = original("ppoll");
	if (signals || !timeout)
		return real(files, count, timeout, signals);
	return poll(files, count,
	    (int)(timeout->tv_sec * 1000 + timeout->tv_nsec / 1000000));
}
