#!/bin/sh
# Makes the three databases and their two roles. PostgreSQL's image runs it once, as its superuser,
# on an empty data folder. One cluster for all three: a restored copy is one instant of everything.
#
# Environment: POSTGRES_USER (the superuser); SECRETS is the folder of the password files.
set -eu
export SECRETS="${SECRETS:-/run/secrets}"

# The passwords are read by psql itself, so that none stands in a process list.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:?}" --dbname postgres <<'SQL'
\set touchstone_password `cat "$SECRETS/touchstone_database_password"`
\set temporal_password `cat "$SECRETS/temporal_database_password"`

CREATE ROLE touchstone LOGIN PASSWORD :'touchstone_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';

CREATE DATABASE touchstone OWNER touchstone;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;

-- Neither role may so much as connect to the other's database.
REVOKE CONNECT ON DATABASE touchstone, temporal, temporal_visibility FROM PUBLIC;
SQL
