"""Who could serve in an inspection that is about to start: offered, chosen for a beginning, or
excluded by a rule that is named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from criteria.duties import REQUIRED, has_conflict, is_appointable
from criteria.programme import Programme
from criteria.roles import Role, Side, side_of
from records.people import Force, Person

People = dict[Role, list[str]]

# One holder each; of the others there may be several.
ONE_ONLY = frozenset({Role.INSPECTION_LEAD, Role.PANEL_CHAIR, Role.HMI})
_ORDER = (
    Role.INSPECTION_LEAD,
    Role.DEPUTY_LEAD,
    Role.INSPECTOR,
    Role.PANEL_CHAIR,
    Role.PANEL_MEMBER,
    Role.HMI,
    Role.EDITOR,
    Role.ACCURACY_DECIDER,
    Role.DUTY_OFFICER,
    Role.OPERATOR,
    Role.LIAISON,
    Role.HEAD_OF_PVP,
    Role.CONTRIBUTOR,
    Role.CASE_AUDITOR,
    Role.CHIEF_OFFICER_LEAD,
    Role.LOCAL_POLICING_BODY,
)
_INSPECTORS = 2  # ticked for a beginning


@dataclass(frozen=True)
class Offer:
    """A role with those who may be given it and those whose past forbids it."""

    role: Role
    side: Side
    required: bool
    one_only: bool
    people: list[Person]
    excluded: list[Person]


def offers(programme: Programme, force: Force, known: Sequence[Person], on: date) -> list[Offer]:
    """Every role in the order of the process. People come with their own calling first."""
    return [_offer(role, programme, force, known, on) for role in _ORDER]


def beginning(found: Sequence[Offer], lead: str, panel_minimum: int) -> People:
    """Whom the page proposes: whoever starts it leads; everybody of the force; no one twice."""
    chosen: People = {}
    for offer in found:
        free = [p for p in offer.people if not _serves(chosen, p.id, offer.side)]
        wanted = _proposed(offer, free, lead, panel_minimum)
        if wanted:
            chosen[offer.role] = [person.id for person in wanted]
    return chosen


def _offer(
    role: Role, programme: Programme, force: Force, known: Sequence[Person], on: date
) -> Offer:
    years = programme.rules.conflict_years
    able = [
        p for p in known if is_appointable(role, force.code, p.side, p.force_code, p.standing_roles)
    ]
    barred = [
        p for p in able if has_conflict(role, force.code, p.force_code, p.served_at, years, on)
    ]
    free = sorted((p for p in able if p not in barred), key=lambda p: not _is_calling(role, p))
    required = role in REQUIRED or (role is Role.PANEL_MEMBER and programme.rules.panel_minimum > 1)
    return Offer(role, side_of(role), required, role in ONE_ONLY, free, barred)


def _proposed(
    offer: Offer, free: Sequence[Person], lead: str, panel_minimum: int
) -> Sequence[Person]:
    if offer.role is Role.INSPECTION_LEAD:
        return [p for p in free if p.id == lead][:1]
    own = [p for p in free if _is_calling(offer.role, p)]
    if offer.side is not Side.INSPECTORATE:
        return own if offer.role is not Role.LIAISON else own[:1]
    return own[: _number(offer.role, panel_minimum)]


def _number(role: Role, panel_minimum: int) -> int:
    """How many are proposed; the panel is the chair and as many members as make its minimum."""
    return {Role.INSPECTOR: _INSPECTORS, Role.PANEL_MEMBER: max(panel_minimum - 1, 2)}.get(role, 1)


def _is_calling(role: Role, person: Person) -> bool:
    """Whether the role is what the person mostly does: the first of their standing roles."""
    return bool(person.standing_roles) and person.standing_roles[0] == role.value


def _serves(chosen: Mapping[Role, Sequence[str]], person: str, side: Side) -> bool:
    return side is Side.INSPECTORATE and any(person in ids for ids in chosen.values())
