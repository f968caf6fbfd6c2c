#include "backoff.h"

#define DOUBLINGS_MAX 16

guint
backoff_ms(int first_s, int most_s, int failures)
{
	gint64 doubled = (gint64)first_s << MIN(failures, DOUBLINGS_MAX);
	double seconds = (double)MIN(doubled, most_s);

	return (guint)(g_random_double_range(0.5, 1.5) * seconds * 1000);
}
