# shellcheck shell=sh disable=SC2154 # tap.sh sets home
# A Dovecot of our own on loopback, for system tests: sourced after tap.sh.
# All that is started here ends with the test, whatever ends it.

server=$home/server
if [ "$(id -u)" = 0 ]; then
	server_user=nobody
	server_group=$(id -gn nobody)
else
	server_user=$(id -un)
	server_group=$(id -gn)
fi

free_port() {
	perl -MIO::Socket::INET -e '
		print IO::Socket::INET->new(Listen => 1,
			LocalAddr => "127.0.0.1")->sockport'
}

# A throw-away authority, and certificates that it signs.
make_authority() { # NAME
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
		-keyout "$server/$1.key" -out "$server/$1.pem" \
		-subj "/CN=afterword test authority $1" \
		-addext basicConstraints=critical,CA:TRUE \
		-addext keyUsage=critical,keyCertSign 2>/dev/null
}

make_certificate() { # NAME SUBJECT-ALTERNATIVE-NAMES [DAYS]
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$server/$1.key" \
		-out "$server/$1.csr" -subj "/CN=$1" 2>/dev/null
	printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$2" \
		>"$server/$1.ext"
	openssl x509 -req -in "$server/$1.csr" -CA "$server/ca.pem" \
		-CAkey "$server/ca.key" -CAcreateserial -days "${3:-2}" \
		-extfile "$server/$1.ext" -out "$server/$1.pem" 2>/dev/null
}

# Two servers' worth of settings; what differs is given.
write_configuration() { # CERTIFICATE INBOX-SETTINGS CAPABILITY-SETTINGS
	cat >"$server/dovecot.conf" <<END
base_dir = $server/run
state_dir = $server/state
instance_name = afterword-test
log_path = $server/log
protocols = imap
listen = 127.0.0.1
default_internal_user = $server_user
default_internal_group = $server_group
default_login_user = $server_user
first_valid_uid = 1
first_valid_gid = 1
ssl = yes
ssl_cert = <$server/$1.pem
ssl_key = <$server/$1.key
disable_plaintext_auth = no
auth_mechanisms = ${mechanisms:-plain login}
auth_failure_delay = 0
$more_settings
passdb {
  driver = passwd-file
  args = username_format=%u $server/passwd
}
userdb {
  driver = static
  args = uid=$server_user gid=$server_group home=$server/home/%u
}
mail_location = maildir:~/Maildir
mail_plugins = quota
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=1M
}
protocol imap {
  mail_plugins = quota imap_quota
  $3
}
namespace inbox {
  inbox = yes
  $2
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $imap_port
  }
  inet_listener imaps {
    port = $imaps_port
    ssl = yes
  }
}
END
}

as_server=
[ "$(id -u)" != 0 ] ||
	as_server="setpriv --reuid=$server_user --regid=$server_group --clear-groups"

is_listening() { # PORT
	perl -MIO::Socket::INET -e '
		exit !IO::Socket::INET->new(PeerAddr => "127.0.0.1",
			PeerPort => shift)' "$1"
}

# Starts it anew with these settings; its mail stays.
start_dovecot() { # CERTIFICATE INBOX-SETTINGS CAPABILITY-SETTINGS
	stop_dovecot
	imap_port=$(free_port)
	imaps_port=$(free_port)
	write_configuration "$@"
	[ "$(id -u)" != 0 ] || chown -R "$server_user:$server_group" "$server"
	restart_dovecot
}

# Starts it as it was, on the same ports.
restart_dovecot() {
	stop_dovecot
	$as_server dovecot -F -c "$server/dovecot.conf" &
	dovecot_process=$!
	tries=0
	until is_listening "$imaps_port"; do
		tries=$((tries + 1))
		if [ $tries -gt 100 ] || ! kill -0 "$dovecot_process"; then
			echo "Bail out! Dovecot does not start"
			sed 's/^/# /' "$server/log" 2>/dev/null
			exit 1
		fi
		sleep 0.1
	done
}

stop_dovecot() {
	[ -n "$dovecot_process" ] || return 0
	kill "$dovecot_process" 2>/dev/null
	wait "$dovecot_process" 2>/dev/null
	dovecot_process=
}

dovecot_process=
# Settings that a test may set: mechanisms, and whole blocks.
mechanisms=
more_settings=
PATH=$PATH:/usr/sbin:/usr/local/sbin
if ! command -v dovecot >/dev/null; then
	echo 'Bail out! there is no dovecot: make deps installs it'
	exit 1
fi
trap 'stop_dovecot; rm -rf "$home"' EXIT
trap 'exit 1' INT TERM HUP
chmod 755 "$home"
mkdir -p "$server/run" "$server/state" "$server/home"
make_authority ca
make_authority other
make_certificate good DNS:localhost,IP:127.0.0.1
make_certificate elsewhere DNS:imap.example.org
make_certificate expired DNS:localhost,IP:127.0.0.1 -1
cat >"$server/passwd" <<'END'
alice:{PLAIN}s3cret::::::
bob:{PLAIN}p "w\ö::::::
END
