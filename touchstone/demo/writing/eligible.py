"""The force's lists of eligible cases: about 400 references, or a few; always the same."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from touchstone.demo.writing.reading import lot

AUTHORITIES = ("Northshire County", "Skelmouth City", "Ottersby")
FIRST_NUMBER = 101
# How many cases of each type the force has in twelve months, as far as a small force goes.
_COUNTS = {
    "section-47-enquiries": 81,
    "domestic-abuse": 112,
    "missing-children": 63,
    "child-sexual-exploitation": 34,
    "online-child-sexual-exploitation": 29,
    "children-at-risk-in-care": 27,
    "police-protection": 17,
    "children-in-custody": 24,
    "managing-sex-offenders": 21,
}
_OTHERWISE = 30


def eligible_cases(
    case_types: list[str], until: date, counts: dict[str, int] | None = None
) -> list[dict[str, Any]]:
    """Cases of the twelve months before `until`, as the API takes them, in order of reference.

    `counts` says how many of each type; without it there are as many as a small force has.
    """
    found = _types(case_types, _COUNTS if counts is None else counts)
    types = sorted(found, key=lambda pair: lot("order", *pair))
    return [
        {
            "reference": f"N-{FIRST_NUMBER + at:04}",
            "case_type": case_type,
            "date": (until - timedelta(days=1 + lot("day", at) % 364)).isoformat(),
            "local_authority": AUTHORITIES[lot("authority", at) % len(AUTHORITIES)],
        }
        for at, (case_type, _) in enumerate(types)
    ]


def spread(case_types: list[str], cases: int) -> dict[str, int]:
    """So many cases over the types, as evenly as they go."""
    each, more = divmod(cases, len(case_types))
    return {case_type: each + (at < more) for at, case_type in enumerate(case_types)}


def _types(case_types: list[str], counts: dict[str, int]) -> Iterator[tuple[str, int]]:
    for case_type in case_types:
        for number in range(counts.get(case_type, _OTHERWISE)):
            yield case_type, number
