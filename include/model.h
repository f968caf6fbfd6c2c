/*
 * Model: learnt weights, mapped from a file and read in place.
 *
 * The file is made by filters/train in the machine's own byte order. All of it
 * is checked once, by model_open, so that nothing behind it need look again:
 * a file that is cut off, damaged or foreign does not open.
 *
 * A direction (incoming, outgoing) has a section: a table from the hash of a
 * gram to its row, rows of one byte each a class, and heads, each a decision
 * among some columns of a row. Scores of the head of kinds are turned into
 * probabilities by a second, small layer.
 */
#ifndef MODEL_H
#define MODEL_H

#include "features.h"
#include "lexicon.h"
#include "reading.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define MODEL_MAGIC 0x4b445741 /* "AWDK" where the low byte comes first */
#define MODEL_VERSION 3
#define MODEL_CLASSES_MAX 16
#define MODEL_NO_ROW UINT32_MAX
#define MODEL_LANGUAGE(lang)                                                   \
	((uint32_t)((lang)[0] << 8 | (lang)[0 + !!(lang)[0]]))

typedef enum {
	HEAD_KIND,
	HEAD_INVITE, /* its details; as of the next two */
	HEAD_REJECTION,
	HEAD_OFFER,
	HEAD_STAGE,
	HEAD_LANG,
	HEAD_COUNT,
} HeadName;

/* A class of a head; its score is bias + scale * (the column's sum). */
typedef struct ModelClass {
	uint32_t value; /* Kind, Detail, Stage, or MODEL_LANGUAGE */
	float scale;
	float bias;
} ModelClass;

typedef struct ModelHead {
	uint32_t first; /* column */
	uint32_t count; /* of classes */
	ModelClass classes[MODEL_CLASSES_MAX];
} ModelHead;

typedef struct ModelSlot {
	uint32_t hash;
	uint32_t row; /* MODEL_NO_ROW where the slot is empty */
} ModelSlot;

/* Offsets count from the beginning of the file. */
typedef struct ModelSection {
	uint32_t slot_bits; /* there are 1 << slot_bits slots */
	uint32_t slots;     /* offset of ModelSlot[] */
	uint32_t row_count;
	uint32_t columns;
	uint32_t rows;     /* offset of int8_t[row_count][columns], and
	                  MODEL_CLASSES_MAX bytes that may be read over */
	uint32_t rarities; /* offset of uint8_t[row_count], see table.c */
	float rarity_unit;
	float group_scale[GROUP_COUNT]; /* what a group's length is made */
	float sure;                     /* the least probability that is sure */
	float sure_draft; /* the same, of kinds that a draft follows */
	ModelHead heads[HEAD_COUNT];
	/* Probabilities of kinds: softmax of layer * (scores, 1). */
	float layer[MODEL_CLASSES_MAX][MODEL_CLASSES_MAX + 1];
} ModelSection;

/* The tables of a Lexicon. */
typedef struct ModelLexicon {
	uint32_t stem_bits;
	uint32_t stems; /* offset of uint32_t[1 << stem_bits] */
	uint32_t wording_bits;
	uint32_t wordings; /* offset of LexiconSlot[1 << wording_bits] */
} ModelLexicon;

typedef struct ModelHeader {
	uint32_t magic;
	uint32_t version;
	uint32_t features_version;
	uint32_t size;     /* of the file */
	uint32_t checksum; /* of the header, while this field is 0 */
	ModelLexicon lexicon;
	ModelSection sections[2]; /* DIRECTION_INCOMING, DIRECTION_OUTGOING */
} ModelHeader;

typedef struct Model Model;

/* What a row of the table counts for in a message. */
typedef struct Entry {
	uint32_t row;
	uint32_t gram; /* the first that led to it */
	float value;
} Entry;

/* AFTERWORD_ERROR_RULES when it is missing, cut off, or of another version. */
Model *model_open(const char *path, GError **error);

/* The model in bytes (of the size given), borrowed; NULL and the error as
 * above where they are none. */
Model *model_new(const void *bytes, size_t size, GError **error);
void model_close(Model *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, model_close)

/* The lexicon its features are made with; borrowed. */
const Lexicon *model_lexicon(const Model *model);

/* Whether a draft follows on mail of that kind. */
bool model_drafts(Kind kind);

const ModelSection *model_section(const Model *model, Direction direction);
uint32_t model_checksum(const ModelHeader *header);

/* What the grams of features count for; of Entry, the caller's. */
GArray *model_weigh(
    const Model *model, const ModelSection *section, const Features *features);

/* One score for each class of a head, into scores[MODEL_CLASSES_MAX]. */
void model_score(const Model *model, const ModelSection *section, HeadName head,
    const GArray *entries, float *scores);

/* What each entry adds to the score of one kind and not to the other's; one
 * float an entry, the caller's. */
float *model_parts(const Model *model, const ModelSection *section,
    const GArray *entries, uint32_t for_class, uint32_t against);

/* Scores of the head of kinds as probabilities that mean what they say. */
void model_calibrate(
    const ModelSection *section, const float *scores, float *probabilities);

#endif
