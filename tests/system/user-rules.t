#!/bin/sh
# Rules of the user's own: laid over the installed ones, tried on their
# examples, and harmless whatever is in them.
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
rules=$home/.config/afterword/rules
cache=$home/.local/state/afterword/rules.cache
mkdir -p "$rules/en"

cat >"$home/invite.eml" <<'END'
From: Ann Lee <ann.lee@firm.example>
To: Robin <robin@example.net>
Subject: Interview invitation: Software Engineer
Date: Tue, 12 May 2026 09:00:00 +0200
Message-ID: <own-rules@firm.example>

Dear Robin,

thank you for your application. We would like to invite you to an interview
for the position of Software Engineer on Monday, 18 May 2026 at 10:00.
We shall see each other in pod 12 deck 3.

Kind regards,
Ann Lee
END

place() { # what explain says of the place; "null" or nothing for none
	"$AFTERWORD" explain --json "$home/invite.eml" 2>"$home/said" |
		sed -n 's/.*"place":[ ]*"\([^"]*\)".*/\1/p'
}

place_is() { # PLACE
	found=$(place)
	[ "$found" = "$1" ] || {
		echo "place: '$found', wanted '$1'"
		cat "$home/said"
		return 1
	}
}

pods() { # SPARE [FILE]: the example of man 5
	cat >"${2:-$rules/en/own.json}" <<END
{
  "patterns": [
    { "id": "own-pod", "finds": "place",
      "pattern": "place:( pod <number 1-40> ,? deck <number 1-9> )",
      "matches": [{ "text": "Come to pod 12 deck 3 at ten.",
                    "place": "pod 12 deck 3" }],
      "spares": ["$1"] }
  ]
}
END
}

# What is wrong is said by each command that reads, and mail goes its way.
is_refused() { # WORDS
	"$AFTERWORD" filter --pass <"$home/invite.eml" >"$home/out" \
		2>"$home/said" || return 1
	grep -q "^afterword: your own rules are left out: .*$1" "$home/said" || {
		echo "filter said: $(head -c 400 "$home/said")"
		return 1
	}
	grep -v '^X-Afterword' "$home/out" | cmp - "$home/invite.eml" || return 1
	grep -q '^X-Afterword-Kind: invite' "$home/out" || return 1
	timeout 20 "$AFTERWORD" explain "$home/invite.eml" >"$home/out" \
		2>"$home/said" && grep -q "left out: .*$1" "$home/said" &&
		grep -q invite "$home/out" || return 1
	code=0
	timeout 20 "$AFTERWORD" doctor >"$home/said" 2>&1 || code=$?
	[ "$code" = "${2:-78}" ] && grep -q "^wrong your rules: .*$1" "$home/said"
}

begin_anew() {
	chmod -R u+rwx "$rules"
	rm -rf "$rules" "$cache"
	mkdir -p "$rules/en"
}

ok 'without a rule of mine there is no place' place_is ''
ok 'nothing is kept for who has no rules' test ! -e "$cache"
pods 'The pod has a deck.'
ok 'a rule of mine finds it' place_is 'pod 12 deck 3'
ok 'it is kept' test -s "$cache"
ok 'nobody else can read what is kept' sh -c \
	'ls -l "$1" | grep -q "^-rw-------"' - "$cache"
ok 'the doctor has seen my rules' sh -c \
	'"$AFTERWORD" doctor | grep -q "^ok    your rules: "'
ok 'the filter reads with it' sh -c \
	'"$AFTERWORD" <"$1" | grep -q "where *pod 12 deck 3"' - \
	"$home/invite.eml"

kept() { cksum <"$cache"; }
before=$(kept)
ok 'what is kept is used' place_is 'pod 12 deck 3'
inode=$(ls -i "$cache")
"$AFTERWORD" explain "$home/invite.eml" >"$home/out"
ok 'and not made again' test "$inode" = "$(ls -i "$cache")"
printf 'x' | dd of="$cache" bs=1 seek=1000000 conv=notrunc 2>"$home/said"
ok 'what is kept and damaged is not used' place_is 'pod 12 deck 3'
ok 'it is made anew' test "$before" = "$(kept)"
head -c 5000 "$cache" >"$home/cut" && cat "$home/cut" >"$cache"
ok 'what is kept and cut off is made anew' place_is 'pod 12 deck 3'
: >"$cache"
ok 'an empty one, too' place_is 'pod 12 deck 3'
sed 's/1-40/1-9/; s/pod 12/pod 9/g' "$rules/en/own.json" >"$home/new"
mv "$home/new" "$rules/en/own.json"
ok 'a changed rule counts at once' place_is ''
rm "$rules/en/own.json"
pods 'The pod has a deck.' "$rules/own.json"
ok 'a rule of every language' place_is 'pod 12 deck 3'
rm "$rules/own.json"
ok 'without the file it is gone' place_is ''

pods 'The pod has a deck.'
rm -f "$cache"
mkdir "$cache"
ok 'where nothing can be kept they are read all the same' \
	place_is 'pod 12 deck 3'
rmdir "$cache"

pods 'Go to pod 3, deck 4.'
ok 'an example that must not match' is_refused \
	'en/own.json: own-pod: spares: found in: Go to pod'
sed -i.old 's/"Go to.*"/"a pod"/; s/pod 12 deck 3 at/pod 99 deck 3 at/' \
	"$rules/en/own.json"
ok 'an example that must match' is_refused \
	'own.json: own-pod: matches: not found in: Come to'
ok 'what is wrong is kept, too' test "$(wc -c <"$cache")" -lt 1000

# Hostile files, one a case.
refuses() { # CLAIM WORDS: what is in own.json now
	ok "$1" is_refused "$2" "$3"
	begin_anew
}

pattern() { # PATTERN [PARTS]
	printf '{"parts": {%s}, "patterns": [{"id": "mine", "finds": "place",
		"pattern": "%s"}]}' "$2" "$1" >"$rules/en/own.json"
}

repeat() { # TEXT TIMES
	awk -v text="$1" -v times="$2" \
		'BEGIN { for (i = 0; i < times; i++) printf "%s", text }'
}

begin_anew
pattern '(((a{16} b?){16}){16}){16}'
refuses 'nested repeats' 'own.json: mine: pattern: too large a pattern'
pattern '((((((((((((){16}){16}){16}){16}){16}){16}){16}){16}){16}){16}){16}){16}'
refuses 'nothing, repeated for ever' 'mine: pattern: too large'
pattern "( $(repeat 'a b c | ' 20000) d )"
refuses 'a huge choice' 'mine: pattern: too large'
pattern 'a{0,99999999999999999999}'
refuses 'a huge count' 'mine: pattern: no count'
pattern "$(repeat '(' 100000) a"
refuses 'brackets within brackets' 'mine: pattern: brackets .*too deep'
pattern '<a>' '"a": "x <a> <a>"'
refuses 'a part in itself' 'mine: pattern: parts within parts too deep'
pattern '<a>' "$(for i in a:b b:c c:d d:e e:f f:g g:h; do
	printf '"%s": "%s", ' "${i%:*}" "$(repeat "<${i#*:}> " 10)"
done) \"h\": \"x\""
refuses 'parts that multiply' 'mine: pattern: too large'
pattern "$(repeat 'word ' 100000)"
refuses 'an endless sentence' 'mine: pattern: too large'
awk 'BEGIN { printf "{\"patterns\": ["
	for (i = 0; i < 3000; i++)
		printf "%s{\"id\": \"r%d\", \"finds\": \"place\", \"pattern\": \"the <any> w%d\"}",
			i ? "," : "", i, i
	print "]}" }' >"$rules/en/own.json"
refuses 'thousands that begin alike' 'r[0-9]*: pattern: too many .* begin'
awk 'BEGIN { printf "{\"patterns\": ["
	for (i = 0; i < 3000; i++)
		printf "%s{\"id\": \"r%d\", \"finds\": \"g%d\", \"pattern\": \"the\"}",
			i ? "," : "", i, i
	print "]}" }' >"$rules/en/own.json"
refuses 'thousands of groups' 'r[0-9]*: finds: too many groups'
awk 'BEGIN { printf "{\"classes\": {"
	for (i = 0; i < 3000; i++)
		printf "%s\"c%d\": [\"the\"]", i ? "," : "", i
	print "}}" }' >"$rules/en/own.json"
refuses 'thousands of meanings' 'classes: c[0-9]*: too many meanings'
printf '{"classes": {"c": ["%s"]}}' "$(repeat a 100000)" >"$rules/en/own.json"
refuses 'a word of 100 kB' 'classes: c: too long a member'
head -c 52428800 /dev/zero | tr '\0' ' ' >"$rules/en/own.json"
refuses 'a file of 50 MB' 'more than 1 MiB'
for i in 1 2 3; do
	pattern a && cp "$rules/en/own.json" "$rules/en/own$i.json"
	head -c 400000 /dev/zero | tr '\0' ' ' >>"$rules/en/own$i.json"
done
refuses 'files of 1.2 MB in all' 'more than 1 MiB'
awk -v folder="$rules/en" 'BEGIN { for (i = 0; i < 300; i++)
	print "{\"classes\": {}}" >(folder "/" i ".json") }'
refuses 'three hundred files' 'one file too many'
awk 'BEGIN { for (i = 0; i < 2000; i++)
	printf "x%d.txt\n", i }' | (cd "$rules" && xargs touch)
refuses 'thousands of other files' 'rules: too many files'

printf '{"patterns": %s%s}' "$(repeat '[' 10)" "$(repeat ']' 10)" \
	>"$rules/en/own.json"
refuses 'JSON ten deep' 'own.json: .*finds: missing'
printf '{"patterns": %s' "$(repeat '[' 100000)" >"$rules/en/own.json"
refuses 'JSON a hundred thousand deep' 'own.json: no valid JSON'
pattern "$(printf 'a\377b')"
refuses 'bytes that are no UTF-8' 'own.json: no UTF-8 at byte'
pattern a && printf '\0' >>"$rules/en/own.json"
refuses 'a NUL' 'own.json: no UTF-8 at byte'
: >"$rules/en/own.json"
refuses 'an empty file' 'own.json: no valid JSON'
echo '{"says": "nothing"}' >"$rules/en/own.json"
refuses 'a file that nobody reads' 'nothing in it is read'
echo '[1, 2]' >"$rules/en/own.json"
refuses 'a list' 'nothing in it is read'
for wrong in '{"classes": ["a"]}' '{"parts": ["a"]}' '{"patterns": 7}'; do
	echo "$wrong" >"$rules/en/own.json"
	refuses "another type: $wrong" 'own.json: .*: no \(object\|list\)'
done
echo '{"patterns": [{"id": "r", "finds": "place", "pattern": "a",
	"matches": ["a"], "sets": ["b"]}]}' >"$rules/en/own.json"
refuses 'constants that are a list' 'r: sets: no object'
echo '{"patterns": [{"id": "r", "finds": "place", "pattern": "a",
	"matches": {"a": {"b": 1}}}]}' >"$rules/en/own.json"
refuses 'examples that are no list' 'own.json: r: matches: no list'
printf '{"patterns": [{"id": "r", "finds": "place", "pattern": "a",
	"matches": ["%s"]}]}' "$(repeat 'a ' 100000)" >"$rules/en/own.json"
refuses 'an example of 200 kB' 'r: matches: an example too long'
pattern a && sed -i.old 's/}]}/, "matches": ['"$(repeat '"a",' 3000)"'"a"]}]}/' \
	"$rules/en/own.json"
refuses 'thousands of examples' 'more than 2000 examples'

ln -s own.json "$rules/en/own.json"
refuses 'a link to itself' 'own.json.: Too many levels'
ln -s nowhere.json "$rules/en/own.json"
refuses 'a link to nothing' 'own.json.: No such file'
rm -r "$rules/en" && ln -s en "$rules/en"
refuses 'a folder that is a link to itself' 'rules/en.*: Too many levels'
ln -s "$rules" "$rules/fr"
ok 'a folder that is a link upwards' sh -c '"$AFTERWORD" explain "$1"
	' - "$home/invite.eml"
begin_anew
mkfifo "$rules/en/own.json"
refuses 'a pipe in place of a file' 'own.json.: no regular file'
ln -s /dev/zero "$rules/en/own.json"
refuses 'a device in place of a file' 'own.json.: no regular file'
mkdir "$rules/en/own.json"
refuses 'a folder in place of a file' 'own.json.: no regular file'
mkdir -p "$rules/en/replies" && mkfifo "$rules/en/replies/thanks.json"
ok 'a pipe in place of a letter' sh -c 'timeout 20 "$AFTERWORD" doctor |
	grep -q "^wrong your letters: .*no regular file"'
begin_anew

# What root may do is no test of permissions.
copy=$home/program
mkdir -p "$copy"
cp "$AFTERWORD" "$copy/"
cp -R "${AFTERWORD%/*}/rules" "${AFTERWORD%/*}/modules" "$copy/"
passes_unreadable() { # FILE
	pattern a
	chmod 000 "$1"
	if [ "$(id -u)" = 0 ]; then
		chmod -R a+rX "$copy"
		chmod 755 "$home" "$home/.config" "$home/.config/afterword"
		setpriv --reuid=65534 --regid=65534 --clear-groups env \
			XDG_STATE_HOME="$home/nobody" \
			"$copy/afterword" explain "$home/invite.eml" \
			>"$home/out" 2>"$home/said"
	else
		"$copy/afterword" explain "$home/invite.eml" \
			>"$home/out" 2>"$home/said"
	fi
	code=$?
	chmod 755 "$1"
	cat "$home/said"
	[ "$code" = 0 ] && grep -q 'left out: .*Permission denied' \
		"$home/said" && grep -q invite "$home/out"
}
ok 'an unreadable folder' passes_unreadable "$rules"
ok 'an unreadable folder of a language' passes_unreadable "$rules/en"
ok 'an unreadable file' passes_unreadable "$rules/en/own.json"
begin_anew

# Patterns that are allowed, and as slow as may be.
awk 'BEGIN { printf "{\"patterns\": ["
	for (i = 0; i < 100; i++)
		printf "%s{\"id\": \"r%d\", \"finds\": \"place\", \"pattern\": \"( <any>? <any>? <any>? <any>? <any>? <any>? ){16} w%d\"}",
			i ? "," : "", i, i
	print "]}" }' >"$rules/en/own.json"
{
	sed '/^Kind regards/,$d' "$home/invite.eml"
	repeat 'and so on it goes with Ann Lee ' 30000
	printf '\n\nKind regards,\nAnn Lee\n'
} >"$home/long.eml"
ok 'slow patterns and a mail of 1 MB are bounded' timeout 60 \
	"$AFTERWORD" explain "$home/long.eml"
ok 'and explain says so' sh -c '"$AFTERWORD" explain --json "$1" |
	grep -q "\"limit/patterns\""' - "$home/long.eml"
passes_long() {
	timeout 20 "$AFTERWORD" filter --pass <"$home/long.eml" \
		>"$home/out" 2>"$home/said" &&
		grep -v '^X-Afterword' "$home/out" | cmp - "$home/long.eml"
}
ok 'and the mail is passed on' passes_long
finish
