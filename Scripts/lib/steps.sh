# Named steps, each with a line in the summary at the end; for scripts that source this file.

step_lines=()
steps_failed=0
step_output=$(mktemp -d)
trap 'rm -rf "$step_output"' EXIT

# step NAME COMMAND…: runs the command, notes how it ended and how long it took, and goes on.
# Exit status 77 means that there was nothing to do here, and why has been printed.
step() {
    local name=$1 start=$SECONDS status=0 mark
    shift
    printf '\n==> %s\n' "$name"
    "$@" > >(tee "$step_output/$name") 2>&1 || status=$?
    case $status in
        0) mark=passed ;;
        77) mark=skipped ;;
        *) mark=FAILED steps_failed=$((steps_failed + 1)) ;;
    esac
    step_lines+=("$(printf '%-8s %4d s  %s' "$mark" $((SECONDS - start)) "$name")")
    ((status == 0 || status == 77))
}

# needed NAME COMMAND…: a step without which the following ones make no sense.
needed() {
    step "$@" || finish
}

# The lines of a step's output that say what failed; where only the end of a long log is kept, they
# are what one needs.
failures_of() {
    grep -aE '✘ .* recorded an issue|^(FAIL|ERROR): |(^|: )error: |Fatal error|^  deviates' "$step_output/$1" |
        cut -c 1-400 | head -n 20
}

# Prints the summary and ends the script: with 1 if a step failed.
finish() {
    printf '\n'
    for line in "${step_lines[@]}"; do
        [[ $line != FAILED* ]] || failures_of "${line#* s  }" || true
    done
    printf '%s\n' "${step_lines[@]}"
    ((steps_failed == 0)) || {
        printf '%d of %d steps FAILED\n' "$steps_failed" ${#step_lines[@]} >&2
        exit 1
    }
    exit 0
}
