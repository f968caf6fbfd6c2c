#!/bin/sh
# A filter run of each kind, under valgrind: no bad access and no leak.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
mails=$(cd "${0%/*}/../../rules/mail" && pwd)

run() { # MAIL DIRECTION
	rm -rf "$home/.local"
	valgrind -q --leak-check=full --error-exitcode=99 \
		--suppressions="$mails/../../tests/system/valgrind.supp" \
		"$AFTERWORD" filter "--$2" --now 2026-06-01 <"$mails/$1" \
		2>"$home/said" >/dev/null
	code=$?
	cat "$home/said"
	[ "$code" = 0 ] && ! grep -q '^==' "$home/said"
}

# The first message of each kind.
perl -ne '
	/"file": "([^"]+)"/ and $f = $1;
	/"direction": "([^"]+)"/ and $d = $1;
	/"kind": "([^"]+)"/ and $k = $1;
	print "$f $d $k\n" unless $seen{"$d $k"}++' "$mails/labels.jsonl" \
	>"$home/kinds"
while read -r file direction kind; do
	ok "$direction $kind" run "$file" "$direction"
done <"$home/kinds"
finish
