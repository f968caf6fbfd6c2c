#!/bin/sh
# In place of sendmail: a mail with an open gap stays, all others go out as they
# are, and count as the user's own.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
story=$(cd "${0%/*}/../mail/story" && pwd)
maildir=$home/.local/share/afterword/Drafts
export AFTERWORD_NOW=2026-05-12T17:00:00-04:00
export TZ=America/New_York

mkdir -p "$home/.config/afterword"
cat >"$home/real" <<'END'
#!/bin/sh
printf '%s\n' "$@" >"$HOME/args"
cat >"$HOME/sent"
exit "$(cat "$HOME/code" 2>/dev/null || echo 0)"
END
chmod +x "$home/real"
printf '[afterword]\nsendmail = %s\n[account home]\naddress = robin@example.net\n' \
	"$home/real" >"$home/.config/afterword/config"

send() { # FILE [ARG ...]
	file=$1
	shift
	rm -f "$home/sent" "$home/args"
	"$AFTERWORD" sendmail "$@" <"$file" 2>"$home/said"
}

holds_back() { # WORDS FILE
	exits 65 send "$2" -t || return 1
	[ ! -e "$home/sent" ] && grep -E "$1" "$home/said"
}

goes_out() { # FILE
	send "$1" -t && cmp "$1" "$home/sent"
}

mail() { # SUBJECT BODY
	printf 'From: robin@example.net\nTo: tom.weld@larkspur.example\n'
	printf 'Subject: %s\nMessage-ID: <%s@example.net>\n' "$1" "$$.$3"
	printf 'Date: Tue, 12 May 2026 16:50:00 -0400\n'
	printf 'Content-Type: text/plain; charset=utf-8\n\n%s\n' "$2"
}

"$AFTERWORD" filter <"$story/3-invite.eml" --now 2026-05-07T14:20:12-04:00 \
	>"$home/said"
"$AFTERWORD" sweep --quiet
cp "$(grep -rl '^To: .*tom.weld' "$maildir")" "$home/draft"
ok 'a draft with its gap is held back' holds_back 'not sent: «.*» is still open' \
	"$home/draft"
ok 'and where it is is said' grep -E 'line [0-9]+ of the text' "$home/said"
mail 'Thank «name»' 'Thank you.' 1 >"$home/subject"
ok 'so is one in the subject' holds_back 'subject' "$home/subject"
mail 'Citation' 'Comme on dit : « bien faire ».' 2 >"$home/french"
ok 'a quotation with blanks goes out' goes_out "$home/french"
mail 'Re: words' '> you wrote «so and so»
It is raining here.' 3 >"$home/quoted"
ok 'what is quoted goes out' goes_out "$home/quoted"
mail 'Thank you' 'Dear Tom,

Thank you very much for taking the time to talk with me this afternoon. I
really enjoyed our interview, and what you told me about the cooling line made
me even more interested in the Firmware Engineer position.

Thanks again, and I look forward to hearing from you.

Best regards,
Robin' 4 >"$home/thanks"
ok 'a mail without a gap goes out' goes_out "$home/thanks"
send "$home/thanks" -t -oi -- one two
ok 'with the arguments as they were' sh -c \
	'printf "%s\n" -t -oi -- one two | cmp - "$1"' - "$home/args"
ok 'and is read as the user'"'"'s own' sh -c \
	'"$AFTERWORD" status larkspur | grep "thanks to tom.weld.*done"'
echo 75 >"$home/code"
mail 'Re: Interview' 'I accept your offer with great pleasure.' 5 >"$home/accept"
ok 'a failure is handed back' exits 75 send "$home/accept" -t
ok 'and what was not sent does not count' sh -c \
	'! "$AFTERWORD" status larkspur | grep "sent .*: Re: Interview$"'
rm "$home/code"
printf 'no mail at all' >"$home/text"
ok 'what is no mail is no business of ours' goes_out "$home/text"
sed -i 's/^sendmail = .*/sendmail = nowhere-to-be-found/' \
	"$home/.config/afterword/config"
ok 'with no sendmail it is 69' exits 69 send "$home/thanks" -t
finish
