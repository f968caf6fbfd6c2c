#!/bin/sh
# A machine that sleeps under a watch: when it is awake again, what came due is
# swept at once, and no connection from before is trusted.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
# shellcheck source=watch.sh
. "${0%/*}/watch.sh"
trap 'end_watch; end_dead; stop_dovecot; rm -rf "$home"' EXIT

# What connections become in a long sleep: they say nothing, not even an end.
# Those of the two followers, and none of a sweep's.
are_followers() {
	dead=$(pgrep -P "$dovecot_process" -x imap)
	[ "$(echo "$dead" | wc -w)" = 2 ] && ! pgrep -P "$watch" -f sweep
}
dead=
fall_silent() {
	# shellcheck disable=SC2086 # a list
	soon are_followers && kill -STOP $dead
}
end_dead() {
	# shellcheck disable=SC2086 # a list
	[ -z "$dead" ] || kill -KILL $dead 2>/dev/null
	dead=
}

thanks() { # NUMBER
	find "$mail/.Drafts" -type f -path '*/cur/*' -exec \
		grep -l '^Subject: Thank you' {} + | wc -l | grep -qx "$1"
}

# To a watch in the midst of an interview.
begin() { # [NAME=VALUE ...]
	rm -rf "$state" "$mail"
	"$AFTERWORD" filter --quiet --now 2026-05-07T14:20:12-04:00 \
		<"$story/3-invite.eml"
	soon draft_is_there
	begin_clocks 1778613000 # 2026-05-12, 15:10 in New York
	clocked="$clocked $*"
	# shellcheck disable=SC2119
	start_watch
}

# Asleep until late in the evening, over connections that have gone.
sleeps_long() { # COMMAND
	fall_silent || return 1
	deliver "$(copy 2-receipt.eml two)" ''
	"$@" || return 1
	soon logs 'the machine was asleep' && soon thanks 2
}

is_connected() {
	soon knows two@example.org
	found=$?
	cat "$home/log"
	end_dead
	return "$found"
}

start_dovecot good "$folders" 'mail_max_userip_connections = 30'
configure timeout=250 tls=none "port=$imap_port"
ok 'a watch begins' begin
ok 'nobody is thanked yet' thanks 0
ok 'after a sleep it sweeps at once' sleeps_long machine_sleeps 18000
ok 'and reads what came, over a new connection' is_connected
ok 'and ends as it should' exits 0 stop_watch

clock_is_set() { # SECONDS
	set_clocks $((wall + $1)) "$since_start" "$awake"
}
ok 'another' begin
ok 'a virtual machine that was halted: it sweeps' sleeps_long clock_is_set 18000
ok 'and reads' is_connected
stop_watch
ok 'one where no clock runs on in sleep' begin AFTERWORD_NO_BOOTTIME=1
ok 'it sweeps' sleeps_long machine_sleeps 18000
ok 'and reads' is_connected
stop_watch

# A line that is lost without a word: who waits asks now and then.
asks() {
	fall_silent || return 1
	deliver "$(copy 2-receipt.eml two)" ''
	tries=0
	until knows two@example.org; do
		tries=$((tries + 1))
		[ "$tries" -le 60 ] || break
		time_passes 30
		sleep 0.2
	done
	cat "$home/log"
	end_dead
	knows two@example.org
}
ok 'one that stays awake' begin
ok 'finds out all the same, and reads' asks
stop_watch

# Hours without a server, then a sleep: nothing waits on for its next try.
ok 'a fourth' begin
stop_dovecot
ok 'which loses its server' soon logs 'WARN.*INBOX'
$clocked "$AFTERWORD" filter --quiet <"$(copy 4-offer.eml four)"
fails_on() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
		time_passes 1900
		sleep 0.3
	done
	ls "$state/outbox"
	[ -n "$(ls "$state/outbox")" ]
}
ok 'and has drafts that do not get out' fails_on
restart_dovecot
: >"$home/log"
deliver "$(copy 2-receipt.eml three)" ''
machine_sleeps 3600
ok 'after a sleep it is connected' soon logs 'INBOX: connected'
ok 'and reads what came' soon knows three@example.org
is_out() {
	[ -z "$(ls "$state/outbox")" ]
}
ok 'and the drafts have gone out' soon is_out
ok 'it ends as it should' exits 0 stop_watch
finish
