# shellcheck shell=sh disable=SC2034,SC2154 # for whoever takes it in; tap.sh
# A watch over a Dovecot of our own, for system tests: sourced after dovecot.sh.

story=$(cd "${0%/*}/../mail/story" && pwd)
state=$home/.local/state/afterword
mail=$server/home/alice/Maildir
folders='separator = /
  mailbox Drafts {
    special_use = \Drafts
    auto = create
  }
  mailbox "Out Box" {
    special_use = \Sent
    auto = create
  }
  mailbox Jobs {
    auto = create
  }'
export TZ=America/New_York

configure() { # [KEY=VALUE ...]
	mkdir -p "$home/.config/afterword"
	printf '%s\n' '[account home]' 'name=Robin Hale' \
		'address=robin.hale@example.net' drafts=imap host=localhost \
		"port=$imaps_port" user=alice 'password_command=echo s3cret' \
		"ca_file=$server/ca.pem" timeout=10 "$@" \
		>"$home/.config/afterword/config"
}

# Puts a mail into a folder as a delivery does: written whole, then moved.
deliver() { # FILE FOLDER
	delivered=$((${delivered:-0} + 1))
	name=$delivered.test.host
	$as_server mkdir -p "$mail/$2/tmp" "$mail/$2/new" "$mail/$2/cur"
	cp "$1" "$mail/$2/tmp/$name"
	chmod 644 "$mail/$2/tmp/$name"
	mv "$mail/$2/tmp/$name" "$mail/$2/new/$name"
}

# A story's mail with an id of its own.
copy() { # FILE ID
	sed "s/^Message-ID:.*/Message-ID: <$2@example.org>/I" "$story/$1" \
		>"$home/$2.eml"
	echo "$home/$2.eml"
}

# Waits up to half a minute for the command to succeed.
soon() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || return 1
		sleep 0.1
	done
}

start_watch() { # [OPTION ...]
	: >"$home/log"
	$clocked "$AFTERWORD" watch "$@" 2>>"$home/log" &
	watch=$!
	soon logs "sent mail: connected" && soon logs "INBOX: connected"
}

stop_watch() {
	kill "$watch"
	wait "$watch"
}

logs() { # WORDS
	grep -q -- "$1" "$home/log"
}

knows() { # WORDS
	"$AFTERWORD" status --json | grep -q -- "$1"
}

counts_mail() { # NUMBER
	n=$("$AFTERWORD" status --json | grep -c '"fingerprint"')
	[ "$n" = "$1" ] || {
		echo "$n mails"
		return 1
	}
}

# The UID up to which a folder was read.
has_read() { # FOLDER UID
	perl -MJSON::PP -0777 -ne 'my ($f, $u) = splice @ARGV, 0;
		for (@{decode_json($_)->{folders}}) {
			$found = $_->{uid} if $_->{folder} eq $ENV{FOLDER} }
		END { print $found // "nothing", "\n"; exit($found ne $ENV{WANTED}) }' \
		<"$state/watch.json"
}
reads() { # FOLDER UID
	FOLDER=$1 WANTED=$2 has_read
}

followers() {
	pgrep -P "$watch" -f 'watch --follow'
}

# What the watch and its followers hold of memory, in kB.
memory() {
	for process in "$watch" $(followers); do
		sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$process/status"
	done | perl -lne '$n += $_; END { print $n }'
}

draft_is_there() {
	find "$mail/.Drafts" -type f -path '*/cur/*' 2>&1 | grep -q 'cur/'
}

end_watch() {
	[ -z "$watch" ] || kill "$watch" 2>/dev/null
}
watch=
clocked= # what a watch is to be started with
trap 'end_watch; stop_dovecot; rm -rf "$home"' EXIT


# Clocks that the test turns for all that is started with $clocked.
set_clocks() { # WALL SINCE-START AWAKE: seconds ahead
	[ -e "$home/clocks" ] || head -c 24 /dev/zero >"$home/clocks"
	# In place: it is mapped.
	perl -e 'open my $file, "+<", shift or die;
		syswrite $file, pack "q<3", @ARGV' "$home/clocks" "$@"
	wall=$1 since_start=$2 awake=$3
}

# The wall clock says this; no time has passed.
begin_clocks() { # UNIX-TIME
	set_clocks $(($1 - $(date +%s))) 0 0
	clocked="env LD_PRELOAD=${AFTERWORD%/*}/tests/modules/clocks.so
		AFTERWORD_CLOCKS=$home/clocks
		ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0"
}

time_passes() { # SECONDS
	set_clocks $((wall + $1)) $((since_start + $1)) $((awake + $1))
}

machine_sleeps() { # SECONDS
	set_clocks $((wall + $1)) $((since_start + $1)) "$awake"
}
