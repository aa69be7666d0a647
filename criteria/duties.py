"""Separation of duties when people are appointed and when a role is handed over: who may not be
what besides, who is missing, whose past stands in the way, who may name a successor. What happens
later is refused by the acts' own rules.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from criteria.errors import Rule, RuleBroken, require
from criteria.roles import Role, Side, side_of

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

# Whose work several share, so that a colleague may take over what one of them leaves.
SHARED = frozenset({Role.INSPECTOR, Role.CONTRIBUTOR, Role.CASE_AUDITOR})

# Who may name a successor: the force replaces its own people at once. Nobody but HMI names a lead.
_NAMED_BY: dict[Side, tuple[Role, ...]] = {
    Side.FORCE: (Role.CHIEF_OFFICER_LEAD, Role.INSPECTION_LEAD, Role.DEPUTY_LEAD),
    Side.INSPECTORATE: (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.HMI),
    Side.POLICING_BODY: (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.HMI),
}


@dataclass(frozen=True)
class HandOver:
    """One person takes another's place in a role of an inspection."""

    role: Role
    leaver: str
    successor: str


def who_hands_over(role: Role) -> tuple[Role, ...]:
    """The roles whose holders may name a successor in this role."""
    return (Role.HMI,) if role is Role.INSPECTION_LEAD else _NAMED_BY[side_of(role)]


def require_successor(
    change: HandOver, people: People, served: People, preparers: Collection[str]
) -> None:
    """Raise RuleBroken unless the successor may take the leaver's place.

    `served` are those who held a role before and left it: what keeps roles apart counts for them
    too. `preparers` wrote or submitted a return that still waits for its approval.
    """
    role, holders = change.role, people.get(change.role, ())
    require(change.leaver in holders, Rule.LEAVER_NOT_IN_ROLE, role.value)
    require(change.successor != change.leaver, Rule.SUCCESSOR_IS_THE_LEAVER, role.value)
    shares = change.successor not in holders or role in SHARED
    require(shares, Rule.ALREADY_IN_THE_ROLE, role.value)
    known = [r for held in (people, served) for r, ids in held.items() if change.successor in ids]
    require_apart({held: [change.successor] for held in (*known, role)})
    smaller = len(_panel(succeed(people, change))) < len(_panel(people))
    require(not smaller, Rule.ROLE_NOT_FILLED, role.value)
    approves = role is Role.CHIEF_OFFICER_LEAD and change.successor in preparers
    require(not approves, Rule.PREPARER_IS_NOT_APPROVER, role.value)


def succeed(people: People, change: HandOver) -> dict[Role, list[str]]:
    """The people after the hand-over: the successor stands where the leaver stood."""
    taken = [change.successor if p == change.leaver else p for p in people.get(change.role, ())]
    rest = {role: list(ids) for role, ids in people.items()}
    return {**rest, change.role: list(dict.fromkeys(taken))}


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
    if len(_panel(people)) < panel_minimum:
        missing.append(Role.PANEL_MEMBER.value)
    if missing:
        raise RuleBroken(Rule.ROLE_NOT_FILLED, *missing)


def is_appointable(
    role: Role, force: str, side: Side, home: str | None, standing: Collection[str]
) -> bool:
    """Whether somebody of this side and force, with these standing roles, may be given the role.

    `force` is the one inspected; who serves for a force serves in no inspection of another.
    """
    of_the_force = side is Side.INSPECTORATE or home == force
    return side is side_of(role) and of_the_force and role.value in standing


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


def _panel(people: People) -> set[str]:
    return {person for role in PANEL for person in people.get(role, ())}


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
