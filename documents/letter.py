"""The notice letter: tells a chief constable that the force will be inspected, and what is asked
by when.
"""

from docx.document import Document
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from documents import word
from documents.facts import NoticeLetterFacts
from documents.lettering import cleaned, printable
from documents.word_tables import Column, rule_below, ruled_table
from documents.wording import date_span, deadline, plain_date

TEXT_WIDTH = Cm(16.4)


def notice_letter(facts: NoticeLetterFacts) -> bytes:
    """The letter as a Word file. The same facts give the same bytes."""
    facts = cleaned(facts, printable)
    subject = f"{facts.programme_title}: {facts.force_name}"
    document = word.new_document(
        "Notice of inspection", subject, facts.reference, facts.inspectorate, facts.issued
    )
    word.custom_properties(
        document, {"TouchstoneDocument": "notice-letter", "TouchstoneInspection": facts.reference}
    )
    word.furnish(document.sections[0], facts.marking, facts.reference, TEXT_WIDTH)
    _open(document, facts)
    _announce(document, facts)
    _ask(document, facts)
    _explain(document, facts)
    _close(document, facts)
    return word.saved(document)


def _open(document: Document, facts: NoticeLetterFacts) -> None:
    _wordmark(document, facts.inspectorate)
    _lines(document, (facts.chief_constable_title, facts.force_name), after=10)
    _labelled(document, "Reference", facts.reference, after=0)
    _labelled(document, "Date", plain_date(facts.issued), after=14)
    if facts.version > 1:
        _say(
            document,
            f"Version {facts.version} of this letter. Somebody else leads the inspection now: see "
            f"“Who to ask”. Nothing else differs from the letter of {plain_date(facts.issued)}; "
            "dates that have moved since stand in Touchstone.",
        )
    _say(document, f"Dear {facts.addressee_role}")
    title = document.add_paragraph(style="Title")
    title.add_run(f"Notice of inspection: {facts.programme_title}")


def _announce(document: Document, facts: NoticeLetterFacts) -> None:
    fieldwork = date_span(facts.fieldwork_start, facts.fieldwork_end)
    _say(
        document,
        f"I am writing to tell you that we will inspect {facts.force_name} as part of the "
        f"{facts.programme_title}. Our inspectors will be with your force from {fieldwork}.",
    )
    _say(document, facts.source_statement)


def _ask(document: Document, facts: NoticeLetterFacts) -> None:
    document.add_heading("What we ask of you, and by when", level=1)
    ruled_table(
        document,
        (
            Column("What we ask for", Cm(5.4), bold=True),
            Column("By", Cm(4.2)),
            Column("Why that date", Cm(6.8)),
        ),
        [
            (asked.title, deadline(asked.due), asked.why)
            for asked in sorted(facts.asked, key=lambda asked: (asked.due, asked.title))
        ],
    )
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    _say(
        document,
        "Times are UK time. If a date cannot be met, please tell the inspection lead before it "
        "has passed and give the reason. A date may be made later. It is never brought forward.",
    )


def _explain(document: Document, facts: NoticeLetterFacts) -> None:
    document.add_heading("How to answer", level=1)
    _say(
        document,
        "The self-assessment template comes with this letter. Your force can answer in the browser "
        "or in the Word file, row by row and by as many people as you wish. The chief-officer lead "
        "for child protection approves the return before it reaches us, and must be someone other "
        "than the person who prepared it.",
    )
    _say(
        document,
        "Please use case references only. Do not send us the name, address or date of birth of any "
        "child, and never send an image of a child.",
    )
    document.add_heading("If we find a child at risk", level=1)
    _say(
        document,
        "If a case file shows that a child may still be at risk, we refer the case back to your "
        "force at once. We telephone first and confirm in writing. This does not wait for any date "
        "in this letter, and it says nothing about how the case will be judged.",
    )


def _close(document: Document, facts: NoticeLetterFacts) -> None:
    document.add_heading("Who to ask", level=1)
    _say(document, f"Your contact throughout is the {_role(facts.lead_role)}:")
    _labelled(document, "Name", facts.lead_name, after=0)
    _labelled(document, "Telephone", facts.lead_telephone, after=0)
    _labelled(document, "Email", facts.lead_email, after=12)
    _say(document, "Yours sincerely", keep=True).paragraph_format.space_after = Pt(44)
    signature = _lines(document, (facts.hmi_name, facts.hmi_title, facts.inspectorate), after=0)
    signature.runs[0].bold = True


def _wordmark(document: Document, name: str) -> None:
    """The inspectorate's name in plain letters over a rule."""
    mark = document.add_paragraph()
    mark._p.get_or_add_pPr().append(rule_below("0F4C4A"))  # before the spacing, says the schema
    mark.paragraph_format.space_after = Pt(22)
    run = mark.add_run(name)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(13), word.TEAL


def _say(document: Document, text: str, *, keep: bool = False) -> Paragraph:
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.keep_with_next = keep
    return paragraph


def _lines(document: Document, lines: tuple[str, ...], after: int) -> Paragraph:
    """Lines of one block, kept together: an address or a signature."""
    paragraph = document.add_paragraph()
    for position, line in enumerate(lines):
        run = paragraph.add_run(line)
        if position < len(lines) - 1:
            run.add_break()
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.keep_together = True
    return paragraph


def _labelled(document: Document, label: str, value: str, after: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(2.8))
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.keep_with_next = after == 0
    caption = paragraph.add_run(f"{label}\t")
    caption.font.color.rgb = word.MUTED
    paragraph.add_run(value)


def _role(role: str) -> str:
    """A role inside a sentence: "Inspection lead" reads "inspection lead"."""
    return role[:1].lower() + role[1:] if role[1:2].islower() else role
