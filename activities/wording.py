"""The words of tasks and notices: what is asked, by when; never content, never a name.

Written in English here and said in any language of the catalogue (documents/language.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from activities.role_names import ROLE_NAMES
from criteria.roles import Role
from documents.language import ENGLISH, WELSH, Language
from documents.why_dates import why_said
from workflows.uk_time import local
from workflows.undelivered import MAILBOX, UNDELIVERED

# Task kind -> what is asked, as a heading; as pages say it, so that both have the same Welsh.
TITLES: dict[str, str] = {
    "return": "Answer the self-assessment and submit the return",
    "delivery_call": "Ring the chief constable’s staff officer: the letter is not delivered",
    "approval": "Approve the force’s return",
    "clarification": "Clarify the answers asked about",
    "eligible_cases": "Register the eligible cases",
    "acceptance": "Check and accept the submission",
    "sample": "Draw the case sample",
    "allocation": "Allocate the cases to reviewers",
    "force_audits": "Submit the force’s own case file audits",
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
    "policing_body_comments": "Publish the local policing body’s comments",
    "closure": "Close the follow-up",
}


_NOT_REACHED = (
    "A notice of this inspection did not arrive and will not be tried again by itself. Tell them"
    " another way, by telephone for instance, or send it again once the address has been put right."
    " Touchstone shows which notice it was."
)


_MAILBOX_NOT_REACHED = (
    "The notice letter did not reach the force’s registered mailbox and will not be tried again by"
    " itself. Ring the chief constable’s staff officer; record service once the letter is served,"
    " or send it again once the address has been put right."
)


@dataclass(frozen=True)
class About:
    """The inspection that a notice is about. `welsh_name`: the force's, where it has one."""

    reference: str
    force_name: str
    link: str
    welsh_name: str | None = None
    is_welsh: bool = False  # of a force in Wales: its side reads both languages

    def force(self, language: Language) -> str:
        """The force by both names where it has two, that in this language first."""
        names = [self.force_name, *([self.welsh_name] if self.welsh_name else [])]
        return " / ".join(reversed(names) if language.code == WELSH else names)


@dataclass(frozen=True)
class Wording:
    subject: str
    body: str


def title(kind: str, about: str, language: Language) -> str:
    """What is asked, as a heading. `about` is what a task's id says after its kind, or ""."""
    if kind == UNDELIVERED and about == MAILBOX:
        return language.say("The notice letter did not reach the force’s registered mailbox")
    if kind == UNDELIVERED and about:
        role = language.say(ROLE_NAMES[Role(about)])
        return language.say("A notice did not reach the %(role)s") % {"role": role}
    return language.say(TITLES[kind])


def asked(
    about: About, kind: str, due: datetime | None, why: str, of: str, language: Language
) -> Wording:
    """Something new is asked. `of` is what the task's id says after its kind."""
    why = why_said(why, language)
    if kind == UNDELIVERED:
        told = language.say(_MAILBOX_NOT_REACHED if of == MAILBOX else _NOT_REACHED)
        until = language.say("It is due by %(by)s.") % {"by": by(due, language)} if due else ""
        return wording(about, title(kind, of, language), [told, until, why], language)
    what = title(kind, "", language)
    return wording(about, what, [_sentence(what, due, language), why], language)


def moved(about: About, kind: str, due: datetime, why: str, language: Language) -> Wording:
    """A due date moved, later as ever."""
    say, what = language.say, title(kind, "", language)
    line = say("The date for this task has moved. It is now due by %(by)s.")
    lines = [line % {"by": by(due, language)}, why_said(why, language)]
    return wording(about, say("New date: %(what)s") % {"what": what}, lines, language)


def rung(
    about: About,
    kind: str,
    rung_kind: str,
    due: datetime,
    why: str,
    now: datetime,
    language: Language,
) -> Wording:
    """A ladder was climbed: reminder, overdue or escalation."""
    say, what, why = language.say, title(kind, "", language), why_said(why, language)
    if rung_kind == "reminder" and due > now:
        head, line = say("Reminder: %(what)s"), _sentence(what, due, language)
    else:
        head = say("Escalation: %(what)s" if rung_kind == "escalation" else "Overdue: %(what)s")
        late = say("This was due by %(by)s and has not been done: %(what)s.")
        line = late % {"by": by(due, language), "what": what}
    return wording(about, head % {"what": what}, [line, why], language)


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
        "The fieldwork now runs from %(start)s to %(end)s. Dates that are counted from it have"
        " moved with it; whoever is asked for something now is told of each new date.",
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
        " in the lead’s place: turn to the deputy.",
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


def news(about: About, code: str, days: Mapping[str, date], language: Language) -> Wording:
    """Something happened that asks nothing of the reader. `days`: those that a text may name."""
    subject, text = NEWS[code]
    said = language.say(text) % {name: language.day(day) for name, day in days.items()}
    return wording(about, language.say(subject), [said], language)


def by(due: datetime, language: Language) -> str:
    """5pm on Monday 8 February 2027; other times to the minute, as Welsh says every time."""
    at = local(due)
    at_five = language.code == ENGLISH and (at.hour, at.minute) == (17, 0)
    clock, day = "5pm" if at_five else f"{at:%H:%M}", language.day(at.date())
    return language.say("%(time)s on %(day)s") % {"time": clock, "day": day}


def wording(about: About, subject: str, lines: Sequence[str], language: Language) -> Wording:
    """A whole notice: under the inspection's heading its lines, then where to go."""
    named = {"force": about.force(language), "reference": about.reference}
    heading = language.say("%(force)s, inspection %(reference)s") % named
    link = language.say("Go to: %(link)s") % {"link": about.link}
    text = "\n\n".join([heading, *(line for line in lines if line), link])
    return Wording(f"{about.reference}: {subject}", f"{text}\n")


def _sentence(what: str, due: datetime | None, language: Language) -> str:
    asked = language.say("You are asked to: %(what)s.") % {"what": what}
    if due is None:
        return asked
    return f"{asked} {language.say('It is due by %(by)s.') % {'by': by(due, language)}}"
