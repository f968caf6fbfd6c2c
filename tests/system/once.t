#!/bin/sh
# The property that a draft is there exactly once: AFTERWORD_RUNS runs with
# faults at random points, from AFTERWORD_SEED on (make check-once: 1000).
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=dovecot.sh
. "${0%/*}/dovecot.sh"
here=$(cd "${0%/*}" && pwd)

start_dovecot good 'separator = /
  mailbox Drafts {
    special_use = \Drafts
    auto = create
  }' 'mail_max_userip_connections = 50'
holds() {
	perl "$here/once.pl" "${AFTERWORD_RUNS:-10}" \
		"${AFTERWORD_SEED:-1}" "$imap_port" "$dovecot_process" \
		"$server/home/alice/Maildir/.Drafts"
}
ok 'each draft is there once, whatever fails' holds
sed 's/^/# /' "$home/.tap"
finish
