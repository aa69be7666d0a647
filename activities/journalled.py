"""What the journal says of an act beside its effect: ids, codes and dates, never content or scores.

Enough that every due date can be reckoned again from the journal and the pinned programme alone.
"""

from collections.abc import Mapping
from typing import Any

from workflows.people import HAND_OVER_ROLE
from workflows.reopening import REOPEN_PHASE

# What moves a date: which task, by how many days, to which days, from when.
_DATING = (
    "task",
    "days",
    "day",
    "at",
    "how",
    "fieldwork_start",
    "fieldwork_end",
    "planned_delivery",
    "added_holidays",
    "points",  # how many: where there are none, they are decided by being answered
)
_BY_KIND = {
    HAND_OVER_ROLE: ("role", "leaver", "successor"),
    REOPEN_PHASE: ("phase", "void"),  # which phase, and how much of each kind became void
}


def journalled(kind: str, message: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of this act's message that its entry carries."""
    facts = {name: message[name] for name in _BY_KIND.get(kind, _DATING) if name in message}
    outline = message.get("outline")
    if outline:  # the periods, the ladder and the bank holidays stand in the programme so named
        facts["programme"] = {name: outline[name] for name in ("id", "version", "hash")}
    return facts
