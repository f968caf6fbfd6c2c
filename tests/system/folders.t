#!/bin/sh
# Finding folders on a server that names them in any of its ways: delimiter,
# prefix of the name space, special use told or not, there or to be made.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
here=$(cd "${0%/*}" && pwd)
driver=${AFTERWORD%/*}/tests/system/drafts
key=0123456789abcdef0123456789abcdef
mkdir -p "$home/.config/afterword"
printf '%s\r\n' 'From: Ada Park <ada@example.com>' 'Subject: Thank you' \
	"X-Afterword-Draft: $key" '' 'Thank you for the talk.' >"$home/draft"

account() {
	printf '%s\n' host=localhost "port=$imaps_port" user=alice \
		'password_command=echo s3cret' "ca_file=$server/ca.pem" \
		timeout=10 >"$home/account"
	printf '[account a]\naddress=robin@example.net\n' |
		cat - "$home/account" >"$home/.config/afterword/config"
	echo "rules_folder=$here/../../rules" >>"$home/account"
}

drafts() { # COMMAND ...
	timeout 30 "$driver" imap "$home/account" "$@"
}

# The mailboxes as any mail program sees them, with the number of their mails.
holds() { # FOLDER NUMBER
	perl "$here/client.pl" "$imap_port" "STATUS \"$1\" (MESSAGES)" \
		>"$home/heard" 2>&1
	cat "$home/heard"
	grep -q "(MESSAGES $2)" "$home/heard"
}

goes_to() { # FOLDER
	place=$(drafts put "$key" "$home/draft") && holds "$1" 1 &&
		[ "$(drafts put "$key" "$home/draft")" = "$place" ] &&
		holds "$1" 1 &&
		[ "$(drafts find "$key" "$place")" = untouched ] &&
		[ "$(drafts withdraw "$key" "$place")" = untouched ] &&
		holds "$1" 0
}

says() { # FOLDER
	"$AFTERWORD" doctor --account a >"$home/said" 2>&1
	cat "$home/said"
	grep -q "drafts go to '$1'" "$home/said" &&
		grep -q "sent mail .*'${1%Drafts*}Sent'" "$home/said"
}

# "auto" makes the folders, "special" tells what they are for.
try() { # DELIMITER PREFIX special|plain|none
	mailboxes=
	for use in Drafts Sent; do
		case $3 in
		special) mailboxes="$mailboxes
  mailbox $use {
    special_use = \\$use
    auto = create
  }" ;;
		plain) mailboxes="$mailboxes
  mailbox $use {
    auto = create
  }" ;;
		esac
	done
	rm -rf "$server/home/alice"
	offers=
	[ "$3" = special ] ||
		offers='imap_capability = IMAP4rev1 NAMESPACE UIDPLUS'
	start_dovecot good "separator = $1
  prefix = $2$mailboxes" "$offers"
	account
	where="'$1', ${2:-no prefix}, $3"
	[ "$3" = none ] || ok "$where: finds both folders" says "$2Drafts"
	ok "$where: puts, finds and withdraws" goes_to "$2Drafts"
}

for kind in special plain none; do
	try / '' "$kind"
	try / INBOX/ "$kind"
	try / Mail/ "$kind"
	try . '' "$kind"
	try . INBOX. "$kind"
done
finish
