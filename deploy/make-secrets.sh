#!/bin/sh
# Makes the secret files of docker-compose.yml in the folder given, each once: a file that is there
# is never touched. The folder is for its owner alone; the files inside can be read by the
# containers' users, who see no more than the single files mounted for them.
#
# Usage: sh deploy/make-secrets.sh FOLDER
set -eu
folder=${1:?usage: sh deploy/make-secrets.sh FOLDER}
mkdir -p "$folder"
chmod 700 "$folder"

# Hexadecimal, so that no address or configuration file needs quoting.
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

once() {
    if [ -e "$folder/$1" ]; then
        echo "kept: $1"
    else
        printf '%s' "$2" >"$folder/$1"
        chmod 444 "$folder/$1"
        echo "made: $1"
    fi
}

once postgres_password "$(random)"
once temporal_database_password "$(random)"
once touchstone_database_password "$(random)"
once touchstone_database_url \
    "postgresql+asyncpg://touchstone:$(cat "$folder/touchstone_database_password")@postgres:5432/touchstone"

# Given by others, and so empty until somebody fills them in; empty is none.
once touchstone_smtp_password ""
once touchstone_notify_key ""
once touchstone_notify_callback_token ""
