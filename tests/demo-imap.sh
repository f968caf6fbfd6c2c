#!/bin/sh
# A mailbox that is watched: a throw-away Dovecot on loopback, mail that is
# put into it, and the drafts that appear in its Drafts folder.
# usage: AFTERWORD=PROGRAM demo-imap.sh
# shellcheck source=system/tap.sh
. "${0%/*}/system/tap.sh"
# shellcheck source=system/dovecot.sh
. "${0%/*}/system/dovecot.sh"
story=$(cd "${0%/*}/mail/story" && pwd)
mail=$server/home/alice/Maildir
export TZ=America/New_York
watch=

heading() {
	printf '\n=== %s\n' "$1"
}

end_watch() {
	[ -z "$watch" ] || kill "$watch" 2>/dev/null
	[ -z "$watch" ] || wait "$watch" 2>/dev/null
	watch=
}
trap 'end_watch; stop_dovecot; rm -rf "$home"' EXIT

# The clock of the watch stands still: for another day it is started anew.
start_watch() { # TIME
	end_watch
	heading "It is $1"
	AFTERWORD_NOW=$1
	export AFTERWORD_NOW
	"$AFTERWORD" watch &
	watch=$!
	sleep 1.5
}

deliver() { # FILE FOLDER WHAT
	heading "$3"
	$as_server cp "$story/$1" "$mail/$2/tmp/$1"
	mv "$mail/$2/tmp/$1" "$mail/$2/new/$1"
	sleep 2
}

# Drafts as a mail program shows them, those that were not shown before.
show_drafts() {
	find "$mail/.Drafts" -type f -path '*/cur/*' | sort |
		while read -r draft; do
			# Flags are in a file's name, which changes.
			content=$(cksum <"$draft")
			grep -qxF "$content" "$home/shown" && continue
			echo "$content" >>"$home/shown"
			printf '\n--- a draft in the Drafts folder of the server\n'
			perl -MMIME::QuotedPrint -0777 -ne 's/\r//g;
				s/(quoted-printable\n.*?\n\n)(.*)/$1 . decode_qp($2)/se;
				print' "$draft"
		done
}

: >"$home/shown"
start_dovecot good 'separator = /
  mailbox Drafts {
    special_use = \Drafts
    auto = create
  }
  mailbox Sent {
    special_use = \Sent
    auto = create
  }' ''
mkdir -p "$home/.config/afterword"
cat >"$home/.config/afterword/config" <<END
[account home]
name = Robin Hale
address = robin@example.net
drafts = imap
host = localhost
port = $imaps_port
user = alice
password_command = echo s3cret
ca_file = $server/ca.pem
END
$as_server mkdir -p "$mail/tmp" "$mail/new" "$mail/cur" "$mail/.Sent/tmp" \
	"$mail/.Sent/new" "$mail/.Sent/cur"
heading 'The configuration'
cat "$home/.config/afterword/config"
start_watch 2026-05-07T14:20:12-04:00
heading 'The doctor'
"$AFTERWORD" doctor | grep -v '^note  timer\|sweep.timer'
deliver 1-application.eml .Sent 'Robin has applied: it is in the Sent folder'
deliver 3-invite.eml . 'An invitation comes in'
show_drafts
start_watch 2026-05-12T16:05:00-04:00
heading 'The interview has ended'
sleep 3
show_drafts
deliver 4-offer.eml . 'An offer comes in'
show_drafts
heading 'Where everything stands'
"$AFTERWORD" status
