#!/bin/sh
# Old mail: from a Maildir, an mbox, a folder, a file; in the order of its dates;
# nothing is drafted for what is past; stopped, it goes on where it was.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
story=$(cd "${0%/*}/../mail/story" && pwd)
state=$home/.local/state/afterword/state.json
drafts=$home/.local/share/afterword
export AFTERWORD_NOW=2026-05-14T09:00:00-04:00
export TZ=America/New_York

begin() {
	rm -rf "$home/.local"
}

imports() { # WORDS SOURCE ...
	words=$1
	shift
	"$AFTERWORD" import --incoming "$@" >"$home/said" 2>&1 || return 1
	grep -q "$words" "$home/said" || {
		cat "$home/said"
		return 1
	}
}

stands() { # STANDING APPLICATION
	"$AFTERWORD" status "$2" | head -n 1 | grep ", $1 since"
}

as_maildir() { # FILE ...
	mkdir -p "$home/mail/cur" "$home/mail/new" "$home/mail/tmp" \
		"$home/mail/.Sent/cur" "$home/mail/.Sent/new"
	n=0
	for file in "$@"; do
		n=$((n + 1))
		cp "$file" "$home/mail/cur/$((9 - n)).host:2,S"
	done
	cp "$1" "$home/mail/tmp/half"
}

as_mbox() { # FILE ...
	for file in "$@"; do
		printf 'From someone Thu May  7 14:20:12 2026\n'
		cat "$file"
		printf '\n'
	done
}

as_maildir "$story/2-receipt.eml" "$story/3-invite.eml"
cp "$story/5-rejection.eml" "$home/mail/.Sent/cur/1.host:2,S"
ok 'a Maildir is read with the folders in it' imports \
	'3 messages belong' "$home/mail"
ok 'with progress' grep '3 of 3 messages read' "$home/said"
ok 'whatever the order of its files' stands waiting larkspur
ok 'nothing is drafted for what is past' test ! -e "$drafts"
ok 'nor later' sh -c '"$AFTERWORD" sweep --now 2026-05-14T10:00:00-04:00 &&
	! ls "$1"/Drafts/cur/* 2>/dev/null' - "$drafts"
ok 'what comes later is' sh -c '"$AFTERWORD" status larkspur |
	grep "follow_up to mina.*, due"'
ok 'and is drafted then' sh -c '"$AFTERWORD" sweep \
	--now 2026-05-29T09:00:00-04:00 && grep -l "^To: .*mina" "$1"/Drafts/cur/*' \
	- "$drafts"

begin
as_mbox "$story/3-invite.eml" "$story/2-receipt.eml" >"$home/mbox"
ok 'an mbox has each of its messages' imports '2 messages belong' "$home/mbox"
ok 'in order of time' stands waiting larkspur
cp "$state" "$home/before"
ok 'again' imports '0 messages belong' "$home/mbox"
ok 'it changes nothing' cmp "$home/before" "$state"

# A word of small talk in a thread that the invite belongs to.
begin
mkdir "$home/thread"
cat >"$home/thread/1" <<'END'
From: Mina Osei <mina.osei@larkspur.example>
To: Robin Hale <robin@example.net>
Subject: Tickets for the flower show
Date: Tue, 05 May 2026 10:00:00 -0400
Message-ID: <garden@larkspur.example>
References: <roses@example.net>

I have two tickets for the flower show in the park on the weekend, and
my sister has no time. The gate opens at nine. Would you like one?
END
sed 's/^Message-ID:/References: <roses@example.net>\n&/I' \
	"$story/3-invite.eml" >"$home/thread/2"
ok 'what is found to belong by a later mail is taken in' imports \
	'2 messages belong' "$home/thread"
cp "$state" "$home/before"
ok 'at once: a second time' imports '0 messages belong' "$home/thread"
ok 'nothing is left to take' cmp "$home/before" "$state"

begin
ok 'an interview that is followed as it comes' sh -c \
	'"$AFTERWORD" filter --now 2026-05-07T15:00:00-04:00 <"$1"' - \
	"$story/3-invite.eml"
AFTERWORD_NOW=2026-05-12T16:10:00-04:00
ok 'has ended when old mail is read' imports '1 messages belong' \
	"$story/2-receipt.eml"
ok 'and its thanks are still drafted' sh -c '"$AFTERWORD" sweep &&
	grep -l "^To: .*tom" "$1"/Drafts/cur/*' - "$drafts"
AFTERWORD_NOW=2026-05-14T09:00:00-04:00

begin
mkdir "$home/folder"
cp "$story/3-invite.eml" "$home/folder/b"
printf 'no mail' >"$home/folder/a"
ok 'a folder has a message a file' imports '1 messages belong' "$home/folder"
ok 'and what is none is counted' grep '1 could not be read' "$home/said"
begin
ok 'a file is one' imports '1 messages belong' "$story/3-invite.eml"
ok 'a source that is not there is 65' exits 65 "$AFTERWORD" import "$home/none"
ok 'none at all is 64' exits 64 "$AFTERWORD" import

receipt() { # NUMBER
	cat <<-END
		From: Careers <jobs@firm$1.example>
		To: Robin Hale <robin@example.net>
		Subject: We have received your application as Baker
		Date: Mon, 04 May 2026 10:$(($1 % 50 + 10)):00 +0000
		Message-ID: <receipt$1@firm$1.example>

		Dear Robin,

		thank you for applying for the position of Baker at Firm$1
		Bakery. Your application has been received and we will review it.

		Kind regards,
		Firm$1 Bakery
	END
}

begin
mkdir "$home/many"
for i in $(seq 300); do receipt "$i" >"$home/many/$i"; done
cp "$home/thread/1" "$home/many/a"
cp "$home/thread/2" "$home/many/b"
ok 'many at once' imports '302 messages belong' "$home/many"
cp "$state" "$home/whole"
begin
for wait in 0.05 0.1 0.2 0.3; do
	timeout -s KILL "$wait" "$AFTERWORD" import --quiet --incoming \
		"$home/many" >/dev/null 2>&1
done
ok 'stopped and run again' imports 'messages belong' "$home/many"
ok 'it ends where it would have' cmp "$home/whole" "$state"
ok 'and leaves no marker' test ! -e "${state%/*}/import"
finish
