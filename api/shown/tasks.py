"""Tasks as they are shown, and the call of this API that does what a task asks."""

from api.schemas.tasks import HowTo, InboxTask, TaskOut
from records.inbox import Asked
from records.tasks import Task

# Task kind -> the call that does it, below the inspection; the caller fills in "{case}" and such.
_CALLS: dict[str, tuple[str, str]] = {
    "return": ("POST", "return"),
    "approval": ("POST", "return/approval"),
    "delivery_call": ("POST", "delivery/service"),
    "clarification": ("POST", "return"),
    "eligible_cases": ("POST", "eligible-cases"),
    "acceptance": ("POST", "acceptance"),
    "sample": ("POST", "sample"),
    "allocation": ("POST", "allocation"),
    "force_audits": ("POST", "cases/{case}/audit"),
    "reviews": ("POST", "cases/{case}/review"),
    "judgements": ("POST", "indicators/{code}/judgement"),
    "moderation": ("POST", "moderation/{item}"),
    "overall": ("POST", "overall"),
    "overall_confirmation": ("POST", "overall/confirmation"),
    "report_draft": ("POST", "report/draft"),
    "accuracy_check": ("POST", "report/accuracy"),
    "accuracy_decision": ("POST", "report/accuracy/decisions"),
    "final_text": ("POST", "report/final"),
    "sign_off": ("POST", "report/signature"),
    "publication": ("POST", "report/publication"),
    "consent": ("POST", "tasks/{about}/consent"),
    "undelivered": ("POST", "undelivered/{about}/settlement"),
    "referral_contact": ("POST", "referrals/{process}/contact"),
    "referral_acknowledgement": ("POST", "referrals/{process}/acknowledgement"),
    "referral_action": ("POST", "referrals/{process}/action"),
    "referral_closure": ("POST", "referrals/{process}/closure"),
    "immediate_update": ("POST", "follow-up/immediate_update"),
    "action_plan": ("POST", "follow-up/action_plan"),
    "policing_body_comments": ("POST", "follow-up/policing_body_comments"),
    "closure": ("POST", "follow-up-closure"),
}


def task_out(task: Task | Asked) -> TaskOut:
    return TaskOut.model_validate(task)


def inbox_task(task: Asked) -> InboxTask:
    return InboxTask(**task_out(task).model_dump(), inspection=task.inspection, do=how_to(task))


def how_to(task: Task | Asked) -> HowTo | None:
    """The call that does what the task asks; None for a task that this version does not know."""
    kind, _, about = task.task.partition(":")
    if kind not in _CALLS:
        return None
    method, path = _CALLS[kind]
    process = task.workflow_id.partition("/")[2]
    filled = path.replace("{about}", about).replace("{process}", process)
    return HowTo(method=method, href=f"/api/v1/inspections/{task.inspection}/{filled}")
