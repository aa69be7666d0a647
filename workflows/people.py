"""Handing over a role: the successor takes the leaver's place, with all that was asked of them.

Referrals and the follow-up are processes of their own with people of their own. They are told by
an act that the engine itself sends (`follow_appointments`), kept in the transaction in which the
hand-over is recorded.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from criteria.duties import HandOver, People, require_successor, succeed, who_hands_over
from criteria.errors import Rule, require
from criteria.roles import Role
from workflows.letter import want_letter_anew
from workflows.messages import FollowAppointments, HandOverRole
from workflows.rule import ActRule, Decided, require_role
from workflows.state import FollowingState, InspectionState

HAND_OVER_ROLE = "hand_over_role"
NAMING = (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.HMI, Role.CHIEF_OFFICER_LEAD)


def require_may_succeed(state: InspectionState, change: HandOver) -> None:
    """Raise RuleBroken for a successor whom the inspection as it stands rules out."""
    served = _by_role({role: list(gone) for role, gone in state.left.items()})
    preparers = [] if state.accepted_at else state.returned.preparers
    require_successor(change, _by_role(state.people), served, preparers)


def in_place_of(state: InspectionState, role: Role, person: str) -> str:
    """Who holds the role for this person now: they themselves, or their successor's successor."""
    gone = state.left.get(role.value, {})
    while person in gone:  # ends at a holder: whoever comes back is taken out again
        person = gone[person]
    return person


def check_hand_over(state: InspectionState, decided: Decided, message: HandOverRole) -> None:
    require_role(state, decided.actor, who_hands_over(message.role))
    require_may_succeed(state, HandOver(message.role, message.leaver, message.successor))


def apply_hand_over(state: InspectionState, _decided: Decided, message: HandOverRole) -> None:
    role, leaver, successor = message.role, message.leaver, message.successor
    after = succeed(_by_role(state.people), HandOver(role, leaver, successor))
    if after[role][:1] != state.people[role.value][:1] and role is Role.INSPECTION_LEAD:
        want_letter_anew(state)  # it names them as the one to ask
    state.people = {**state.people, role.value: after[role]}
    gone = {**state.left.get(role.value, {}), leaver: successor}
    gone.pop(successor, None)
    state.left = {**state.left, role.value: gone}
    if role in (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD):
        state.lead_away = None  # it was said of those two
    if role is Role.INSPECTOR:
        _pass_on_cases(state, leaver, successor)


def check_follow(_state: FollowingState, _decided: Decided, message: FollowAppointments) -> None:
    require(bool(message.people), Rule.ROLE_NOT_FILLED, message.role.value)


def apply_follow(state: FollowingState, _decided: Decided, message: FollowAppointments) -> None:
    role = message.role.value
    if message.as_of > state.as_of.get(role, 0):
        state.people = {**state.people, role: list(message.people)}
        state.as_of = {**state.as_of, role: message.as_of}


def _pass_on_cases(state: InspectionState, leaver: str, successor: str) -> None:
    """What is not reviewed yet goes to the successor; what was reviewed keeps its reviewer."""
    passed = [n for n, c in state.cases.items() if c.reviewer == leaver and c.review is None]
    for reference in passed:
        state.cases[reference] = replace(state.cases[reference], reviewer=successor)
    days, granted = state.extensions.pop(f"reviews:{leaver}", 0), f"reviews:{successor}"
    if passed and days > state.extensions.get(granted, 0):  # no date moves earlier by it
        state.extensions[granted] = days


def _by_role(people: dict[str, list[str]]) -> People:
    found: dict[Role, Sequence[str]] = {Role(role): ids for role, ids in people.items()}
    return found


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule(HAND_OVER_ROLE, NAMING, check_hand_over, apply_hand_over, HandOverRole),
)
# No roles: only the system sends it.
FOLLOW_APPOINTMENTS: ActRule[Any] = ActRule(
    "follow_appointments", (), check_follow, apply_follow, FollowAppointments
)
