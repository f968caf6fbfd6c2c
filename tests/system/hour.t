#!/bin/sh
# More than an hour of a watch, by clocks that the test turns: each mail is
# filtered once, what comes due is swept, and memory stays as it was.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
# shellcheck source=watch.sh
. "${0%/*}/watch.sh"

# A mail that matters, of one of ten firms, so that the state is soon as large
# as it gets.
receipt() { # NUMBER
	firm=$(($1 % 10))
	cat <<END
From: Careers <jobs@firm$firm.example>
To: Robin Hale <robin.hale@example.net>
Subject: We have received your application as Baker
Message-ID: <receipt$1@firm$firm.example>

Dear Robin,

thank you for applying for the position of Baker at Firm$firm
Bakery. Your application has been received and we will review it.

Kind regards,
Firm$firm Bakery
END
}

news() { # NUMBER
	printf 'From: a@example.org\nSubject: news %s\n\nText %s.\n' "$1" "$1"
}

# What one minute brings: two mails in, one of which matters, and one out.
minute() { # NUMBER
	for _ in 1 2 3; do
		time_passes 20
	done
	receipt "$1" >"$home/mail"
	deliver "$home/mail" ''
	news "$1" >"$home/mail"
	deliver "$home/mail" ''
	deliver "$home/mail" '.Out Box'
	soon has_caught_up || {
		echo "minute $1:"
		cat "$home/log" "$state/watch.json"
		return 1
	}
}

in_folder() { # FOLDER
	find "$mail/$1/new" "$mail/$1/cur" -type f | wc -l
}

# Nothing is left to read, and nothing on its way out.
has_caught_up() {
	reads INBOX "$(in_folder '')" && reads '\Sent' "$(in_folder '.Out Box')" &&
		[ -z "$(ls "$state/outbox")" ] && ! pgrep -P "$watch" -f sweep
}

minutes() { # FIRST LAST
	for n in $(seq "$1" "$2"); do
		minute "$n" || return 1
	done
}

drafts() {
	find "$mail/.Drafts" -type f -path '*/cur/*'
}

thanks() { # NUMBER
	drafts | xargs -r grep -l '^Subject: Thank you' | wc -l | grep -qx "$1"
}

# What the log says was read, put together.
all_read() {
	perl -lne '$n += $1 if /: (\d+) new mails? read$/; END { print $n }' \
		"$home/log"
}

start_dovecot good "$folders" 'mail_max_userip_connections = 30'
# In the clear: no certificate is valid at every time that this is played at.
configure timeout=250 tls=none "port=$imap_port"
"$AFTERWORD" filter --quiet --now 2026-05-07T14:20:12-04:00 \
	<"$story/3-invite.eml"
soon draft_is_there
begin_clocks 1778613900 # 2026-05-12, 15:25 in New York
ok 'a watch begins in the midst of an interview' start_watch
ok 'a quarter of an hour later it has read all that came' minutes 1 15
before=$(memory)
ok 'and so it has at the end of the interview' minutes 16 34
ok 'before which nobody is thanked' thanks 0
ok 'nor is any mail unread half an hour later' minutes 35 65
ok 'when both who were there are thanked' thanks 2
after=$(memory)
ok 'it ends as it should' exits 0 stop_watch
ok 'each mail was filtered, once' [ "$(all_read)" = \
	"$(($(in_folder '') + $(in_folder '.Out Box')))" ]
each_once() {
	"$AFTERWORD" status --json | grep -o '"receipt[0-9]*@' | sort |
		uniq -c | awk '{ n[$1]++ } END { print n[1], length(n) }' |
		grep -x '65 1'
}
ok 'and each that matters is in the state, once' each_once
ok 'no follower was started twice' [ "$(grep -c connected "$home/log")" = 2 ]
# But for the state, which has grown, and of which watch reads all.
is_flat() {
	echo "$before kB, then $after kB"
	[ -n "$before" ] && [ "$after" -le $((before + 512)) ]
}
# A sanitizer keeps what is freed, on purpose.
if [ -r /proc/self/status ] && ! ldd "$AFTERWORD" | grep -q libasan; then
	ok 'its memory is flat' is_flat
	sed 's/^/# /' "$home/.tap"
fi
finish
