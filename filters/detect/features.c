#include "features.h"

#include "hash.h"
#include "words.h"

#include <stdbool.h>
#include <string.h>

#define WORDS_MAX 3      /* words in a gram */
#define CHARACTERS_MIN 3 /* characters in a gram */
#define CHARACTERS_MAX 5
#define OPENING 3 /* sentences: subject, greeting, and what comes first */
#define CONCEPTS_APART 12 /* how far the two of a pair may be */
#define LINE_FULL 50      /* bytes; a shorter line was ended on purpose */
#define SENDER_MAX 200

/* What the hashes of a kind of gram begin with. */
typedef enum {
	SEED_WORDS = 0x1f3a5c01,
	SEED_CHARACTERS = 0x2b7e1502,
	SEED_SUBJECT = 0x39d4c803,
	SEED_SENDER = 0x47a1f904,
	SEED_DOMAIN = 0x5566b205,
	SEED_CONCEPT = 0x5f8d3c07,
	SEED_PAIR = 0x63be1d08,
	SEED_TOPIC = 0x7124a609,
	SEED_OPENING = 0x7f20b50a,
	SEED_STRUCTURE = 0x6a09e606,
} Seed;

/* What reading a text takes. */
typedef struct Reader {
	const Lexicon *lexicon;
	Words *words;
	GArray *concepts; /* of Concept: those of one sentence */
} Reader;

static Gram
make_gram(uint32_t hash, uint32_t start, uint32_t end, Group group)
{
	return (Gram){.hash = hash,
	    .start = (uint16_t)start,
	    .length = (uint8_t)MIN(end - start, UINT8_MAX),
	    .group = (uint8_t)group};
}

static void
add_gram(Features *features, uint32_t hash, uint32_t start, uint32_t end,
    Group group)
{
	Gram gram = make_gram(hash, start, end, group);

	g_array_append_val(features->grams, gram);
}

/* Room for count more grams; those that are not written go with end_grams. */
static Gram *
begin_grams(Features *features, uint32_t count)
{
	guint length = features->grams->len;

	g_array_set_size(features->grams, length + count);
	return (Gram *)features->grams->data + length;
}

static void
end_grams(Features *features, const Gram *end)
{
	g_array_set_size(features->grams,
	    (guint)(end - (const Gram *)features->grams->data));
}

/* One to WORDS_MAX words in a row. */
static void
add_word_grams(
    Features *features, const Words *line, uint32_t seed, Group group)
{
	const Word *words = (const Word *)line->list->data;
	uint32_t count = line->list->len;
	Gram *gram = begin_grams(features, count * WORDS_MAX);
	uint32_t hashes[WORDS_MAX];

	for (uint32_t i = 0; i < count; i++) {
		const uint32_t *code = line->codes + words[i].first;
		uint32_t own = seed;

		for (uint32_t j = 0; j < words[i].count; j++)
			own = hash_step(own, code[j]);
		for (uint32_t n = MIN(i, WORDS_MAX - 1); n > 0; n--) {
			hashes[n] = hash_step(hashes[n - 1], own);
			*gram++ = make_gram(
			    hashes[n], words[i - n].start, words[i].end, group);
		}
		hashes[0] = own;
		*gram++ = make_gram(own, words[i].start, words[i].end, group);
	}
	end_grams(features, gram);
}

/* The characters of one word, a blank before and after; the end of gram. */
static Gram *
write_characters(
    Gram *gram, const Word *word, const uint32_t *codes, uint32_t count)
{
	Gram like = make_gram(0, word->start, word->end, GROUP_CHARACTERS);
	uint32_t hashes[CHARACTERS_MAX];

	for (uint32_t i = 0; i < count + 2; i++) {
		uint32_t code = i == 0 || i > count ? ' ' : codes[i - 1];

		/* Each gram that ended before this character grows by it. */
		for (uint32_t n = MIN(i, CHARACTERS_MAX - 1); n > 0; n--) {
			hashes[n] = hash_step(hashes[n - 1], code);
			if (n + 1 < CHARACTERS_MIN)
				continue;
			*gram = like;
			gram++->hash = hashes[n];
		}
		hashes[0] = hash_step(SEED_CHARACTERS, code);
	}
	return gram;
}

/* Characters within words; ideographs in a row count as one word. */
static void
add_characters(Features *features, const Words *line)
{
	const Word *words = (const Word *)line->list->data;
	uint32_t count = line->list->len;
	Gram *gram =
	    begin_grams(features, (line->count + 2 * count) * CHARACTERS_MAX);

	for (uint32_t i = 0; i < count;) {
		Word word = words[i++];

		if (word.is_whole)
			continue;
		while (i < count && words[i].is_joined) {
			word.count += words[i].count;
			word.end = words[i++].end;
		}
		gram = write_characters(
		    gram, &word, line->codes + word.first, word.count);
	}
	end_grams(features, gram);
}

/* The same whichever comes first. */
static uint32_t
hash_pair(uint32_t a, uint32_t b)
{
	return hash_step(hash_step(SEED_PAIR, MIN(a, b)), MAX(a, b));
}

/* Those that a subject or an opening has say what the mail is about. */
static void
add_concept(Features *features, const Concept *concept)
{
	guint sentence = features->sentences->len;

	add_gram(features, hash_step(SEED_CONCEPT, concept->name),
	    concept->start, concept->end, GROUP_CONCEPTS);
	if (sentence < OPENING)
		add_gram(features,
		    hash_step(
		        sentence ? SEED_OPENING : SEED_TOPIC, concept->name),
		    concept->start, concept->end, GROUP_CONCEPTS);
}

/* The concepts of a sentence, and pairs of them in either order. */
static void
add_concepts(Features *features, const GArray *found)
{
	const Concept *concepts = (const Concept *)found->data;

	for (guint i = 0; i < found->len; i++) {
		const Concept *a = &concepts[i];

		add_concept(features, a);
		for (guint j = i + 1; j < found->len; j++) {
			const Concept *b = &concepts[j];

			if (b->place > a->place + CONCEPTS_APART)
				break;
			if (b->place > a->place)
				add_gram(features, hash_pair(a->name, b->name),
				    a->start, b->end, GROUP_CONCEPTS);
		}
	}
}

/* Whether the character at p ends a sentence in its script. */
static bool
is_ideographic_stop(const char *p)
{
	return !strncmp(p, "。", 3) || !strncmp(p, "！", 3) ||
	       !strncmp(p, "？", 3);
}

/* The end of the sentence that begins at start. */
static uint32_t
sentence_end(const GString *text, uint32_t start)
{
	uint32_t line = start;

	for (uint32_t i = start; i < text->len; i++) {
		const char *p = text->str + i;

		if (*p == '\n') {
			if (i - line < LINE_FULL || p[1] == '\n')
				return i + 1;
			line = i + 1;
		} else if ((*p == '.' || *p == '!' || *p == '?') &&
		           (p[1] == ' ' || p[1] == '\n') && i - start > 3)
			return i + 1;
		else if ((unsigned char)*p >= 0xe3 && is_ideographic_stop(p))
			return i + 3;
	}
	return (uint32_t)text->len;
}

static void
add_sentence(Features *features, Reader *reader, uint32_t start, uint32_t end)
{
	Words *line = reader->words;
	Sentence sentence = {.first = features->grams->len,
	    .start = start,
	    .length = end - start};

	words_read(line, features->text->str, start, end);
	add_word_grams(features, line, SEED_WORDS, GROUP_WORDS);
	add_characters(features, line);
	lexicon_find(reader->lexicon, line, reader->concepts);
	add_concepts(features, reader->concepts);
	sentence.count = features->grams->len - sentence.first;
	if (sentence.count)
		g_array_append_val(features->sentences, sentence);
}

static void
add_text(Features *features, Reader *reader, uint32_t subject_length)
{
	uint32_t at = subject_length;
	uint32_t end;

	add_sentence(features, reader, 0, subject_length);
	for (; at < features->text->len; at = end) {
		end = sentence_end(features->text, at);
		if (features->sentences->len >= FEATURES_SENTENCES_MAX)
			end = (uint32_t)features->text->len;
		add_sentence(features, reader, at, end);
	}
}

/* The last two labels of a domain: whose it is, near enough. */
static const char *
registered_domain(const char *email)
{
	const char *at = strchr(email, '@');
	const char *domain = at ? at + 1 : email;
	int dots = 0;

	for (const char *p = domain + strlen(domain); p > domain; p--)
		if (p[-1] == '.' && ++dots == 2)
			return p;
	return domain;
}

static void
add_header(Features *features, const Message *message, Words *line,
    uint32_t subject_length)
{
	const char *name = message->from.name;
	g_autofree char *local = g_strndup(message->from.email,
	    MIN(strcspn(message->from.email, "@"), SENDER_MAX));

	words_read(line, features->text->str, 0, subject_length);
	add_word_grams(features, line, SEED_SUBJECT, GROUP_HEADER);
	words_read(line, name, 0,
	    (uint32_t)strlen(name) > SENDER_MAX ? 0 : (uint32_t)strlen(name));
	add_word_grams(features, line, SEED_SENDER, GROUP_HEADER);
	words_read(line, local, 0, (uint32_t)strlen(local));
	add_word_grams(features, line, SEED_SENDER, GROUP_HEADER);
	add_gram(features,
	    hash_string(SEED_DOMAIN, registered_domain(message->from.email)), 0,
	    0, GROUP_HEADER);
}

static void
add_fact(Features *features, const char *name, uint32_t value)
{
	add_gram(features, hash_step(hash_string(SEED_STRUCTURE, name), value),
	    0, 0, GROUP_STRUCTURE);
}

static uint32_t
count_of(const char *text, const char *wanted)
{
	uint32_t count = 0;

	for (const char *p = text; (p = strstr(p, wanted)); p++)
		count++;
	return count;
}

/* The method of a calendar part, RFC 5546, by its first two letters. */
static uint32_t
calendar_method(const Message *message)
{
	const char *text =
	    message->calendars->len ? message->calendars->pdata[0] : "";
	const char *method = strstr(text, "METHOD:");

	if (!method)
		return 0;
	return (uint32_t)((unsigned char)method[7] << 8 |
	                  (unsigned char)(method[7] ? method[8] : 0));
}

static void
add_structure(Features *features, const Message *message)
{
	const char *text = features->text->str;

	add_fact(features, "always", 0);
	if (*message->list_id)
		add_fact(features, "list", 0);
	if (message->is_bulk)
		add_fact(features, "bulk", 0);
	if (message->is_automatic)
		add_fact(features, "automatic", 0);
	if (message->references->len)
		add_fact(features, "thread", 0);
	if (*message->quoted)
		add_fact(features, "quoted", 0);
	if (message->calendars->len)
		add_fact(features, "calendar", calendar_method(message));
	add_fact(features, "links", MIN(message->links->len, 4));
	add_fact(features, "questions", MIN(count_of(text, "?"), 3));
	add_fact(
	    features, "length", g_bit_storage((gulong)features->text->len));
	add_fact(features, "sentences",
	    g_bit_storage((gulong)features->sentences->len));
}

/* Subject and the beginning of the new text, a line feed between. */
static uint32_t
read_text(Features *features, const Message *message)
{
	const char *subject = message->subject;
	const char *body = message->new_text;
	const char *end;
	uint32_t subject_length;

	while (g_ascii_isspace(*body))
		body++;
	g_string_append_len(features->text, subject,
	    g_utf8_offset_to_pointer(subject,
	        MIN(g_utf8_strlen(subject, -1), FEATURES_SUBJECT_MAX)) -
	        subject);
	g_string_append_c(features->text, '\n');
	subject_length = (uint32_t)features->text->len;
	end = body;
	for (int i = 0; i < FEATURES_TEXT_MAX && *end; i++)
		end = g_utf8_next_char(end);
	g_string_append_len(features->text, body, end - body);
	return subject_length;
}

Features *
features_extract(const Lexicon *lexicon, const Message *message)
{
	g_autoptr(Words) line = words_new();
	g_autoptr(GArray) concepts = g_array_new(false, false, sizeof(Concept));
	Reader reader = {lexicon, line, concepts};
	Features *features = g_new0(Features, 1);
	uint32_t subject_length;

	features->text = g_string_sized_new(FEATURES_TEXT_MAX);
	features->grams =
	    g_array_sized_new(false, false, sizeof(Gram), FEATURES_TEXT_MAX);
	features->sentences = g_array_new(false, false, sizeof(Sentence));
	subject_length = read_text(features, message);
	add_text(features, &reader, subject_length);
	add_header(features, message, line, subject_length);
	add_structure(features, message);
	return features;
}

void
features_free(Features *features)
{
	if (!features)
		return;
	g_string_free(features->text, true);
	g_array_unref(features->grams);
	g_array_unref(features->sentences);
	g_free(features);
}
