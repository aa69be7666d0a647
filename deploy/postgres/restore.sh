#!/bin/sh
# Fills an empty data folder from a backup (a tar on standard input) and tells PostgreSQL to play the
# archived log over it at its next start: up to the instant given, or to the end. Argument: the
# instant, as "2027-03-05 16:49:00+00", or nothing. Run as the user postgres, with the server stopped.
set -eu
: "${PGDATA:?}"
archive="${ARCHIVE:-/var/lib/postgresql/archive}"
if [ -n "$(ls -A "$PGDATA" 2>/dev/null)" ]; then
    echo "$PGDATA is not empty: nothing was touched" >&2
    exit 1
fi
mkdir -p "$PGDATA"
chmod 700 "$PGDATA"
tar -C "$PGDATA" -xf -
pg_verifybackup --exit-on-error --quiet "$PGDATA"
{
    echo "restore_command = 'gunzip -c $archive/%f.gz >%p'"
    echo "recovery_target_action = 'promote'"
    [ -z "${1:-}" ] || echo "recovery_target_time = '$1'"
} >>"$PGDATA/postgresql.auto.conf"
touch "$PGDATA/recovery.signal"
echo "restored and verified: start PostgreSQL now"
