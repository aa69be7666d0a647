"""What operators read in the Temporal UI: phase, who must act, by when; no score, no person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributePair, SearchAttributeUpdate

from workflows import delivery, ladder
from workflows.deadlines import long_date
from workflows.deputising import is_away, roles_asked
from workflows.phases import phase
from workflows.standing_still import clock, is_paused
from workflows.state import InspectionState, ProcessState, ReferralState
from workflows.tasks import Task
from workflows.uk_time import local

Attributes = dict[str, Any]

# Codes whose words would not say by themselves what is meant.
_WORDS = {
    "undelivered": "notice that did not arrive",
    "delivery_call": "call about the letter",
    "delivery_late": "letter not delivered for long",
    "extension": "request for more time",
    "head_of_pvp": "head of PVP",
    "hmi": "HMI",
}

_KEYS: dict[str, SearchAttributeKey[Any]] = {
    "InspectionPhase": SearchAttributeKey.for_keyword("InspectionPhase"),
    "ForceCode": SearchAttributeKey.for_keyword("ForceCode"),
    "AwaitedRoles": SearchAttributeKey.for_keyword_list("AwaitedRoles"),
    "NextDue": SearchAttributeKey.for_datetime("NextDue"),
    "Overdue": SearchAttributeKey.for_bool("Overdue"),
    "Paused": SearchAttributeKey.for_bool("Paused"),
    "ReferralOverdue": SearchAttributeKey.for_bool("ReferralOverdue"),
}


def attributes(state: ProcessState, tasks: dict[str, Task], now: datetime) -> Attributes:
    """The search attributes of a process; unencrypted, so codes, dates and flags only."""
    dues = sorted(task.due.at for task in tasks.values() if task.due)
    overdue = bool(dues) and dues[0] <= clock(state, now)
    away = is_away(state)
    result: Attributes = {
        "ForceCode": state.force,
        "AwaitedRoles": sorted(
            {role.value for task in tasks.values() for role in roles_asked(task.roles, away)}
        ),
        "NextDue": dues[0] if dues else None,
        "Overdue": overdue,
        "Paused": is_paused(state),
    }
    if isinstance(state, InspectionState):
        result["InspectionPhase"] = phase(state).value
    if isinstance(state, ReferralState):
        result["ReferralOverdue"] = overdue
    return result


def updates(changed: Attributes) -> Sequence[SearchAttributeUpdate[Any]]:
    """The typed updates of changed attributes; None unsets."""
    return [
        _KEYS[name].value_unset() if value is None else _KEYS[name].value_set(value)
        for name, value in changed.items()
    ]


def pairs(values: Attributes) -> list[SearchAttributePair[Any]]:
    """The typed pairs with which a workflow starts."""
    return [SearchAttributePair(_KEYS[n], v) for n, v in values.items() if v is not None]


def details(state: ProcessState, tasks: dict[str, Task], now: datetime) -> str:
    """Markdown for the UI: what is awaited from which roles by when, what was last done, and how
    urgent it is."""
    lines = [f"**{_heading(state)}**", ""]
    if is_paused(state):
        since = local(clock(state, now))
        lines += [
            f"Paused since {since:%H:%M} on {long_date(since.date())}: the clocks stand still, no"
            " notice of this inspection is called up; its referrals go on.",
            "",
        ]
    if delivery.is_awaited(state):
        lines += [
            "The notice letter is not delivered yet: the force is not reminded of what is counted"
            " from its delivery.",
            "",
        ]
    now = clock(state, now)
    for task in tasks.values():
        roles = ", ".join(words(role.value) for role in roles_asked(task.roles, is_away(state)))
        lines.append(f"- {words(task.kind)}: {roles}{_when(task, now)}")
    if not tasks:
        lines.append("- nothing is awaited")
    lines += ["", timer(state, tasks)]
    if state.last_done:
        lines += ["", last_done(state)]
    return "\n".join([*lines, "", _urgency(state, tasks, now)])


def timer(state: ProcessState, tasks: dict[str, Task]) -> str:
    """What the timer waits for and when it fires, as a sentence."""
    if is_paused(state):
        return "The timer waits for nothing: the clocks stand still."
    next_ = ladder.awaited(state, tasks)
    if next_ is None:
        return "The timer waits for nothing."
    at = local(next_.at)
    when = f"at {at:%H:%M} on {long_date(at.date())}"
    if not next_.task:
        return f"The timer fires {when}, unless the notice letter is delivered by then."
    return f"The timer fires {when}: {next_.kind} notice for {words(next_.task)}."


def last_done(state: ProcessState) -> str:
    """What was last done and when, as a sentence; empty where that is not kept."""
    if not state.last_done:
        return ""
    minute, _, done = state.last_done.partition(" ")
    kind, _, task = done.partition(":")
    at = local(datetime.fromisoformat(minute))
    about = f" notice for {words(task.partition(':')[0])}" if task else ""  # whose, is not said
    return f"Last done: {words(kind)}{about}, at {at:%H:%M} on {long_date(at.date())}."


def words(code: str) -> str:
    """A code in words."""
    return _WORDS.get(code, code.replace("_", " "))


def _heading(state: ProcessState) -> str:
    if isinstance(state, InspectionState):
        return f"Inspection {state.reference}: {words(phase(state).value)}"
    if isinstance(state, ReferralState):
        return f"Case referred back: {state.reference}"
    return f"Follow-up of {state.reference}"


def _when(task: Task, now: datetime) -> str:
    if task.due is None:
        return ""
    at = local(task.due.at)
    late = " (overdue)" if task.due.at <= now else ""
    return f", by {at:%H:%M} on {long_date(at.date())}{late}"


def _urgency(state: ProcessState, tasks: dict[str, Task], now: datetime) -> str:
    late = any(task.due and task.due.at <= now for task in tasks.values())
    if isinstance(state, ReferralState) and late:
        return "A step for a child at risk is overdue: ring the duty officer now."
    return "This can wait until morning."
