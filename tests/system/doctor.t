#!/bin/sh
# The doctor says what is wrong with a set-up, and the line that mends it.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
config=$home/.config/afterword/config
mail=$server/home/alice/Maildir
mkdir -p "$home/.config/afterword" "$home/bin"
printf '#!/bin/sh\nexit 1\n' >"$home/bin/crontab"
chmod +x "$home/bin/crontab"
PATH=$home/bin:$PATH
special='separator = /
  mailbox Drafts {
    special_use = \Drafts
    auto = create
  }
  mailbox Sent {
    special_use = \Sent
    auto = create
  }'

configure() { # [KEY=VALUE ...]
	printf '%s\n' '[account home]' 'address=robin@example.net' drafts=imap \
		host=localhost "port=$imaps_port" user=alice \
		'password_command=echo s3cret' "ca_file=$server/ca.pem" \
		timeout=5 "$@" >"$config"
}

# What it says of one account: the exit code, words, and words of the mend.
finds() { # CODE WORDS MEND
	exits "$1" "$AFTERWORD" doctor >"$home/said" 2>&1 || {
		cat "$home/said"
		return 1
	}
	cat "$home/said"
	! grep -q s3cret "$home/said" &&
		grep -A1 -E "^(wrong|note) .*$2" "$home/said" |
		grep -qE "mend it with: .*$3"
}

says() { # WORDS
	"$AFTERWORD" doctor >"$home/said" 2>&1
	cat "$home/said"
	grep -qE "$1" "$home/said"
}

cat >"$home/.procmailrc" <<'END'
:0 fwr
| exec afterword filter --pass;
END
: >"$config"
start_dovecot good "$special" ''
configure
ok 'a good account is well' exits 0 "$AFTERWORD" doctor
ok 'and it says so' says '^all is well$'
ok 'it has logged in' says "^ok    account 'home': logs in$"
ok 'it has found the folder of drafts' says "^ok .*drafts go to 'Drafts'"
ok 'it has found the folder of sent mail' says "^ok .*sent mail.*'Sent'"
ok 'it has found the hook' says "^ok .*procmailrc: hands mail"
ok 'it has seen that nothing sweeps' finds 0 'nothing .* sweeps' 'sweep.timer'
ok 'it has put nothing into the folder' sh -c \
	'! find "$1/.Drafts" -path "*/cur/*" | grep .' - "$mail"

configure 'password_command=echo wrong'
ok 'a wrong password' finds 77 'login of .alice. refused' 'password_command ='
configure 'password_command=exit 3'
ok 'a password command that fails' finds 77 'command (failed|gave no)' 'password_command ='
configure "ca_file=$server/other.pem"
ok 'a wrong authority' finds 69 'certificate' 'ca_file ='
configure "ca_file=$config"
ok 'an authority that is none' finds 78 'no certificates' 'ca_file ='
configure "port=$(free_port)"
ok 'a wrong port' finds 69 'refused' 'port ='
configure "port=$imap_port"
ok 'TLS where there is none' finds 69 'TLS' 'tls ='
configure host=no-such-host.invalid
ok 'a host that is not there' finds 69 'no-such-host' 'host ='
configure folder=Nowhere
ok 'a folder that is not there' finds 78 'Nowhere' 'folder ='
configure tls=none "port=$imap_port"
ok 'a connection in the clear' finds 0 'read by anybody' 'tls ='
printf '[account home]\nadress = robin@example.net\n' >"$config"
ok 'a key that is none' finds 78 'home. adress: no such key' 'that line'
configure
printf '[etiquette]\nthanks_late_days = soon\n' >>"$config"
ok 'a number of the etiquette that is none' finds 78 'thanks_late_days' \
	'etiquette'
mkdir -p "$home/.config/afterword/rules/en/replies"
echo '{' >"$home/.config/afterword/rules/en/replies/thanks.json"
configure
ok 'a letter of the user that is wrong' finds 78 'thanks.json' 'that field'
rm -r "$home/.config/afterword/rules"

mkdir -p "$home/.local/state/afterword/outbox"
echo 'broken' >"$home/.local/state/afterword/state.json"
ok 'a state that is broken' finds 75 'state' 'sweep'
rm "$home/.local/state/afterword/state.json"
echo x >"$home/.local/state/afterword/outbox/0123456789abcdef0123456789abcdef.eml"
ok 'a draft that waits' finds 0 '1 draft is not yet' 'afterword sweep'
rm "$home/.local/state/afterword/outbox"/*

sed -i 's/:0 fwr/:0 f/' "$home/.procmailrc"
ok 'a hook that can lose mail' finds 78 'procmailrc: mail can be lost' ':0 fwr'
rm "$home/.procmailrc"
ok 'no hook at all' finds 78 'nothing .* hands mail' 'afterword-watch.service'
"$AFTERWORD" watch 2>"$home/log" &
watch=$!
trap 'kill $watch; stop_dovecot; rm -rf "$home"' EXIT
runs() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		! says '^ok    watch: is running' || return 0
		sleep 0.2
	done
	return 1
}
ok 'a watch that runs is a hook' runs
ok 'and all is well' exits 0 "$AFTERWORD" doctor
kill $watch
wait $watch
trap 'stop_dovecot; rm -rf "$home"' EXIT
printf 'exception {\n  xfilter "afterword filter --pass"\n}\n' \
	>"$home/.mailfilter"

start_dovecot elsewhere "$special" ''
configure
ok 'a certificate of another host' finds 69 'name in the certificate' 'host ='

rm -rf "$mail"
start_dovecot good 'separator = /
  mailbox Sent {
    special_use = \Sent
    auto = create
  }' ''
configure
ok 'no folder of drafts' finds 0 'no folder of drafts' 'folder ='
ok 'and it makes none' sh -c '! [ -e "$1/.Drafts" ]' - "$mail"

rm -rf "$mail"
start_dovecot good 'separator = /
  mailbox "Entw&APw-rfe" {
    auto = create
  }' 'imap_capability = IMAP4rev1 NAMESPACE'
configure
$as_server mkdir -p "$mail/.Entw&APw-rfe/cur" "$mail/.Entw&APw-rfe/new" \
	"$mail/.Entw&APw-rfe/tmp"
ok 'no special use: a folder by its name' finds 78 "'Entwürfe', by its name" \
	'folder = Entwürfe'
ok 'no folder of sent mail' finds 78 'no folder of sent mail' 'sent ='
ok 'no IDLE' finds 78 'does not tell of new mail' 'poll ='
ok 'no UIDPLUS' says '^note .*UIDPLUS'
finish
