#!/bin/sh
# Each library has one door, the only files that may include it; and a room
# knows the rooms before it by their headers, never those after it.

doors='gmime/    filters/(read/message|write/mime).c
cjson/    filters/keep/json.c
libxml/   filters/read/modules/html.c
libical/  filters/read/modules/calendar.c
libetpan/ plugin/imap/session.h
gnutls/   plugin/imap/wire.c
linear.h  filters/train/solve.c'

later='read   detect|classify|facts|state|track|etiquette|draft|store|outbox
detect state|track|etiquette|draft|store|outbox|settings
track  draft|store|outbox|settings
write  store|outbox|settings|track
keep   command|intake|reader|show|sweeping|track|draft'

count=0
claim() { # CLAIM STRAYS
	count=$((count + 1))
	if [ -z "$2" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		echo "$2" | sed 's/^/# /'
	fi
}

echo "1..$(printf '%s\n%s\n' "$doors" "$later" | wc -l)"
while read -r library door; do
	claim "only $door includes $library" "$(
		grep -rlE "#include <($library|.*/$library)" filters plugin \
			include --include='*.[ch]' |
			grep -vxE "$door")"
done <<END
$doors
END
while read -r room headers; do
	claim "$room does not know what comes after it" "$(
		grep -rnE "#include \"($headers)\\.h\"" "filters/$room")"
done <<END
$later
END
