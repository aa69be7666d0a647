"""The words of tasks and notices: what is asked, by when; never content, never a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from activities.role_names import ROLE_NAMES
from criteria.roles import Role
from workflows.deadlines import long_date
from workflows.uk_time import local
from workflows.undelivered import UNDELIVERED

# Task kind -> what is asked, as a heading.
TITLES: dict[str, str] = {
    "return": "Answer the self-assessment and submit the return",
    "delivery_call": "Ring the chief constable's staff officer: the letter is not delivered",
    "approval": "Approve the force's return",
    "clarification": "Clarify the answers asked about",
    "eligible_cases": "Register the eligible cases",
    "acceptance": "Check and accept the submission",
    "sample": "Draw the case sample",
    "allocation": "Allocate the cases to reviewers",
    "force_audits": "Submit the force's own case file audits",
    "reviews": "Review your case files",
    "judgements": "Judge the indicators",
    "moderation": "Moderate judgements and differing cases",
    "overall": "Give the overall assessment",
    "overall_confirmation": "Confirm the overall assessment",
    "report_draft": "Draft the report",
    "accuracy_check": "Answer the factual accuracy check",
    "accuracy_decision": "Decide the factual accuracy points",
    "final_text": "Settle the final text of the report",
    "sign_off": "Sign off the report",
    "publication": "Publish the report",
    "consent": "Consent to proceeding without what has not come",
    "undelivered": "Reach somebody whom a notice did not reach",
    "extension": "Decide on the extension asked for",
    "referral_contact": "Ring the force about the case referred back",
    "referral_acknowledgement": "Acknowledge the case referred back",
    "referral_action": "State what has been done for the child",
    "referral_closure": "Close the referral",
    "immediate_update": "Report on the immediate recommendations",
    "action_plan": "Send the action plan",
    "policing_body_comments": "Publish the local policing body's comments",
    "closure": "Close the follow-up",
}


_NOT_REACHED = (
    "A notice of this inspection did not arrive and will not be tried again by itself. Tell them"
    " another way, by telephone for instance, or send it again once the address has been put right."
    " Touchstone shows which notice it was."
)


@dataclass(frozen=True)
class About:
    """The inspection that a notice is about."""

    reference: str
    force_name: str
    link: str


@dataclass(frozen=True)
class Wording:
    subject: str
    body: str


def title(kind: str, about: str = "") -> str:
    """What is asked, as a heading. `about` is what a task's id says after its kind."""
    if kind == UNDELIVERED and about:
        return f"A notice did not reach the {ROLE_NAMES[Role(about)][0]}"
    return TITLES[kind]


def asked(about: About, kind: str, due: datetime | None, why: str, of: str = "") -> Wording:
    """Something new is asked. `of` is what the task's id says after its kind."""
    if kind == UNDELIVERED:
        return _wording(about, title(kind, of), [_NOT_REACHED])
    return _wording(about, title(kind), [_sentence(kind, due), why])


def moved(about: About, kind: str, due: datetime, why: str) -> Wording:
    """A due date moved, later as ever."""
    lines = [f"The date for this task has moved. It is now due by {by(due)}.", why]
    return _wording(about, f"New date: {title(kind)}", lines)


def rung(
    about: About, kind: str, rung_kind: str, due: datetime, why: str, now: datetime
) -> Wording:
    """A ladder was climbed: reminder, overdue or escalation."""
    if rung_kind == "reminder" and due > now:
        return _wording(about, f"Reminder: {title(kind)}", [_sentence(kind, due), why])
    head = {"escalation": "Escalation"}.get(rung_kind, "Overdue")
    lines = [f"This was due by {by(due)} and has not been done: {title(kind)}.", why]
    return _wording(about, f"{head}: {title(kind)}", lines)


NEWS: dict[str, tuple[str, str]] = {
    "published": (
        "The report is published",
        "The report of this inspection has been published. You can read and keep it in Touchstone.",
    ),
    "delivery_late": (
        "The notice letter has not been delivered",
        "Nobody at the force has opened the notice letter, and no receipt has come. The inspection"
        " lead may now record deemed service.",
    ),
    "delivered": (
        "The notice letter was delivered later than planned",
        "Delivery of the notice letter is on record. Dates that are counted from delivery have"
        " moved later; the fieldwork dates have not.",
    ),
    "case_referred": (
        "A case has been referred back to the force",
        "A case has been referred back to the force because a child may be at risk now. Use the"
        " telephone numbers that Touchstone shows with the referral; do not wait for e-mail.",
    ),
    "extension_decided": (
        "Your request for more time has been decided",
        "The request for more time has been decided. Touchstone shows the date that holds now, and"
        " why the inspectorate decided so.",
    ),
    "fieldwork_moved": (
        "The fieldwork has moved",
        "The fieldwork now runs from {start} to {end}. Dates that are counted from it have moved"
        " with it; whoever is asked for something now is told of each new date.",
    ),
    "paused": (
        "The inspection is paused",
        "The inspection is paused. Its clocks stand still: no reminder goes out, and nothing"
        " becomes overdue by waiting. What can be done may go on. Cases referred back to the force"
        " and their times are not paused.",
    ),
    "resumed": (
        "The inspection goes on",
        "The inspection has been resumed and its clocks run again. Open dates have moved later by"
        " the time that the pause took; whoever is asked is told of each new date.",
    ),
    "calendar_amended": (
        "A bank holiday has been added",
        "A bank holiday has been added to the calendar of this inspection. Open dates that are"
        " counted in working days and run over it have moved later; dates in calendar days and"
        " months have not. Whoever is asked is told of each new date.",
    ),
    "lead_away": (
        "The deputy lead stands in for the lead",
        "The inspection lead is marked away. Until that ends, the deputy lead is asked and reminded"
        " in the lead's place: turn to the deputy.",
    ),
    "lead_back": (
        "The lead is back",
        "The inspection lead is back and is asked and reminded again. Turn to the lead.",
    ),
    "withdrawn": (
        "The inspection has been withdrawn",
        "The inspection has been withdrawn. Nothing more is asked for it, and what was asked"
        " lapses. Cases referred back to the force go on until each is closed.",
    ),
    "return_sent_back": (
        "The return has been sent back",
        "The chief-officer lead has sent the return back to those who prepared it.",
    ),
}


def news(about: About, code: str, days: Mapping[str, date]) -> Wording:
    """Something happened that asks nothing of the reader. `days`: those that a text may name."""
    subject, text = NEWS[code]
    said = {name: long_date(day) for name, day in days.items()}
    return _wording(about, subject, [text.format(**said)])


def by(due: datetime) -> str:
    """5pm on Monday 8 February 2027; other times to the minute."""
    at = local(due)
    clock = "5pm" if (at.hour, at.minute) == (17, 0) else f"{at:%H:%M}"
    return f"{clock} on {long_date(at.date())}"


def _sentence(kind: str, due: datetime | None) -> str:
    return f"You are asked to: {title(kind)}." + (f" It is due by {by(due)}." if due else "")


def _wording(about: About, subject: str, lines: list[str]) -> Wording:
    heading = f"{about.force_name}, inspection {about.reference}"
    text = "\n\n".join([heading, *(line for line in lines if line), f"Go to: {about.link}"])
    return Wording(f"{about.reference}: {subject}", f"{text}\n")
