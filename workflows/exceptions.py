"""Acts outside the straight run: extending a date, and proceeding without what never came."""

from dataclasses import replace
from datetime import datetime

from criteria.errors import Rule, RuleBroken, require
from criteria.roles import Role
from workflows.date_messages import Extend, ProceedWithout
from workflows.deadlines import Due
from workflows.ladder import is_exhausted
from workflows.rule import ActRule, Decided, holds
from workflows.standing_still import clock
from workflows.state import Absence, InspectionState
from workflows.submission import LEADS
from workflows.tasks import CAN_PROCEED_WITHOUT, base_task, dated_as, open_tasks

MOST_DAYS = 250  # working days in all, about a year: beyond that nobody extends, not HMI either


def check_extend(state: InspectionState, decided: Decided, message: Extend) -> None:
    task = open_tasks(state).get(message.task)
    if task is None or task.due is None:
        raise RuleBroken(Rule.TASK_UNKNOWN, message.task)
    require(message.days > 0, Rule.DATES_MOVE_LATER_ONLY)
    require(message.seen in (None, task.due.at.isoformat()), Rule.DATE_HAS_MOVED)
    total = state.extensions.get(dated_as(state, message.task), 0) + message.days
    within = total <= state.programme.extension_limit
    by_hmi = holds(state, decided.actor, Role.HMI) and total <= MOST_DAYS
    require(within or by_hmi, Rule.EXTENSION_PAST_LIMIT)
    require_to_come(state, decided, message.task, message.days)


def due_with(state: InspectionState, task: str, days: int) -> Due | None:
    """The date that an open task would have with so many more working days, and why."""
    key = dated_as(state, task)
    extensions = {**state.extensions, key: state.extensions.get(key, 0) + days}
    return open_tasks(replace(state, extensions=extensions))[task].due


def require_to_come(state: InspectionState, decided: Decided, task: str, days: int) -> None:
    """A date that would have passed already helps nobody."""
    due = due_with(state, task, days)
    now = clock(state, datetime.fromisoformat(decided.at))
    require(due is not None and due.at > now, Rule.EXTENSION_TO_A_PAST_DATE)


def apply_extend(state: InspectionState, _decided: Decided, message: Extend) -> None:
    task = dated_as(state, message.task)
    state.extensions[task] = state.extensions.get(task, 0) + message.days
    # A later date is a new chance: it must pass before anyone proceeds without.
    state.proposed.pop(message.task, None)


def check_proceed(state: InspectionState, _decided: Decided, message: ProceedWithout) -> None:
    require(message.task in CAN_PROCEED_WITHOUT, Rule.CANNOT_PROCEED_WITHOUT, message.task)
    require(message.task in open_tasks(state), Rule.TASK_UNKNOWN, message.task)
    require(is_exhausted(state, message.task), Rule.TOO_EARLY_TO_PROCEED, message.task)
    # HMI reads the reason that was given.
    require(message.task not in state.proposed, Rule.ALREADY_SUBMITTED)


def apply_proceed(state: InspectionState, decided: Decided, message: ProceedWithout) -> None:
    state.proposed[message.task] = message.reason
    state.events["proposed"] = decided.at


def check_consent(state: InspectionState, _decided: Decided, message: ProceedWithout) -> None:
    require(message.task in state.proposed, Rule.NOTHING_PROPOSED, message.task)
    require(message.task in open_tasks(state), Rule.NOTHING_PROPOSED, message.task)


def apply_consent(state: InspectionState, decided: Decided, message: ProceedWithout) -> None:
    reason = state.proposed.pop(message.task)
    task = base_task(message.task)
    state.absent[task] = Absence(decided.at, reason)
    if task == "accuracy_check":
        state.events["accuracy_decided"] = decided.at


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule("extend", (*LEADS, Role.HMI), check_extend, apply_extend, Extend),
    ActRule("proceed_without", LEADS, check_proceed, apply_proceed, ProceedWithout),
    ActRule("consent_to_proceed", (Role.HMI,), check_consent, apply_consent, ProceedWithout),
)
