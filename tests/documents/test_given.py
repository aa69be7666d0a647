"""What a force downloads of its own: complete, and harmless in a spreadsheet."""

import csv
import io

import pytest
from docx.oxml.ns import qn

from documents.given import plain_text, sheet
from documents.template import PLACEHOLDER, Answer, self_assessment_template
from tests.documents.reading import body
from tests.documents.word_samples import template_facts


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert sheet(["a"], [[cell]]).decode("utf-8-sig").splitlines()[1] == f"'{cell}"


def test_a_list_reads_back_as_it_was() -> None:
    rows: list[list[str | None]] = [["N-1", 'said "no", twice\nhere', None], ["Gwêl", "", "3"]]
    text = sheet(["a", "b", "c"], rows).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == [
        ["N-1", 'said "no", twice\nhere', ""],
        ["Gwêl", "", "3"],
    ]


def test_a_text_holds_every_part_under_its_heading() -> None:
    text = plain_text("Return", ["Version 1"], [("1.1 Said", "One.\nTwo."), ("1.2", "")])
    lines = text.decode("utf-8-sig").split("\r\n")
    assert lines[:3] == ["Return", "======", "Version 1"]
    assert lines[lines.index("1.1 Said") + 2 :][:2] == ["One.", "Two."]
    assert "(nothing)" in lines


def test_given_answers_stand_in_their_controls_and_nothing_else_changes() -> None:
    facts = template_facts()
    answers = {"sa.l4": Answer("First.\n\n<b>Second</b> & third.", ("Minutes, May",))}
    filled = body(self_assessment_template(facts, answers))
    controls = list(filled.iter(qn("w:sdt")))
    texts = [[t.text for t in control.iter(qn("w:t"))] for control in controls]
    given = ["First.", "<b>Second</b> & third.", "Evidence: Minutes, May"]
    assert [one for one in texts if one != [PLACEHOLDER]] == [given]
    (control,) = [c for c, one in zip(controls, texts, strict=True) if one == given]
    assert not list(control.iter(qn("w:showingPlcHdr")))
    assert len(list(control.iter(qn("w:lock")))) == 1
    assert self_assessment_template(facts, {}) == self_assessment_template(facts)
