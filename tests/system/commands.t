#!/bin/sh
# What the user says by hand: set, note and draft.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
story=$(cd "${0%/*}/../mail/story" && pwd)
drafts=$home/.local/share/afterword/Drafts
export TZ=America/New_York
export AFTERWORD_NOW=2026-05-08T09:00:00-04:00

filter() { # FILE
	"$AFTERWORD" filter <"$story/$1"
}

says() { # WORDS COMMAND ...
	words=$1
	shift
	"$@" >"$home/said" 2>&1 || { cat "$home/said"; return 1; }
	grep -E "$words" "$home/said" || { cat "$home/said"; return 1; }
}

refuses() { # CODE WORDS COMMAND ...
	code=$1 words=$2
	shift 2
	exits "$code" "$@" 2>"$home/said" >/dev/null || return 1
	grep -E "^afterword: .*$words" "$home/said"
}

drafts_to() { # ADDRESS
	grep -rlE "^To: .*$1" "$drafts" 2>/dev/null | wc -l
}

ok 'an invite is taken in' filter 3-invite.eml
ok 'set says what has become of it' says 'larkspur.*, Lens Designer, ' \
	"$AFTERWORD" set larkspur 'role=Lens Designer' rank=1
ok 'and the state has it' says '"value": "1"|"value":.*"1"' \
	"$AFTERWORD" status --json
ok 'an interview by phone is in the zone of the user' says \
	'interview *Thu 14 May 2026, 10:00' sh -c \
	'"$AFTERWORD" set larkspur interview=2026-05-14T10:00 &&
	"$AFTERWORD" status larkspur'
ok 'and can be taken back' says . sh -c \
	'"$AFTERWORD" set larkspur interview= &&
	! "$AFTERWORD" status larkspur | grep "interview .*14 May"'
ok 'a key that is none is 64' refuses 64 'no such key' \
	"$AFTERWORD" set larkspur colour=red
ok 'an application that is none is 64' refuses 64 'no application' \
	"$AFTERWORD" set northwind rank=1
ok 'no pair is 64' refuses 64 'no KEY=VALUE' "$AFTERWORD" set larkspur rank
ok 'nothing to set is 64' refuses 64 'needs' "$AFTERWORD" set larkspur
cp "$home/.local/state/afterword/state.json" "$home/before"
ok 'a pair that fails keeps the others out' refuses 64 'no such key' \
	"$AFTERWORD" set larkspur rank=2 colour=red
ok 'of the state' cmp "$home/before" "$home/.local/state/afterword/state.json"

ok 'a mail is named by its file' says 'rejected since' \
	"$AFTERWORD" set "$story/3-invite.eml" kind=rejection
ok 'and its draft is taken back' test "$(drafts_to mina)" = 0
ok 'what was said of it is said again by explain' says '"rejection" .correction' \
	"$AFTERWORD" explain "$story/3-invite.eml"
ok 'its words are a lesson, to be looked at' grep -q '"kind":.*"rejection"' \
	"$home/.local/state/afterword/lessons.json"
sed 's/^Message-ID:.*/Message-ID: <like@example.com>/; s/larkspur/marlowe/g' \
	"$story/3-invite.eml" >"$home/like.eml"
ok 'like mail of another sender follows' says 'taught/rejection' \
	"$AFTERWORD" explain "$home/like.eml"
ok 'a lesson can be taken back' says . \
	"$AFTERWORD" set "$story/3-invite.eml" kind=
ok 'and is gone' sh -c '! grep -q rejection "$1"' - \
	"$home/.local/state/afterword/lessons.json"
ok 'like mail is read as before' says 'like.eml: invite' \
	"$AFTERWORD" explain "$home/like.eml"
ok 'a mail is named by its Message-ID' says 'interview since' \
	"$AFTERWORD" set mid:77ab2.invite@larkspur.example kind=invite \
	detail=confirmed
ok 'a Message-ID that is none is 64' refuses 64 'no message' \
	"$AFTERWORD" set mid:nobody@larkspur.example kind=invite
ok 'news sets a letter off' says 'draft .*news to mina' \
	"$AFTERWORD" note all --news 'My paper has won a prize.'
ok 'a file that is none is 65' refuses 65 'cannot open' \
	"$AFTERWORD" set ./none.eml kind=invite
ok 'a mail that was not known is taken in as said' says 'waiting|offer since' \
	"$AFTERWORD" set "$story/4-offer.eml" kind=offer detail=verbal

ok 'a note is kept' says larkspur "$AFTERWORD" note larkspur call on Monday
ok 'and shown' says 'note .*call on Monday' "$AFTERWORD" status larkspur
ok 'a note is read from standard input' sh -c \
	'echo "bring the numbers" | "$AFTERWORD" note larkspur'
ok 'and shown as well' says 'note .*bring the numbers' \
	"$AFTERWORD" status larkspur
ok 'an empty note is 64' refuses 64 empty sh -c \
	'"$AFTERWORD" note larkspur </dev/null'

ok 'a draft is written when asked for' says 'draft .*follow_up to mina' \
	"$AFTERWORD" draft larkspur follow_up
ok 'once' says . "$AFTERWORD" draft larkspur follow_up
ok 'and no more: confirm, accept, follow_up' sh -c 'grep -rl "^X-Afterword-Draft" "$1" | xargs \
	grep -l "^To: .*mina" | wc -l | grep -qx 3' - "$drafts"
ok 'a sweep leaves it there' says . sh -c '"$AFTERWORD" sweep; echo done'
ok 'a letter that declines is written' says 'draft .*decline to mina' \
	"$AFTERWORD" draft larkspur decline
ok 'in place of the one that accepts' says 'accept .*not wanted any more' \
	"$AFTERWORD" status larkspur
ok 'the questions of a debrief can be asked for' says 'form .*debrief' \
	"$AFTERWORD" draft larkspur debrief
ok 'other notes are no drafts: 64' refuses 64 'note to yourself' \
	"$AFTERWORD" draft larkspur salary
ok 'an action that is none is 64' refuses 64 'no action' \
	"$AFTERWORD" draft larkspur sonnet
json_of() { # PERL COMMAND ...
	perl=$1
	shift
	"$@" | perl -MJSON::PP -ne "\$a = decode_json(\$_); exit !($perl)"
}

ok 'set says what has become of it as JSON' json_of \
	'$a->{id} eq "larkspur-optics" && $a->{role} eq "Baker"' \
	"$AFTERWORD" set --json larkspur role=Baker
ok 'and so does set of a message' json_of '$a->{id} eq "larkspur-optics"' \
	"$AFTERWORD" set --json mid:77ab2.invite@larkspur.example stage=technical
ok 'and note' json_of 'grep { $_->{text} eq "call" } @{$a->{notes}}' \
	"$AFTERWORD" note larkspur --json call
ok 'and draft, with the draft on its way' json_of \
	'grep { $_->{kind} eq "news" && $_->{status} ne "waiting" }
	@{$a->{actions}}' "$AFTERWORD" draft --json larkspur news
ok 'an error is none on standard output' sh -c \
	'! "$AFTERWORD" set --json larkspur colour=red >"$HOME/said" &&
	! test -s "$HOME/said"'
finish
