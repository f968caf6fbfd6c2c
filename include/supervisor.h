/*
 * Supervisor: hostile input is read by a child process, under limits.
 *
 * Whatever becomes of the child (a crash, a loop, no memory), its parent still
 * holds the message and hands it on. The child answers over a pipe in named
 * parts; one that is not done when its parent leaves goes on alone, at most
 * SUPERVISOR_LIFE_S seconds.
 */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

#include <glib.h>
#include <stdbool.h>

#define SUPERVISOR_LIFE_S 60
#define SUPERVISOR_MEMORY_MAX (768 * 1024 * 1024) /* address space, bytes */
#define SUPERVISOR_CPU_S 10
#define SUPERVISOR_ANSWER_MAX (1024 * 1024) /* bytes that are listened to */

typedef struct Supervisor Supervisor;

/* What the child does; answer is for supervisor_answer. */
typedef void SupervisorWork(int answer, void *user);

/* NULL with AFTERWORD_ERROR_STORE when there is no process to be had. */
Supervisor *supervisor_start(SupervisorWork *work, void *user, GError **error);

/* In the child: sends one part, named by a letter. */
void supervisor_answer(int answer, char part, const char *text);

/*
 * Waits for a part, up to timeout_ms; borrowed. NULL when the child ended
 * without it or the time is over.
 */
const char *supervisor_wait(Supervisor *supervisor, char part, int timeout_ms);

/* Ends a child that was too slow. */
void supervisor_kill(Supervisor *supervisor);

/*
 * Waits up to timeout_ms for the child's end. What went wrong with it (a
 * signal, an exit code) is the caller's text; NULL when all is well, or when
 * it is still at work and goes on alone.
 */
char *supervisor_finish(Supervisor *supervisor, int timeout_ms);

void supervisor_free(Supervisor *supervisor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Supervisor, supervisor_free)

#endif
