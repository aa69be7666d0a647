"""Amending an inspection's calendar: a bank holiday proclaimed after its programme was pinned.

Open dates that are reckoned in working days move later by it; statutory dates, and dates reckoned
backwards from an event, stay. The page that previews the move and the engine that makes it ask the
same function (`moves`).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from criteria.errors import Rule, RuleBroken, require
from criteria.roles import Role
from workflows.messages import AmendCalendar
from workflows.rule import ActRule, Decided
from workflows.state import InspectionState
from workflows.submission import LEADS
from workflows.tasks import open_tasks
from workflows.uk_time import local_day


@dataclass(frozen=True)
class Moved:
    """The date of an open task, before and after (aware, UTC)."""

    task: str
    before: datetime
    after: datetime


def moves(state: InspectionState, day: date) -> list[Moved]:
    """The open dates that would move if this day became a bank holiday."""
    then = open_tasks(with_holiday(state, day))
    return [
        Moved(name, task.due.at, later.at)
        for name, task in open_tasks(state).items()
        if task.due and (later := then[name].due) and later.at != task.due.at
    ]


def with_holiday(state: InspectionState, day: date) -> InspectionState:
    """The same state, knowing one bank holiday more."""
    return replace(state, added_holidays=sorted({*state.added_holidays, day.isoformat()}))


def check_amend(state: InspectionState, decided: Decided, message: AmendCalendar) -> None:
    day = _read(message.day)
    today = local_day(datetime.fromisoformat(decided.at))
    require(day.weekday() < 5, Rule.HOLIDAY_AT_A_WEEKEND)
    require(day.isoformat() not in state.holidays, Rule.HOLIDAY_IS_KNOWN)
    require(day >= today, Rule.HOLIDAY_IS_PAST)


def apply_amend(state: InspectionState, _decided: Decided, message: AmendCalendar) -> None:
    moved = moves(state, _read(message.day))
    state.added_holidays = with_holiday(state, _read(message.day)).added_holidays
    for one in moved:  # a later date is a new chance: it must pass before anyone proceeds without
        state.proposed.pop(one.task, None)


def _read(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RuleBroken(Rule.INVALID_INPUT, "day") from error


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule("amend_calendar", (*LEADS, Role.HMI), check_amend, apply_amend, AmendCalendar),
)
