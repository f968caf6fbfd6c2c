#!/bin/sh
# A job search from its first mail to its last, with a home of its own.
# usage: demo.sh PROGRAM
set -e

program=$(cd "$(dirname "$1")" && pwd)/${1##*/}
story=$(cd "$(dirname "$0")/mail/story" && pwd)
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME
export HOME="$home" TZ=America/New_York
drafts=$home/.local/share/afterword/Drafts

heading() {
	printf '\n=== %s\n' "$1"
}

# A draft as a mail client shows it.
decoded() {
	perl -MMIME::QuotedPrint -0777 -ne 's/\r//g;
		s/(quoted-printable\n.*?\n\n)(.*)/$1 . decode_qp($2)/se; print' \
		"$1"
}

# Shows the drafts that were not there before.
show_new_drafts() {
	find "$drafts" -type f 2>/dev/null | sort |
		while read -r draft; do
			grep -qxF "$draft" "$home/shown" && continue
			echo "$draft" >>"$home/shown"
			what='a draft'
			grep -q '^X-Afterword-Memo' "$draft" &&
				what='a mail to yourself'
			printf '\n--- %s in %s\n' "$what" "${drafts#"$home"/}"
			decoded "$draft"
		done
}

mail() { # FILE TIME WHAT [OPTION ...]
	heading "$3 ($2)"
	file=$1 time=$2
	shift 3
	"$program" filter --now "$time" "$@" <"$story/$file"
	show_new_drafts
}

sweep() { # TIME WHAT
	heading "$2 ($1)"
	"$program" sweep --now "$1"
	show_new_drafts
}

: >"$home/shown"
mail 1-application.eml 2026-05-04T09:12:41-04:00 \
	'Robin applies' --outgoing
mail 2-receipt.eml 2026-05-04T09:13:06-04:00 'The firm has the application'
mail 3-invite.eml 2026-05-07T14:20:12-04:00 'An invitation with a calendar part'
sweep 2026-05-12T16:05:00-04:00 'The interview has ended'
sweep 2026-05-13T09:00:00-04:00 'The day after: nothing is written twice'
mail 4-offer.eml 2026-05-19T11:02:55-04:00 'An offer'
mail 5-rejection.eml 2026-05-20T16:41:31-04:00 'Another firm says no'
sweep 2026-05-22T17:00:00-04:00 'Two days of rest later'
heading 'Where everything stands'
"$program" status --now 2026-05-22T17:00:00-04:00
