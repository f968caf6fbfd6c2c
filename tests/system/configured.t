#!/bin/sh
# What a configuration lays over the etiquette: numbers, holidays, the zone,
# quiet hours, and which drafts are wanted at all.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
story=$(cd "${0%/*}/../mail/story" && pwd)
drafts=$home/.local/share/afterword/Drafts
config=$home/.config/afterword/config
export TZ=America/New_York

at() { # TIME COMMAND ...
	AFTERWORD_NOW=$1
	export AFTERWORD_NOW
	shift
	"$AFTERWORD" "$@"
}

drafts_to() { # ADDRESS
	grep -rlE "^To: .*$1" "$drafts" 2>/dev/null | wc -l
}

memos() { # KIND
	grep -rlE "^X-Afterword-Memo: $1" "$drafts" 2>/dev/null | wc -l
}

mkdir -p "${config%/*}"
cat >"$config" <<'CONFIG'
[afterword]
timezone = Asia/Tokyo
holidays = 2026-05-13, 2026-05-14

[etiquette]
thanks_due_days = 1
debrief = no
salary = no
digest_hour = 6
quiet_until_hour = 9
CONFIG
ok 'an invite is taken in' sh -c '"$AFTERWORD" filter --incoming \
	--now 2026-05-07T14:20:12-04:00 <"$1"' - "$story/3-invite.eml"
ok 'the morning of the configured zone' at 2026-05-08T08:00:00+09:00 sweep
ok 'is quiet until the configured hour' test "$(memos digest)" = 0
ok 'and then' at 2026-05-08T09:00:00+09:00 sweep
ok 'there is a digest' test "$(memos digest)" = 1
ok 'the interview ends' at 2026-05-12T16:01:00-04:00 sweep
ok 'thanks wait as long as is configured' test "$(drafts_to tom.weld)" = 0
ok 'a day' at 2026-05-13T16:01:00-04:00 sweep
ok 'and are there' test "$(drafts_to tom.weld)" = 1
ok 'what is not wanted never comes' sh -c \
	'! "$AFTERWORD" status larkspur | grep -E "debrief|salary"'
ok 'a configuration that is wrong is 78' sh -c \
	'echo "thanks_due_days = soon" >>"$1"
	"$AFTERWORD" sweep 2>/dev/null; test $? = 78' - "$config"
finish
