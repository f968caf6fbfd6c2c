/*
 * Authentication: what an Authentication-Results field says (RFC 8601).
 */
#ifndef AUTHENTICATION_H
#define AUTHENTICATION_H

#include "message.h"

/*
 * The result of DMARC where value has one; else of DKIM or SPF, of which one
 * pass is enough. UNKNOWN for NULL, and where nothing was found out.
 */
Authentication authentication_parse(const char *value);

#endif
