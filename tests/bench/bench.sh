#!/bin/sh
# What afterword costs, as ratios in one run: no figure here is a time that
# depends on the machine. usage: bench.sh BUILD-FOLDER
set -e

build=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME AFTERWORD_NOW
export HOME="$work"

# Instructions of a command over all its processes, MAIL on standard input.
# A child's count begins as a copy of its parent's, unless the parent's was
# dumped just before the fork.
instructions() { # MAIL COMMAND ...
	mail=$1
	shift
	rm -f "$work"/callgrind.*
	# A pipe, as hooks have it.
	# shellcheck disable=SC2002
	cat "$mail" | valgrind -q --tool=callgrind \
		--dump-before=supervisor_start \
		--callgrind-out-file="$work/callgrind.%p" "$@" >/dev/null
	awk '/^totals:/ { sum += $2 } END { printf "%.0f\n", sum }' \
		"$work"/callgrind.*
}

# Peak resident memory in kB of a command and its children.
peak() { # MAIL COMMAND ...
	mail=$1
	shift
	# shellcheck disable=SC2002
	cat "$mail" | "$build/tests/bench/peak" "$@"
}

ratio() { # NAME PART WHOLE LIMIT
	awk -v name="$1" -v part="$2" -v whole="$3" -v limit="$4" 'BEGIN {
		printf "%-44s %10d / %10d = %.2f (at most %s)\n",
			name, part, whole, part / whole, limit }'
}

for mail in ordinary invite; do
	base=$(instructions "$here/$mail.eml" "$build/tests/bench/parse")
	ours=$(instructions "$here/$mail.eml" "$build/afterword" filter --pass)
	ratio "instructions, 4 kB $mail mail / bare parse" "$ours" "$base" 1.5
done

{
	sed '/^$/,$d; /^Content-/d' "$here/ordinary.eml"
	printf 'Content-Type: multipart/mixed; boundary=x\n\n--x\n\n'
	sed '1,/^$/d' "$here/ordinary.eml"
	printf '%s\nContent-Type: application/pdf\n' --x
	printf 'Content-Transfer-Encoding: base64\n\n'
	head -c 19000000 /dev/zero | tr '\0' 'A' | fold -w 76
	printf '\n--x--\n'
} >"$work/large.eml"
small=$(peak "$here/ordinary.eml" "$build/afterword" filter --pass)
large=$(peak "$work/large.eml" "$build/afterword" filter --pass)
printf '%-44s %10d - %10d = %d kB (at most 12288)\n' \
	'peak memory, 25 MB attachment - 4 kB mail' \
	"$large" "$small" $((large - small))

# A life's worth of applications, all closed but twenty, as state.json has it.
many_applications() { # NUMBER
	awk -v many="$1" 'BEGIN {
		printf "{\"version\": 2, \"applications\": ["
		for (i = 1; i <= many; i++) {
			domain = "firm" i ".example"
			time = sprintf("20%02d-%02d-%02dT09:00:00+00:00", \
				10 + i % 15, 1 + i % 12, 1 + i % 28)
			standing = i % 500 ? "rejected" : "applied"
			printf "%s{\"id\": \"firm-%d\", \"company\": \"Firm %d\",", \
				(i > 1 ? ", " : ""), i, i
			printf " \"role\": \"Engineer\", \"lang\": \"en\","
			printf " \"standing\": \"%s\", \"opened\": \"%s\",", \
				standing, time
			printf " \"people\": [{\"name\": \"Ann Lee\","
			printf " \"email\": \"ann@%s\", \"part\": \"recruiter\"}],", domain
			printf " \"mail\": ["
			for (j = 1; j <= 3; j++) {
				printf "%s{\"time\": \"%s\", \"direction\": \"%s\",", \
					(j > 1 ? ", " : ""), time, \
					j == 1 ? "outgoing" : "incoming"
				printf " \"kind\": \"%s\", \"confidence\": 0.99,", \
					j == 1 ? "application" : j == 2 ? \
					"acknowledgement" : i % 500 ? \
					"rejection" : "update"
				printf " \"sure\": true, \"lang\": \"en\","
				printf " \"subject\": \"Your application\","
				printf " \"sender_email\": \"ann@%s\",", domain
				printf " \"recipient\": \"robin@example.net\","
				printf " \"id\": \"m%d@%s\",", j, domain
				printf " \"references\": \"m1@%s\",", domain
				printf " \"fingerprint\": \"%032x%032x\"}", i, j
			}
			printf "]}"
		}
		printf "]}\n"
	}'
}

# One that answers a mail of an application that has been put away.
sed '1a\
In-Reply-To: <m3@firm5001.example>' "$here/invite.eml" >"$work/answer.eml"
state=$work/.local/state/afterword
rm -rf "$state"
none=$(instructions "$work/answer.eml" "$build/afterword" filter --pass)
rm -rf "$state"
mkdir -p "$state"
many_applications 10000 >"$state/state.json"
"$build/afterword" sweep --quiet
one=$(instructions "$work/answer.eml" "$build/afterword" filter --pass)
ratio 'instructions, one of 10000 / empty state' "$one" "$none" 2
"$build/afterword" status firm-5001 | grep -q 'interview since' ||
	echo 'the mail did not reach its application' >&2

# What a process reads of rules and weights before it reads its mail: with those
# of all languages, and with English alone, by a program that lies beside them.
opening() { # PROGRAM: instructions from opening the rules to having them
	rm -f "$work"/callgrind.*
	valgrind -q --tool=callgrind --toggle-collect=house_open_detector \
		--callgrind-out-file="$work/callgrind.%p" \
		"$1" explain "$here/ordinary.eml" >/dev/null
	awk '/^totals:/ { sum += $2 } END { printf "%.0f\n", sum }' \
		"$work"/callgrind.*
}

english=$work/english
mkdir -p "$english/rules" "$english/source"
cp "$build/afterword" "$english/"
ln -s "$(cd "$build/modules" && pwd)" "$english/modules"
cp rules/*.json "$english/source/"
cp -R rules/en "$english/source/"
"$build/tools/compile" "$english/rules/patterns.bin" "$english/source"
for file in "$build"/rules/*.bin; do
	[ -e "$english/rules/${file##*/}" ] || cp "$file" "$english/rules/"
done
"$build/tools/train" "$english/source" "$english/rules/weights.bin"
rm -rf "$state"
whole=$(instructions "$here/ordinary.eml" "$build/afterword" filter --pass)
all=$(opening "$build/afterword")
one=$(opening "$english/afterword")
ratio 'instructions, opening the rules / a run' "$all" "$whole" 0.05
ratio 'opening them, all languages / English alone' "$all" "$one" 1.2
all=$whole
one=$(instructions "$here/ordinary.eml" "$english/afterword" filter --pass)
ratio 'a run, all languages / English alone' "$all" "$one" 1.2

# A mail of 1 MB that is made to be slow, beside an ordinary one.
explaining() { # NAME
	perl "$here/hostile.pl" "$1" 1000000 >"$work/hostile.eml"
	instructions /dev/null "$build/afterword" explain "$work/hostile.eml"
}

ordinary=$(explaining ordinary)
for text in $(perl "$here/hostile.pl" --texts) \
	$(perl "$here/hostile.pl" --mails); do
	echo "$(explaining "$text") $text"
done | sort -rn >"$work/hostile"
head -n 3 "$work/hostile" | while read -r cost text; do
	ratio "instructions, 1 MB $text / ordinary" "$cost" "$ordinary" 20
done
