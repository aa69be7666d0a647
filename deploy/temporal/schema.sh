#!/bin/sh
# Brings Temporal's two databases to the schema of the tool's own version. Safe to run again.
# An upgrade of the server runs this first, one minor version at a time.
#
# Environment: SQL_HOST, SQL_USER, SQL_PASSWORD_FILE; SQL_PORT (5432) and SQL_PLUGIN (postgres12).
set -eu
: "${SQL_HOST:?}" "${SQL_USER:?}" "${SQL_PASSWORD_FILE:?}"
SQL_PASSWORD=$(cat "$SQL_PASSWORD_FILE")
export SQL_HOST SQL_USER SQL_PASSWORD SQL_PORT="${SQL_PORT:-5432}" SQL_PLUGIN="${SQL_PLUGIN:-postgres12}"

update() { temporal-sql-tool --database "$1" update-schema --schema-name "$2"; }

# The databases themselves were made with PostgreSQL (deploy/postgres/databases.sh): this role may
# not create any.
for pair in temporal:postgresql/v12/temporal temporal_visibility:postgresql/v12/visibility; do
    database=${pair%%:*}
    schema=${pair#*:}
    if ! said=$(update "$database" "$schema" 2>&1); then
        # An empty database has no table to read its version from. Any other fault comes again below.
        echo "$database: no schema yet ($(echo "$said" | tail -n 1))"
        temporal-sql-tool --database "$database" setup-schema --version 0.0
        update "$database" "$schema"
    fi
    echo "$database: the schema is up to date"
done
