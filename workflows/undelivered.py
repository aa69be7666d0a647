"""Notices that did not arrive: the lead is asked to reach the office, and says how that was done.

The engine keeps a notice's reference and the role of whoever should have got it, or that it was for
the force's registered mailbox; one task stands for all notices that did not reach the same.
"""

from criteria.errors import Rule, require
from criteria.mailbox import force_of
from criteria.roles import Role
from workflows.messages import NoteUndelivered, SettleUndelivered
from workflows.rule import ActRule, Decided, never
from workflows.state import InspectionState
from workflows.submission import LEADS

UNDELIVERED = "undelivered"  # the kind of the task; its id goes on with ":" and the role
MAILBOX = "mailbox"  # in the place of a role: the force's registered mailbox, an office
NOTE, SETTLE = "note_undelivered", "settle_undelivered"
MOST = 200  # references kept at once; beyond them operators alone see what failed


def role_reached(state: InspectionState, person: str) -> str | None:
    """The role by which a person is spoken of: the first that they hold. A mailbox has its own."""
    if force_of(person) is not None:
        return MAILBOX
    held = (role.value for role in Role if person in state.people.get(role.value, []))
    return next(held, None)


def apply_note(state: InspectionState, decided: Decided, message: NoteUndelivered) -> None:
    role = role_reached(state, message.person)
    # Whoever has left needs nothing more of this inspection.
    if role is not None and len(state.undelivered) < MOST:
        state.undelivered = {**state.undelivered, message.notice: role}
        state.unreached_since = {role: decided.at, **state.unreached_since}  # the first stands


def check_settle(state: InspectionState, _decided: Decided, message: SettleUndelivered) -> None:
    of_role = {notice for notice, role in state.undelivered.items() if role == message.role}
    found = bool(message.notices) and set(message.notices) <= of_role
    require(found, Rule.NOTHING_UNDELIVERED, message.role)


def apply_settle(state: InspectionState, _decided: Decided, message: SettleUndelivered) -> None:
    settled = set(message.notices)
    state.undelivered = {n: role for n, role in state.undelivered.items() if n not in settled}
    left = set(state.undelivered.values())
    state.unreached_since = {r: at for r, at in state.unreached_since.items() if r in left}


ACTS: tuple[ActRule[InspectionState], ...] = (
    # No roles: only the system sends it.
    ActRule(NOTE, (), never, apply_note, NoteUndelivered),
    ActRule(SETTLE, LEADS, check_settle, apply_settle, SettleUndelivered),
)
