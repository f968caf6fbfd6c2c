#!/bin/sh
# Several accounts: each draft goes to the one whose address the mail was sent
# to, and comes from that very address.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
story=$(cd "${0%/*}/../mail/story" && pwd)
state=$home/.local/state/afterword
export TZ=America/New_York
AFTERWORD_NOW=2026-05-07T14:20:12-04:00
export AFTERWORD_NOW
mkdir -p "$home/.config/afterword"
start_dovecot good 'separator = /
  mailbox Drafts {
    special_use = \Drafts
    auto = create
  }
  mailbox Sent {
    special_use = \Sent
    auto = create
  }' ''

section() { # NAME ADDRESS USER PASSWORD-FILE [KEY=VALUE ...]
	printf '%s\n' "[account $1]" "address=$2" drafts=imap host=localhost \
		"port=$imaps_port" "user=$3" "password_file=$home/$4" \
		"ca_file=$server/ca.pem"
	shift 4
	printf '%s\n' "$@" ''
}
umask 077
echo s3cret >"$home/alice.password"
printf '%s' 'p "w\ö' >"$home/bob.password"
{
	section home robin@example.net alice alice.password 'name=Robin Hale'
	section work robin@work.example bob bob.password 'name=R. Hale' \
		'aliases=robin.hale@work.example, hale@old.example'
	printf '[account paper]\naddress=robin@paper.example\npath=%s\n' \
		"$home/paper"
} >"$home/.config/afterword/config"
umask 022

drafts_of() { # USER
	find "$server/home/$1/Maildir/.Drafts" "$home/paper" -type f \
		-path '*/cur/*' 2>/dev/null | grep "/$1/"
}

# The invitation, to another address; its draft is with that user alone.
sent_to() { # ADDRESS USER FROM
	rm -rf "$state" "$server/home/alice/Maildir" "$server/home/bob/Maildir" \
		"$home/paper"
	sed "s/robin@example.net/$1/" "$story/3-invite.eml" >"$home/mail"
	"$AFTERWORD" <"$home/mail" || return 1
	for user in alice bob paper; do
		found=$(drafts_of "$user")
		echo "$user: $found"
		if [ "$user" != "$2" ]; then
			[ -z "$found" ] || return 1
		else
			[ "$(echo "$found" | grep -c .)" = 1 ] || return 1
			grep '^From:' "$found"
			grep -q "^From: .*$3" "$found" || return 1
		fi
	done
}

ok 'the first account' sent_to robin@example.net alice \
	'Robin Hale <robin@example.net>'
ok 'the second' sent_to robin@work.example bob \
	'R. Hale" <robin@work.example>'
ok 'an alias of it' sent_to robin.hale@work.example bob \
	'<robin.hale@work.example>'
ok 'an alias of another domain' sent_to hale@old.example bob \
	'<hale@old.example>'
ok 'an address with a tag' sent_to robin+jobs@work.example bob \
	'<robin+jobs@work.example>'
ok 'a tag on an alias' sent_to hale+jobs@old.example bob \
	'<hale+jobs@old.example>'
ok 'an address that the user writes in capitals' sent_to \
	Robin@Work.Example bob '<robin@work.example>'
ok 'an account without a server' sent_to robin@paper.example paper \
	'<robin@paper.example>'
ok 'an address that is nobody'"'"'s goes to the first' sent_to \
	someone@else.example alice '<'

replaces() {
	sent_to robin+jobs@work.example bob '<robin+jobs@work.example>' ||
		return 1
	sed -i 's/name=R. Hale/name=Robin E. Hale/' "$home/.config/afterword/config"
	"$AFTERWORD" sweep && [ "$(drafts_of bob | grep -c .)" = 1 ] &&
		grep '^From: .*Robin E. Hale' "$(drafts_of bob)" &&
		[ -z "$(drafts_of alice)" ]
}
ok 'a draft is replaced where it is' replaces

is_read_by_watch() {
	"$AFTERWORD" watch 2>"$home/log" &
	watch=$!
	tries=0
	until [ "$(grep -c connected "$home/log")" = 4 ]; do
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || break
		sleep 0.1
	done
	kill "$watch"
	wait "$watch"
	cat "$home/log"
	[ "$(grep -c "^INFO account 'home'.*connected" "$home/log")" = 2 ] &&
		[ "$(grep -c "^INFO account 'work'.*connected" "$home/log")" = 2 ]
}
ok 'watch follows both' is_read_by_watch
finish
