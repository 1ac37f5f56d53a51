# Runs `swift build` so that one sees it work, and leaves nothing that others cannot overwrite; for
# scripts that source this file (and lib/swift.sh).

# build FOLDER OPTION…: builds into FOLDER, with a line every few seconds that says how far it is.
# Silence would look like a hang: an optimised module is one step that may take a minute.
build() {
    local folder=$1 log status=0
    shift
    refuse_foreign "$folder"
    mkdir -p "$folder"
    log=$folder/build.log
    swift build --scratch-path "$folder" "$@" >"$log" 2>&1 &
    local building=$!
    trap 'kill "$building" 2>/dev/null; exit 130' INT TERM
    show_progress "$building" "$log"
    wait "$building" || status=$?
    trap - INT TERM
    hand_over "$folder"
    if ((status != 0)); then
        grep -vE '^\[[0-9]+/[0-9]+\] ' "$log" >&2 || true
        echo "The build failed; all that it said is in $log" >&2
        return "$status"
    fi
    # Warnings of our own targets are errors; what is left is for whoever looks.
    printf '  %s  built\n' "$(minutes $SECONDS)"
}

# Prints a line whenever ten seconds have passed, for as long as a process runs.
show_progress() {
    local process=$1 log=$2 shown=$SECONDS
    while kill -0 "$process" 2>/dev/null; do
        sleep 0.2
        ((SECONDS - shown >= 10)) || continue
        shown=$SECONDS
        printf '  %s  %s\n' "$(minutes $SECONDS)" "$(last_step "$log")"
    done
}

# What a build is at, from its log: `[812/1104] Compiling ArgusAPI`.
last_step() {
    local step
    step=$(grep -aE '^\[[0-9]+/[0-9]+\] |^(Fetch|Comput|Creat|Work)' "$1" | tail -n 1 | cut -c 1-70)
    printf '%s' "${step:-starting}"
}

minutes() { printf '%2d:%02d' $(($1 / 60)) $(($1 % 60)); }

# Says so before half of a build is done that a folder was made by another user.
refuse_foreign() {
    local foreign
    [ "$(id -u)" -ne 0 ] && [ -e "$1" ] || return 0
    foreign=$(find "$1" -maxdepth 3 ! -user "$(id -u)" ! -writable -print -quit)
    [ -z "$foreign" ] || {
        echo "$foreign was made by another user and cannot be overwritten: sudo chown -R $(id -un) $1" >&2
        exit 1
    }
}

# What root builds in somebody's checkout belongs to that somebody.
hand_over() {
    [ "$(id -u)" -ne 0 ] || [ "$(stat -c %u .)" -eq 0 ] || chown -R --reference=. "$1"
}
