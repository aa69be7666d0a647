"""Facts for the tests of Word documents: the notice letter and the self-assessment template."""

from datetime import date, datetime

from documents.facts import (
    Asked,
    NoticeLetterFacts,
    TemplateFacts,
    TemplateOutline,
    TemplateRow,
    TemplateSection,
)
from documents.wording import UK

FORCE = "Northshire Constabulary"


def letter_facts() -> NoticeLetterFacts:
    why = "20 working days after Monday 11 January 2027, when the letter was delivered."
    return NoticeLetterFacts(
        reference="NCP-2027-X01",
        force_name=FORCE,
        chief_constable_title="The Chief Constable",
        addressee_role="Chief Constable",
        programme_title="National Child Protection Inspection",
        issued=date(2027, 1, 11),
        asked=(
            Asked("Self-assessment", datetime(2027, 2, 8, 17, tzinfo=UK), why),
            Asked(
                "Lists of eligible cases",
                datetime(2027, 2, 1, 17, tzinfo=UK),
                "20 working days before fieldwork starts on Monday 1 March 2027.",
            ),
        ),
        fieldwork_start=date(2027, 3, 1),
        fieldwork_end=date(2027, 3, 12),
        lead_name="Morgan Ellery",
        lead_role="Inspection lead",
        lead_telephone="01632 960 101",
        lead_email="morgan.ellery@inspectorate.example",
        hmi_name="Rowan Achterberg",
        source_statement="The criteria are those printed in the Online CSE schedule.",
    )


def template_facts() -> TemplateFacts:
    """Two sections of nine rows: with the outline, 19 answers."""
    sections = tuple(
        TemplateSection(
            heading,
            tuple(
                TemplateRow(
                    f"sa.{kind}{place}",
                    f"{number}.{place}",
                    f"Indicator {number}.{place} of the template.",
                    f"How does the force know about {number}.{place}? What has changed?",
                )
                for place in range(1, 10)
            ),
        )
        for number, (kind, heading) in enumerate(
            (("l", "Leadership, management and governance."), ("j", "The child's journey")), start=1
        )
    )
    return TemplateFacts(
        reference="NCP-2027-X01",
        force_name=FORCE,
        programme_title="HMIC National child protection inspection programme",
        heading="Self-Assessment Template",
        opening="The guidance in italics offers some areas that forces may wish to consider.",
        outline=TemplateOutline(
            "sa.context",
            "Outline",
            "Please provide an outline of how child protection is structured:",
            "Include details of force structure.",
        ),
        sections=sections,
        issued=date(2027, 1, 11),
        due=datetime(2027, 2, 8, 17, tzinfo=UK),
        why="20 working days after Monday 11 January 2027, when the letter was delivered.",
    )
