#!/bin/sh
# A draft follows the facts until the user touches it, and never comes back.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
story=$(cd "${0%/*}/../mail/story" && pwd)
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
		>"$home/.config/afterword/config"
}

drafts() {
	find "$mail/.Drafts/cur" "$mail/.Drafts/new" -type f 2>/dev/null
}

# One draft alone, with these words in it.
has_one() { # WORDS
	drafts
	[ "$(drafts | wc -l)" -eq 1 ] && drafts | xargs grep -q "$1"
}

has_none() {
	[ "$(drafts | wc -l)" -eq 0 ]
}

is_empty() {
	[ -z "$(ls "$state/outbox")" ]
}

sweep_finds() { # WORDS
	"$AFTERWORD" sweep >"$home/said" || return 1
	cat "$home/said"
	grep -q "$1" "$home/said" && is_empty
}

says_nothing() { # COMMAND ...
	"$@" >"$home/said" || return 1
	cat "$home/said"
	[ ! -s "$home/said" ]
}

status_says() { # WORDS
	"$AFTERWORD" status | tee "$home/said"
	grep -q "$1" "$home/said"
}

invite() {
	rm -rf "$state" "$mail"
	call_user 'Robin Hale'
	"$AFTERWORD" <"$story/3-invite.eml" && has_one '^Robin Hale'
}

# As a mail program does: the new text in a new mail, the old one deleted.
edit() {
	old=$(drafts)
	sed "\$s/.*/My own words/" "$old" >"$mail/.Drafts/tmp/edited"
	rm "$old"
	chmod 644 "$mail/.Drafts/tmp/edited"
	mv "$mail/.Drafts/tmp/edited" "$mail/.Drafts/cur/1.edited.host:2,DS"
}

start_dovecot good 'separator = /
  mailbox Drafts {
    special_use = \Drafts
    auto = create
  }' ''
ok 'an invitation has its answer in Drafts' invite
ok 'nothing changes it while nothing has changed' says_nothing \
	"$AFTERWORD" sweep
call_user 'Robin E. Hale'
ok 'a fact that changes replaces it' sweep_finds '^replaced'
ok 'by one that says so' has_one '^Robin E. Hale'
ok 'once' says_nothing "$AFTERWORD" sweep
later() {
	AFTERWORD_NOW=2026-05-08T09:00:00-04:00 "$AFTERWORD" sweep |
		tee "$home/said"
	! grep -q replaced "$home/said" && has_one '^Robin E. Hale'
}
ok 'later it is still the same' later

edit
call_user 'Robin F. Hale'
ok 'what the user has changed is left' sweep_finds '^left'
ok 'as it is' has_one 'My own words'
ok 'and status says so' status_says 'look at .*confirm.*facts have changed'
ok 'once more changes nothing' says_nothing "$AFTERWORD" sweep
call_user 'Robin G. Hale'
ok 'nor does another fact' says_nothing "$AFTERWORD" sweep
ok 'it is there once' has_one 'My own words'

ok 'another invitation' invite
rm "$(drafts)"
call_user 'Robin E. Hale'
ok 'a draft that was deleted' "$AFTERWORD" sweep
ok 'does not come back' has_none
call_user 'Robin F. Hale'
ok 'whatever changes' says_nothing "$AFTERWORD" sweep
ok 'and there is none' has_none

ok 'a third invitation' invite
stop_dovecot
call_user 'Robin E. Hale'
ok 'a change that cannot get out' exits 69 "$AFTERWORD" sweep
call_user 'Robin F. Hale'
ok 'and another after it' exits 69 "$AFTERWORD" sweep
restart_dovecot
ok 'the last word gets there' "$AFTERWORD" sweep
ok 'alone' has_one '^Robin F. Hale'

rm -rf "$state" "$mail"
stop_dovecot
call_user 'Robin Hale'
# In the foreground: what --quiet leaves running would deliver beside the test.
ok 'a draft that cannot get out' exits 69 "$AFTERWORD" <"$story/3-invite.eml"
call_user 'Robin E. Hale'
restart_dovecot
ok 'a draft that is still here is written over' "$AFTERWORD" sweep
ok 'before it gets there' has_one '^Robin E. Hale'

# Killed anywhere, a replacement ends as one draft.
replaced_by() { # WORDS
	"$AFTERWORD" sweep && is_empty && has_one "$1"
}

survives_kills() {
	n=0
	for delay in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 16 18 20 25; do
		n=$((n + 1))
		call_user "Robin N$n Hale"
		timeout -s KILL "0.$delay" "$AFTERWORD" sweep
		sleep 0.2
		replaced_by "^Robin N$n Hale" || {
			echo "killed after 0.$delay s"
			return 1
		}
	done
}
ok 'killed at any time, a replacement is one draft in the end' survives_kills
finish
