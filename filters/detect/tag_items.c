#include "tag_items.h"

#include "hash.h"
#include "shape.h"
#include "tokens_inside.h"

#include <string.h>

#define CLASSES_MAX 4    /* of one item that are looked at */
#define AROUND 3         /* items on either side that are looked at */
#define EDGE_LINES 6     /* from the end, told apart */
#define TOP_LINES 3      /* of the text, told apart */
#define COUNTER_BITS 12  /* of the table that tells what comes again */
#define LABEL_PART_MIN 3 /* bytes of a word that may be part of a domain */

/* What an item has in common with other parts of the message. */
typedef enum {
	BIT_SENDER = 1 << 0,  /* a word of the other side's name */
	BIT_USER = 1 << 1,    /* of the user's */
	BIT_SUBJECT = 1 << 2, /* a word of the subject, further down */
	BIT_DOMAIN = 1 << 3,  /* a part of the firm's own domain */
	BIT_AGAIN = 1 << 4,   /* comes more than once */
} Bit;

typedef struct Item {
	const Tokens *tokens; /* NULL: a line's end */
	uint32_t token;
	uint32_t word; /* hash */
	uint8_t shape;
	uint8_t zone;
	uint8_t bits;
	uint8_t n_classes;
	uint32_t
	    classes[CLASSES_MAX]; /* hashes of names, and of where in them */
} Item;

struct TagItems {
	const Clues *clues;
	Tokens *sender; /* owned: the other side's name */
	GArray *all;    /* of Item */
};

static uint32_t
hash_bytes(uint32_t hash, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = hash_step(hash, (unsigned char)bytes[i]);
	return hash;
}

static size_t
folded_length(const char *folded)
{
	return strcspn(folded, (const char[]){TOKEN_END, TOKEN_BACKWARD, 0});
}

static void
add_class(Item *item, uint32_t name, uint32_t place)
{
	uint32_t hash = hash_step(name, place);

	for (uint8_t i = 0; i < item->n_classes; i++)
		if (item->classes[i] == hash)
			return;
	if (item->n_classes < CLASSES_MAX)
		item->classes[item->n_classes++] = hash;
}

/* What the words from token on may mean, on each of their items. */
static void
add_classes(Item *items, guint count, const Tokens *tokens)
{
	const Section *section = tokens->section;

	for (guint i = 0; section && i < count; i++) {
		const Item *item = &items[i];
		guint32 hit = item->tokens ? tokens->items[item->token].hit : 0;

		for (; hit; hit = g_array_index(tokens->hits, Hit, hit).next) {
			const Hit *one = &g_array_index(tokens->hits, Hit, hit);
			guint32 name = section->symbols[one->symbol];
			uint32_t hash = hash_string(0, section->strings + name);

			for (guint j = 0; name && j < one->n_tokens &&
			                  i + j < count && items[i + j].tokens;
			     j++)
				add_class(&items[i + j], hash, j > 0);
		}
	}
}

static void
add_line_end(GArray *items, uint8_t zone)
{
	Item item = {.shape = SHAPE_LINE, .zone = zone};

	g_array_append_val(items, item);
}

static void
add_tokens(GArray *items, const Tokens *tokens)
{
	size_t n = tokens_count(tokens);
	guint first = items->len;

	for (size_t i = 0; i < n && items->len < TAG_ITEMS_MAX; i++) {
		const Token *token = tokens_get(tokens, i);
		Item item = {.tokens = tokens,
		    .token = (uint32_t)i,
		    .word = tokens_hash(tokens, i),
		    .shape =
		        (uint8_t)shape_of_token(token, tokens_text(tokens))};

		if (token->starts_line && i)
			add_line_end(items, 0);
		g_array_append_val(items, item);
	}
	add_classes((Item *)items->data + first, items->len - first, tokens);
}

/* Lines of the text by their distance from its ends. */
static void
set_zones(TagItems *items, guint first)
{
	Item *all = (Item *)items->all->data;
	guint lines = 0;
	guint line = 0;

	for (guint i = first; i < items->all->len; i++)
		lines += !all[i].tokens;
	for (guint i = first; i < items->all->len; i++) {
		const Token *token =
		    all[i].tokens ? tokens_get(all[i].tokens, all[i].token)
		                  : NULL;
		guint below = lines - line;

		if (token &&
		    clues_zone(items->clues, token->start) == ZONE_SUBJECT)
			all[i].zone = 1;
		else if (line <= TOP_LINES)
			all[i].zone = (uint8_t)(2 + line);
		else if (below < EDGE_LINES)
			all[i].zone = (uint8_t)(3 + TOP_LINES + below);
		else
			all[i].zone = 3 + TOP_LINES + EDGE_LINES;
		line += !all[i].tokens;
	}
}

static GHashTable *
words_of(const Item *items, guint count)
{
	GHashTable *words = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < count; i++)
		if (items[i].shape >= SHAPE_LOWER ||
		    items[i].shape == SHAPE_HAN)
			g_hash_table_add(
			    words, GUINT_TO_POINTER(items[i].word));
	return words;
}

static bool
is_user_word(const Clues *clues, const char *folded, size_t length)
{
	for (guint i = 0; i < clues->user_names->len; i++) {
		char **words = clues->user_names->pdata[i];

		for (; *words; words++)
			if (strlen(*words) == length &&
			    !memcmp(*words, folded, length))
				return true;
	}
	return false;
}

static bool
is_of_label(const Clues *clues, const char *folded, size_t length)
{
	return length >= LABEL_PART_MIN &&
	       memmem(clues->label, strlen(clues->label), folded, length);
}

static void
set_bits(TagItems *items, guint first)
{
	Item *all = (Item *)items->all->data;
	guint subject_end = first;
	uint8_t counters[1 << COUNTER_BITS] = {0};
	g_autoptr(GHashTable) sender = words_of(all, first);
	g_autoptr(GHashTable) subject = NULL;

	while (subject_end < items->all->len && all[subject_end].zone == 1)
		subject_end++;
	subject = words_of(all + first, subject_end - first);
	for (guint i = 0; i < items->all->len; i++) {
		uint8_t *counter =
		    &counters[hash_slot(all[i].word, COUNTER_BITS)];

		if (*counter < 2)
			(*counter)++;
	}
	for (guint i = 0; i < items->all->len; i++) {
		gpointer word = GUINT_TO_POINTER(all[i].word);
		const char *folded;
		size_t length;

		if (!all[i].tokens)
			continue;
		folded = tokens_folded(all[i].tokens, all[i].token);
		length = folded_length(folded);
		if (i >= first && g_hash_table_contains(sender, word))
			all[i].bits |= BIT_SENDER;
		if (i >= subject_end && g_hash_table_contains(subject, word))
			all[i].bits |= BIT_SUBJECT;
		if (is_user_word(items->clues, folded, length))
			all[i].bits |= BIT_USER;
		if (is_of_label(items->clues, folded, length))
			all[i].bits |= BIT_DOMAIN;
		if (counters[hash_slot(all[i].word, COUNTER_BITS)] > 1)
			all[i].bits |= BIT_AGAIN;
	}
}

TagItems *
tag_items_new(const Clues *clues)
{
	TagItems *items = g_new0(TagItems, 1);
	guint first;

	items->clues = clues;
	items->all = g_array_new(false, false, sizeof(Item));
	items->sender = tokens_cut(
	    clues->patterns, clues->reading->lang, clues->other->name);
	add_tokens(items->all, items->sender);
	add_line_end(items->all, 0);
	first = items->all->len;
	add_tokens(items->all, clues->tokens);
	set_zones(items, first);
	set_bits(items, first);
	return items;
}

void
tag_items_free(TagItems *items)
{
	if (!items)
		return;
	g_array_unref(items->all);
	tokens_free(items->sender);
	g_free(items);
}

guint
tag_items_count(const TagItems *items)
{
	return items->all->len;
}

static const Item *
item_at(const TagItems *items, int index)
{
	static const Item edge = {.shape = SHAPE_EDGE, .word = 2};

	return index >= 0 && index < (int)items->all->len
	           ? &g_array_index(items->all, Item, index)
	           : &edge;
}

uint32_t
tag_items_word(const TagItems *items, guint index)
{
	const Item *item = item_at(items, (int)index);

	return item->tokens ? item->word : 0;
}

bool
tag_items_start(const TagItems *items, guint index, size_t *start)
{
	const Item *item = item_at(items, (int)index);

	if (!item->tokens || item->tokens == items->sender)
		return false;
	*start = tokens_get(item->tokens, item->token)->start;
	return true;
}

char *
tag_items_text(const TagItems *items, guint first, guint count)
{
	GString *text = g_string_new(NULL);
	const Token *before = NULL;

	for (guint i = first; i < first + count; i++) {
		const Item *item = item_at(items, (int)i);
		const Token *token;

		if (!item->tokens)
			continue;
		token = tokens_get(item->tokens, item->token);
		if (before && (token->start > before->start + before->length))
			g_string_append_c(text, ' ');
		g_string_append_len(text,
		    tokens_text(item->tokens) + token->start, token->length);
		before = token;
	}
	return g_string_free(text, FALSE);
}

/* Where features are written to. */
typedef struct Writer {
	uint32_t *out;
	guint count;
} Writer;

static void
put(Writer *writer, uint32_t kind, uint32_t value)
{
	if (writer->count < TAG_FEATURES_MAX)
		writer->out[writer->count++] =
		    hash_step(hash_step(0x7a66e5, kind), value);
}

/* The words around, alone and in pairs. */
static void
put_words(Writer *writer, const Item *const *near)
{
	uint32_t before = hash_step(near[-1]->word, near[0]->word);
	uint32_t after = hash_step(near[0]->word, near[1]->word);

	put(writer, 1, near[0]->word);
	put(writer, 2, near[-1]->word);
	put(writer, 3, near[1]->word);
	put(writer, 4, near[-2]->word);
	put(writer, 5, near[2]->word);
	put(writer, 6, before);
	put(writer, 7, after);
	put(writer, 8, hash_step(near[-2]->word, near[-1]->word));
	put(writer, 9, hash_step(near[1]->word, near[2]->word));
	put(writer, 10,
	    hash_step(
	        hash_step(near[-3]->word, near[-2]->word), near[-1]->word));
	if (near[0]->shape < SHAPE_HAN || near[0]->shape > SHAPE_KATAKANA)
		return;
	put(writer, 11, hash_step(before, near[1]->word));
	put(writer, 12,
	    hash_step(hash_step(near[1]->word, near[2]->word), near[3]->word));
}

static void
put_shapes(Writer *writer, const Item *const *near)
{
	uint32_t all = 0;
	uint32_t own = near[0]->shape;
	uint32_t three =
	    hash_step(hash_step(near[-1]->shape, own), near[1]->shape);

	for (int i = -2; i <= 2; i++)
		all = hash_step(all, near[i]->shape);
	put(writer, 20, own);
	put(writer, 21, hash_step(near[-1]->shape, own));
	put(writer, 22, hash_step(own, near[1]->shape));
	put(writer, 23, three);
	put(writer, 24, all);
	put(writer, 25, near[0]->zone);
	put(writer, 26, hash_step(near[0]->zone, own));
	put(writer, 27, hash_step(near[0]->zone, three));
	put(writer, 28,
	    hash_step(hash_step(all, near[-3]->shape), near[3]->shape));
}

/* How a word begins and ends. */
static void
put_affixes(Writer *writer, const Item *item)
{
	const char *folded;
	size_t length;
	const char *end;
	const char *at;

	if (item->shape < SHAPE_LOWER)
		return;
	folded = tokens_folded(item->tokens, item->token);
	length = folded_length(folded);
	end = folded + length;
	at = folded;
	for (uint32_t n = 1; n <= 4 && at < end; n++) {
		at = g_utf8_next_char(at);
		if (n >= 3)
			put(writer, 30 + n,
			    hash_bytes(n, folded, (size_t)(at - folded)));
	}
	at = end;
	for (uint32_t n = 1; n <= 4 && at > folded; n++) {
		do
			at--;
		while (at > folded && (*at & 0xc0) == 0x80);
		if (n >= 3)
			put(writer, 40 + n,
			    hash_bytes(n, at, (size_t)(end - at)));
	}
}

static void
put_bits(Writer *writer, const Item *const *near, const Clues *clues)
{
	const Item *item = near[0];

	for (uint32_t bit = 0; bit < 5; bit++)
		if (item->bits & 1U << bit) {
			put(writer, 50 + bit, 0);
			put(writer, 60 + bit, item->shape);
		}
	put(writer, 70, hash_step(item->bits, item->shape));
	put(writer, 71,
	    hash_step(hash_string(0, clues->reading->lang), item->shape));
	if (clues->reading->direction == DIRECTION_OUTGOING)
		put(writer, 72, item->shape);
	/* An address is a place to meet where they are invited to one. */
	if (clues->reading->kind == KIND_INVITE) {
		put(writer, 73, hash_step(near[-1]->word, item->shape));
		put(writer, 74, hash_step(item->zone, item->shape));
	}
}

static void
put_classes(Writer *writer, const Item *const *near)
{
	for (int i = -2; i <= 2; i++) {
		const Item *item = near[i];

		for (uint8_t c = 0; c < item->n_classes; c++) {
			put(writer, (uint32_t)(82 + i), item->classes[c]);
			if (i == 0)
				put(writer, 90,
				    hash_step(item->classes[c], item->shape));
		}
	}
}

static guint
write_features(const void *of, guint index, uint32_t *out)
{
	const TagItems *items = of;
	const Item *window[2 * AROUND + 1];
	const Item *const *near = window + AROUND;
	Writer writer = {out, 0};

	for (int i = -AROUND; i <= AROUND; i++)
		window[AROUND + i] = item_at(items, (int)index + i);
	put_words(&writer, near);
	put_shapes(&writer, near);
	put_affixes(&writer, near[0]);
	put_bits(&writer, near, items->clues);
	put_classes(&writer, near);
	return writer.count;
}

static bool
goes_on_where_begun(guint before, guint tag)
{
	bool goes_on = tag == TAG_FIRM_ON || tag == TAG_ROLE_ON ||
	               tag == TAG_PERSON_ON || tag == TAG_PLACE_ON;

	return !goes_on || before == tag || before + 1 == tag;
}

const TagScheme name_scheme = {.count = NAME_TAG_COUNT,
    .version = 3,
    .may_follow = goes_on_where_begun,
    .features = write_features};
