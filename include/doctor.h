/*
 * Doctor: what is wrong with a set-up, and the line that mends it.
 */
#ifndef DOCTOR_H
#define DOCTOR_H

#include "command.h"

#include <glib.h>

typedef enum {
	DOCTOR_OK,
	DOCTOR_NOTE,  /* works, but the user should know */
	DOCTOR_WRONG, /* does not work */
} DoctorFinding;

/* Prints a finding about one thing; mend is NULL where nothing is to do. */
void doctor_say(DoctorFinding finding, const char *about, const char *text,
    const char *mend);

/*
 * Examines an account that has a host: logs in and looks at its folders, in
 * this process, which a hostile server may end. An exit code.
 */
int doctor_examine(const House *house, const Account *account);

#endif
