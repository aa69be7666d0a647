"""What also goes by text message: which notices are urgent enough, and which numbers take a text.

A text goes beside the e-mail of the same notice, never in its place.
"""

import re

# Of any task: it is late, or so late that others hear of it. Of a case referred back, and of a
# letter that nobody opens, everybody concerned. Neither reminders nor news are urgent.
_URGENT = frozenset({"overdue", "escalation", "case_referred", "delivery_late"})
_ASKING = frozenset({"asked", "moved", "reminder"})  # urgent where a child may be at risk

_BETWEEN = re.compile(r"[ ().\u00a0-]")
_ABROAD = re.compile(r"^(?:\+|00)440?")
# UK mobiles begin with 07. Personal numbers (070) and pagers (076) are none, but for those of the
# Isle of Man (07624): Ofcom's National Telephone Numbering Plan.
_MOBILE = re.compile(r"0(7(?:[1-57-9]\d{8}|624\d{6}))")


def goes_by_text(notice: str, *, of_referral: bool) -> bool:
    """Whether a notice, by the code of its template, goes by text message too."""
    return notice in _URGENT or (of_referral and notice in _ASKING)


def mobile_of(telephone: str | None) -> str | None:
    """The number as texts are sent to it, +447700900123; None for what is no UK mobile."""
    plain = _ABROAD.sub("0", _BETWEEN.sub("", telephone or ""), count=1)
    found = _MOBILE.fullmatch(plain) if plain.isascii() else None
    return f"+44{found[1]}" if found else None
