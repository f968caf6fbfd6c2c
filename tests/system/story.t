#!/bin/sh
# One job search from end to end: the state after each mail, each draft at its
# moment and only once.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
story=$(cd "${0%/*}/../mail/story" && pwd)
drafts=$home/.local/share/afterword/Drafts
state=$home/.local/state/afterword/state.json
export TZ=America/New_York

filter() { # FILE TIME [OPTION ...]
	file=$1 time=$2
	shift 2
	"$AFTERWORD" filter --now "$time" "$@" <"$story/$file"
}

sweep() { # TIME
	"$AFTERWORD" sweep --now "$1"
}

# The drafts whose To holds an address, or all of them.
drafts_to() { # ADDRESS
	grep -rlE "^To: .*$1" "$drafts" 2>/dev/null
}

has_drafts() { # NUMBER ADDRESS
	found=$(drafts_to "$2" | wc -l)
	[ "$found" -eq "$1" ] || {
		echo "$found drafts to $2"
		ls -R "$drafts"
		return 1
	}
}

stands() { # STANDING [APPLICATION]
	"$AFTERWORD" status "${2:-larkspur}" | head -n 1 | grep ", $1 since"
}

draft_says() { # ADDRESS WORDS
	draft=$(drafts_to "$1" | tail -n 1)
	[ -n "$draft" ] && grep -E "$2" "$draft"
}

ok 'an application is taken in' filter 1-application.eml \
	2026-05-04T09:12:41-04:00 --outgoing
ok 'it stands as applied' stands applied
ok 'a receipt is taken in' filter 2-receipt.eml 2026-05-04T09:13:06-04:00
ok 'and is the same application' sh -c \
	'"$AFTERWORD" status | grep -c "since" | grep -qx 1'
ok 'nothing is drafted yet' has_drafts 0 .

ok 'an invite is taken in' filter 3-invite.eml 2026-05-07T14:20:12-04:00
ok 'it stands as interview' stands interview
ok 'the recruiter gets a confirmation' has_drafts 1 mina.osei@larkspur.example
ok 'in the thread' draft_says mina '^In-Reply-To: <77ab2.invite@larkspur.example>'
ok 'from the address that was written to' draft_says mina \
	'^From: .*<robin@example.net>'
ok 'with the day written out' draft_says mina 'Tuesday, May 12'
cp "$state" "$home/before"
ok 'the same mail again' filter 3-invite.eml 2026-05-07T14:21:00-04:00
ok 'changes nothing' cmp "$home/before" "$state"
ok 'and drafts nothing' has_drafts 1 mina.osei@larkspur.example

ok 'during the interview' sweep 2026-05-12T15:59:00-04:00
ok 'no thanks are written' has_drafts 0 'tom.weld'
ok 'when it has ended' sweep 2026-05-12T16:01:00-04:00
ok 'Tom is thanked' has_drafts 1 tom.weld@larkspur.example
ok 'Ana is thanked' has_drafts 1 ana.ruiz@larkspur.example
ok 'with a gap for what only the user knows' draft_says tom '«|=C2=AB'
ok 'and not in the same words' sh -c '
	body() { sed "1,/^.\{0,1\}$/d" "$1" | sed "1,2d;/^Robin/d" | grep -vE "^.{0,24}$"; }
	body "$1" >"$3/a"; body "$2" >"$3/b"; test -s "$3/a" && ! grep -qxFf "$3/a" "$3/b"' - \
	"$(drafts_to tom)" "$(drafts_to ana)" "$home"
ok 'the day after' sweep 2026-05-13T09:00:00-04:00
ok 'status says what is late' sh -c \
	'"$AFTERWORD" status larkspur --now 2026-05-14T09:00:00-04:00 |
	grep "thanks to tom.weld.*: late$"'
ok 'nobody is thanked twice' has_drafts 2 '(tom|ana)'

ok 'an offer is taken in' filter 4-offer.eml 2026-05-19T11:02:55-04:00
ok 'it stands as offer' stands offer
ok 'an acceptance waits' draft_says mina '[Aa]ccept'
ok 'a rejection is taken in' filter 5-rejection.eml 2026-05-20T16:41:31-04:00
ok 'it stands as rejected' stands rejected quillwater
ok 'on the same day nothing is written' has_drafts 0 quillwater
ok 'after two days of rest' sweep 2026-05-22T17:00:00-04:00
ok 'a graceful word waits' has_drafts 1 people@quillwater.example

# Another firm that still decides, and references who may be called.
mail() { # FROM TO SUBJECT ID BODY
	printf 'From: %s\nTo: %s\nSubject: %s\nMessage-ID: <%s>\n' \
		"$1" "$2" "$3" "$4"
	printf 'Date: %s\n\n%s\n' "$6" "$5"
}
mail 'Careers <jobs@firm7.example>' 'Robin Hale <robin@example.net>' \
	'We have received your application as Baker' receipt7@firm7.example \
	'Dear Robin,

thank you for applying for the position of Baker at Firm7
Bakery. Your application has been received and we will review it.

Kind regards,
Firm7 Bakery' 'Mon, 4 May 2026 10:00:00 +0000' >"$home/receipt"
mail 'Robin Hale <robin@example.net>' 'Mina Osei <mina.osei@larkspur.example>' \
	'Re: Offer' accept@example.net 'Dear Mina,

I am delighted to accept your offer for the position of Firmware Engineer at
Larkspur Optics, and I look forward to starting.

Best regards,
Robin Hale' 'Sat, 23 May 2026 09:00:00 -0400' >"$home/accept"
story=$home
ok 'a third firm has the application' filter receipt 2026-05-22T18:00:00-04:00
ok 'which is the first choice' "$AFTERWORD" set firm7 rank=1 \
	--now 2026-05-22T18:01:00-04:00
ok 'it hears of the offer' draft_says firm7 '(offer|another position)'
ok 'references are named' "$AFTERWORD" set larkspur \
	'references=Ruth Adler <ruth@friend.example>' \
	--now 2026-05-22T18:02:00-04:00
ok 'and told when asked for' "$AFTERWORD" draft larkspur references \
	'ruth@friend.example' --now 2026-05-22T18:03:00-04:00
ok 'in a mail of their own' sh -c 'grep -l "^To: .*ruth@friend" "$1"/cur/* &&
	! grep -l "^To: .*ruth@friend" "$1"/cur/* | xargs grep "^In-Reply-To"' \
	- "$drafts"
ok 'the user accepts the offer' filter accept 2026-05-23T09:00:05-04:00 \
	--outgoing
ok 'it stands as accepted' stands accepted
ok 'the third firm is told' draft_says firm7 '(withdraw|taking back|take back)'
ok 'and only that' has_drafts 1 firm7
ok 'no acceptance waits any more' sh -c \
	'! grep -l "^To: .*mina" "$1"/cur/*' - "$drafts"
ok 'nothing is left in the outbox' sh -c 'test -z "$(ls "$1")"' - \
	"$home/.local/state/afterword/outbox"
ok 'the state is for the user alone' sh -c \
	'test "$(stat -c %a "$1")" = 600' - "$state"
finish
