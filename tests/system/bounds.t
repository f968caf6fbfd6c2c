#!/bin/sh
# However large and odd a mail is: it is read to an end within a few seconds of
# the processor's time, and given back whole.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
hostile=$(cd "${0%/*}/../bench" && pwd)/hostile.pl
export hostile

made() { # NAME BYTES: as $home/mail.eml
	perl "$hostile" "$1" "$2" >"$home/mail.eml"
}

# One line of JSON that tells what it is; the processor's time is limited, which
# a machine under load does not change.
is_read() { # KIND
	(
		# shellcheck disable=SC3045
		ulimit -t 20
		exec "$AFTERWORD" explain --json "$home/mail.eml"
	) >"$home/out" 2>"$home/said" || {
		echo "exit $?: $(head -c 400 "$home/said")"
		return 1
	}
	grep -q "\"kind\": *\"$1\"" "$home/out" || {
		head -c 400 "$home/out"
		return 1
	}
}

is_given_back() {
	timeout 60 "$AFTERWORD" filter --pass <"$home/mail.eml" >"$home/out" \
		2>"$home/said" || return 1
	cat "$home/said"
	! grep -E 'Sanitizer|runtime error' "$home/said" || return 1
	sed '/^X-Afterword-/d' "$home/out" | cmp - "$home/mail.eml"
}

for text in $(perl "$hostile" --texts); do
	made "$text" 1000000
	ok "1 MB of $text is read" is_read '[a-z_]*'
	ok "1 MB of $text is given back" is_given_back
done

large() { # CLAIM NAME BYTES KIND
	made "$2" "$3"
	ok "$1: read" is_read "$4"
	ok "$1: given back" is_given_back
}
large 'a line of 10 MB' line 10000000 '[a-z_]*'
large 'a subject of 10 MB' subject 10000000 '[a-z_]*'
large 'a million recipients' recipients 20000000 invite
large 'a hundred thousand references' references 2000000 invite
large 'two hundred thousand header lines' headers 2000000 '[a-z_]*'
large 'a calendar of 100,000 events' calendar 15000000 invite
large 'an event with 100,000 attendees' attendees 4000000 invite
large 'fifty thousand multiparts, each in the last' multiparts 3000000 \
	'[a-z_]*'
large 'a hundred thousand parts' parts 4000000 '[a-z_]*'
large 'messages within messages' messages 4000000 '[a-z_]*'
large 'a subject of encoded words' encoded-words 2000000 '[a-z_]*'
large 'comments within comments' comments 2000000 invite

# What the first of many hides does not hide the state: one application.
made recipients 20000000
ok 'a million recipients leave a state that can be read' sh -c '
	"$AFTERWORD" filter --quiet <"$1/mail.eml"; "$AFTERWORD" status' - "$home"
finish
