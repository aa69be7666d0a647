"""What the notice letter and the self-assessment template are made from: plain facts, filled above.

Dates are `datetime.date`; moments are `datetime.datetime` with a zone and are printed in UK time.
The facts of the report stand in `report_facts.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime

INSPECTORATE = "HM Inspectorate of Constabulary and Fire & Rescue Services"
HMI_TITLE = "His Majesty's Inspector of Constabulary"
OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True)
class Asked:
    """One thing asked of the force. `why` is one sentence that explains the date."""

    title: str
    due: datetime
    why: str


@dataclass(frozen=True)
class NoticeLetterFacts:
    """Everything the notice letter says.

    `chief_constable_title` is the address line ("The Chief Constable"), `addressee_role` the
    salutation ("Chief Constable"); `source_statement` says where the criteria come from. `version`
    counts from 1: each later one differs from it in whom to ask alone.
    """

    reference: str
    force_name: str
    chief_constable_title: str
    addressee_role: str
    programme_title: str
    issued: date
    asked: tuple[Asked, ...]
    fieldwork_start: date
    fieldwork_end: date
    lead_name: str
    lead_role: str
    lead_telephone: str
    lead_email: str
    hmi_name: str
    source_statement: str
    marking: str = OFFICIAL_SENSITIVE
    inspectorate: str = INSPECTORATE
    hmi_title: str = HMI_TITLE
    version: int = 1


@dataclass(frozen=True)
class TemplateRow:
    """One row of the template: `code` ("sa.l1") for the program, `reference` ("1.1") for people."""

    code: str
    reference: str
    indicator: str
    guidance: str


@dataclass(frozen=True)
class TemplateSection:
    """A printed section heading and its rows."""

    heading: str
    rows: tuple[TemplateRow, ...]


@dataclass(frozen=True)
class TemplateOutline:
    """The opening outline: an answer of its own, asked for before the table."""

    code: str
    reference: str
    prompt: str
    include: str


@dataclass(frozen=True)
class TemplateFacts:
    """Everything the self-assessment template says; `opening` is its guidance sentence."""

    reference: str
    force_name: str
    programme_title: str
    heading: str
    opening: str
    outline: TemplateOutline
    sections: tuple[TemplateSection, ...]
    issued: date
    due: datetime
    why: str
    marking: str = OFFICIAL_SENSITIVE
    inspectorate: str = INSPECTORATE
    columns: tuple[str, str] = ("Indicator", "Evidence")
