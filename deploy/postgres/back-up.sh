#!/bin/sh
# Writes a base backup of all three databases, one instant, as a tar to standard output; then drops
# the archived log segments that are older than the backup before it. Run as the user postgres:
#   docker compose exec -T -u postgres postgres sh /deploy/back-up.sh >touchstone.tar
set -eu
archive="${ARCHIVE:-/var/lib/postgresql/archive}"
pg_basebackup --username "${POSTGRES_USER:-postgres}" --pgdata - --format tar \
    --wal-method fetch --checkpoint fast --label "touchstone"

# Each base backup leaves one .backup file in the archive; the last but one is the oldest wanted.
oldest=$(find "$archive" -name '*.backup.gz' 2>/dev/null | sort | tail -n 2 | head -n 1)
if [ -n "$oldest" ]; then
    oldest=${oldest##*/}
    pg_archivecleanup --clean-backup-history --strip-extension .gz "$archive" "${oldest%.gz}"
fi
