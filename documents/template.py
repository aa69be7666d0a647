"""The self-assessment template in Word: the official two columns, made so that answers can be read
back.

Each answer has a bookmark beside its question, a visible reference and a locked content control.
Measured: bookmarks and references survive LibreOffice and the old .doc format, tags on controls do
not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from documents import word
from documents.facts import TemplateFacts, TemplateRow, TemplateSection
from documents.lettering import cleaned, printable
from documents.word_tables import add_row, bare_table, fill, header_row, unbroken
from documents.wording import deadline

ANSWER, GUIDANCE, REFERENCE = "Answer", "Guidance", "Reference"  # names of our paragraph styles
EVIDENCE = "Evidence: "  # how a line of evidence begins
PLACEHOLDER = "Write the force's evidence here."
DOCUMENT_PROPERTY, INSPECTION_PROPERTY = "TouchstoneDocument", "TouchstoneInspection"
DOCUMENT_KIND = "self-assessment-template"
WIDTHS = (Cm(5.6), Cm(10.8))
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class AmbiguousRows(ValueError):
    """Two rows of the template have the same code, bookmark or visible reference."""


@dataclass(frozen=True)
class Answer:
    """What the force wrote in a row. Each line of evidence is a paragraph that says it is one."""

    text: str
    evidence: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The paragraphs as they are printed, empty ones left out."""
        said = [line for line in self.text.splitlines() if line.strip()]
        return said + [f"{EVIDENCE}{line}" for line in self.evidence if line.strip()]


def bookmark_name(code: str) -> str:
    """The bookmark of a row: "sa.l1" gives "sa_l1". Word allows letters, digits and underscores."""
    return re.sub(r"\W", "_", code, flags=re.ASCII)[:40]


def alias(reference: str) -> str:
    """The title that Word shows on an answer's content control."""
    return f"Evidence {reference}"


def self_assessment_template(
    facts: TemplateFacts, answers: Mapping[str, Answer] | None = None
) -> bytes:
    """The template as a Word file with one control per answer, filled with those given by row code.

    The same facts and answers give the same bytes.
    """
    facts = cleaned(facts, printable)
    answers = {code: cleaned(answer, printable) for code, answer in (answers or {}).items()}
    _refuse_ambiguous(facts)
    document = word.new_document(
        facts.heading, facts.programme_title, facts.reference, facts.inspectorate, facts.issued
    )
    word.custom_properties(
        document, {DOCUMENT_PROPERTY: DOCUMENT_KIND, INSPECTION_PROPERTY: facts.reference}
    )
    word.furnish(document.sections[0], facts.marking, facts.reference, Cm(16.4))
    _add_styles(document)
    _introduce(document, facts)
    _ask_for_outline(document, facts, answers)
    _ask_for_rows(document, facts, answers)
    return word.saved(document)


def _refuse_ambiguous(facts: TemplateFacts) -> None:
    rows = [row for section in facts.sections for row in section.rows]
    codes = [facts.outline.code, *(row.code for row in rows)]
    references = [facts.outline.reference, *(row.reference for row in rows)]
    if len({bookmark_name(code) for code in codes}) < len(codes):
        raise AmbiguousRows("two rows would have one bookmark")
    if len(set(references)) < len(references):
        raise AmbiguousRows("two rows would have one visible reference")


def _add_styles(document: Document) -> None:
    guidance = word.paragraph_style(document, GUIDANCE)
    guidance.font.italic, guidance.font.size, guidance.font.color.rgb = True, Pt(10), word.MUTED
    guidance.paragraph_format.keep_together = True
    answer = word.paragraph_style(document, ANSWER)
    answer.paragraph_format.space_after = Pt(4)
    reference = word.paragraph_style(document, REFERENCE)
    reference.font.bold, reference.font.size, reference.font.color.rgb = True, Pt(10), word.TEAL
    reference.paragraph_format.space_after = Pt(2)


def _introduce(document: Document, facts: TemplateFacts) -> None:
    programme = document.add_paragraph()
    programme.paragraph_format.space_after = Pt(2)
    run = programme.add_run(facts.programme_title)
    run.bold, run.font.color.rgb = True, word.MUTED
    document.add_paragraph(facts.heading, style="Title")
    force = document.add_paragraph()
    force.add_run(facts.force_name).bold = True
    force.add_run(f"\nReference {facts.reference}")
    box = bare_table(document, [Cm(16.4)], {"left"})
    cell = box.rows[0].cells[0]
    fill(cell, word.TINT)
    due = cell.paragraphs[0]
    due.add_run(f"Please return this by {deadline(facts.due)}.").bold = True
    due.paragraph_format.space_after = Pt(3)
    cell.add_paragraph(facts.why).paragraph_format.space_after = Pt(3)
    closing = cell.add_paragraph(
        "Write in the box under each question; it grows as you write. Please leave the questions "
        "and their numbers as they are, so that each answer finds its place."
    )
    closing.paragraph_format.space_after = Pt(0)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    document.add_paragraph(facts.opening, style=GUIDANCE)


def _ask_for_outline(
    document: Document, facts: TemplateFacts, answers: Mapping[str, Answer]
) -> None:
    """One cell of its own before the table: prompt, what to include, and the answer's control."""
    outline = facts.outline
    box = bare_table(document, [Cm(16.4)], {"top", "left", "bottom", "right"})
    cell = box.rows[0].cells[0]
    _bookmarked(cell.paragraphs[0], outline.reference, outline.code, number=1)
    prompt = cell.add_paragraph(outline.prompt)
    prompt.paragraph_format.keep_with_next = True
    cell.add_paragraph(outline.include, style=GUIDANCE)
    _answerable(cell, outline.reference, 1, answers.get(outline.code))
    document.add_paragraph()


def _ask_for_rows(document: Document, facts: TemplateFacts, answers: Mapping[str, Answer]) -> None:
    table = bare_table(document, WIDTHS, {"top", "left", "bottom", "right", "insideH", "insideV"})
    header_row(table.rows[0], facts.columns)
    number = 1
    for section in facts.sections:
        _head_section(add_row(table).cells, section)
        unbroken(table.rows[-1])
        for row in section.rows:
            number += 1
            _ask_for_row(add_row(table).cells, row, number, answers.get(row.code))
            unbroken(table.rows[-1])  # a row longer than a page still breaks (tried in LibreOffice)


def _head_section(cells: tuple[_Cell, ...], section: TemplateSection) -> None:
    heading = cells[0].merge(cells[-1])
    fill(heading, word.TINT)
    paragraph = heading.paragraphs[0]
    paragraph.style = "Heading 2"
    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.add_run(section.heading)


def _ask_for_row(
    cells: tuple[_Cell, ...], row: TemplateRow, number: int, answer: Answer | None
) -> None:
    indicator, evidence = cells
    indicator.width, evidence.width = WIDTHS
    _bookmarked(indicator.paragraphs[0], row.reference, row.code, number)
    indicator.add_paragraph(row.indicator)
    guidance = evidence.paragraphs[0]
    guidance.style = GUIDANCE
    guidance.add_run(row.guidance)
    _answerable(evidence, row.reference, number, answer)


def _bookmarked(paragraph: Paragraph, reference: str, code: str, number: int) -> None:
    """The visible reference inside the row's bookmark."""
    paragraph.style = REFERENCE
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), bookmark_name(code))
    end.set(qn("w:id"), str(number))
    paragraph._p.append(start)
    paragraph.add_run(reference)
    paragraph._p.append(end)


def _answerable(cell: _Cell, reference: str, number: int, answer: Answer | None) -> None:
    """The content control to write in; a cell must end in a paragraph of its own after it."""
    lines = answer.lines() if answer else []
    cell._tc.append(
        _filled(alias(reference), number, lines) if lines else _empty(reference, number)
    )
    closing = cell.add_paragraph()
    closing.paragraph_format.space_after = Pt(0)
    closing.paragraph_format.line_spacing = Pt(4)


def _empty(reference: str, number: int) -> BaseOxmlElement:
    """A control that shows only what is to be done in it."""
    coloured = '<w:rPr><w:color w:val="5A6B6E"/></w:rPr>'
    control = _control(alias(reference), number, "<w:showingPlcHdr/>", coloured, 1)
    return _written(control, [PLACEHOLDER])


def _filled(title: str, number: int, lines: list[str]) -> BaseOxmlElement:
    return _written(_control(title, number, "", "", len(lines)), lines)


def _control(title: str, number: int, more: str, run: str, count: int) -> BaseOxmlElement:
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{ANSWER}"/></w:pPr><w:r>{run}<w:t/></w:r></w:p>'
    control = parse_xml(
        f'<w:sdt xmlns:w="{_W}"><w:sdtPr><w:alias w:val=""/><w:id w:val="{700000 + number}"/>'
        f'<w:lock w:val="sdtLocked"/>{more}</w:sdtPr><w:sdtContent>{paragraph * count}'
        "</w:sdtContent></w:sdt>"
    )
    for element in control.iter(qn("w:alias")):
        element.set(qn("w:val"), title)
    return control


def _written(control: BaseOxmlElement, lines: list[str]) -> BaseOxmlElement:
    """The control with its texts set: as values, so that no sign in them is read as markup."""
    for element, line in zip(control.iter(qn("w:t")), lines, strict=True):
        element.text = line
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return control
