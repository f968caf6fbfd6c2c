/*
 * Said: interviews, and whom the user met there, as they say themselves of what
 * was agreed without mail.
 */
#ifndef SAID_H
#define SAID_H

#include "state.h"

/* Adds to an application whose interviews are worked out from its mail. */
void said_take(Application *application);

#endif
