"""Moving the fieldwork to later days, and every date that moves with it.

The preview on the page and the act itself reckon by the same function: `with_fieldwork`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from criteria.errors import Rule, RuleBroken, require
from workflows.date_messages import MoveFieldwork
from workflows.deadlines import Due
from workflows.phases import (
    audits_missing,
    everything_is_in,
    judgements_missing,
    reviews_missing,
    to_moderate,
)
from workflows.rule import ActRule, Decided
from workflows.standing_still import DAY_ENDS, clock, is_lost, stills_of
from workflows.state import InspectionState
from workflows.submission import LEADS
from workflows.tasks import date_of, open_tasks
from workflows.uk_time import at_uk, local_day

MOVE_FIELDWORK = "move_fieldwork"
FURTHEST = timedelta(days=3652)  # fieldwork from the day of issue or of its move, either way


@dataclass(frozen=True)
class MovedDate:
    """One date that moves. `kind` is that of a task or the code of a period without one."""

    kind: str
    before: Due
    after: Due
    is_open: bool  # asked for now, so that those who are asked are told of the new date


def days_of(start: str, end: str, at: str) -> tuple[date, date]:
    """The first and last day. Raises RuleBroken for days that cannot be reckoned with."""
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        raise RuleBroken(Rule.FIELDWORK_DATES) from None
    today = datetime.fromisoformat(at).date()
    near = abs(first - today) < FURTHEST and abs(last - today) < FURTHEST
    require(near and first <= last, Rule.FIELDWORK_DATES)
    return first, last


def events_of(start: str, end: str) -> dict[str, str]:
    """The two moments from which periods run: noon, so that no clock change moves the day."""
    return {"fieldwork_start": f"{start}T12:00:00+00:00", "fieldwork_end": f"{end}T12:00:00+00:00"}


def with_fieldwork(state: InspectionState, start: str, end: str) -> InspectionState:
    """The state with the fieldwork on these days (ISO dates), from which every date follows."""
    events = {**state.events, **events_of(start, end)}
    return replace(state, fieldwork_start=start, fieldwork_end=end, events=events)


def has_passed(state: InspectionState, day: str, now: datetime) -> bool:
    """Whether a day of the fieldwork was worked: it has ended, and was not lost to a pause."""
    ends = at_uk(date.fromisoformat(day), DAY_ENDS)
    return ends <= clock(state, now) and not is_lost(stills_of(state), ends)


def moved_dates(state: InspectionState, start: str, end: str) -> list[MovedDate]:
    """Every date that is another one with the fieldwork on these days: what is open, then the rest.

    Of what is not asked for yet, the dates that are known now, where it is not done already.
    """
    moved = with_fieldwork(state, start, end)
    found = [*_open(state, moved), *_to_come(state, moved)]
    changed = [one for one in found if one.before.at != one.after.at]
    return list(dict.fromkeys(changed))  # reviewers with the same date are one line


def check_move(state: InspectionState, decided: Decided, message: MoveFieldwork) -> None:
    require(state.report.published is None, Rule.ALREADY_PUBLISHED)
    start, end = days_of(message.fieldwork_start, message.fieldwork_end, decided.at)
    old_start = date.fromisoformat(state.fieldwork_start)
    old_end = date.fromisoformat(state.fieldwork_end)
    now = datetime.fromisoformat(decided.at)
    require(not has_passed(state, state.fieldwork_end, now), Rule.FIELDWORK_OVER)
    begun = has_passed(state, state.fieldwork_start, now)
    require(not begun or start == old_start, Rule.FIELDWORK_BEGUN)
    to_come = end if begun else start
    require(to_come >= local_day(now), Rule.FIELDWORK_IN_THE_PAST)
    no_earlier = start >= old_start and end >= old_end
    require(no_earlier and (start, end) != (old_start, old_end), Rule.FIELDWORK_LATER_ONLY)


def apply_move(state: InspectionState, _decided: Decided, message: MoveFieldwork) -> None:
    before = open_tasks(state)
    moved = with_fieldwork(state, message.fieldwork_start, message.fieldwork_end)
    state.fieldwork_start, state.fieldwork_end = moved.fieldwork_start, moved.fieldwork_end
    state.events = moved.events
    for name, task in open_tasks(state).items():
        if name in before and before[name].due != task.due:
            # A later date is a new chance: it must pass before anyone proceeds without.
            state.proposed.pop(name, None)


def _open(state: InspectionState, moved: InspectionState) -> Iterator[MovedDate]:
    after = open_tasks(moved)
    for name, task in open_tasks(state).items():
        new = after[name].due
        if task.due and new:
            yield MovedDate(task.kind, task.due, new, is_open=True)


def _to_come(state: InspectionState, moved: InspectionState) -> Iterator[MovedDate]:
    kinds = {task.kind for task in open_tasks(state).values()}
    for code, is_done in _LATER.items():
        before, after = date_of(state, code), date_of(moved, code)
        if code not in kinds and before and after and not is_done(state):
            yield MovedDate(code, before, after, is_open=False)


def _no_cases(state: InspectionState) -> bool:
    return "eligible_cases" in state.absent and not state.cases


# What the fieldwork may date, and whether it is done. No act tells of the interview timetable.
_LATER: dict[str, Callable[[InspectionState], bool]] = {
    "interview_timetable": lambda _: False,
    "force_audits": lambda state: (
        "force_audits" in state.absent
        or _no_cases(state)
        or bool(state.cases and not audits_missing(state))
    ),
    "reviews": lambda state: _no_cases(state) or bool(state.cases and not reviews_missing(state)),
    "judgements": lambda state: not judgements_missing(state),
    "moderation": lambda state: everything_is_in(state) and not to_moderate(state),
    "overall": lambda state: state.overall is not None,
    "report_draft": lambda state: state.report.draft is not None,
}

ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule(MOVE_FIELDWORK, LEADS, check_move, apply_move, MoveFieldwork),
)
