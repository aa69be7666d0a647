"""Where things are in the portal: the service navigation, the pages of an inspection, and the page
on which each task is done. One table each; every link shown is one that its reader may open.
"""

from collections.abc import Callable
from dataclasses import dataclass

from records.inbox import Asked
from records.tasks import Task


@dataclass(frozen=True)
class Room:
    """A page in a navigation: its English name, its path, and the access it needs."""

    name: str
    path: str
    access: str


@dataclass(frozen=True)
class Link:
    name: str
    path: str
    here: bool


SERVICE: tuple[Room, ...] = (
    Room("My tasks", "/tasks", "page_tasks"),
    Room("Inspections", "/inspections", "page_inspections"),
    Room("Refer a case back", "/refer-back", "page_refer_back_choose"),
    Room("Messages", "/messages", "page_messages"),
    Room("Operations", "/operations", "page_operations"),
    Room("Help", "/help", "page_help"),
)

# Below /inspections/{ref}; in the order of the process.
INSPECTION: tuple[Room, ...] = (
    Room("Overview", "", "page_inspection"),
    Room("Self-assessment", "/self-assessment", "page_self_assessment"),
    Room("Submission", "/submission", "page_submission"),
    Room("Eligible cases", "/eligible-cases", "page_eligible_cases"),
    Room("Cases", "/cases", "page_cases"),
    Room("Our audits", "/audits", "page_audits"),
    Room("Judgements", "/judgements", "page_judgements"),
    Room("Moderation", "/moderation", "page_moderation"),
    Room("Overall assessment", "/overall", "page_overall"),
    Room("Report", "/report", "page_report"),
    Room("Accuracy check", "/accuracy-check", "page_accuracy_check"),
    Room("Referrals", "/referrals", "page_referrals"),
    Room("Follow-up", "/follow-up", "page_follow_up"),
    Room("What we gave", "/given", "page_given"),
    Room("People", "/people", "page_people"),
    Room("Dates", "/dates", "page_dates"),
    Room("Documents", "/documents", "page_documents"),
    Room("History", "/history", "page_history"),
)

# Task kind -> the page below the inspection on which it is done.
_DONE_ON: dict[str, str] = {
    "return": "/self-assessment",
    "delivery_call": "/delivery",
    "approval": "/self-assessment/approval",
    "clarification": "/self-assessment",
    "eligible_cases": "/eligible-cases",
    "acceptance": "/submission",
    "sample": "/submission",
    "allocation": "/allocation",
    "force_audits": "/audits",
    "reviews": "/cases",
    "judgements": "/judgements",
    "moderation": "/moderation",
    "overall": "/overall",
    "overall_confirmation": "/overall",
    "report_draft": "/report/draft",
    "accuracy_check": "/accuracy-check",
    "accuracy_decision": "/report/decisions",
    "final_text": "/report/final",
    "sign_off": "/report/sign-off",
    "publication": "/report/publication",
    "consent": "/dates",
    "undelivered": "/undelivered/{about}",
    "referral_contact": "/referrals/{process}",
    "referral_acknowledgement": "/referrals/{process}",
    "referral_action": "/referrals/{process}",
    "referral_closure": "/referrals/{process}",
    "immediate_update": "/follow-up",
    "action_plan": "/follow-up",
    "policing_body_comments": "/follow-up",
    "closure": "/follow-up",
}


def page_of_task(task: Task | Asked) -> str | None:
    """The page on which a task is done; None for one that this version does not know."""
    kind, _, about = task.task.partition(":")
    if kind not in _DONE_ON:
        return None
    process = task.workflow_id.partition("/")[2]
    below = _DONE_ON[kind].replace("{process}", process).replace("{about}", about)
    return f"/inspections/{task.inspection}{below}"


def links(rooms: tuple[Room, ...], under: str, path: str, may: Callable[[str], bool]) -> list[Link]:
    """The rooms that may be opened; the one that the path lies in is marked."""
    found = [room for room in rooms if may(room.access)]
    inside = [room for room in found if _lies_in(path, f"{under}{room.path}", exact=not room.path)]
    here = max(inside, key=lambda room: len(room.path), default=None)
    return [Link(room.name, f"{under}{room.path}", room is here) for room in found]


def _lies_in(path: str, room: str, *, exact: bool) -> bool:
    return path == room or (not exact and path.startswith(f"{room}/"))
