"""Separation of duties when people are appointed: who may not be what besides, who is missing, and
whose past stands in the way. What happens later is refused by the acts' own rules.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from criteria.errors import Rule, RuleBroken
from criteria.roles import Role

People = Mapping[Role, Sequence[str]]  # role -> person ids

TEAM = frozenset({Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.INSPECTOR})
PANEL = frozenset({Role.PANEL_CHAIR, Role.PANEL_MEMBER})

# One person may hold no role of the first group together with one of the second.
# A chief-officer lead who also prepared the return may be appointed; the workflow refuses their
# approval of it.
APART: tuple[tuple[frozenset[Role], frozenset[Role], Rule], ...] = (
    (TEAM, PANEL, Rule.MODERATOR_WAS_ON_THE_TEAM),
    (TEAM, frozenset({Role.ACCURACY_DECIDER}), Rule.DECIDER_WAS_ON_THE_VISIT),
    (TEAM | PANEL, frozenset({Role.HMI}), Rule.MODERATOR_IS_NOT_SIGNATORY),
)

# Without any of these an inspection could not be carried to its end.
REQUIRED = (
    Role.INSPECTION_LEAD,
    Role.INSPECTOR,
    Role.PANEL_CHAIR,
    Role.HMI,
    Role.EDITOR,
    Role.ACCURACY_DECIDER,
    Role.DUTY_OFFICER,
    Role.LIAISON,
    Role.CASE_AUDITOR,
    Role.CHIEF_OFFICER_LEAD,
    Role.LOCAL_POLICING_BODY,
)

# Whose judgement a past in the inspected force would colour.
IMPARTIAL = TEAM | PANEL | {Role.HMI, Role.ACCURACY_DECIDER}


def require_apart(people: People) -> None:
    """Raise RuleBroken(rule, person, role, role) if somebody holds two roles that must be apart."""
    for person, held in _held(people).items():
        for one, other, rule in APART:
            if held & one and held & other:
                clash = sorted(held & one)[0], sorted(held & other)[0]
                raise RuleBroken(rule, person, *(role.value for role in clash))


def require_filled(people: People, panel_minimum: int) -> None:
    """Raise RuleBroken(ROLE_NOT_FILLED, roles) if anybody is missing.

    `panel_minimum` is the least number of persons on the moderation panel, its chair included.
    """
    missing = [role.value for role in REQUIRED if not people.get(role)]
    panel = {person for role in PANEL for person in people.get(role, ())}
    if len(panel) < panel_minimum:
        missing.append(Role.PANEL_MEMBER.value)
    if missing:
        raise RuleBroken(Rule.ROLE_NOT_FILLED, *missing)


def has_conflict(
    role: Role, force: str, home: str | None, served_at: Mapping[str, str], years: int, on: date
) -> bool:
    """Whether somebody's past forbids them this role in an inspection of `force` on that day.

    `home` is the force that they belong to; `served_at` maps force codes to the ISO day until which
    they served there, "" while they still do. The day `years` years later is free again.
    """
    if role not in IMPARTIAL:
        return False
    if home == force:
        return True
    left = served_at.get(force)
    if left is None:
        return False
    return left == "" or on < _years_after(date.fromisoformat(left), years)


def _held(people: People) -> dict[str, frozenset[Role]]:
    persons = dict.fromkeys(person for persons in people.values() for person in persons)
    return {
        person: frozenset(role for role, persons in people.items() if person in persons)
        for person in persons
    }


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, and no such day that year
        return date(day.year + years, 3, 1)
