"""What is asked of whom, by when, and why that date: derived from the state, never kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from criteria.roles import Role
from workflows import delivery, phases, report
from workflows.again import periods_again
from workflows.deadlines import Due, due
from workflows.standing_still import stills_of
from workflows.state import FollowUpState, InspectionState, ProcessState, ReferralState


@dataclass(frozen=True)
class Task:
    """One thing asked. `people` narrows `roles` to particular persons; empty: all holders."""

    id: str
    kind: str
    roles: tuple[Role, ...]
    due: Due | None
    people: tuple[str, ...] = ()


# kind -> (who is asked, the period of the programme that dates it).
_TASKS: dict[str, tuple[tuple[Role, ...], str]] = {
    "return": ((Role.LIAISON, Role.HEAD_OF_PVP), "return"),
    "approval": ((Role.CHIEF_OFFICER_LEAD,), "return"),  # or as what it approves: see dated_as
    "delivery_call": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD), "delivery_call"),
    "clarification": ((Role.LIAISON, Role.HEAD_OF_PVP), "clarification"),
    "eligible_cases": ((Role.LIAISON, Role.HEAD_OF_PVP), "eligible_cases"),
    "acceptance": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD), "acceptance"),
    "sample": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD), "sample"),
    "allocation": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD), "allocation"),
    "force_audits": ((Role.CASE_AUDITOR,), "force_audits"),
    "reviews": ((Role.INSPECTOR,), "reviews"),
    "judgements": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.INSPECTOR), "judgements"),
    "moderation": ((Role.PANEL_CHAIR, Role.PANEL_MEMBER), "moderation"),
    "overall": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD), "overall"),
    "overall_confirmation": ((Role.PANEL_CHAIR,), "overall"),
    "report_draft": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD), "report_draft"),
    "accuracy_check": ((Role.LIAISON, Role.CHIEF_OFFICER_LEAD), "accuracy_check"),
    "accuracy_decision": ((Role.ACCURACY_DECIDER,), "accuracy_decision"),
    "final_text": ((Role.EDITOR,), "final_text"),
    "sign_off": ((Role.HMI,), "sign_off"),
    "publication": ((Role.EDITOR, Role.INSPECTION_LEAD), "publication"),
    "consent": ((Role.HMI,), "consent"),
    "undelivered": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD), "undelivered"),
    # Past the limit HMI too: see _requests.
    "extension": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD), "extension_decision"),
    "referral_contact": (
        (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.INSPECTOR),
        "referral_contact",
    ),
    "referral_acknowledgement": ((Role.LIAISON, Role.HEAD_OF_PVP), "referral_acknowledgement"),
    "referral_action": ((Role.HEAD_OF_PVP, Role.CHIEF_OFFICER_LEAD), "referral_action"),
    "referral_closure": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD), "referral_closure"),
    "immediate_update": ((Role.LIAISON, Role.CHIEF_OFFICER_LEAD), "immediate_update"),
    "action_plan": ((Role.LIAISON, Role.CHIEF_OFFICER_LEAD), "action_plan"),
    "policing_body_comments": ((Role.LOCAL_POLICING_BODY,), "policing_body_comments"),
    "closure": ((Role.INSPECTION_LEAD, Role.DEPUTY_LEAD), "recommendations_6_months"),
}

ASK_FOR_TIME = (Role.LIAISON, Role.HEAD_OF_PVP, Role.CHIEF_OFFICER_LEAD)
CAN_PROCEED_WITHOUT = ("return", "approval", "eligible_cases", "force_audits", "accuracy_check")


def open_tasks(state: ProcessState) -> dict[str, Task]:
    """Every open task of a process by its id, in a stable order."""
    if state.closed_at or state.outline is None:
        return {}
    return {task.id: task for task in _FINDERS[type(state)](state)}


def date_of(state: ProcessState, code: str, task_id: str = "") -> Due | None:
    """The date of a period of the programme, whether or not its task is open yet.

    `task_id`: the one task of the period that is meant, where each of several has its own."""
    return _due(state, code, task_id or code)


def base_task(task_id: str) -> str:
    """The task whose absence this one shares: the approval belongs to the return."""
    return "return" if task_id == "approval" else task_id


def dated_as(state: ProcessState, task_id: str) -> str:
    """The task whose date this one shares: the approval is due with what is to be approved."""
    return _awaited(state) if task_id == "approval" else task_id


def awaits_delivery(state: ProcessState, task: Task) -> bool:
    """Whether its date is not yet sure, because the letter has not been delivered."""
    period = _awaited(state) if task.kind == "approval" else _TASKS[task.kind][1]
    return delivery.awaits_delivery(state, period)


def _inspection(state: InspectionState) -> Iterator[Task]:
    finders = (_before_acceptance, _case_audit, _moderation, _report)
    found = [task for finder in finders for task in finder(state)]
    yield from found
    yield from _requests(state, found)
    for task in found:
        if task.id in state.proposed:
            yield _task(state, "consent", task_id=f"consent:{task.id}")
    for role in sorted(set(state.undelivered.values())):
        since = state.unreached_since.get(role, "")
        yield _task(state, "undelivered", task_id=f"undelivered:{role}", since=since)


def _requests(state: InspectionState, found: list[Task]) -> Iterator[Task]:
    """More time that the force asked for, for what is still open: each with its own date."""
    for about in found:
        asked = state.asked.get(about.id)
        if asked is None:
            continue
        task = _task(state, "extension", task_id=f"extension:{about.id}", since=asked.at)
        given = state.extensions.get(dated_as(state, about.id), 0)
        past = given + asked.days > state.programme.extension_limit
        yield replace(task, roles=(*task.roles, Role.HMI)) if past else task


def _before_acceptance(state: InspectionState) -> Iterator[Task]:
    if state.accepted_at:
        return
    if delivery.UNDELIVERED in state.events and state.delivered is None:
        yield _task(state, "delivery_call")
    returned = state.returned
    if not returned.revision and not returned.approved and "return" not in state.absent:
        yield _task(state, _awaited(state))
    if returned.revision and not returned.approved and "return" not in state.absent:
        yield _task(state, "approval")
    if not state.eligible_revision and "eligible_cases" not in state.absent:
        yield _task(state, "eligible_cases")
    return_is_in = returned.approved or "return" in state.absent
    if return_is_in and (state.eligible_revision or "eligible_cases" in state.absent):
        yield _task(state, "acceptance")


def _awaited(state: ProcessState) -> str:
    """What the force owes: its return, or since the lead asked about rows, their clarification."""
    clarifying = isinstance(state, InspectionState) and state.returned.rounds
    return "clarification" if clarifying else "return"


def _case_audit(state: InspectionState) -> Iterator[Task]:
    if not state.accepted_at:
        return
    if not state.cases:
        if "eligible_cases" not in state.absent:
            yield _task(state, "sample")
    elif not state.allocated:
        yield _task(state, "allocation")
    if phases.audits_missing(state):
        yield _task(state, "force_audits")
    reviewers = {state.cases[reference].reviewer for reference in phases.reviews_missing(state)}
    for person in sorted(reviewer for reviewer in reviewers if reviewer):
        yield _task(state, "reviews", task_id=f"reviews:{person}", people=(person,))
    if phases.judgements_missing(state):
        yield _task(state, "judgements")


def _moderation(state: InspectionState) -> Iterator[Task]:
    if phases.to_moderate(state):
        yield _task(state, "moderation")
    elif phases.everything_is_in(state) and not state.report.published:
        if not state.overall:
            yield _task(state, "overall")
        elif not state.overall.confirmed_by:
            yield _task(state, "overall_confirmation")


def _report(state: InspectionState) -> Iterator[Task]:
    text = state.report
    if text.published or not (state.overall and state.overall.confirmed_by):
        return
    if not text.draft:
        yield _task(state, "report_draft")
    elif not report.accuracy_is_settled(state):
        if text.points is not None:
            yield _task(state, "accuracy_decision")
        elif "draft_sent" in state.events:
            yield _task(state, "accuracy_check")
    elif not text.final:
        yield _task(state, "final_text")
    elif text.signed:
        yield _task(state, "publication")
    elif report.ready_to_sign(state):
        yield _task(state, "sign_off")


def _referral(state: ReferralState) -> Iterator[Task]:
    if not state.contacted:
        yield _task(state, "referral_contact")
    if not state.acknowledged:
        yield _task(state, "referral_acknowledgement")
    if not state.action:
        yield _task(state, "referral_action")
    if state.contacted and state.acknowledged and state.action:
        yield _task(state, "referral_closure")


FOLLOW_UP_TASKS = ("immediate_update", "action_plan", "policing_body_comments")


def _follow_up(state: FollowUpState) -> Iterator[Task]:
    waiting = [task for task in FOLLOW_UP_TASKS if task not in state.done]
    for task in waiting:
        yield _task(state, task)
    if not waiting:
        yield _task(state, "closure")


def _task(
    state: ProcessState,
    kind: str,
    task_id: str | None = None,
    people: tuple[str, ...] = (),
    since: str = "",
) -> Task:
    roles, period = _TASKS[kind]
    period = _awaited(state) if kind == "approval" else period
    return Task(task_id or kind, kind, roles, _due(state, period, task_id or kind, since), people)


def _due(state: ProcessState, period_name: str, task_id: str, since: str = "") -> Due | None:
    """`since`: the event of this one task, where each of its kind has its own.

    Of the date first counted and those since phases were reopened, the latest."""
    extended = state.extensions.get(dated_as(state, task_id), 0)
    codes = [period_name, *periods_again(state, period_name)]
    dates = [date for code in codes if (date := _counted(state, code, extended, since))]
    return max(dates, key=lambda one: one.at, default=None)


def _counted(state: ProcessState, code: str, extended: int, since: str) -> Due | None:
    outline = state.programme
    period = outline.periods.get(code)
    if period is not None and period.event == delivery.DELIVERED:
        return delivery.due_from_delivery(state, period, extended)
    at = since or (state.events.get(period.event) if period else None)
    if period is None or not at:
        return None
    event = datetime.fromisoformat(at)
    return due(period, event, outline.holidays, extended, stills_of(state), state.added_holidays)


_FINDERS: dict[type[ProcessState], Callable[..., Iterator[Task]]] = {
    InspectionState: _inspection,
    ReferralState: _referral,
    FollowUpState: _follow_up,
}
