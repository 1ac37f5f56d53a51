# What `cluster` and `break` share. Everything stands below one folder, and can be deleted with it.
set -euo pipefail

# Where it is kept, and the first of its six ports: nginx, three nodes, two PostgreSQL servers.
folder=${CLUSTER_FOLDER:-${TMPDIR:-/tmp}/argus-cluster}
port=${CLUSTER_PORT:-18000}
argus=${ARGUS:-$(command -v argus || echo "$PWD/.build-release/release/argus")}

nodes=(1 2 3)
node_port() { echo $((port + $1)); }
server_port() { case $1 in a) echo $((port + 4)) ;; b) echo $((port + 5)) ;; esac }
other_server() { case $1 in a) echo b ;; b) echo a ;; esac }

fail() { echo "$*" >&2; exit 1; }

postgresql=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort --version-sort | tail -1)
[ -x "$postgresql/initdb" ] || fail "PostgreSQL is missing: apt-get install postgresql"
command -v nginx >/dev/null || PATH=$PATH:/usr/sbin
command -v nginx >/dev/null || fail "nginx is missing: apt-get install nginx-light"

# PostgreSQL refuses to run as root.
as_postgres=()
if [ "$(id -u)" -eq 0 ]; then
    as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

# One address for both servers: libpq takes the one that may be written to. What does not answer for
# ten seconds counts as gone, also when its machine is and cannot say so.
database_url() {
    echo "postgresql://argus@127.0.0.1:$(server_port a),127.0.0.1:$(server_port b)/argus?target_session_attrs=read-write&connect_timeout=2&keepalives_idle=5&keepalives_interval=2&keepalives_count=3&tcp_user_timeout=10000"
}

# sql SERVER TEXT [DATABASE]: one statement, as an administrator; a server that is there and does not
# answer counts as gone.
sql() {
    PGCONNECT_TIMEOUT=3 "$postgresql/psql" --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
        --host 127.0.0.1 --port "$(server_port "$1")" --username argus \
        --dbname "${3:-postgres}" --command "$2"
}

# is_primary SERVER: whether it runs, and may be written to.
is_primary() { [ "$(sql "$1" "SELECT NOT pg_is_in_recovery()" 2>/dev/null)" = t ]; }

primary() {
    local server
    for server in a b; do
        if is_primary "$server"; then echo "$server"; return; fi
    done
    return 1
}

# control SERVER ARGUMENT…: pg_ctl for one of the servers.
control() {
    local server=$1
    shift
    (cd "$folder" && "${as_postgres[@]}" "$postgresql/pg_ctl" --pgdata "$folder/$server" --silent "$@")
}

# Processes of a server that was killed may be there for a while yet, and keep it from starting.
start_server() {
    local try
    for try in {1..20}; do
        control "$1" --log "$folder/$1.log" --wait --timeout 60 start 2>/dev/null && return 0
        sleep 1
    done
    tail -n 20 "$folder/$1.log" >&2
    return 1
}

# is_running PIDFILE: whether the program that it names is there, and more than a zombie.
is_running() {
    [ -s "$1" ] || return 1
    case $(ps -o stat= -p "$(head -1 "$1")") in "" | Z*) return 1 ;; esac
}

# is_stopped PIDFILE: whether the program that it names is held, so that it is there and does nothing.
is_stopped() {
    [ -s "$1" ] || return 1
    case $(ps -o stat= -p "$(head -1 "$1")") in T*) ;; *) return 1 ;; esac
}

# wait_for SECONDS COMMAND…: until the command succeeds.
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}

answers() { curl --silent --fail --max-time 5 --output /dev/null "http://127.0.0.1:$1/.still-alive/"; }

start_node() {
    local number=$1 pidfile=$folder/node$1.pid
    is_running "$pidfile" && fail "Node $number runs already."
    ARGUS_DATABASE=$(database_url) ARGUS_LISTEN="127.0.0.1:$(node_port "$number")" \
        ARGUS_PUBLIC_URL=${ARGUS_PUBLIC_URL:-http://127.0.0.1:$port} ARGUS_TRUSTED_PROXIES=127.0.0.1 \
        setsid "$argus" serve >>"$folder/node$number.log" 2>&1 </dev/null &
    echo $! >"$pidfile"
}

# set_server SERVER [STANDBY]: what the two servers have different. With a standby nothing is
# acknowledged that it does not have.
set_server() {
    cat >"$folder/$1/this-server.conf" <<SETTINGS
port = $(server_port "$1")
cluster_name = '$1'
synchronous_standby_names = '${2:-}'
SETTINGS
    [ "$(id -u)" -ne 0 ] || chown postgres "$folder/$1/this-server.conf"
}

# follow STANDBY PRIMARY: makes the standby a copy of the primary, whatever it was before, and from
# then on lets the primary wait for it.
follow() {
    rm -rf "${folder:?}/$1"
    (
        cd "$folder"
        "${as_postgres[@]}" "$postgresql/pg_basebackup" --pgdata "$1" --write-recovery-conf \
            --checkpoint=fast --dbname \
            "host=127.0.0.1 port=$(server_port "$2") user=argus application_name=$1"
    )
    set_server "$1"
    start_server "$1"
    set_server "$2" "$1"
    sql "$2" "SELECT pg_reload_conf()" >/dev/null
}
