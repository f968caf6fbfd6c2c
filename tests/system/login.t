#!/bin/sh
# Logging in: the safest way that both sides know, and no trace of a password.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
driver=${AFTERWORD%/*}/tests/system/drafts
config=$home/.config/afterword/config
key=0123456789abcdef0123456789abcdef
special='separator = /
  mailbox Drafts {
    special_use = \Drafts
    auto = create
  }
  mailbox Sent {
    special_use = \Sent
    auto = create
  }'

account() { # [KEY=VALUE ...]
	printf '%s\n' host=localhost "port=$imaps_port" user=alice \
		'password_command=echo s3cret' "ca_file=$server/ca.pem" \
		timeout=10 "$@" >"$home/account"
}

# Logs in, and has the server say by which mechanism.
logs_in() { # MECHANISM [KEY=VALUE ...]
	mechanism=$1
	shift
	account "$@"
	: >"$server/log"
	timeout 30 "$driver" imap "$home/account" find "$key" "" || { cat "$server/log"; return 1; }
	cat "$server/log"
	grep -q "Login: .*method=$mechanism," "$server/log"
}

fails() { # CODE WORDS [KEY=VALUE ...]
	wanted=$1 words=$2
	shift 2
	account "$@"
	: >"$server/log"
	exits "$wanted" timeout 30 "$driver" imap "$home/account" find "$key" \
		'' 2>"$home/said" || return 1
	cat "$home/said"
	grep -q "$words" "$home/said" && ! grep -q s3cret "$home/said"
}

echo "carol:$(doveadm pw -s SHA512-CRYPT -p s3cret)::::::" >>"$server/passwd"
echo 'dora:{PLAIN}pässwörd::::::' >>"$server/passwd"
mechanisms='plain login scram-sha-1 scram-sha-256'
start_dovecot good "$special" ''
ok 'SCRAM comes first' logs_in SCRAM-SHA-256
ok 'also where the line is in the clear' logs_in SCRAM-SHA-256 tls=none \
	"port=$imap_port"
sends_no_password() {
	grep -rl s3cret "$server/log" && return 1
	! grep -qE 'method=(PLAIN|LOGIN)' "$server/log"
}
ok 'where the password is not sent' sends_no_password
ok 'a wrong password is refused' fails 77 'login.*refused' \
	'password_command=echo s3cret-not'
ok 'a user that SCRAM cannot know logs in all the same' logs_in PLAIN user=carol
ok 'but not where all can read it' fails 77 'refused' user=carol tls=none \
	"port=$imap_port"
ok 'letters that LOGIN cannot have' logs_in PLAIN user=dora auth=plain \
	'password_command=echo pässwörd'
ok 'SCRAM alone, where the user wants it' fails 77 'refused' user=carol auth=scram
ok 'PLAIN, where the user wants it' logs_in PLAIN auth=plain
ok 'LOGIN, where the user wants it' logs_in PLAIN auth=login
ok 'XOAUTH2 that the server has not' fails 78 'auth' password_command= \
	'token_command=echo token'
ok 'a mechanism that is none' fails 78 'auth: must be' auth=gssapi
ok 'two sources of a password' fails 78 'exclude each other' \
	"password_file=$home/password"
ok 'xoauth2 without a token' fails 78 'token_command' auth=xoauth2
ok 'a token in the clear' fails 78 'never sent' tls=none password_command= \
	'token_command=echo token'

mkdir "$home/bin"
cat >"$home/bin/secret-tool" <<'END'
#!/bin/sh
[ "$*" = 'lookup service mail user alice;id' ] && echo s3cret
END
chmod +x "$home/bin/secret-tool"
PATH=$home/bin:$PATH
ok 'a password from secret-tool, without a shell' logs_in SCRAM-SHA-256 \
	password_command= 'secret=service mail user alice;id'
ok 'a secret that is not there' fails 77 'secret: the command' password_command= \
	'secret=service other'
ok 'a secret of half a pair' fails 77 'pairs' password_command= secret=service

mechanisms='plain login'
start_dovecot good "$special" ''
ok 'a server without SCRAM' logs_in PLAIN
ok 'SCRAM is not offered' fails 78 'auth' auth=scram

# A server that takes tokens: JWT, signed with a key that it knows.
mkdir -p "$server/keys/default/HS256"
printf 'c2lnbmVkIGZvciBhIHRlc3QsIGFuZCBsb25nIGVub3VnaA==' \
	>"$server/keys/default/HS256/default"
cat >"$server/oauth2.conf" <<END
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=$server/keys/
username_attribute = sub
END
cat >"$home/token" <<'END'
#!/usr/bin/perl
use Digest::SHA qw(hmac_sha256_base64);
use MIME::Base64;
sub part { (my $t = encode_base64(shift, '')) =~ tr{+/=}{-_}d; $t }
my $start = time + $ARGV[0];
my $text = part('{"alg":"HS256","typ":"JWT"}') . '.' . part(
    '{"sub":"alice","iat":' . $start . ',"exp":' . ($start + 600) . '}');
(my $sign = hmac_sha256_base64($text, 'signed for a test, and long enough'))
    =~ tr{+/=}{-_}d;
print "$text.$sign\n";
END
mechanisms='plain login xoauth2'
more_settings="passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = $server/oauth2.conf
}"
start_dovecot good "$special" ''
ok 'a token of a command' logs_in XOAUTH2 password_command= \
	"token_command=perl $home/token -10"
ok 'a token that is over' fails 77 'refused' password_command= \
	"token_command=perl $home/token -4000"
# Which of its certificates a server shows depends on the name that is asked.
more_settings="local_name localhost {
  ssl_cert = <$server/good.pem
  ssl_key = <$server/good.key
}"
mechanisms='plain login'
start_dovecot elsewhere "$special" ''
ok 'the name of the server is asked for (SNI)' logs_in PLAIN
ok 'after STARTTLS, too' logs_in PLAIN tls=starttls "port=$imap_port"
ok 'an address is no such name' fails 69 'certificate' host=127.0.0.1
more_settings=

# A value of the configuration may hold a line end, as "\r\n".
slips_in() { # KEY VALUE
	account "$1=$2"
	printf '[account home]\n' | cat - "$home/account" >"$config"
	: >"$server/log"
	exits 78 "$AFTERWORD" sweep --sent 2>"$home/said"
	code=$?
	cat "$home/said" "$server/log"
	[ "$code" = 0 ] && grep -q "$1: control" "$home/said" &&
		! grep Login "$server/log"
}
mkdir -p "$home/.config/afterword"
for setting in user sent host password_command; do
	ok "a line end in '$setting' goes nowhere" slips_in "$setting" \
		'alice\r\n9 DELETE INBOX'
done
printf 's3\001cret\n' >"$home/odd"
chmod 600 "$home/odd"
ok 'nor does a control character in a password' fails 77 'control characters' \
	password_command= "password_file=$home/odd"

# A process that stays logged in has forgotten the password.
mkdir -p "$home/.config/afterword"
mechanisms='plain login scram-sha-256'
start_dovecot good "$special" ''
holds_password() { # PID
	perl -e '
		my $pid = shift;
		open my $maps, "<", "/proc/$pid/maps" or die "maps: $!";
		open my $mem, "<", "/proc/$pid/mem" or die "mem: $!";
		my ($found, $read) = (0, 0);
		while (<$maps>) {
			/^([0-9a-f]+)-([0-9a-f]+) rw/ or next;
			my ($start, $end) = (hex $1, hex $2);
			sysseek $mem, $start, 0;
			sysread $mem, my $bytes, $end - $start or next;
			$read += length $bytes;
			$found++ while $bytes =~ /t0psecret/g;
		}
		print "$found in $read bytes\n";
		exit($found ? 0 : $read ? 1 : 2)' "$1"
}
forgets() { # KEY=VALUE ...
	account user=eve 'password_command=cat "$HOME/top"' "$@"
	echo '[account home]' | cat - "$home/account" >"$config"
	"$AFTERWORD" watch 2>"$home/watch.log" &
	watch=$!
	tries=0
	until [ "$(grep -c connected "$home/watch.log")" = 2 ]; do
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || break
		sleep 0.1
	done
	sleep 0.2
	result=0
	for child in $watch $(pgrep -P "$watch"); do
		tr '\0' '\n' <"/proc/$child/cmdline" | grep t0psecret && result=3
		if [ "$(id -u)" = 0 ]; then
			tr '\0' '\n' <"/proc/$child/environ" |
				grep t0psecret && result=3
			code=0
			holds_password "$child" || code=$?
			[ "$code" = 1 ] || result=$code.$child
		else
			[ "$child" = "$watch" ] || ! cat "/proc/$child/mem" \
				2>/dev/null || result=4
		fi
	done
	[ "$(pgrep -cP "$watch")" = 2 ] || result=5
	kill "$watch"
	wait "$watch"
	cat "$home/watch.log"
	[ "$result" = 0 ] || echo "result $result"
	[ "$result" = 0 ] && ! grep t0psecret "$home/watch.log"
}
# Long, so that no later command happens to overwrite all of it.
top=$(printf 't0psecret%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
echo "$top" >"$home/top"
echo "eve:{PLAIN}$top::::::" >>"$server/passwd"
warns() {
	account tls=none "port=$imap_port"
	printf '[account home]\ndrafts=imap\n' | cat - "$home/account" >"$config"
	"$AFTERWORD" sweep 2>"$home/said" &&
		grep "account 'home'.*anybody on the way can read" "$home/said"
}
ok 'a line in the clear has a warning' warns
# Whoever holds the password leaves no core, and no other process of the same
# user can look into it: its files in /proc are root's then.
copy=$home/program
mkdir -p "$copy/modules" "$home/user/.config/afterword"
cp "$AFTERWORD" "$copy/"
cp -R "${AFTERWORD%/*}/rules" "${AFTERWORD%/*}/modules" "$copy/"
cat >"$home/look" <<'END'
grep '^Max core' "/proc/$1/limits" >"$HOME/limits"
stat -c %u "/proc/$1/status" >"$HOME/owner"
echo s3cret
END
chmod -R a+rX "$copy" "$home/look" "$server"
keeps_to_itself() { # COMMAND ...
	account "password_command=sh $home/look \$PPID"
	printf '[account home]\ndrafts=imap\n' | cat - "$home/account" \
		>"$home/user/.config/afterword/config"
	rm -f "$home/user/limits" "$home/user/owner"
	if [ "$(id -u)" = 0 ]; then
		chown -R 65534 "$home/user"
		set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	fi
	HOME=$home/user "$@" || return 1
	cat "$home/user/limits" "$home/user/owner"
	grep -qE 'size +0 +0 ' "$home/user/limits" &&
		[ "$(cat "$home/user/owner")" = 0 ]
}
puts_draft() {
	mkdir -p "$home/user/.local/state/afterword/outbox"
	printf '%s\n' 'From: a@example.org' "X-Afterword-Draft: $key" '' 'x' \
		>"$home/user/.local/state/afterword/outbox/$key.eml"
	keeps_to_itself "$copy/afterword" sweep
}
# A sanitizer looks into the process itself.
if [ -r /proc/self/limits ] && ! ldd "$AFTERWORD" | grep -q libasan; then
	ok 'no core of what puts drafts' puts_draft
	ok 'nor of what reads mail' keeps_to_itself "$copy/afterword" sweep --sent
	ok 'nor of an import' keeps_to_itself "$copy/afterword" import imap:INBOX
	ok 'nor of the doctor' keeps_to_itself sh -c '"$1/afterword" doctor |
		grep "logs in"' - "$copy"
fi

# A sanitizer keeps what is freed, on purpose.
if ! ldd "$AFTERWORD" | grep -q libasan; then
	ok 'SCRAM leaves no password in memory, arguments or log' forgets
	ok 'nor does LOGIN' forgets auth=login
	ok 'nor does PLAIN' forgets auth=plain
fi
finish
