/*
 * Reader: from a message to its reading, with what the state knows.
 */
#ifndef READER_H
#define READER_H

#include "command.h"
#include "detect.h"
#include "message.h"
#include "reading.h"
#include "state.h"

/* Who wrote a message: said on the command line, or seen from its sender. */
typedef enum { WRITTEN_UNKNOWN, WRITTEN_BY_OTHERS, WRITTEN_BY_USER } Written;

/* The reading of message, with what the user has put right; the caller's. */
Reading *reader_read(const House *house, const Detector *detector,
    const State *state, const Message *message, Written written);

#endif
