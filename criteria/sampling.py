"""The reproducible, stratified draw of case files: whoever has list and seed draws the same again.

Cases of each type are put in the order of HMAC-SHA-256(seed; rule version, type, case reference).
So neither the order of the list nor a case of another type changes what is drawn.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from criteria.errors import Rule, RuleBroken

RULE_VERSION = "stratified-hmac-sha256-1"

RULE_IN_WORDS = (
    "Within each case type the eligible cases are put in the order of HMAC-SHA-256 with the seed as"
    " key over the rule's version, the case type and the case reference. The first of them up to"
    " the type's quota are drawn, as many again are reserves, in that order."
)


@dataclass(frozen=True)
class Draw:
    """What was drawn: by case type, case references in the order of the draw.

    `order` holds every eligible case; `drawn` and `reserves` are its first and next parts.
    """

    rule: str
    seed: str
    order: dict[str, tuple[str, ...]]
    drawn: dict[str, tuple[str, ...]]
    reserves: dict[str, tuple[str, ...]]

    def cases(self) -> dict[str, str]:
        """Case reference -> case type of every case drawn."""
        return {case: case_type for case_type, cases in self.drawn.items() for case in cases}


def draw(eligible: Mapping[str, Sequence[str]], quotas: Mapping[str, int], seed: str) -> Draw:
    """Draw from the eligible cases of each type; all of them where there are fewer than the quota.

    `eligible` is case type -> references. Raises RuleBroken for a type without a quota, and for a
    reference that is listed twice.
    """
    _require_drawable(eligible, quotas)
    order = {
        case_type: tuple(sorted(eligible.get(case_type, ()), key=_ticket(seed, case_type)))
        for case_type in quotas
    }
    return Draw(
        rule=RULE_VERSION,
        seed=seed,
        order=order,
        drawn={code: order[code][:quota] for code, quota in quotas.items()},
        reserves={code: order[code][quota : 2 * quota] for code, quota in quotas.items()},
    )


def find_twice(references: Sequence[str]) -> list[str]:
    """The references that stand in a list more than once, sorted."""
    return sorted(reference for reference, count in Counter(references).items() if count > 1)


def _require_drawable(eligible: Mapping[str, Sequence[str]], quotas: Mapping[str, int]) -> None:
    unknown = sorted(set(eligible) - set(quotas))
    if unknown:
        raise RuleBroken(Rule.CASE_TYPE_UNKNOWN, *unknown)
    twice = find_twice([case for cases in eligible.values() for case in cases])
    if twice:
        raise RuleBroken(Rule.CASE_REFERENCE_TWICE, *twice)


def _ticket(seed: str, case_type: str) -> Callable[[str], bytes]:
    """The sort key of one type's cases. The parts are parted by a character that no code holds."""
    stem = f"{RULE_VERSION}\x1f{case_type}\x1f".encode()
    return lambda case: hmac.digest(seed.encode(), stem + case.encode(), hashlib.sha256)
