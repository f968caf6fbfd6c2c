#!/bin/sh
# The same examples give the same weights, and a wrong one is named.
set -e

tools=$(dirname "${AFTERWORD:-build/afterword}")/tools
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

echo 1..2

mkdir -p "$home/rules/en"
sed -n '1~40p' rules/en/mail.jsonl >"$home/rules/en/mail.jsonl"
cp rules/en/concepts.json "$home/rules/en"
"$tools/train" "$home/rules" "$home/one.bin"
"$tools/train" "$home/rules" "$home/two.bin"
if cmp -s "$home/one.bin" "$home/two.bin"; then
	echo 'ok 1 - the same examples give the same bytes'
else
	echo 'not ok 1 - the same examples give the same bytes'
fi

echo '{"id": "broken", ' >>"$home/rules/en/mail.jsonl"
lines=$(wc -l <"$home/rules/en/mail.jsonl")
if "$tools/train" "$home/rules" "$home/three.bin" 2>"$home/said"; then
	echo 'not ok 2 - a line that is no example is refused'
elif grep -q "mail.jsonl:$((lines)):" "$home/said"; then
	echo 'ok 2 - a line that is no example is refused by file and line'
else
	echo 'not ok 2 - a line that is no example is refused by file and line'
	sed 's/^/# /' "$home/said"
fi
