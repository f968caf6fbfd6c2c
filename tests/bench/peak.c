/*
 * Runs a command and prints the most memory that it, or any process that it
 * waited for, had at once, in kB. usage: peak COMMAND [ARG ...]
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(int argc, char *argv[])
{
	struct rusage usage;
	int status;
	pid_t child = argc > 1 ? fork() : -1;

	if (child < 0)
		return 64;
	if (child == 0) {
		dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
		execv(argv[1], argv + 1);
		_exit(127);
	}
	if (wait4(child, &status, 0, &usage) < 0 || status != 0)
		return 70;
	printf("%ld\n", usage.ru_maxrss);
	return 0;
}
