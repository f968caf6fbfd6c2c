/*
 * Tone: how the other side speaks to the candidate: du or Sie, and the name
 * they sign with.
 *
 * The words are the groups "familiar" and "formal" of rules/LANG/tone.json.
 */
#ifndef TONE_H
#define TONE_H

#include "clues.h"

/*
 * Sets is_familiar of an incoming message's reading, and called of the person
 * who sent it where the mail is signed with the first part of the name alone.
 * After people_find.
 */
void tone_find(Clues *clues);

#endif
