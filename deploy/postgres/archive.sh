#!/bin/sh
# PostgreSQL's archive_command: keeps one finished log segment. Arguments: its path, its name.
# Refuses to overwrite: two different segments of one name would mean two clusters on one archive.
set -eu
segment=$1
kept="${ARCHIVE:-/var/lib/postgresql/archive}/$2.gz"
mkdir -p "${kept%/*}"
if [ -e "$kept" ]; then
    # After a crash the same segment comes again; that is no fault.
    gunzip -c "$kept" | cmp -s - "$segment"
    exit
fi
gzip -c "$segment" >"$kept.part"
sync "$kept.part"
mv "$kept.part" "$kept"
sync "${kept%/*}"
