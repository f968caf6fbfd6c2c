/*
 * Hash: how grams are named. Trainer and run time must agree on it.
 */
#ifndef HASH_H
#define HASH_H

#include <stdint.h>

static inline uint32_t
hash_step(uint32_t hash, uint32_t value)
{
	return ((hash << 5 | hash >> 27) ^ value) * 0x9e3779b1U;
}

static inline uint32_t
hash_string(uint32_t hash, const char *text)
{
	for (; *text; text++)
		hash = hash_step(hash, (unsigned char)*text);
	return hash;
}

/* Where a table of 1 << bits slots begins to look for hash. */
static inline uint32_t
hash_slot(uint32_t hash, uint32_t bits)
{
	return hash * 0x85ebca6bU >> (32 - bits);
}

#endif
