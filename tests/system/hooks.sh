# shellcheck shell=sh disable=SC2154 # tap.sh sets home
# What every delivery hook must do: sourced after tap.sh. The hook is a
# function, hook FILE, that delivers a mail to $home/Maildir, with afterword
# at $home/bin/afterword.

mails=$(cd "${0%/*}/../mail" && pwd)
invite=$mails/story/3-invite.eml
odd=$home/odd.eml
# Bytes that no charset has, a NUL, a line like an mbox's own.
printf 'From: a@example.com\nSubject: \377\376\n\nnul \000 end\nFrom here\n\n.\n' \
	>"$odd"
mkdir -p "$home/bin" "$home/Maildir/new" "$home/Maildir/cur" \
	"$home/Maildir/tmp"

# Puts a script into afterword's place.
stand_in() { # SCRIPT
	printf '#!/bin/sh\n%s\n' "$1" >"$home/bin/afterword"
	chmod 755 "$home/bin/afterword"
}

# The one mail that was delivered; then the box is empty again.
take_mail() {
	set -- "$home"/Maildir/new/* "$home"/Maildir/cur/*
	[ -f "$1" ] || shift
	[ -f "$1" ] && [ ! -f "$2" ] && mv "$1" "$home/delivered"
}

without_ours() {
	perl -0777 -pe 's/\A(?:X-Afterword-[A-Za-z]+: [^\n]*\n)+//'
}

# Delivers, and finds the mail as it was.
delivers() { # MAIL
	hook "$1" && take_mail && cmp "$home/delivered" "$1"
}

delivers_tagged() { # MAIL
	hook "$1" && take_mail && head -n 1 "$home/delivered" |
		grep '^X-Afterword-' &&
		without_ours <"$home/delivered" | cmp - "$1"
}

tags_as() { # KIND
	grep -q "^X-Afterword-Kind: $1" "$home/delivered"
}

check_hook() {
	stand_in "HOME=$home exec $AFTERWORD \"\$@\""
	ok 'delivers an invite with our lines on top' delivers_tagged "$invite"
	ok 'which say what it is' tags_as invite
	ok 'delivers odd bytes whole' delivers_tagged "$odd"
	for mail in "$mails"/story/*.eml; do
		ok "delivers ${mail##*/} whole" delivers_tagged "$mail"
	done
	mkdir -p "$home/.config/afterword"
	echo 'broken' >"$home/.config/afterword/config"
	ok 'delivers with a broken configuration' delivers "$odd"
	rm -r "$home/.config"

	rm "$home/bin/afterword"
	ok 'delivers where afterword is missing' delivers "$odd"
	mkdir "$home/afterword"
	ok 'delivers where only a clone is in the home' delivers "$odd"
	stand_in 'kill -SEGV $$'
	ok 'delivers when afterword crashes' delivers "$odd"
	stand_in 'head -c 20; kill -KILL $$'
	ok 'delivers when afterword is killed half-way' delivers "$odd"
	stand_in 'cat >/dev/null; exit 1'
	ok 'delivers when afterword fails and says nothing' delivers "$odd"
	stand_in 'exit 75'
	ok 'delivers when afterword does not even read' delivers "$odd"
	stand_in 'cat; exit 1'
	ok 'delivers when afterword fails after all' delivers "$odd"
	stand_in 'cat | sed 1d; exit 70'
	ok 'delivers when afterword fails with half a mail' delivers "$odd"
}
