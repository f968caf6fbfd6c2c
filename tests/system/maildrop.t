#!/bin/sh
# The maildrop recipe, in a real maildrop: the mail is there, whole, whatever
# becomes of afterword.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=hooks.sh
. "${0%/*}/hooks.sh"
recipe=$(cd "${0%/*}/../../plugin/maildrop" && pwd)/mailfilter

# A user's own file, with the recipe as it is shipped. maildrop takes HOME and
# SHELL from the password file, and so they are set anew.
{
	echo 'SHELL="/bin/sh"'
	echo "HOME=\"$home\""
	echo "PATH=\"$home/bin:/usr/local/bin:/usr/bin:/bin\""
	echo "DEFAULT=\"$home/Maildir\""
	cat "$recipe"
} >"$home/.mailfilter"
chmod 600 "$home/.mailfilter"

hook() { # MAIL
	timeout 20 maildrop "$home/.mailfilter" <"$1"
}

check_hook

# maildrop itself waits for minutes: here, as a watchdog would, we end it.
stand_in "echo \$\$ >$home/hanging; exec sleep 30"
delivers_after_the_end() {
	(
		tries=0
		until [ -s "$home/hanging" ] || [ "$tries" -gt 100 ]; do
			tries=$((tries + 1))
			sleep 0.1
		done
		sleep 1
		kill "$(cat "$home/hanging")"
	) &
	delivers "$odd"
}
ok 'delivers when afterword hangs and is ended' delivers_after_the_end
finish
