#!/bin/sh
# The procmail recipe, in a real procmail: the mail is there, whole, whatever
# becomes of afterword.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=hooks.sh
. "${0%/*}/hooks.sh"
recipe=$(cd "${0%/*}/../../plugin/procmail" && pwd)/procmailrc

# A user's own file that names the recipe as it is shipped. procmail takes HOME
# from the password file, and so it is set anew, with MAILDIR, where it runs.
cat >"$home/.procmailrc" <<END
HOME=$home
MAILDIR=$home
ORGMAIL=$home/Maildir/
PATH=$home/bin:/usr/local/bin:/usr/bin:/bin
DEFAULT=$home/Maildir/
LOGFILE=$home/procmail.log
INCLUDERC=$home/recipe
END
cp "$recipe" "$home/recipe"

# With -m it does not make a mailbox in the system's own folder.
hook() { # MAIL
	timeout 20 procmail -m "$home/.procmailrc" <"$1" || {
		cat "$home/procmail.log"
		return 1
	}
}

check_hook
sed 's/^TIMEOUT=.*/TIMEOUT=2/' "$recipe" >"$home/recipe"
stand_in 'exec sleep 30'
ok 'delivers when afterword hangs' delivers "$odd"
finish
