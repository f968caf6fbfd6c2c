#!/bin/sh
# What the state has, in other forms: JSON, iCalendar, a web page.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
story=$(cd "${0%/*}/../mail/story" && pwd)
export AFTERWORD_NOW=2026-05-08T09:00:00-04:00
export TZ=America/New_York

"$AFTERWORD" filter <"$story/3-invite.eml" >"$home/said"
"$AFTERWORD" filter <"$story/5-rejection.eml" \
	--now 2026-05-20T17:00:00-04:00 >"$home/said"
"$AFTERWORD" set quillwater closed=yes >"$home/said"
"$AFTERWORD" sweep --quiet

ok 'all as JSON' sh -c '"$AFTERWORD" status --json | perl -MJSON::PP -0777 -ne \
	"exit !(decode_json(\$_)->{applications}[0]{id} eq \"larkspur-optics\")"'
ok 'one as JSON' sh -c '"$AFTERWORD" status larkspur --json |
	perl -MJSON::PP -0777 -ne \
	"exit !(decode_json(\$_)->{standing} eq \"interview\")"'
ok 'what is due as iCalendar' sh -c \
	'"$AFTERWORD" status --ics | tr -d "\r" >"$HOME/ics" &&
	grep -x "DTSTART:20260512T190000Z" "$HOME/ics" &&
	grep -x "SUMMARY:Larkspur Optics\\\\, Firmware Engineer" "$HOME/ics" &&
	grep -c BEGIN:VTODO "$HOME/ics"'
ok 'of one' sh -c '"$AFTERWORD" status larkspur --ics | grep -c BEGIN:VEVENT |
	grep -x 1'
ok 'not both' exits 64 "$AFTERWORD" status --ics --json

"$AFTERWORD" set larkspur \
	'role=<script>alert(1)</script>"&' 'company="><img src=x onerror=y>' \
	"interviewer='>\" onload=z <zed@larkspur.example>" >/dev/null
ok 'all as a page' "$AFTERWORD" report -o "$home/page.html"
ok 'which is the same on standard output' sh -c \
	'"$AFTERWORD" report | cmp - "$HOME/page.html"'
ok 'what is next comes first' sh -c 'grep -n "What is next\|<h2>Open\|<h2>Closed" \
	"$1" | cut -d: -f1 | sort -nc' - "$home/page.html"
ok 'what waits leads to its application' sh -c \
	'grep "<a href=\"#larkspur-optics\">" "$1" &&
	grep "<details id=\"larkspur-optics\" open>" "$1"' - "$home/page.html"
ok 'with each time line' grep -E '<li class="got">.*got invite: Interview for' \
	"$home/page.html"
ok 'and what has been put away' sh -c 'grep -A99 "<h2>Closed" "$1" |
	grep "<summary><b>Quillwater"' - "$home/page.html"
ok 'what has been put away is found by its name' sh -c \
	'! grep -q quillwater "$1" && "$AFTERWORD" status quillwater | head -n 1' - \
	"$home/.local/state/afterword/state.json"
ok 'and noted on' sh -c '"$AFTERWORD" note quillwater never mind &&
	"$AFTERWORD" status quillwater | grep "never mind"'
ok 'without coming back for good' sh -c '! grep -q quillwater "$1"' - \
	"$home/.local/state/afterword/state.json"
ok 'strangers write text and no more' sh -c '! grep -i "<script" "$1" &&
	! grep -iE "<img|<[^>]*(onerror|onload)" "$1" &&
	grep "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;" "$1" &&
	grep "&gt;&quot; onload=z" "$1"' - "$home/page.html"
ok 'nothing is asked from outside' sh -c \
	'! grep -iE "<[^>]*src=|href=\"[^#]|url\(|@import" "$1"' - \
	"$home/page.html"
ok 'each element is closed' perl -0777 -ne '
	my @open;
	while (/<(\/?)([a-z0-9]+)[^>]*>/g) {
		next if $2 eq "meta";
		if (!$1) { push @open, $2 } elsif (pop(@open) ne $2) { exit 1 }
	}
	exit(@open > 0);' "$home/page.html"
ok 'it is for the user alone' sh -c 'test "$(stat -c %a "$1")" = 600' - \
	"$home/page.html"
cat >"$home/.local/state/afterword/state.json" <<'END'
{"version": 2, "applications": [{"id": "ash-1", "company": "Ash"},
 {"id": "ash-2", "company": "Ash"}], "unassigned": [
 {"time": "2026-05-07T09:00:00+00:00", "kind": "update", "sure": true,
  "subject": "News", "id": "a1@ash.example", "fingerprint": "f1"},
 {"time": "2026-05-07T09:00:00+00:00", "kind": "offer", "subject": "Yes",
  "id": "x';id;'@ash.example", "fingerprint": "f2"}]}
END
ok 'the page asks whose it is' sh -c '"$AFTERWORD" report |
	grep -A2 "Of which application?" | grep News'
ok 'mail that may be of several is shown' sh -c '"$AFTERWORD" status |
	grep -x "  assign    afterword set mid:a1@ash.example application=NAME"'
ok 'with nothing that a shell would take for its own' sh -c \
	'! "$AFTERWORD" status | grep ";id;"'
ok 'and can be assigned' "$AFTERWORD" set mid:a1@ash.example application=ash-2
ok 'once' sh -c '"$AFTERWORD" status | grep -c unassigned | grep -x 1'
perl -e 'print "{\"version\": 2, \"applications\": [", join(",", map
	"{\"id\": \"a$_\", \"company\": \"Firm $_\"}", 1 .. 60), "]}"' \
	>"$home/.local/state/afterword/state.json"
ok 'of sixty the page is an overview first' sh -c '"$AFTERWORD" report \
	>"$HOME/page.html" && grep -c "<b>Firm " "$HOME/page.html" |
	grep -x 60 && ! grep "<details[^>]* open" "$HOME/page.html"'
finish
