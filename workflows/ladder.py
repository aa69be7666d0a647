"""The ladder of notices of each task: which rung is next, and which are due now. Pure.

One timer waits for the next rung of all. After an outage across several rungs of a task only the
latest goes out: the earlier ones would say the same, later. A task that is asked for after its own
date is chased all the same: its rungs count from when it was asked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from criteria.outline import PeriodUnit, ProgrammeOutline, Rung
from workflows.deadlines import is_working_day, rung_time
from workflows.delivery import next_step
from workflows.standing_still import clock, is_paused, lost_days, lost_time, stills_of
from workflows.state import InspectionState, ProcessState, ReferralState, RungMark
from workflows.tasks import Task, awaits_delivery

REMINDER = "reminder"  # the kind of a rung before the date, or on its day


@dataclass(frozen=True)
class Reached:
    """A rung that a task has reached: who hears of it and why."""

    task: str
    due: str  # from which its ladder counts: its date, or since when it is asked, if that is later
    rung: str
    kind: str
    roles: tuple[str, ...]  # "owner" is whoever the task is asked of
    index: int


@dataclass(frozen=True)
class Awaited:
    """What the timer waits for: a rung's kind and its task's, or a step for an undelivered letter
    (then without a task)."""

    at: datetime
    kind: str
    task: str


def next_wake(state: ProcessState, tasks: dict[str, Task]) -> datetime | None:
    """When the next rung of any open task, or step for a letter not delivered, is reached.

    None when nothing is left, or while paused.
    """
    found = awaited(state, tasks)
    return found.at if found else None


def awaited(state: ProcessState, tasks: dict[str, Task]) -> Awaited | None:
    """What is reached next of all; None when nothing is left, or while paused."""
    if is_paused(state):
        return None
    climbing = [
        Awaited(times[mark.next], rungs(state)[mark.next].kind, task.kind)
        for task, mark, times in _ladders(state, tasks)
        if mark.next < len(times)
    ]
    step = next_step(state)
    steps = [Awaited(step.at, step.event, "")] if step else []
    return min([*climbing, *steps], key=lambda one: one.at, default=None)


def reached(state: ProcessState, tasks: dict[str, Task], now: datetime) -> list[Reached]:
    """The rungs to act on now, at most one a task: the latest that has been reached."""
    result: list[Reached] = []
    if is_paused(state):
        return result
    for task in tasks.values():
        mark = state.rungs.get(task.id)
        if mark is None or task.due is None or awaits_delivery(state, task):
            continue
        times = _times(state, task, mark)
        passed = [i for i, at in enumerate(times) if i >= mark.next and at <= now]
        if passed:
            rung = rungs(state)[passed[-1]]
            counted_from = mark.asked or task.due.at.isoformat()
            roles = tuple(rung.roles)
            result.append(Reached(task.id, counted_from, rung.name, rung.kind, roles, passed[-1]))
    return result


def mark_rungs(state: ProcessState, tasks: dict[str, Task], now: datetime) -> None:
    """Keep a mark for each open task and its due date; rungs already past are not called up.

    What is kept for a task goes with it. While the clocks stand still no rung comes to be past.
    """
    now = clock(state, now)
    for task in tasks.values():
        if task.due is None:
            continue
        mark = state.rungs.get(task.id)
        if mark is None or mark.due != task.due.at.isoformat():
            state.rungs[task.id] = _mark(state, task, now)
    for gone in [task_id for task_id in state.rungs if task_id not in tasks]:
        del state.rungs[gone]
        if isinstance(state, InspectionState):
            state.asked.pop(gone, None)  # nobody needs more time for what is done
            state.proposed.pop(gone, None)  # it came after all: nothing to proceed without


def _mark(state: ProcessState, task: Task, now: datetime) -> RungMark:
    assert task.due is not None
    late = task.due.at <= now
    mark = RungMark(task.due.at.isoformat(), 0, now.isoformat() if late else "")
    for rung, at in zip(rungs(state), _times(state, task, mark), strict=True):
        if (rung.kind == REMINDER) if late else (at <= now):  # there is no reminding any more
            mark.next += 1
    return mark


def keep_marks(state: ProcessState, tasks: dict[str, Task]) -> None:
    """Each ladder goes on from the rung at which it stood, by the new date.

    Counted anew from the new date, a rung could be climbed twice or passed over.
    """
    for task in tasks.values():
        mark = state.rungs.get(task.id)
        if mark is not None and task.due is not None:
            mark.due = task.due.at.isoformat()


def is_exhausted(state: ProcessState, task_id: str) -> bool:
    """Whether the last rung of the task's ladder, the last escalation, has gone."""
    mark = state.rungs.get(task_id)
    return mark is not None and mark.next >= len(rungs(state))


def rungs(state: ProcessState) -> list[Rung]:
    """The ladder of this kind of process, in order of time."""
    outline: ProgrammeOutline = state.programme
    return outline.referral_ladder if isinstance(state, ReferralState) else outline.ladder


def _ladders(
    state: ProcessState, tasks: dict[str, Task]
) -> list[tuple[Task, RungMark, list[datetime]]]:
    marked = [(task, state.rungs.get(task.id)) for task in _running(state, tasks)]
    return [(task, mark, _times(state, task, mark)) for task, mark in marked if mark is not None]


def _running(state: ProcessState, tasks: dict[str, Task]) -> list[Task]:
    """Dated tasks of which people are reminded: none whose letter has not been delivered."""
    return [task for task in tasks.values() if task.due and not awaits_delivery(state, task)]


def _times(state: ProcessState, task: Task, mark: RungMark) -> list[datetime]:
    assert task.due is not None
    if mark.asked:
        asked = datetime.fromisoformat(mark.asked)
        return [_time_since(state, rung, asked) for rung in rungs(state)]
    at, holidays = task.due.at, state.holidays
    return [rung_time(at, rung.offset, rung.unit, holidays) for rung in rungs(state)]


def _time_since(state: ProcessState, rung: Rung, asked: datetime) -> datetime:
    """When a rung of what was asked for late is reached; what was lost to pauses since is added."""
    stills, holidays = stills_of(state), state.holidays
    if rung.unit is PeriodUnit.HOURS:
        return rung_time(asked + lost_time(stills, asked), rung.offset, rung.unit, holidays)
    lost = lost_days(stills, asked)
    if rung.unit is PeriodUnit.WORKING_DAYS:
        worked = sum(is_working_day(day, holidays) for day in lost)
        return rung_time(asked, rung.offset + worked, rung.unit, holidays)
    return rung_time(asked + timedelta(days=len(lost)), rung.offset, rung.unit, holidays)
