#!/bin/sh
# Servers that are not Dovecot: they name, search and expunge in ways of their
# own. fetch.sh has unpacked them into $SERVERS.
# shellcheck source=../system/tap.sh
. "${0%/*}/../system/tap.sh"
here=$(cd "${0%/*}" && pwd)
driver=${AFTERWORD%/*}/tests/system/drafts
story=$here/../mail/story
rules=$here/../../rules
SERVERS=$(cd "$SERVERS" && pwd) || exit 1
as_server=
server_user=$(id -un)
if [ "$(id -u)" = 0 ]; then
	server_user=nobody
	as_server="setpriv --reuid=nobody --regid=$(id -gn nobody) --clear-groups"
fi
chmod 755 "$home"
mkdir -p "$home/.config/afterword" "$home/courier" "$home/cyrus"
running=
trap 'stop_server; rm -rf "$home"' EXIT
trap 'exit 1' INT TERM HUP

stop_server() {
	[ -z "$running" ] || kill "$running" 2>/dev/null
	[ -z "$running" ] || wait "$running" 2>/dev/null
	running=
}

libraries_of() { # PACKAGE
	find "$SERVERS/$1/root" -name '*.so*' -exec dirname {} + | sort -u |
		paste -sd:
}

soon() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || return 1
		sleep 0.1
	done
}

start_courier() {
	mkdir -p "$home/courier/Maildir/cur" "$home/courier/Maildir/new" \
		"$home/courier/Maildir/tmp"
	chown -R "$server_user:$(id -gn "$server_user")" "$home/courier"
	LD_LIBRARY_PATH=$(libraries_of courier-imap) $as_server \
		perl "$here/courier-front.pl" "$home/courier/port" \
		"$SERVERS/courier-imap/root/usr/bin/imapd" "$home/courier" \
		2>"$home/courier.log" &
	running=$!
	soon [ -s "$home/courier/port" ] || return 1
	port=$(cat "$home/courier/port")
}

start_cyrus() {
	port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(
		Listen => 1, LocalAddr => "127.0.0.1")->sockport')
	mkdir -p "$home/cyrus/conf" "$home/cyrus/spool" "$home/cyrus/run"
	cat >"$home/cyrus/imapd.conf" <<END
configdirectory: $home/cyrus/conf
partition-default: $home/cyrus/spool
defaultpartition: default
cyrus_user: $server_user
servername: localhost
sasl_pwcheck_method: alwaystrue
sasl_mech_list: PLAIN
allowplaintext: yes
unixhierarchysep: no
altnamespace: no
autocreate_quota: 0
autocreate_inbox_folders: Drafts|Sent
autocreate_subscribe_folders: Drafts|Sent
xlist-drafts: Drafts
xlist-sent: Sent
idlesocket: $home/cyrus/run/idle
master_ready_file: $home/cyrus/run/ready
END
	bin=$SERVERS/cyrus-imapd/root/usr/lib/cyrus/bin
	cat >"$home/cyrus/cyrus.conf" <<END
START {
  recover cmd="$bin/ctl_cyrusdb -C $home/cyrus/imapd.conf -r"
}
SERVICES {
  imap cmd="$bin/imapd -C $home/cyrus/imapd.conf" listen="127.0.0.1:$port" prefork=0
}
EVENTS {
}
END
	chown -R "$server_user" "$home/cyrus"
	LD_LIBRARY_PATH=$(libraries_of cyrus-imapd) "$bin/master" \
		-C "$home/cyrus/imapd.conf" -M "$home/cyrus/cyrus.conf" \
		-p "$home/cyrus/run/pid" 2>"$home/cyrus.log" &
	running=$!
	soon perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(
		PeerAddr => "127.0.0.1", PeerPort => shift)' "$port"
}

key=0123456789abcdef0123456789abcdef
printf '%s\r\n' 'From: Ada Park <ada@example.com>' 'Subject: Thank you' \
	"X-Afterword-Draft: $key" '' 'Thank you for the talk.' >"$home/draft"

account() {
	printf '%s\n' host=127.0.0.1 "port=$port" tls=none user=alice \
		'password_command=echo s3cret' timeout=10 poll=2 >"$home/account"
	echo "rules_folder=$rules" | cat "$home/account" - >"$home/settings"
	printf '[account a]\naddress=robin@example.net\n' |
		cat - "$home/account" >"$home/.config/afterword/config"
}

drafts() { # COMMAND ...
	timeout 30 "$driver" imap "$home/settings" "$@"
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

# Puts a mail into a folder over IMAP, as any mail program does.
append() { # FILE FOLDER
	perl -MIO::Socket::INET -e '
		my ($port, $file, $folder) = @ARGV;
		open my $in, "<", $file or die;
		my $mail = join "", map { s/\r?\n/\r\n/r } <$in>;
		my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1",
		    PeerPort => $port) or die;
		my $n = 0;
		sub say_it {
			print $s ++$n, " $_[0]\r\n";
			while (<$s>) { print; return if /^(\+|$n OK)/; die if /^$n/ }
		}
		<$s>;
		say_it("LOGIN alice s3cret");
		say_it("APPEND $folder {" . length($mail) . "}");
		print $s "$mail\r\n";
		while (<$s>) { print; last if /^$n OK/; die if /^$n/ }
		say_it("LOGOUT");' "$port" "$1" "$2"
}

knows() { # WORDS
	"$AFTERWORD" status --json | grep -q -- "$1"
}

sweep_sent() {
	"$AFTERWORD" sweep --sent
}

examines() { # WORDS
	"$AFTERWORD" doctor --account a | tee "$home/said"
	grep -q "$1" "$home/said"
}

try() { # NAME DRAFTS-FOLDER SENT-FOLDER
	account
	place=
	rm -rf "$home/.local"
	ok "$1: puts a draft" put
	ok "$1: says where it is" sh -c \
		'echo "$1" | grep -qE "^[0-9]+ [1-9][0-9]* [0-9a-f]{64}$"' - "$place"
	ok "$1: finds it untouched" finds untouched
	first=$place
	ok "$1: puts it once" put
	ok "$1: in the same place" [ "$place" = "$first" ]
	ok "$1: the folder is the right one" examines "drafts go to '$2'"
	ok "$1: withdraws it" withdraws untouched
	ok "$1: it is gone" finds absent
	sed 's/the talk/your time/' "$home/draft" >"$home/edited"
	put >/dev/null
	withdraws untouched
	ok "$1: what the user has changed" append "$home/edited" "$2"
	ok "$1: is touched" finds touched
	ok "$1: and is not withdrawn" withdraws touched
	ok "$1: nor doubled" put
	ok "$1: sent mail is found" sweep_sent
	append "$story/1-application.eml" "$3" >/dev/null
	ok "$1: and read" sweep_sent
	ok "$1: as the user's own" knows '"direction":.*outgoing'
	"$AFTERWORD" watch 2>"$home/log" &
	watch=$!
	soon grep -q 'INBOX: connected' "$home/log"
	append "$story/3-invite.eml" INBOX >/dev/null
	ok "$1: new mail is read by watch" soon knows '"kind":.*invite'
	ok "$1: which ends as it should" sh -c \
		'kill "$1"; cat "$2"; grep -c connected "$2"' - "$watch" "$home/log"
	wait "$watch"
	stop_server
}

ok 'Courier starts' start_courier
mkdir -p "$home/courier/Maildir/.Sent/cur" "$home/courier/Maildir/.Sent/new" \
	"$home/courier/Maildir/.Sent/tmp"
chown -R "$server_user:$(id -gn "$server_user")" "$home/courier"
try Courier INBOX.Drafts INBOX.Sent
ok 'Cyrus starts' start_cyrus
try Cyrus INBOX.Drafts INBOX.Sent
finish
