"""Amending an inspection's calendar: a bank holiday proclaimed after its programme was pinned.

Open dates that are reckoned in working days move later by it; statutory dates, and dates reckoned
backwards from an event, stay. The page that previews the move and the engine that makes it ask the
same function (`moves`).

Referrals and the follow-up are processes of their own, with dates of their own. They are told by an
act that the engine itself sends (`follow_calendar`), kept in the transaction that records this one.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from criteria.errors import Rule, RuleBroken, require
from criteria.roles import Role
from workflows.date_messages import AmendCalendar, FollowCalendar
from workflows.ladder import keep_marks
from workflows.rule import ActRule, Decided, S
from workflows.state import FollowingState, InspectionState, ProcessState
from workflows.submission import LEADS
from workflows.tasks import open_tasks
from workflows.uk_time import local_day


@dataclass(frozen=True)
class Moved:
    """The date of an open task, before and after (aware, UTC)."""

    task: str
    before: datetime
    after: datetime


def moves(state: ProcessState, day: date) -> list[Moved]:
    """The open dates that would move if this day became a bank holiday."""
    then = open_tasks(with_holiday(state, day))
    return [
        Moved(name, task.due.at, later.at)
        for name, task in open_tasks(state).items()
        if task.due and (later := then[name].due) and later.at != task.due.at
    ]


def with_holiday(state: S, day: date) -> S:
    """The same state, knowing one bank holiday more."""
    return replace(state, added_holidays=_known(state, [day]))


def require_can_be_added(state: InspectionState, day: date, now: datetime) -> None:
    """Raise RuleBroken for a day that is no working day anyway, or that is over."""
    require(day.weekday() < 5, Rule.HOLIDAY_AT_A_WEEKEND)
    require(day.isoformat() not in state.holidays, Rule.HOLIDAY_IS_KNOWN)
    require(day >= local_day(now), Rule.HOLIDAY_IS_PAST)


def check_amend(state: InspectionState, decided: Decided, message: AmendCalendar) -> None:
    require_can_be_added(state, _read(message.day), datetime.fromisoformat(decided.at))


def apply_amend(state: InspectionState, _decided: Decided, message: AmendCalendar) -> None:
    moved = moves(state, _read(message.day))
    _learn(state, [_read(message.day)])
    for one in moved:  # a later date is a new chance: it must pass before anyone proceeds without
        state.proposed.pop(one.task, None)


def check_follow(_state: FollowingState, _decided: Decided, message: FollowCalendar) -> None:
    for day in message.days:
        _read(day)


def apply_follow(state: FollowingState, _decided: Decided, message: FollowCalendar) -> None:
    """In whatever order they come, and however often: what it knows only grows."""
    _learn(state, [_read(day) for day in message.days])


def _learn(state: ProcessState, days: list[date]) -> None:
    state.added_holidays = _known(state, days)
    keep_marks(state, open_tasks(state))


def _known(state: ProcessState, more: list[date]) -> list[str]:
    return sorted({*state.added_holidays, *(day.isoformat() for day in more)})


def _read(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RuleBroken(Rule.INVALID_INPUT, "day") from error


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule("amend_calendar", (*LEADS, Role.HMI), check_amend, apply_amend, AmendCalendar),
)
# No roles: only the system sends it.
FOLLOW_CALENDAR: ActRule[Any] = ActRule(
    "follow_calendar", (), check_follow, apply_follow, FollowCalendar
)
