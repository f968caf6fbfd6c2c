# shellcheck shell=sh
# TAP for system tests: sourced first, with a throw-away HOME in $home that is
# removed at the end. $AFTERWORD is the program, made absolute.

AFTERWORD=$(cd "$(dirname "$AFTERWORD")" && pwd)/${AFTERWORD##*/}
home=$(mktemp -d)
count=0
failed=0
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME AFTERWORD_NOW
export AFTERWORD HOME="$home"

# Runs a command and makes its success one test, named by the first argument.
ok() { # CLAIM COMMAND ...
	claim=$1
	shift
	count=$((count + 1))
	if "$@" >"$home/.tap" 2>&1; then
		echo "ok $count - $claim"
	else
		failed=$((failed + 1))
		echo "not ok $count - $claim"
		printf '# %s\n' "$*"
		sed 's/^/# /' "$home/.tap" | head -n 20
	fi
}

# Succeeds when the command after CODE exits with that code.
exits() { # CODE COMMAND ...
	wanted=$1
	shift
	code=0
	"$@" || code=$?
	[ "$code" = "$wanted" ] || {
		echo "exit $code, wanted $wanted"
		return 1
	}
}

# Ends the test: the plan, and the exit code that prove expects.
finish() {
	echo "1..$count"
	rm -rf "$home"
	[ "$failed" = 0 ]
	exit
}
