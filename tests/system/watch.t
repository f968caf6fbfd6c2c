#!/bin/sh
# A mailbox that is followed over IMAP: new mail is read once, and left alone.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
# shellcheck source=watch.sh
. "${0%/*}/watch.sh"

start_dovecot good "$folders" 'mail_max_userip_connections = 30'
mkdir -p "$home/.config/afterword"
: >"$home/.config/afterword/config"
ok 'without an account there is nothing to watch' exits 78 "$AFTERWORD" watch
configure poll=60
deliver "$story/5-rejection.eml" ''
ok 'connects to the inbox and to sent mail' start_watch \
	--now 2026-05-07T15:00:00-04:00
ok 'is one at a time' exits 75 "$AFTERWORD" watch
ok 'mail that was there before is left to import' reads INBOX 1

deliver "$story/1-application.eml" '.Out Box'
ok 'reads what the user has sent' soon knows '"id":.*"larkspur'
ok 'as outgoing' knows '"direction":.*outgoing'
deliver "$story/3-invite.eml" ''
ok 'reads what has come in' soon knows '"kind":.*invite'
ok 'says so in one line' soon logs "^INFO account 'home', INBOX: 1 new mail read$"
ok 'once' [ "$(grep -c 'INBOX: 1 new mail' "$home/log")" = 1 ]
is_unseen() {
	find "$mail/new" "$mail/cur" -type f -name '*.test.host*' |
		grep -v ':2,.*S' | grep -c .
}
ok 'leaves it unseen' [ "$(is_unseen)" = 2 ]
ok 'the draft that is due is in the Drafts folder' soon draft_is_there
ok 'does not read its own draft' counts_mail 2

attached=$home/attached.eml
perl -e '
	my ($header, $body) = split /\n\n/, join("", <STDIN>), 2;
	$header =~ s/^(Content-|MIME-)[^\n]*(\n[ \t][^\n]*)*\n?//gmi;
	$header =~ s/\s+\z//;
	print "$header\nMIME-Version: 1.0\n",
	    "Content-Type: multipart/mixed; boundary=outer\n\n",
	    "--outer\nContent-Type: multipart/alternative; boundary=inner\n\n",
	    "--inner\nContent-Type: text/plain; charset=utf-8\n\n$body\n",
	    "--inner\nContent-Type: text/html\n\n<p>See the plain text.</p>\n",
	    "--inner--\n",
	    "--outer\nContent-Type: application/pdf; name=offer.pdf\n",
	    "Content-Disposition: attachment; filename=offer.pdf\n",
	    "Content-Transfer-Encoding: base64\n\n",
	    ("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB\n"
	        x 8000), "--outer--\n"' <"$story/4-offer.eml" >"$attached"
deliver "$attached" ''
ok 'reads the text of a mail with an attachment' soon knows '"standing":.*offer'

: >"$home/log"
kill -9 "$(followers | head -n 1)"
deliver "$(copy 5-rejection.eml five)" ''
ok 'starts a follower that died again' soon logs 'died of signal 9'
ok 'and reads what came meanwhile' soon knows five@example.org
children=$(followers)
ok 'SIGTERM ends it with 0' exits 0 stop_watch
are_gone() {
	for child in $children; do
		! kill -0 "$child" || return 1
	done
	[ -n "$children" ]
}
ok 'and all that it has started' are_gone
stayed() {
	perl -ne '$most = $1 if /out=(\d+)/ && $1 > ($most // 0);
		END { exit !($most && $most < 100000) }' "$server/log"
}
ok 'the attachment stayed on the server' soon stayed

before=$("$AFTERWORD" status --json | grep -c '"fingerprint"')
deliver "$(copy 2-receipt.eml two)" ''
ok 'goes on where it was' start_watch
ok 'with what came while it was away' soon knows two@example.org
ok 'and with nothing else' counts_mail $((before + 1))
private() {
	grep -iE 'larkspur|osei|robin|s3cret|firmware|interview' "$home/log"
}
ok 'logs nothing private' exits 1 private

stop_dovecot
ok 'sees that the server has gone' soon logs 'WARN .*INBOX'
deliver "$(copy 2-receipt.eml twice)" ''
restart_dovecot
ok 'reads what came while the server was away' soon knows twice@example.org
ok 'tells a trouble once' [ "$(grep -c 'WARN.*INBOX.*refused' "$home/log")" -le 1 ]

stop_dovecot
rm -f "$mail"/dovecot.index* "$mail"/dovecot-uidlist
restart_dovecot
ok 'sees that UIDs are new' soon logs 'INBOX: the mails have new numbers'
ok 'reads what is recent again' soon logs 'INBOX: [0-9]* new mails read'
deliver "$(copy 2-receipt.eml thrice)" ''
ok 'and goes on' soon knows thrice@example.org
none_twice() {
	! "$AFTERWORD" status --json | grep '"fingerprint"' | sort | uniq -d |
		grep .
}
ok 'no mail counts twice' none_twice

configure poll=60 watch=Jobs
kill -HUP "$watch"
ok 'SIGHUP rereads the configuration' soon logs 'Jobs: connected'
deliver "$(copy 4-offer.eml four)" .Jobs
ok 'and follows the folder that it names' soon reads Jobs 1
echo 'colour = blue' >>"$home/.config/afterword/config"
kill -HUP "$watch"
ok 'a wrong configuration changes nothing' soon logs 'stays as it was.*colour'
ok 'and it still runs' kill -0 "$watch"
ok 'and ends as it should' exits 0 stop_watch

configure poll=1
start_dovecot good "$folders" 'imap_capability = IMAP4rev1 UIDPLUS SPECIAL-USE'
configure poll=1
start_watch
deliver "$(copy 2-receipt.eml polled)" ''
ok 'polls a server that has no IDLE' soon knows polled@example.org
stop_watch

# Many mails, one after the other, leave nothing behind in memory.
deliver_many() { # FROM TO
	for n in $(seq "$1" "$2"); do
		printf 'From: a@example.org\nSubject: news %s\n\nText %s.\n' \
			"$n" "$n" >"$home/news"
		deliver "$home/news" .Jobs
	done
	soon reads Jobs "$(($2 + 1))"
}
configure poll=60 watch=Jobs
start_dovecot good "$folders" ''
configure poll=60 watch=Jobs
start_watch
is_flat() {
	deliver_many 1 40 || return 1
	before=$(memory)
	deliver_many 41 200 || return 1
	after=$(memory)
	echo "$before kB, then $after kB"
	[ -n "$before" ] && [ "$after" -le $((before + 1024)) ]
}
# A sanitizer keeps what is freed, on purpose.
if [ -r /proc/self/status ] && ! ldd "$AFTERWORD" | grep -q libasan; then
	ok 'its memory is flat' is_flat
fi
stop_watch

# What is due at a time; the clock stands still for all that it starts.
rm -rf "$state" "$mail/.Drafts/cur"/*
"$AFTERWORD" filter --quiet --now 2026-05-07T14:20:12-04:00 <"$story/3-invite.eml"
soon draft_is_there
rm -f "$mail/.Drafts/cur"/*
start_watch --now 2026-05-12T16:05:00-04:00
ok 'sweeps when something is due' soon draft_is_there
stop_watch
# A sweep that the watch has started may still be at work.
soon rm -rf "$state"

sweep_sent() {
	"$AFTERWORD" sweep --sent
}
ok 'a sweep of sent mail begins with what comes next' sweep_sent
ok 'it has seen what is there' reads '\Sent' 1
deliver "$(copy 1-application.eml sent)" '.Out Box'
ok 'then it reads what was sent' sweep_sent
ok 'as outgoing, too' knows '"direction":.*outgoing'
quietly() {
	"$AFTERWORD" sweep --sent --quiet >"$home/said" 2>&1 && ! grep . "$home/said"
}
ok 'and says nothing when it is told to' quietly
ok 'and looks into no inbox' sh -c '! grep -q INBOX "$1"' - "$state/watch.json"
configure 'password_command=echo wrong'
ok 'a refused login is 77' exits 77 "$AFTERWORD" sweep --sent
finish
