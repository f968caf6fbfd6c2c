#!/bin/sh
# A mailbox that others work in as well: the user's mail program, with the
# folder open, and an afterword on another machine. No draft is there twice,
# and what the user has done to one is left.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
here=$(cd "${0%/*}" && pwd)
story=$here/../mail/story
state=$home/.local/state/afterword
mail=$server/home/alice/Maildir
export TZ=America/New_York
AFTERWORD_NOW=2026-05-07T14:20:12-04:00
export AFTERWORD_NOW
mkdir -p "$home/.config/afterword"

call_user() { # NAME
	printf '%s\n' '[account home]' "name=$1" address=robin@example.net \
		drafts=imap host=localhost "port=$imaps_port" user=alice \
		'password_command=echo s3cret' "ca_file=$server/ca.pem" \
		poll=1 >"$home/.config/afterword/config"
}

in_folder() { # FOLDER
	find "$mail/$1/cur" "$mail/$1/new" -type f 2>/dev/null
}

# Only this one is in the folder, with these words in it.
has_one() { # FOLDER WORDS
	in_folder "$1"
	[ "$(in_folder "$1" | wc -l)" -eq 1 ] &&
		in_folder "$1" | xargs grep "$2"
}

has_none() { # FOLDER
	in_folder "$1"
	[ "$(in_folder "$1" | wc -l)" -eq 0 ]
}

# The user's mail program: see client.pl.
client() { # COMMAND ...
	perl "$here/client.pl" "$imap_port" "$@" >"$home/heard" 2>&1
	code=$?
	cat "$home/heard"
	return "$code"
}

hears() { # WORDS ...
	for words; do
		grep -q "$words" "$home/heard" || {
			cat "$home/heard"
			return 1
		}
	done
}

sweep_says() { # WORDS
	"$AFTERWORD" sweep >"$home/said" 2>&1
	code=$?
	cat "$home/said"
	[ "$code" = 0 ] && [ -z "$(ls "$state/outbox")" ] &&
		grep -q "$1" "$home/said"
}

sweeps() {
	"$AFTERWORD" sweep && [ -z "$(ls "$state/outbox")" ]
}

adds_nothing() {
	"$AFTERWORD" sweep >"$home/said" 2>&1 || return 1
	cat "$home/said"
	[ ! -s "$home/said" ] && [ -z "$(ls "$state/outbox")" ]
}

# What was read has started a sweep of its own: it is waited for.
settles() {
	tries=0
	until sweeps >"$home/said" 2>&1; do
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || return 1
		sleep 0.1
	done
}

invite() {
	rm -rf "$state" "$mail"
	call_user 'Robin Hale'
	client 'NOOP' && "$AFTERWORD" <"$story/3-invite.eml" &&
		has_one .Drafts '^Robin Hale'
}

printf '%s\n' 'From: robin@example.net' 'Subject: A draft of my own' '' \
	'To be thrown away.' >"$home/own"

start_dovecot good 'separator = /
  mailbox Drafts {
    special_use = \Drafts
    auto = create
  }
  mailbox Sent {
    special_use = \Sent
    auto = create
  }
  mailbox Kept {
    auto = create
  }' 'mail_max_userip_connections = 50'

ok 'an invitation has its answer in Drafts' invite
call_user 'Robin E. Hale'
ok 'the user has the folder open, and a mail in it to be expunged' client \
	'APPEND Drafts (\Deleted) <'"$home/own" 'SELECT Drafts' \
	"!$AFTERWORD sweep" NOOP 'UID SEARCH ALL' 'UID SEARCH DELETED'
ok 'sees ours go, and another come' hears '^\* 1 EXPUNGE' '^\* 2 EXISTS' \
	'^\* SEARCH 2 3' '^\* SEARCH 2.$'
ok 'and that was all that was expunged' sh -c \
	'[ "$(grep -c EXPUNGE "$1")" = 1 ]' - "$home/heard"
in_folder .Drafts | xargs grep -l 'A draft of my own' | xargs rm
ok 'the draft is there once' has_one .Drafts '^Robin E. Hale'

ok 'another invitation' invite
ok 'the user looks at the draft, and flags it' client 'SELECT Drafts' \
	'UID FETCH 1 BODY[]' 'UID STORE 1 +FLAGS (\Flagged)'
call_user 'Robin E. Hale'
ok 'that is no change: it follows the facts' sweep_says '^replaced'
ok 'and is there once' has_one .Drafts '^Robin E. Hale'

# As most do: the new text first, then the old one out, at the end.
ok 'a third invitation' invite
sed '$s/.*/My own words/' "$(in_folder .Drafts)" >"$home/edited"
call_user 'Robin E. Hale'
ok 'the user edits it, and facts change before that is done' client \
	'APPEND Drafts (\Draft \Seen) <'"$home/edited" 'SELECT Drafts' \
	'UID STORE 1 +FLAGS (\Deleted)' "!$AFTERWORD sweep >$home/said" \
	EXPUNGE 'UID SEARCH ALL'
ok 'we leave it' grep '^left' "$home/said"
ok 'it is there once' has_one .Drafts 'My own words'
call_user 'Robin F. Hale'
ok 'and stays as it is' adds_nothing
ok 'once' has_one .Drafts 'My own words'

# Some keep no header that they do not know.
ok 'a fourth invitation' invite
sed '/^X-Afterword/d; $s/.*/My own words/' "$(in_folder .Drafts)" \
	>"$home/edited"
ok 'the user edits it in a program that drops our key' client \
	'APPEND Drafts (\Draft \Seen) <'"$home/edited" 'SELECT Drafts' \
	'UID STORE 1 +FLAGS (\Deleted)' EXPUNGE
call_user 'Robin E. Hale'
ok 'the facts change' sweeps
ok 'none comes beside it' has_one .Drafts 'My own words'

ok 'a fifth invitation' invite
ok 'the user moves it' client 'SELECT Drafts' 'UID MOVE 1 Kept'
call_user 'Robin E. Hale'
ok 'the facts change' sweeps
ok 'it does not come back' has_none .Drafts
ok 'it is where the user has put it, as it was' has_one .Kept '^Robin Hale'

ok 'a sixth invitation' invite
ok 'sent mail is followed' "$AFTERWORD" sweep --sent
sed '/^X-Afterword/d' "$(in_folder .Drafts)" >"$home/sent"
ok 'the user sends it' client 'APPEND Sent (\Seen) <'"$home/sent" \
	'SELECT Drafts' 'UID STORE 1 +FLAGS (\Deleted)' EXPUNGE
ok 'we learn it' "$AFTERWORD" sweep --sent
ok 'and do what follows' settles
is_done() {
	"$AFTERWORD" status larkspur | tee "$home/said"
	grep -q 'next .*confirm to .*, done' "$home/said"
}
ok 'and that it is done' is_done
call_user 'Robin E. Hale'
ok 'whatever changes' adds_nothing
ok 'it does not come back' has_none .Drafts

# Another machine: a home of its own, the state of the first.
ok 'a seventh invitation' invite
other=$home/other
mkdir -p "$other/.config"
elsewhere() { # COMMAND ...
	HOME=$other XDG_CONFIG_HOME=$home/.config \
		XDG_STATE_HOME=$home/.local/state "$@"
}
call_user 'Robin E. Hale'
ok 'another machine on the same state replaces it' elsewhere "$AFTERWORD" sweep
ok 'once' has_one .Drafts '^Robin E. Hale'
ok 'and the first has nothing to add' adds_nothing
ok 'but for that one' has_one .Drafts '^Robin E. Hale'

# An invitation of a firm of its own, with a draft that is due at once.
invitation() { # NUMBER
	sed "s/larkspur\.example/firm$1.example/g; s/Larkspur Optics/Firm$1 Works/g
		s/Larkspur/Firm$1/g; /^In-Reply-To:/d; /^References:/d" \
		"$story/3-invite.eml"
}
work_at_once() {
	rm -rf "$state" "$mail"
	call_user 'Robin Hale'
	client NOOP
	"$AFTERWORD" watch 2>"$home/log" &
	watch=$!
	started=
	for n in 1 2 3 4 5 6; do
		invitation "$n" | "$AFTERWORD" filter --quiet &
		started="$started $!"
		invitation "1$n" | elsewhere "$AFTERWORD" filter --quiet &
		started="$started $!"
		elsewhere "$AFTERWORD" sweep --quiet &
		started="$started $!"
		sleep 0.2
	done
	tries=0
	until [ "$(in_folder .Drafts | wc -l)" -ge 12 ] || [ "$tries" -ge 100 ]; do
		tries=$((tries + 1))
		"$AFTERWORD" sweep --quiet &
		started="$started $!"
		elsewhere "$AFTERWORD" sweep --quiet
		sleep 0.1
	done
	kill "$watch"
	# shellcheck disable=SC2086 # a list
	wait $started "$watch"
}
keys() {
	in_folder .Drafts | xargs grep -h '^X-Afterword-Draft:'
}
each_once() {
	work_at_once
	"$AFTERWORD" sweep
	keys | sort | uniq -c
	[ "$(keys | wc -l)" -eq 12 ] && [ "$(keys | sort -u | wc -l)" -eq 12 ]
}
ok 'two machines at work at once, and a watch: each draft is there once' \
	each_once

# And one with a state of its own, that has read the same mail.
ok 'an eighth invitation' invite
apart() { # COMMAND ...
	HOME=$other XDG_CONFIG_HOME=$home/.config "$@"
}
reads_apart() {
	apart "$AFTERWORD" <"$story/3-invite.eml" && has_one .Drafts '^Robin Hale'
}
ok 'a machine with a state of its own puts none beside it' reads_apart
client 'SELECT Drafts' 'UID STORE 1 +FLAGS (\Deleted)' EXPUNGE >/dev/null
call_user 'Robin E. Hale'
ok 'when the user has deleted it' sweeps
ok 'neither brings it back' apart "$AFTERWORD" sweep
ok 'so there is none' has_none .Drafts
finish
