#!/bin/sh
# Tells Argus when a file system is nearly full, and when it is no more; for cron, once a minute:
#   * * * * * /usr/local/bin/enqueue.sh / 90
# What it tells is on disk when it ends; `argus-glue run` delivers it.
set -eu
place=${1:-/} limit=${2:-90}
host=$(uname -n)
used=$(df -P "$place" | awk 'NR == 2 { sub("%", "", $5); print $5 }')

# The same again changes nothing, so that nothing has to be remembered here.
if [ "$used" -ge "$limit" ]; then
    argus-glue enqueue --open --identity "host=$host" --identity "disk=$place" \
        --description "$place on $host is $used % full" --level high \
        --tag "host=$host" --tag "disk=$place"
else
    argus-glue enqueue --close --identity "host=$host" --identity "disk=$place"
fi
