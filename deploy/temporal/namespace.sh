#!/bin/sh
# Makes the namespace, its retention and its search attributes. Safe to run again: a second run
# changes nothing. It is needed at every start, for `start-dev` and a new cluster alike register
# search attributes on an empty database only.
#
# Environment: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, RETENTION (as "2160h") and SEARCH_ATTRIBUTES
# ("Name=Type Name=Type", equal to workflows/names.py). TRIES is how often a step is tried, once a
# second (60).
set -eu
: "${TEMPORAL_ADDRESS:?}" "${TEMPORAL_NAMESPACE:?}" "${RETENTION:?}" "${SEARCH_ATTRIBUTES:?}"
export TEMPORAL_ADDRESS TEMPORAL_NAMESPACE

quiet() { "$@" >/dev/null 2>&1; }

# The last error is shown when the tries are used up: a silent failure would be the operator's riddle.
retry() {
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -lt "${TRIES:-60}" ] || { "$@" >&2 || true; echo "gave up: $*" >&2; return 1; }
        sleep 1
    done
}

type_of() { temporal operator search-attribute list 2>/dev/null | awk -v name="$1" '$1 == name { print $2 }'; }

all_listed() {
    for attribute in $SEARCH_ATTRIBUTES; do
        [ -n "$(type_of "${attribute%%=*}")" ] || { echo "not listed yet: ${attribute%%=*}"; return 1; }
    done
}

there() { quiet temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE"; }

# Two runs at once may both find none: then the slower one's "already exists" is no fault.
make() {
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION" || there
}

retry temporal operator cluster health
if ! there; then
    retry make
    echo "namespace $TEMPORAL_NAMESPACE: made"
fi
# After its creation the namespace is "not found" for some seconds, until a cache is refreshed.
retry temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
retry temporal operator search-attribute list

for attribute in $SEARCH_ATTRIBUTES; do
    name=${attribute%%=*}
    type=${attribute#*=}
    found=$(type_of "$name")
    if [ -z "$found" ]; then
        retry temporal operator search-attribute create --name "$name" --type "$type"
        echo "search attribute $name ($type): registered"
    elif [ "$found" != "$type" ]; then
        echo "search attribute $name is registered as $found, wanted $type: rename it in workflows/names.py" >&2
        exit 1
    fi
done
# A worker that starts before the cache knows an attribute would fail its first task.
retry all_listed
echo "namespace $TEMPORAL_NAMESPACE: ready, retention $RETENTION"
