#!/bin/sh
# Unpacks other IMAP servers beside each other, as no system can have them
# installed together: Debian's packages, in folders of their own, nothing
# installed. Exits with 69 where they cannot be had.
# usage: fetch.sh FOLDER
set -e

command -v apt-get >/dev/null && command -v dpkg >/dev/null || exit 69
mkdir -p "$1"
cd "$1"
for package in courier-imap cyrus-imapd; do
	[ ! -e "$package/done" ] || continue
	rm -rf "$package"
	mkdir -p "$package/packages/partial" "$package/root"
	apt-get install -qq -y --download-only --no-install-recommends \
		-o Dir::Cache::archives="$PWD/$package/packages" "$package" ||
		exit 69
	for file in "$package/packages"/*.deb; do
		dpkg -x "$file" "$package/root"
	done
	: >"$package/done"
done
