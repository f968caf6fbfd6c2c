#!/bin/sh
# The filter in the path of delivery: no mail is lost, late or changed,
# whatever it is and whatever goes wrong.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
mails=$(cd "${0%/*}/../mail" && pwd)
story=$mails/story

# Our header lines taken out of a message, wherever we may have put them.
without_ours() {
	perl -0777 -pe 's/\A((?:From [^\n]*\n)?)(?:X-Afterword-[A-Za-z]+: [^\n]*\n)+/$1/'
}

# A mail that comes back although its reader crashed is a failure here.
is_sound() {
	! grep -E 'reading ended|Sanitizer|runtime error' "$home/said"
}

passes() { # MAIL
	timeout 20 "$AFTERWORD" filter --pass <"$1" >"$home/out" \
		2>"$home/said" && is_sound &&
		without_ours <"$home/out" | cmp - "$1"
}

passes_from_a_pipe() { # MAIL
	# shellcheck disable=SC2002
	cat "$1" | timeout 20 "$AFTERWORD" filter --pass >"$home/out" \
		2>"$home/said" && is_sound &&
		without_ours <"$home/out" | cmp - "$1"
}

says() { # CODE WORDS COMMAND ...: exits so, with the words on stderr
	wanted=$1 words=$2
	shift 2
	exits "$wanted" "$@" 2>"$home/said" >/dev/null || return 1
	grep -q "^afterword: .*$words" "$home/said" || {
		echo "said: $(cat "$home/said")"
		return 1
	}
}

for mail in "$mails"/hard/*.eml; do
	ok "gives back ${mail##*/}" passes "$mail"
	ok "gives back ${mail##*/} from a pipe" passes_from_a_pipe "$mail"
done
ok 'tags an invite' sh -c '"$AFTERWORD" filter --pass <"$1" |
	grep -q "^X-Afterword-Kind: invite"' - "$story/3-invite.eml"

filter() { # MAIL OPTION ...
	mail=$1
	shift
	"$AFTERWORD" "$@" <"$mail"
}

printf '' >"$home/empty"
printf 'no header here\n\n' >"$home/text"
# Not at random: one in forty has what may pass for a field of a header.
perl -e 'print map { chr } 0 .. 255, 0 .. 255' >"$home/binary"
ok 'an empty message is 65' says 65 'message' filter "$home/empty"
ok 'text is no message: 65' says 65 'message' filter "$home/text"
ok 'binary is no message: 65' says 65 'message' filter "$home/binary"
ok 'an unknown option is 64' says 64 'bogus' filter "$home/text" filter --bogus
ok 'an unknown command is 64' says 64 'bogus' filter "$home/text" bogus
ok 'a time that is none is 64' says 64 'noon' filter "$home/text" --now noon
ok 'an unknown option does not cost the mail' sh -c \
	'"$AFTERWORD" filter --pass --bogus <"$1" | cmp - "$1"' - "$story/3-invite.eml"
ok 'a full disk for the mail is 75' says 75 'write' sh -c \
	'"$AFTERWORD" filter --pass <"$1" >/dev/full' - "$story/3-invite.eml"

# What root may do is no test of permissions.
as_nobody() {
	if [ "$(id -u)" = 0 ]; then
		chmod 755 "$home"
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}

program_copy=$home/program
mkdir -p "$program_copy/modules"
cp "$AFTERWORD" "$program_copy/"
cp -R "${AFTERWORD%/*}/rules" "${AFTERWORD%/*}/modules" "$program_copy/"
chmod -R a+rX "$program_copy"
cp "$story/3-invite.eml" "$home/invite.eml"
chmod a+r "$home/invite.eml"

mkdir -p "$home/locked/.local/state" "$home/nowhere"
chmod -R 555 "$home/locked"
as_nobody_filter() { # OPTION ...
	as_nobody env HOME="$home/locked" \
		"$program_copy/afterword" "$@" <"$home/invite.eml"
}
ok 'a read-only home is 77' says 77 'cannot' as_nobody_filter filter
passes_as_nobody() {
	as_nobody_filter filter --pass >"$home/out" 2>"$home/said" &&
		without_ours <"$home/out" | cmp - "$home/invite.eml" &&
		grep -q '^afterword: cannot' "$home/said"
}
ok 'a read-only home does not cost the mail' passes_as_nobody

# A file that may not grow beyond 512 bytes is a full disk to whoever writes it.
rm -rf "$home/.local"
ok 'a full disk is 75' says 75 cannot sh -c \
	'ulimit -f 1; exec "$AFTERWORD" <"$1"' - "$home/invite.eml"
ok 'a full disk does not cost the mail' sh -c \
	'(ulimit -f 1; "$AFTERWORD" filter --pass <"$1" 2>/dev/null | tail -n +4) |
	cmp - "$1"' - "$home/invite.eml"

mkdir -p "$home/.config/afterword"
echo 'no section' >"$home/.config/afterword/config"
ok 'a wrong configuration is 78' says 78 'config' filter "$home/invite.eml"
ok 'a wrong configuration does not cost the mail' passes "$home/invite.eml"
rm -r "$home/.config"

with_broken() { # FILE: the program with one rules file cut short
	cp "$program_copy/rules/$1" "$home/kept"
	head -c 100 "$home/kept" >"$program_copy/rules/$1"
	says 78 "$1" sh -c '"$1/afterword" <"$2"' - \
		"$program_copy" "$home/invite.eml" &&
		"$program_copy/afterword" filter --pass <"$home/invite.eml" \
			>"$home/out" 2>"$home/said" &&
		cmp "$home/out" "$home/invite.eml"
	broken=$?
	cp "$home/kept" "$program_copy/rules/$1"
	return "$broken"
}
ok 'damaged weights are 78, the mail whole' with_broken weights.bin
ok 'damaged patterns are 78, the mail whole' with_broken patterns.bin

ok 'explain gives one line a file' sh -c '
	"$AFTERWORD" explain --json "$1"/*.eml | wc -l | grep -qx " *5"' - "$story"
ok 'explain names a file that is not there' says 65 "no-such" \
	"$AFTERWORD" explain "$home/no-such"
ok 'help is help' sh -c '"$AFTERWORD" --help | grep -q explain'
ok 'each command has help' sh -c 'for c in filter explain status sweep; do
	"$AFTERWORD" $c --help | grep -q Usage || exit 1; done'
finish
