#!/bin/sh
# A hundred deliveries at once: no event lost, none counted twice, the state
# whole, also when some of them are killed.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
state=$home/.local/state/afterword/state.json
many=100

# A receipt of a firm of its own, so that each makes one application.
receipt() { # NUMBER
	cat <<-END
		From: Careers <jobs@firm$1.example>
		To: Robin Hale <robin@example.net>
		Subject: We have received your application as Baker
		Date: Mon, 04 May 2026 10:00:00 +0000
		Message-ID: <receipt$1@firm$1.example>

		Dear Robin,

		thank you for applying for the position of Baker at Firm$1
		Bakery. Your application has been received and we will review it.

		Kind regards,
		Firm$1 Bakery
	END
}

deliver_all() {
	for i in $(seq "$many"); do
		receipt "$i" | "$AFTERWORD" filter --pass \
			--now 2026-05-04T10:00:10Z >"$home/out.$i" &
	done
	wait
}

settled() { # NUMBER: waits until the state has that many applications
	for _ in $(seq 100); do
		found=$("$AFTERWORD" status | grep -c ' since ')
		[ "$found" = "$1" ] && return 0
		sleep 0.1
	done
	echo "$found applications, wanted $1"
	return 1
}

all_mail_whole() {
	for i in $(seq "$many"); do
		receipt "$i" >"$home/in"
		grep -v '^X-Afterword-' "$home/out.$i" | cmp - "$home/in" ||
			return 1
	done
}

ok 'a hundred deliveries at once' deliver_all
ok 'every mail came out whole' all_mail_whole
ok 'every event is in the state' settled $many
cp "$state" "$home/before"
ok 'all of them a second time' deliver_all
ok 'change nothing' cmp "$home/before" "$state"

kill_some() {
	for i in $(seq "$many"); do
		receipt "$((many + i))" | timeout -s KILL "0.0$((i % 9 + 1))" \
			"$AFTERWORD" filter --quiet >/dev/null 2>&1
	done
	return 0
}
ok 'runs that are killed' kill_some
ok 'leave a whole state' "$AFTERWORD" status
again() {
	for i in $(seq "$many"); do
		receipt "$((many + i))" | "$AFTERWORD" filter --quiet \
			--now 2026-05-04T10:00:10Z || return 1
	done
	settled $((2 * many))
}
ok 'and what comes again is in it once' again
finish
