"""The facts of the notice letter and the self-assessment template, from the record."""

from datetime import date, datetime

from activities.on_record import OnRecord
from documents.facts import Asked, NoticeLetterFacts, TemplateFacts
from documents.template_facts import template_facts as facts_of
from workflows.delivery import printed
from workflows.uk_time import local_day

# What the letter asks for, side by side, in the order printed.
_ASKED = (
    ("return", "The self-assessment, answered and approved"),
    ("eligible_cases", "The lists of eligible cases"),
    ("force_audits", "The force's own case file audits"),
    ("interview_timetable", "The interview timetable"),
)


def letter_facts(on: OnRecord, version: int = 1) -> NoticeLetterFacts:
    """The letter as it was issued, but for whom to ask: that is whoever leads the inspection now.

    Its dates are those computed at issue, and who signed it then has signed it.
    """
    lead = on.people["inspection_lead"]
    return NoticeLetterFacts(
        reference=on.inspection.reference,
        force_name=on.force.name,
        chief_constable_title="The Chief Constable",
        addressee_role="Chief Constable",
        programme_title=on.programme.title,
        issued=local_day(_issued(on)),
        asked=tuple(_asked(on)),
        fieldwork_start=_day(on.issued.fieldwork_start),
        fieldwork_end=_day(on.issued.fieldwork_end),
        lead_name=lead.name,
        lead_role="Inspection lead",
        lead_telephone=lead.telephone or "",
        lead_email=lead.email,
        hmi_name=on.signatory.name,
        source_statement=" ".join(f"{source}." for source in on.programme.sources),
        version=version,
    )


def template_facts(on: OnRecord) -> TemplateFacts:
    """The official template as it was issued, with the return date of the letter."""
    back = printed(on.state, "return")
    return facts_of(
        on.programme.template,
        on.inspection.reference,
        on.force.name,
        local_day(_issued(on)),
        back.at,
        back.why,
    )


def _asked(on: OnRecord) -> list[Asked]:
    found = [(title, printed(on.issued, code)) for code, title in _ASKED]
    return [Asked(title, when.at, when.why) for title, when in found]


def _issued(on: OnRecord) -> datetime:
    return datetime.fromisoformat(on.state.events["issue"])


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()
