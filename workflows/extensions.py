"""Extensions that the force asks for: a request with reasons, and its decision.

Granting moves the date by the one mechanism of workflows/exceptions.py. A request lapses with the
task that it is about: see `ladder.mark_rungs`.
"""

from criteria.errors import Rule, require
from criteria.roles import FORCE_ROLES, Role
from workflows.date_messages import DecideExtension, Extend, RequestExtension
from workflows.exceptions import MOST_DAYS, apply_extend, check_extend, require_to_come
from workflows.rule import ActRule, Decided
from workflows.state import AskedExtension, InspectionState
from workflows.submission import LEADS
from workflows.tasks import ASK_FOR_TIME, Task, dated_as, open_tasks


def is_the_forces(task: Task) -> bool:
    """Whether a task is asked of the force, and of nobody else."""
    return set(task.roles) <= FORCE_ROLES


def check_request(state: InspectionState, decided: Decided, message: RequestExtension) -> None:
    tasks = open_tasks(state)
    require(message.task in tasks, Rule.TASK_UNKNOWN, message.task)
    require(is_the_forces(tasks[message.task]), Rule.NOT_A_TASK_OF_THE_FORCE, message.task)
    require(tasks[message.task].due is not None, Rule.TASK_UNKNOWN, message.task)
    require(message.task not in state.asked, Rule.EXTENSION_ALREADY_ASKED, message.task)
    require(message.days > 0, Rule.DATES_MOVE_LATER_ONLY)
    given = state.extensions.get(dated_as(state, message.task), 0)
    require(given + message.days <= MOST_DAYS, Rule.EXTENSION_TOO_LONG)
    require_to_come(state, decided, message.task, message.days)


def apply_request(state: InspectionState, decided: Decided, message: RequestExtension) -> None:
    asked = AskedExtension(message.reason, message.days, decided.actor, decided.at)
    state.asked[message.task] = asked


def check_decide(state: InspectionState, decided: Decided, message: DecideExtension) -> None:
    asked = state.asked.get(message.task)
    require(asked is not None, Rule.EXTENSION_NOT_ASKED, message.task)
    assert asked is not None
    require(message.request == asked.revision, Rule.NOT_THE_LATEST)
    require(message.days >= 0, Rule.DATES_MOVE_LATER_ONLY)
    require(message.days <= asked.days, Rule.EXTENSION_MORE_THAN_ASKED)
    if message.days:
        check_extend(state, decided, _granting(message))


def apply_decide(state: InspectionState, decided: Decided, message: DecideExtension) -> None:
    del state.asked[message.task]
    if message.days:
        apply_extend(state, decided, _granting(message))


def _granting(message: DecideExtension) -> Extend:
    return Extend(message.reason, message.task, message.days)


ACTS: tuple[ActRule[InspectionState], ...] = (
    ActRule("request_extension", ASK_FOR_TIME, check_request, apply_request, RequestExtension),
    ActRule("decide_extension", (*LEADS, Role.HMI), check_decide, apply_decide, DecideExtension),
)
