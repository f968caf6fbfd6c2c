#include "examples.h"

#include <string.h>

/*
 * The corpus has firms' own domains under .example; every other domain is one
 * that many firms write from (applicant systems, job boards, free mail).
 */
#define FIRM_DOMAIN ".example"

/* Sets of examples that share a key, as trees of indices. */
typedef struct Sets {
	GArray *parents;  /* of guint */
	GHashTable *keys; /* char * to index + 1 */
} Sets;

static guint
find_root(Sets *sets, guint index)
{
	guint *parents = (guint *)sets->parents->data;

	while (parents[index] != index)
		index = parents[index] = parents[parents[index]];
	return index;
}

/* Joins the example with those that gave the same key; takes key. */
static void
join(Sets *sets, guint index, char *key)
{
	gpointer first = g_hash_table_lookup(sets->keys, key);
	guint *parents = (guint *)sets->parents->data;

	if (!first) {
		g_hash_table_insert(
		    sets->keys, key, GUINT_TO_POINTER(index + 1));
		return;
	}
	g_free(key);
	parents[find_root(sets, index)] =
	    find_root(sets, GPOINTER_TO_UINT(first) - 1);
}

/* The other side's address: the firm's, whoever writes. */
static const Address *
firm_address(const Example *example)
{
	const Message *message = example->message;

	if (example->direction == DIRECTION_OUTGOING && message->to->len)
		return message->to->pdata[0];
	return &message->from;
}

static void
join_address(Sets *sets, guint index, const Address *address)
{
	const char *at = strchr(address->email, '@');
	const char *domain = at ? at + 1 : "";

	if (!*domain)
		return;
	join(sets, index, g_strconcat("address:", address->email, NULL));
	if (g_str_has_suffix(domain, FIRM_DOMAIN)) {
		const char *label =
		    domain + strlen(domain) - strlen(FIRM_DOMAIN);

		while (label > domain && label[-1] != '.')
			label--;
		join(sets, index, g_strconcat("firm:", label, NULL));
	} else if (*address->name)
		join(sets, index, g_strconcat("name:", address->name, NULL));
}

void
examples_group(Examples *examples)
{
	Sets sets = {.parents = g_array_new(false, false, sizeof(guint)),
	    .keys =
	        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};

	for (guint i = 0; i < examples->all->len; i++)
		g_array_append_val(sets.parents, i);
	for (guint i = 0; i < examples->all->len; i++) {
		const Example *example = examples->all->pdata[i];

		join_address(&sets, i, firm_address(example));
		if (*example->story)
			join(&sets, i,
			    g_strconcat("story:", example->story, NULL));
		if (*example->company)
			join(&sets, i,
			    g_strconcat("company:", example->company, NULL));
	}
	for (guint i = 0; i < examples->all->len; i++)
		((Example *)examples->all->pdata[i])->sender =
		    find_root(&sets, i);
	g_array_unref(sets.parents);
	g_hash_table_unref(sets.keys);
}

/* A sender and how many examples it has. */
typedef struct Sender {
	guint number;
	guint count;
	guint shuffled;
} Sender;

static gint
compare_senders(gconstpointer a, gconstpointer b)
{
	const Sender *left = a;
	const Sender *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	if (left->shuffled != right->shuffled)
		return left->shuffled < right->shuffled ? -1 : 1;
	return (left->number > right->number) - (left->number < right->number);
}

/* Large senders first, each into the fold that has least. */
GArray *
examples_fold(const Examples *examples, guint count)
{
	GArray *folds = g_array_new(false, true, sizeof(guint));
	GArray *senders = g_array_new(false, true, sizeof(Sender));
	g_autofree guint *fold_of = g_new0(guint, examples->all->len + 1);
	g_autofree guint *sizes = g_new0(guint, count);

	g_array_set_size(senders, examples->all->len);
	for (guint i = 0; i < examples->all->len; i++) {
		const Example *example = examples->all->pdata[i];
		guint number = example->sender;
		Sender *sender = &g_array_index(senders, Sender, number);

		*sender = (Sender){number, sender->count + !example->is_ours,
		    number * 0x9e3779b1U};
	}
	g_array_sort(senders, compare_senders);
	for (guint i = 0; i < senders->len; i++) {
		const Sender *sender = &g_array_index(senders, Sender, i);
		guint least = 0;

		for (guint j = 1; j < count; j++)
			if (sizes[j] < sizes[least])
				least = j;
		sizes[least] += sender->count;
		if (sender->count)
			fold_of[sender->number] = least;
	}
	for (guint i = 0; i < examples->all->len; i++) {
		const Example *example = examples->all->pdata[i];
		guint fold =
		    example->is_ours ? count : fold_of[example->sender];

		g_array_append_val(folds, fold);
	}
	g_array_unref(senders);
	return folds;
}
