#!/bin/sh
# Old mail is gathered from a folder over IMAP: texts alone, in batches, and
# on from where it was cut off.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
gather=${AFTERWORD%/*}/tests/system/gather
mail=$server/home/alice/Maildir
mkdir -p "$home/.config/afterword"

# A mailbox of 300 mails, one a day from 2026-01-01 on; every tenth has an
# attachment, every fiftieth is a calendar with a name alone.
fill() {
	$as_server mkdir -p "$mail/new" "$mail/cur" "$mail/tmp"
	FOLDER="$mail/cur" perl -MPOSIX=strftime -e '
		for my $n (1 .. 300) {
			my $time = 1767225600 + ($n - 1) * 86400;
			my $date = strftime("%a, %d %b %Y 12:00:00 +0000",
			    gmtime $time);
			my $name = "$ENV{FOLDER}/$time.M$n.host:2,";
			open my $file, ">", $name or die;
			print $file "Date: $date\nFrom: a\@example.org\n",
			    "Subject: mail $n\nMessage-ID: <$n\@example.org>\n",
			    "MIME-Version: 1.0\n";
			if ($n % 10) {
				print $file "\nThe text of $n.\n",
				    "and so on, line by line\n" x 50;
			} else {
				my $ics = $n % 50 == 0;
				print $file
				    "Content-Type: multipart/mixed; ",
				    "boundary=\"b b\"\n\n--b b\n\n",
				    "The text of $n.\n--b b\n",
				    "Content-Type: application/octet-stream; ",
				    "name=\"", $ics ? "Invite.ICS" : "cv.pdf",
				    "\"\nContent-Disposition: attachment\n\n",
				    "attached to $n\n" x ($ics ? 1 : 9000),
				    "--b b--\n";
			}
			close $file;
			utime $time, $time, $name;
		}'
	[ "$(id -u)" != 0 ] ||
		chown -R "$server_user:$server_group" "$server/home"
}

all() { # NUMBER
	cat "$home/said"
	[ "$(grep -c '^Subject: mail' "$home/out")" = "$1" ]
}

runs() { # FOLDER SINCE [LIMIT]
	timeout 60 "$gather" "$@" >"$home/out" 2>"$home/said"
	code=$?
	tail -n 3 "$home/said"
	return "$code"
}

start_dovecot good 'separator = /
  mailbox "Übrig" {
    auto = create
  }' ''
fill
printf '%s\n' '[account paper]' 'address=p@example.net' '[account home]' \
	'address=robin@example.net' host=localhost "port=$imaps_port" \
	user=alice 'password_command=echo s3cret' "ca_file=$server/ca.pem" \
	timeout=10 >"$home/.config/afterword/config"
ok 'gathers a folder' runs INBOX 0
ok 'all of it' all 300
ok 'in order' sh -c 'sort -c -t" " -k3n "$1"' - "$home/out"
ok 'each once' [ "$(sort "$home/out" | uniq -d | wc -l)" = 0 ]
ok 'tells how far it is' grep -qx '150 of 300' "$home/said"
ok 'nothing is marked as read' sh -c '! ls "$1" | grep ":2,.*S"' - "$mail/cur"
is_text() {
	WHOLE=1 runs INBOX 0 && [ "$(grep -c 'The text of' "$home/out")" = 300 ] &&
		[ "$(grep -c 'attached to' "$home/out")" = 6 ]
}
ok 'texts and calendars, and nothing attached' is_text
is_mime() {
	grep -c '^--b b--' "$home/out"
	[ "$(grep -c '^--b b--' "$home/out")" = 30 ]
}
ok 'a mail is still MIME without them' is_mime
ok 'few bytes come' sh -c 'perl -ne "
	\$most = \$1 if /imap\(alice\).*out=(\d+)/; END { print \$most;
	exit !(\$most && \$most < 700000) }" "$1"' - "$server/log"
trips() {
	rm -rf "$server/raw"
	n=$(perl -ne '$c = () = /body_count=(\d+)/; print "$1\n" if $c' \
		"$server/log" | tail -n 1)
	echo "$n bodies"
	[ -n "$n" ]
}
ok 'the server has counted them' trips

ok 'from a day on' runs INBOX 1772323200 # 2026-03-01
ok 'those of that day, too' all 241
ok 'a folder that is empty' runs Übrig 0
ok 'has none' all 0
ok 'a folder that is not there is 78' exits 78 runs Nowhere 0

ok 'ends where it is told to' exits 75 runs INBOX 0 120
ok 'with what there was' all 120
ok 'and goes on there' runs INBOX 0
ok 'to the end' all 180
ok 'and begins anew when it was done' runs INBOX 0
ok 'with all' all 300

cut_off() {
	KILL_ALL=120 runs INBOX 0
	cp "$home/out" "$home/first"
	all 120 && runs INBOX 0 && all 200 &&
		[ "$(sort -u "$home/first" "$home/out" | wc -l)" = 300 ]
}
ok 'killed, it goes on from where it was sure of' cut_off
one_dies() {
	KILL_READER=20 runs INBOX 0 && ! grep 'nothing to kill' "$home/said" &&
		all 300 && [ "$(sort -u "$home/out" | wc -l)" = 300 ]
}
ok 'the process that reads may die' one_dies
as_files() { # SOURCE SINCE
	folder=$("$gather" --files "$@" 2>"$home/said") || return 1
	cat "$home/said"
	[ "$(find "$folder" -name '*.eml' | wc -l)" = "$3" ]
}
ok 'into files' as_files INBOX 0 300
ok 'with progress' grep -qx '300 of 300 mails fetched' "$home/said"
ok 'which are there for an import that was cut off' as_files INBOX 0 300
ok 'and not fetched again' sh -c '! grep -q fetched "$1"' - "$home/said"
ok 'of an account by name' as_files home:INBOX 1772323200 241
ok 'private' sh -c 'find "$1" -perm /077 | grep . && exit 1 || exit 0' - \
	"$folder"
ok 'of an account without a server' exits 78 "$gather" --files paper:INBOX 0
# The command itself, with mail that matters.
story=$(cd "${0%/*}/../mail/story" && pwd)
state=$home/.local/state/afterword
$as_server mkdir -p "$mail/.Jobs/cur" "$mail/.Jobs/new" "$mail/.Jobs/tmp"
cp "$story/3-invite.eml" "$mail/.Jobs/cur/2.host:2,"
cp "$story/1-application.eml" "$mail/.Jobs/cur/1.host:2,"
chmod 644 "$mail/.Jobs/cur"/*
imports() { # SOURCE [OPTION ...]
	rm -rf "$state"
	"$AFTERWORD" import "$@" >"$home/said" 2>&1
	code=$?
	cat "$home/said"
	return "$code"
}
ok 'import reads a folder of the server' imports imap:Jobs
ok 'what matters is in the state' sh -c \
	'"$1" status --json | grep -c fingerprint | grep -x 2' - "$AFTERWORD"
ok 'and nothing else is left' sh -c '! [ -e "$1/gathered" ]' - "$state"
ok 'from a day on' imports imap:Jobs --since 2099-01-01
ok 'there is nothing' grep -q '^0 messages belong' "$home/said"
ok 'a day that is none is 64' exits 64 "$AFTERWORD" import imap:Jobs \
	--since soon
ok 'a folder that is not there is 78' exits 78 "$AFTERWORD" import imap:Nowhere
stop_dovecot
ok 'import says when the server is not there' exits 69 "$AFTERWORD" import \
	imap:Jobs
ok 'a server that is not there is 69' exits 69 runs INBOX 0
finish
