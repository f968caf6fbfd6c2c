/*
 * Keys: by what an application that is put away is found again: a number for
 * each Message-ID, address, firm and calendar event that it knows.
 */
#ifndef KEYS_H
#define KEYS_H

#include "message.h"
#include "reading.h"
#include "state.h"

#include <glib.h>

/* All keys of an application, of guint64; the array is the caller's. */
GArray *keys_of_application(const Application *application);

/* Those of the applications that a message may belong to; reading NULL: only
 * those of its thread. */
GArray *keys_of_message(const Message *message, const Reading *reading);

guint64 keys_of_id(const char *application_id);

#endif
