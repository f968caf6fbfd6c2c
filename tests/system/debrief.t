#!/bin/sh
# Mail to oneself: the form after an interview, what its answer does, and one
# digest a day.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
story=$(cd "${0%/*}/../mail/story" && pwd)
maildir=$home/.local/share/afterword/Drafts
state=$home/.local/state/afterword/state.json
export TZ=America/New_York

filter() { # FILE TIME [OPTION ...]
	file=$1 time=$2
	shift 2
	"$AFTERWORD" filter --now "$time" "$@" <"$file"
}

sweep() { # TIME
	"$AFTERWORD" sweep --now "$1"
}

# The mails to oneself of a kind.
memos() { # KIND
	grep -rlE "^X-Afterword-Memo: $1" "$maildir" 2>/dev/null
}

has_memos() { # NUMBER KIND
	found=$(memos "$2" | wc -l)
	[ "$found" -eq "$1" ] || {
		echo "$found mails: $2"
		return 1
	}
}

# The text of the draft to somebody, decoded, soft line breaks joined.
draft_to() { # ADDRESS
	draft=$(grep -rlE "^To: .*$1" "$maildir/cur" | tail -n 1)
	[ -n "$draft" ] && sed '1,/^$/d' "$draft" |
		perl -MMIME::QuotedPrint -0777 -pe '$_ = decode_qp($_); s/ \n/ /g'
}

draft_says() { # ADDRESS WORDS
	draft_to "$1" | grep -E "$2"
}

# The answer to the form, as a program that quotes above would write it.
answer() { # TOPIC
	form=$(memos debrief | tail -n 1)
	id=$(sed -n 's/^Message-Id: <\(.*\)>/\1/Ip' "$form")
	printf 'From: robin@example.net\nTo: robin@example.net\n'
	printf 'Subject: Re: How was it?\nDate: %s\n' \
		'Tue, 12 May 2026 21:00:00 -0400'
	printf 'Message-ID: <answer@example.net>\nIn-Reply-To: <%s>\n\n' "$id"
	printf 'On Tuesday Robin Hale wrote:\n'
	sed '1,/^$/d; s/ $//; s/^/> /' "$form" |
		sed "s/^> \[1\].*/&\nYes, it did./
			s/^> \[3\].*/&\nthe tolerance question/
			s/^> \[10\].*/&/" |
		awk -v topic="$1" '
			/^> \[11\]/ { print topic; print "" }
			{ print }'
}

cat >"$home/confirm" <<'END'
From: Robin Hale <robin@example.net>
To: Mina Osei <mina.osei@larkspur.example>
Subject: Re: Interview for Firmware Engineer at Larkspur Optics
Date: Thu, 7 May 2026 18:00:00 -0400
Message-ID: <confirm@example.net>
In-Reply-To: <77ab2.invite@larkspur.example>

Dear Mina,

Thank you for the invitation. Tuesday, May 12, at 3 pm works well for me, and
I look forward to meeting Tom Weld and Dr. Ruiz.

Best regards,
Robin
END
ok 'an invite is taken in' filter "$story/3-invite.eml" \
	2026-05-07T14:20:12-04:00
ok 'what has come today waits for the morning' has_memos 0 digest
ok 'the invite is answered' filter "$home/confirm" 2026-05-07T18:00:00-04:00 \
	--outgoing
ok 'so that there is nothing to say' sweep 2026-05-08T09:00:00-04:00
ok 'and no digest' has_memos 0 digest
ok 'two days before there is something to prepare' sweep \
	2026-05-10T09:30:00-04:00
ok 'which the digest says' sh -c 'grep -l "prepare for the interview" $1' - \
	"$(memos digest)"
ok 'the same day' sweep 2026-05-10T18:00:00-04:00
ok 'there is no second digest' has_memos 1 digest
ok 'the next day has nothing new' sweep 2026-05-11T09:00:00-04:00
ok 'and no digest' has_memos 1 digest
ok 'a mail to oneself is new and no draft' test -e "$(memos digest)" -a \
	"$(dirname "$(memos digest)")" = "$maildir/new"
ok 'it is not read as mail of the search' sh -c \
	'"$AFTERWORD" filter <"$1" --now 2026-05-11T09:01:00-04:00 &&
	! "$AFTERWORD" status --json | grep "Your applications today"' - \
	"$(memos digest)"

ok 'the interview ends' sweep 2026-05-12T16:01:00-04:00
ok 'Tom is to be thanked for something' draft_says tom.weld '«'
ok 'there is no form before the evening' has_memos 0 debrief
ok 'in the evening' sweep 2026-05-12T19:00:00-04:00
ok 'there is one' has_memos 1 debrief
ok 'which has the questions' sh -c 'grep "^\[3\] What gave you trouble" "$1"' \
	- "$(memos debrief)"
answer 'the new cooling line' >"$home/answer"
tom=$(grep -rlE '^To: .*ana.ruiz' "$maildir/cur")
printf '\nMy own words.\n' >>"$tom"
ok 'it is answered by mail' filter "$home/answer" 2026-05-12T21:00:10-04:00 \
	--outgoing
ok 'the answers are kept' sh -c '"$AFTERWORD" status larkspur |
	grep -A3 "debrief " | grep "trouble: the tolerance question"'
ok 'yes is yes' sh -c '"$AFTERWORD" status larkspur | grep -x " *well: yes"'
ok 'the thanks say what they said' draft_says tom.weld 'the new cooling line'
ok 'once, in one draft' sh -c 'grep -rlE "^To: .*tom.weld" "$1" | wc -l |
	grep -qx 1' - "$maildir"
ok 'what the user has touched is left alone' draft_says ana.ruiz \
	'My own words'
ok 'and does not say it' sh -c '! grep "cooling line" "$1"' - "$tom"
cp "$state" "$home/before"
ok 'the answer again' filter "$home/answer" 2026-05-12T21:05:00-04:00 \
	--outgoing
ok 'changes nothing' cmp "$home/before" "$state"
sed 's/robin@example.net/eve@evil.example/; s/cooling/burning/
	s/answer@/other@/' "$home/answer" >"$home/forged"
ok 'a stranger cannot answer it' filter "$home/forged" \
	2026-05-12T21:06:00-04:00
ok 'in the name of the user' draft_says tom.weld 'the new cooling line'

ok 'the form can be printed and filled in by hand' sh -c '
	"$AFTERWORD" note larkspur --form | sed "s/^\[9\].*/& Not a word./" |
	"$AFTERWORD" note larkspur --now 2026-05-13T08:00:00-04:00'
ok 'which counts as well' sh -c \
	'"$AFTERWORD" status larkspur | grep "pay: Not a word"'
ok 'a laptop is closed for two weeks' sweep 2026-05-29T09:00:00-04:00
ok 'the digest says what is late' sh -c \
	'sed "1,/^\$/d" "$1" | grep -A2 "^Late"' - "$(memos digest | xargs ls -t | head -n 1)"
ok 'one follow-up waits, and not two' sh -c '"$AFTERWORD" status larkspur \
	--now 2026-05-29T09:01:00-04:00 >"$HOME/said" &&
	grep -c "follow_up to .*draft" "$HOME/said" | grep -x 1'
ok 'late is said once' sh -c '"$AFTERWORD" sweep --now 2026-05-30T09:00:00-04:00 &&
	"$AFTERWORD" sweep --now 2026-05-31T09:00:00-04:00'
ok 'with no mail for it on the days after' has_memos 2 digest
finish
