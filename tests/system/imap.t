#!/bin/sh
# Drafts on a real IMAP server: found, each once, and the user's own left.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
driver=${AFTERWORD%/*}/tests/system/drafts
rules=$(cd "${0%/*}/../../rules" && pwd)
special='separator = /
  mailbox Drafts {
    special_use = \Drafts
    auto = create
  }'

key=0123456789abcdef0123456789abcdef
printf '%s\r\n' 'From: Ada Park <ada@example.com>' 'Subject: Thank you' \
	"X-Afterword-Draft: $key" '' 'Thank you for the talk.' >"$home/draft"

# The settings of an account; what is given comes last, and counts.
account() { # [KEY=VALUE ...]
	printf '%s\n' host=localhost "port=$imaps_port" user=alice \
		"password_command=echo s3cret; echo second" \
		"ca_file=$server/ca.pem" "rules_folder=$rules" timeout=10 \
		"$@" >"$home/account"
}

drafts() { # COMMAND ...
	timeout 30 "$driver" imap "$home/account" "$@"
}

says() { # CODE WORDS COMMAND ...
	wanted=$1 words=$2
	shift 2
	exits "$wanted" "$@" 2>"$home/said" || return 1
	cat "$home/said"
	grep -q "$words" "$home/said" && ! grep -q s3cret "$home/said"
}

put() {
	new=$(drafts put "$key" "$home/draft") && place=$new
}

finds() { # FOUND
	[ "$(drafts find "$key" "$place")" = "$1" ]
}

withdraws() { # FOUND
	[ "$(drafts withdraw "$key" "$place")" = "$1" ]
}

mail=$server/home/alice/Maildir
files() { # FOLDER
	find "$mail/$1/cur" "$mail/$1/new" -type f 2>/dev/null
}

holds() { # FOLDER NUMBER
	files "$1"
	[ "$(files "$1" | wc -l)" -eq "$2" ]
}

clear_folder() { # FOLDER
	files "$1" | xargs -r rm
}

# As a mail program does: the new text in a new mail, the old one deleted.
edit() { # TEXT
	old=$(files .Drafts)
	sed "\$s/.*/$1/" "$old" >"$mail/.Drafts/tmp/edited"
	rm "$old"
	mv "$mail/.Drafts/tmp/edited" "$mail/.Drafts/cur/1.edited.host:2,DS"
	chmod 644 "$mail/.Drafts/cur/1.edited.host:2,DS"
}

start_dovecot good "$special" ''
account
ok 'puts a draft, under TLS' put
ok 'says where it is' sh -c 'echo "$1" | grep -qE "^[0-9]+ [0-9]+ [0-9a-f]{64}$"' \
	- "$place"
ok 'it is in the folder of special use' holds .Drafts 1
is_whole() {
	tr -d '\r' <"$home/draft" >"$home/wanted"
	tr -d '\r' <"$(files .Drafts)" | cmp - "$home/wanted"
}
ok 'it is whole' is_whole
ok 'it is a draft, not yet seen' sh -c \
	'case "$1" in *:2,*S*) exit 1 ;; *:2,D*) ;; *) exit 1 ;; esac' \
	- "$(files .Drafts)"
ok 'it has our keyword' grep -qF '$AfterwordDraft' "$mail/.Drafts/dovecot-keywords"
ok 'finds it untouched' finds untouched
first=$place
ok 'puts it a second time' put
ok 'it is there once all the same' holds .Drafts 1
ok 'in the same place' [ "$place" = "$first" ]
ok 'withdraws it untouched' withdraws untouched
ok 'it is gone' holds .Drafts 0
ok 'finds it gone' finds absent
ok 'withdraws nothing twice' withdraws absent

put >/dev/null
edit 'Thank you, Tom.'
ok 'sees that the user has edited it' finds touched
ok 'withdraws no draft of the user' withdraws touched
ok 'which is still there' holds .Drafts 1
ok 'and puts none beside it' put
ok 'which is alone' holds .Drafts 1
clear_folder .Drafts

put >/dev/null
place="1 ${place#* }"
ok 'withdraws nothing under another UIDVALIDITY' withdraws touched
ok 'which is still there as well' holds .Drafts 1
clear_folder .Drafts

other=0123456789abcdef0123456789abcdee
sed "s/$key/$key$other/" "$home/draft" >"$home/longer"
put_longer() {
	drafts put "$other" "$home/longer"
}
ok 'puts another draft with our key within its own' put_longer
ok 'does not take it for ours' put
ok 'both are there' holds .Drafts 2
clear_folder .Drafts

account tls=starttls "port=$imap_port"
ok 'puts a draft, with STARTTLS' put
ok 'which is there' holds .Drafts 1
account tls=none "port=$imap_port"
ok 'finds it in the clear, where the user says so' finds untouched
account host=127.0.0.1
ok 'finds it by address' finds untouched
account user=bob 'password_command=printf "%s" "p \"w\\ö"'
ok 'logs in with odd letters' drafts find "$key" ''

account 'password_command=echo wrong s3cretly'
ok 'a wrong password is 77' says 77 'login.*refused' put
account 'password_command=exit 3'
ok 'a password command that fails is 77' says 77 'password_command' put
account password_command= "password_file=$home/password"
echo s3cret >"$home/password"
chmod 644 "$home/password"
ok 'a password that others can read is 77' says 77 'chmod 600' put
chmod 600 "$home/password"
ok 'reads a password from a file' finds untouched
account "ca_file=$server/other.pem"
ok 'a certificate of another authority is 69' says 69 'certificate' put
account ca_file=
ok 'an authority that the system does not know is 69' says 69 'certificate' put
account "ca_file=$home/draft"
ok 'authorities that are none are 78' says 78 'ca_file' put
account tls=maybe
ok 'a setting that is wrong is 78' says 78 'tls:' put
account folder=Nowhere
ok 'a folder that is not there is 78' says 78 'Nowhere' put
account "port=$(free_port)"
ok 'a server that is not there is 69' says 69 'refused' put
account tls=implicit "port=$imap_port"
ok 'TLS to a port without it is 69' says 69 'TLS' put
account "user=alice$(printf '\rbob')"
ok 'a control character is 78' says 78 'user: control' put

clear_folder .Drafts
account
head -c 1500000 /dev/zero | tr '\0' x | fold -w 70 |
	cat "$home/draft" - >"$home/large"
put_large() {
	drafts put "$key" "$home/large"
}
ok 'a full mailbox is 69' says 69 'uota' put_large
ok 'and holds nothing of it' holds .Drafts 0
ok 'a smaller draft still finds its place' put
rm -rf "$mail"

# A program with a sanitizer in it looks after itself.
clear_folder .Drafts
account
under_valgrind() { # COMMAND ...
	ldd "$driver" | grep -q libasan || set -- valgrind -q \
		--leak-check=full --error-exitcode=99 "$driver" imap \
		"$home/account" "$@"
	[ "$1" = valgrind ] || set -- "$driver" imap "$home/account" "$@"
	"$@"
}
ok 'puts without a leak' under_valgrind put "$key" "$home/draft"
place=$(drafts put "$key" "$home/draft")
ok 'finds without a leak' under_valgrind find "$key" "$place"
ok 'withdraws without a leak' under_valgrind withdraw "$key" "$place"
account 'password_command=echo wrong'
ok 'fails without a leak' exits 77 under_valgrind find "$key" "$place"
account

# The program itself, from the outbox on.
outbox=$home/.local/state/afterword/outbox
mkdir -p "$outbox" "$home/.config/afterword"
configure() { # [KEY=VALUE ...]
	account "$@"
	{
		echo '[account work]'
		echo 'drafts=imap'
		grep -v '^rules_folder=' "$home/account"
	} >"$home/.config/afterword/config"
}

sweeps_out() {
	"$AFTERWORD" sweep && holds .Drafts 1 && [ ! -e "$outbox/$key.eml" ]
}

configure
clear_folder .Drafts
cp "$home/draft" "$outbox/$key.eml"
ok 'a sweep takes the outbox to the folder' sweeps_out
cp "$home/draft" "$outbox/$key.eml"
ok 'a second one puts nothing twice' sweeps_out
withdraws_by_sweep() {
	place=$(drafts put "$key" "$home/draft") &&
		printf 'ada@example.com %s' "$place" >"$outbox/$key.withdraw" &&
		"$AFTERWORD" sweep && holds .Drafts 0
}
ok 'a sweep takes a draft back' withdraws_by_sweep

configure 'password_command=echo wrong'
cp "$home/draft" "$outbox/$key.eml"
ok 'a sweep with a wrong password is 77' says 77 "account 'work'.*refused" \
	"$AFTERWORD" sweep
ok 'the draft stays in the outbox' [ -e "$outbox/$key.eml" ]
configure

# timeout kills the whole group: the sweep, and what it has started.
survives_kills() {
	for delay in 01 02 03 04 05 06 08 10 12 15 20 25; do
		clear_folder .Drafts
		cp "$home/draft" "$outbox/$key.eml"
		timeout -s KILL "0.$delay" "$AFTERWORD" sweep
		sleep 0.2
		sweeps_out || {
			echo "killed after 0.$delay s"
			return 1
		}
	done
}
ok 'killed at any time, the draft is there once in the end' survives_kills
clear_folder .Drafts
printf '%s\r\n' 'From: Ada Park <ada@example.com>' 'Subject: Today' \
	"X-Afterword-Draft: $key" 'X-Afterword-Memo: digest' '' 'To do: rest.' \
	>"$outbox/$key.eml"
memo_arrives() {
	"$AFTERWORD" sweep && [ ! -e "$outbox/$key.eml" ] && holds .Drafts 0 &&
		grep -rl '^X-Afterword-Memo' "$mail/new" "$mail/cur"
}
ok 'mail to oneself goes from the outbox into the INBOX' memo_arrives
rm -rf "$mail"

start_dovecot elsewhere "$special" ''
account
ok 'a certificate of another host is 69' says 69 'certificate' put
ok 'nothing was put' holds .Drafts 0

start_dovecot expired "$special" ''
account
ok 'a certificate that has expired is 69' says 69 'expired' put
account tls=starttls "port=$imap_port"
ok 'after STARTTLS, too' says 69 'expired' put
ok 'nothing was put there either' holds .Drafts 0

start_dovecot good 'separator = /' ''
account
ok 'makes a folder where there is none' put
ok 'and puts the draft there' holds .Drafts 1
ok 'and finds it there' finds untouched
rm -rf "$mail"
$as_server mkdir -p "$mail/.Entw&APw-rfe/cur" "$mail/.Entw&APw-rfe/new" \
	"$mail/.Entw&APw-rfe/tmp"
ok 'finds a folder by its name in a language' put
ok 'and puts the draft there, too' holds '.Entw&APw-rfe' 1
account 'folder=Entwürfe'
ok 'finds the folder of the settings' finds untouched
rm -rf "$mail"

start_dovecot good 'separator = .
  prefix = INBOX.' 'imap_capability = IMAP4rev1 NAMESPACE'
account
ok 'makes a folder in the name space, without UIDPLUS' put
ok 'and puts the draft in it' holds .Drafts 1
ok 'and knows where it is' finds untouched
ok 'withdraws nothing without UIDPLUS' withdraws touched
ok 'so it is still there' holds .Drafts 1
printf '%s\r\n' 'From: Ada Park <ada@example.com>' 'Subject: Today' \
	"X-Afterword-Draft: $key" 'X-Afterword-Memo: digest' '' 'To do: rest.' \
	>"$home/draft"
account folder=INBOX
ok 'a mail to oneself goes into the INBOX' put
ok 'as new mail, not as a draft' sh -c \
	'found=$(grep -rl "^X-Afterword-Memo" "$1/cur" "$1/new") &&
	! echo "$found" | grep ":2,.*D"' - "$mail"

finish
