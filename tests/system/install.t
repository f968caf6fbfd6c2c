#!/bin/sh
# What make install puts down runs from there, and make uninstall takes all of
# it away again.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
top=$(cd "${0%/*}/../.." && pwd)
root=$home/root
mail=$top/tests/mail/story/3-invite.eml

in_root() { # TARGET
	make -s -C "$top" BUILD="${AFTERWORD%/afterword}" "$1" \
		DESTDIR="$root" PREFIX=/usr
}

installed_runs() {
	"$root/usr/bin/afterword" filter --now 2026-05-07T14:20:12-04:00 \
		<"$mail" >"$home/said" &&
		grep '^invite' "$home/said" && grep '^delivered' "$home/said"
}

ok 'make install' in_root install
ok 'the installed program reads, drafts and delivers' installed_runs
ok 'manual pages are there' sh -c \
	'test -s "$1/man1/afterword.1" && test -s "$1/man5/afterword.5"' - \
	"$root/usr/share/man"
ok 'hooks are there' test -s \
	"$root/usr/share/doc/afterword/hooks/procmail/procmailrc"
ok 'make uninstall' in_root uninstall
ok 'nothing is left' sh -c 'test -z "$(find "$1" -type f)"' - "$root"
finish
