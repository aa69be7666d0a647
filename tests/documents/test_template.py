"""The self-assessment template holds what the reader of returned files will look for."""

import re
from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from documents.facts import TemplateFacts
from documents.letter import notice_letter
from documents.template import (
    GUIDANCE,
    PLACEHOLDER,
    AmbiguousRows,
    alias,
    bookmark_name,
    self_assessment_template,
)
from tests.documents.reading import body, part
from tests.documents.word_samples import letter_facts, template_facts

# The order in which Word's schema wants the children that we use (ISO/IEC 29500-1, transitional).
ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl pBdr shd tabs spacing ind jc rPr sectPr",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr",
}


def codes(facts: TemplateFacts) -> list[str]:
    rows = [row.code for section in facts.sections for row in section.rows]
    return [facts.outline.code, *rows]


def test_the_template_asks_for_nineteen_answers_each_with_its_own_bookmark() -> None:
    facts = template_facts()
    marks = body(self_assessment_template(facts)).iter(qn("w:bookmarkStart"))
    names = [mark.get(qn("w:name")) for mark in marks]
    assert names == [bookmark_name(code) for code in codes(facts)]
    assert len(names) == 19
    assert names[:3] == ["sa_context", "sa_l1", "sa_l2"]


def test_every_answer_has_a_locked_control_named_after_its_visible_reference() -> None:
    controls = list(body(self_assessment_template(template_facts())).iter(qn("w:sdt")))
    titles = [element.get(qn("w:val")) for c in controls for element in c.iter(qn("w:alias"))]
    locks = {element.get(qn("w:val")) for c in controls for element in c.iter(qn("w:lock"))}
    assert titles[:3] == [alias("Outline"), "Evidence 1.1", "Evidence 1.2"]
    assert len(titles) == 19
    assert locks == {"sdtLocked"}


def test_an_unanswered_control_holds_only_the_known_placeholder() -> None:
    controls = body(self_assessment_template(template_facts())).iter(qn("w:sdt"))
    texts = ["".join(text.text or "" for text in c.iter(qn("w:t"))) for c in controls]
    assert texts == [PLACEHOLDER] * 19


def test_each_bookmark_encloses_the_visible_reference_in_the_indicator_cell() -> None:
    document = body(self_assessment_template(template_facts()))
    for row in document.iter(qn("w:tr")):
        cells = row.findall(qn("w:tc"))
        marks = list(row.iter(qn("w:bookmarkStart")))
        if len(cells) == 2 and marks:
            assert list(cells[0].iter(qn("w:bookmarkStart"))) == marks
            reference = marks[0].getnext()
            assert reference is not None
            text = "".join(part.text or "" for part in reference.iter(qn("w:t")))
            assert re.fullmatch(r"\d\.\d", text)


def test_guidance_is_italic_and_in_a_paragraph_style_of_its_own() -> None:
    document = self_assessment_template(template_facts())
    styled = [
        element
        for element in body(document).iter(qn("w:pStyle"))
        if element.get(qn("w:val")) == GUIDANCE
    ]
    styles = part(document, "word/styles.xml")
    own = styles[styles.index(f'w:styleId="{GUIDANCE}"') :]
    assert len(styled) == 18 + 2  # every row, the outline and the opening sentence
    assert "<w:i/>" in own[: own.index("</w:style>")]


def test_every_cell_ends_in_a_paragraph_as_word_demands() -> None:
    cells = body(self_assessment_template(template_facts())).iter(qn("w:tc"))
    assert {cell[-1].tag for cell in cells} == {qn("w:p")}


def test_the_official_columns_head_the_table_on_every_page() -> None:
    document = body(self_assessment_template(template_facts()))
    headers = [mark.getparent() for mark in document.iter(qn("w:tblHeader"))]
    assert len(headers) == 1
    row = headers[0].getparent() if headers[0] is not None else None
    assert row is not None
    assert [text.text for text in row.iter(qn("w:t"))] == ["Indicator", "Evidence"]


def test_the_inspection_stands_in_the_properties_and_the_footer() -> None:
    facts = template_facts()
    document = self_assessment_template(facts)
    assert f"<vt:lpwstr>{facts.reference}</vt:lpwstr>" in part(document, "docProps/custom.xml")
    assert f"<dc:identifier>{facts.reference}</dc:identifier>" in part(
        document, "docProps/core.xml"
    )
    assert facts.reference in part(document, "word/footer1.xml")
    assert facts.marking in part(document, "word/header1.xml")


def test_the_force_reads_by_when_and_why() -> None:
    text = "".join(
        t.text or "" for t in body(self_assessment_template(template_facts())).iter(qn("w:t"))
    )
    assert "Please return this by 5pm on Monday 8 February 2027." in text
    assert "20 working days after Monday 11 January 2027" in text


def test_two_rows_with_one_reference_are_refused() -> None:
    facts = template_facts()
    outline = replace(facts.outline, reference="1.1")
    with pytest.raises(AmbiguousRows):
        self_assessment_template(replace(facts, outline=outline))


def test_two_rows_whose_codes_make_one_bookmark_are_refused() -> None:
    facts = template_facts()
    outline = replace(facts.outline, code="sa-l1")
    with pytest.raises(AmbiguousRows):
        self_assessment_template(replace(facts, outline=outline))


@pytest.mark.parametrize("kind", ORDER)
def test_properties_stand_in_the_order_that_word_wants(kind: str) -> None:
    places = [qn(f"w:{name}") for name in ORDER[kind].split()]
    documents = (self_assessment_template(template_facts()), notice_letter(letter_facts()))
    found = [list(properties) for d in documents for properties in body(d).iter(qn(f"w:{kind}"))]
    assert found
    for children in found:
        order = [places.index(child.tag) for child in children]
        assert order == sorted(order)
