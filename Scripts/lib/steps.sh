# Named steps, each with a line in the summary at the end; for scripts that source this file.

step_lines=()
steps_failed=0

# step NAME COMMAND…: runs the command, notes how it ended and how long it took, and goes on.
# Exit status 77 means that there was nothing to do here, and why has been printed.
step() {
    local name=$1 start=$SECONDS status=0 mark
    shift
    printf '\n==> %s\n' "$name"
    "$@" || status=$?
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

# Prints the summary and ends the script: with 1 if a step failed.
finish() {
    printf '\n'
    printf '%s\n' "${step_lines[@]}"
    ((steps_failed == 0)) || {
        printf '%d of %d steps FAILED\n' "$steps_failed" ${#step_lines[@]} >&2
        exit 1
    }
    exit 0
}
