# shellcheck shell=sh
# What scripts/sdm and scripts/test share: a virtual environment that is made on first use
# and brought up to date when pyproject.toml has changed. Sourced with these at hand:
#   self         the calling script
#   root         the repository
#   environment  where the environment belongs
#   install      a function that fills it, by pip_install

: "${self:?}" "${root:?}" "${environment:?}"
name=${self##*/}
stamp=$environment/set-up-done # written last; names the place, for an environment can't be moved
log=$environment/set-up.log

# Does what is needed and no more: no process is started when there is nothing to do.
ensure_environment() {
    # The caller's input is the program's, not pip's. Descriptor 9 is for take_turns; it is open
    # for writing too only because network file systems want that of a lock.
    is_current || set_up </dev/null 9<>"$root/pyproject.toml"
}

is_current() {
    # shellcheck disable=SC3013 # -nt: POSIX since 2024, and in dash, bash and BusyBox for long
    is_whole && ! [ "$root/pyproject.toml" -nt "$stamp" ]
}

# A Python that is gone since (its link leads nowhere) counts as not whole.
is_whole() {
    [ -x "$environment/bin/python" ] && [ -f "$stamp" ] &&
        IFS= read -r place <"$stamp" && [ "$place" = "$root" ]
}

set_up() {
    # Some shells go on when the command they waited for has dealt with Ctrl-C itself, as pip does.
    trap 'say "Set-up stopped. The next run starts it again."; exit 130' INT
    find_python
    take_turns
    is_current || build # what we waited for may have been just this
    trap - INT
}

build() {
    started=$(date +%s)
    if is_whole; then
        say "Updating $name (in ${environment##*/}), because pyproject.toml has changed."
        rm -f "$stamp"
    else
        say "Setting up $name (once, in ${environment##*/}): making a virtual environment ..."
        "$python" -c 'import ensurepip, venv' 2>/dev/null || fail \
            "$python cannot make virtual environments: on Debian or Ubuntu run 'apt install python3-venv'," \
            "elsewhere set PYTHON to a complete Python, then try again."
        rm -rf "$environment" # nothing half-made is built upon
        mkdir "$environment" || fail "Cannot make $environment."
        "$python" -m venv "$environment" >"$log" 2>&1 ||
            fail_with_log "Could not make a virtual environment with $python."
    fi
    # As old as what pip is about to read: a pyproject.toml saved while pip works is newer.
    printf '%s\n' "$root" >"$stamp.new"
    say "  installing ..."
    install || fail_with_log "Could not install. Is there a network? The next run starts again."
    mv "$stamp.new" "$stamp"
    say "  done in $(($(date +%s) - started)) s."
}

pip_install() {
    # From the root, because pip reads "." and groups from where it is.
    (cd "$root" && exec "$environment/bin/python" -m pip install \
        --no-input --disable-pip-version-check "$@") >>"$log" 2>&1
}

# Sets python: the first that is new enough, by its real path, so that a later upgrade
# of the system's Python leaves a dead link, not packages that the new one can't see.
find_python() {
    seen=
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        python=$("$candidate" -c '
import os, sys
enough = sys.version_info >= (3, 11)
print(os.path.realpath(sys.executable) if enough else sys.version.split()[0])
sys.exit(not enough)' 2>/dev/null) && return
        [ -z "$python" ] || seen="$seen${seen:+, }$candidate is $python"
        [ -z "${PYTHON:-}" ] || break # who names one means that one
    done
    [ -n "$seen" ] || seen=${PYTHON:-none was found}${PYTHON:+ does not run}
    fail "Python 3.11 or newer is needed, but $seen." \
        "Install one (Debian: apt install python3 python3-venv; macOS: brew install python)," \
        "or set PYTHON to the path of one."
}

# One set-up at a time. The lock is on the open pyproject.toml, so it ends with the last process
# that holds it, also one that outlives a killed set-up, and no stale lock can be left behind.
take_turns() {
    "$python" -c '
import fcntl, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Waiting for another set-up to end ...", file=sys.stderr)
    fcntl.flock(9, fcntl.LOCK_EX)
except OSError:
    pass  # a file system without locks: go on'
}

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$name: $*"
    exit 1
}

fail_with_log() {
    # What pip ends with says little; its errors, and why it gave up connecting, say it all.
    { grep -e 'ERROR:' -e 'Retry(total=0' "$log" || tail -n 6 "$log"; } |
        tail -n 4 | cut -c 1-400 | sed 's/^ */  | /' >&2
    fail "$* The whole message is in $log"
}
