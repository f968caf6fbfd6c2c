#include <stdio.h>

int
main(void)
{
	puts("afterword " VERSION);
	return 0;
}
