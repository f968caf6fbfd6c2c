/*
 * Watch: the mail of the accounts, followed without any hook.
 */
#ifndef WATCH_H
#define WATCH_H

#include "command.h"

/*
 * Reads what is new in the folders of sent mail, once. NULL when all went
 * well, or when a watch is running, which does it; else the first error.
 */
GError *watch_sent_once(const Options *options);

#endif
