"""The facts of the notice letter and the self-assessment template, from the record."""

from datetime import date, datetime

from activities.on_record import OnRecord
from criteria.template import Template
from documents.facts import (
    Asked,
    NoticeLetterFacts,
    TemplateFacts,
    TemplateOutline,
    TemplateRow,
    TemplateSection,
)
from workflows.deadlines import due
from workflows.uk_time import local_day

# What the letter asks for, side by side, in the order printed.
_ASKED = (
    ("return", "The self-assessment, answered and approved"),
    ("eligible_cases", "The lists of eligible cases"),
    ("force_audits", "The force's own case file audits"),
    ("interview_timetable", "The interview timetable"),
)


def letter_facts(on: OnRecord) -> NoticeLetterFacts:
    """The letter prints the dates as they were computed at issue: they never become earlier."""
    lead, hmi = on.people["inspection_lead"], on.people["hmi"]
    return NoticeLetterFacts(
        reference=on.inspection.reference,
        force_name=on.force.name,
        chief_constable_title="The Chief Constable",
        addressee_role="Chief Constable",
        programme_title=on.programme.title,
        issued=local_day(_issued(on)),
        asked=tuple(_asked(on)),
        fieldwork_start=_day(on.state.fieldwork_start),
        fieldwork_end=_day(on.state.fieldwork_end),
        lead_name=lead.name,
        lead_role="Inspection lead",
        lead_telephone=lead.telephone or "",
        lead_email=lead.email,
        hmi_name=hmi.name,
        source_statement=" ".join(f"{source}." for source in on.programme.sources),
    )


def template_facts(on: OnRecord) -> TemplateFacts:
    """The official template, word for word, with references that people can name."""
    template = on.programme.template
    back = due(on.state.programme.periods["return"], _issued(on), on.state.programme.holidays)
    return TemplateFacts(
        reference=on.inspection.reference,
        force_name=on.force.name,
        programme_title=template.programme_title,
        heading=template.title,
        opening=template.introduction,
        outline=_outline(template),
        sections=tuple(_sections(template)),
        issued=local_day(_issued(on)),
        due=back.at,
        why=back.why,
    )


def _asked(on: OnRecord) -> list[Asked]:
    outline = on.state.programme
    result = []
    for code, title in _ASKED:
        period = outline.periods[code]
        event = datetime.fromisoformat(on.state.events[period.event])
        when = due(period, event, outline.holidays)
        result.append(Asked(title, when.at, when.why))
    return result


def _outline(template: Template) -> TemplateOutline:
    opening = template.opening
    if opening is None:
        return TemplateOutline("", "", "", "")
    return TemplateOutline(opening.id, "Outline", opening.prompt, opening.guidance)


def _sections(template: Template) -> list[TemplateSection]:
    return [
        TemplateSection(
            section.heading,
            tuple(
                TemplateRow(row.id, f"{number}.{place}", row.indicator, row.guidance_text)
                for place, row in enumerate(section.rows, start=1)
            ),
        )
        for number, section in enumerate(template.sections, start=1)
    ]


def _issued(on: OnRecord) -> datetime:
    return datetime.fromisoformat(on.state.events["issue"])


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()
