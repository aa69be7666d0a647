"""The facts of the self-assessment template from the programme's own: the same references on every
page and in every document.
"""

from datetime import date, datetime

from criteria.template import Template
from documents.facts import TemplateFacts, TemplateOutline, TemplateRow, TemplateSection


def template_facts(
    template: Template, reference: str, force: str, issued: date, due: datetime, why: str
) -> TemplateFacts:
    """The official template, word for word, with references that people can name.

    `due` is the printed return date and `why` its sentence; `force` is the force's name.
    """
    return TemplateFacts(
        reference=reference,
        force_name=force,
        programme_title=template.programme_title,
        heading=template.title,
        opening=template.introduction,
        outline=_outline(template),
        sections=sections_of(template),
        issued=issued,
        due=due,
        why=why,
    )


def sections_of(template: Template) -> tuple[TemplateSection, ...]:
    """The sections, their rows numbered as people name them: 1.1, 1.2, …"""
    return tuple(
        TemplateSection(
            section.heading,
            tuple(
                TemplateRow(row.id, f"{number}.{place}", row.indicator, row.guidance_text)
                for place, row in enumerate(section.rows, start=1)
            ),
        )
        for number, section in enumerate(template.sections, start=1)
    )


def references_of(template: Template) -> dict[str, str]:
    """Row code -> the reference that people name it by; the opening outline is "Outline"."""
    outline = _outline(template)
    opening = {outline.code: outline.reference} if template.opening else {}
    rows = (row for section in sections_of(template) for row in section.rows)
    return opening | {row.code: row.reference for row in rows}


def _outline(template: Template) -> TemplateOutline:
    opening = template.opening
    if opening is None:
        return TemplateOutline("", "", "", "")
    return TemplateOutline(opening.id, "Outline", opening.prompt, opening.guidance)
