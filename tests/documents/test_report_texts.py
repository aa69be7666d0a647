"""What people type comes out as typed, and can neither run, nor fetch, nor stop a report."""

from dataclasses import replace

import pytest

from documents.lettering import covered
from documents.report import RenderingFailed, report_html, report_pdf
from documents.report_facts import ReportFacts, Section
from documents.statistics import Label
from tests.documents.reading import pdf_text, read_html, squeezed
from tests.documents.samples import report_facts

ATTACKS = (
    '#read("/etc/passwd") *b* _i_ = h $x$ @label <tag>',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% include 'report.css' %}",
    "</style><style>*{display:none}</style>",
    "\\#set text(fill: red) // /* */ ``` ",
)


def filled(facts: ReportFacts, text: str) -> ReportFacts:
    """The text in every place that a person writes."""

    def section(old: Section) -> Section:
        judgement = replace(old.judgement, statement=text, narrative=text)
        return replace(old, indicator=text, judgement=judgement, examples=(text,))

    return replace(
        facts,
        summary=text,
        context=text,
        case_narrative=text,
        leadership=section(facts.leadership),
        journey=tuple(map(section, facts.journey)),
        overall=replace(facts.overall, practice=text, policy_fit=text),
        recommendations=tuple(replace(item, text=text) for item in facts.recommendations),
        absences=tuple(replace(absence, reason=text) for absence in facts.absences),
        case_types=tuple(Label(label.code, text) for label in facts.case_types),
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_typed_markup_comes_out_literally(attack: str) -> None:
    facts = filled(report_facts(), attack)
    page = read_html(report_html(facts))
    assert page.text.count(attack.strip()) >= 20
    assert "script" not in {tag for tag, _ in page.elements}
    assert len(page.having("style")) == 1
    assert squeezed(attack) in squeezed(pdf_text(report_pdf(facts), facts.reference))


def test_signs_that_no_font_of_ours_has_are_named_instead_of_stopping_the_report() -> None:
    facts = replace(report_facts(), summary="Done ✓ 😀 α\u202e 儿童 \u0000\ufffe e\u0301")
    said = "Done [check mark] [grinning face] [greek small letter alpha]"
    assert said in read_html(report_html(facts)).text
    assert squeezed(said) in squeezed(pdf_text(report_pdf(facts), facts.reference))


def test_every_sign_that_we_say_our_fonts_have_can_be_set() -> None:
    signs = "".join(map(chr, sorted(code for code in covered() if code > 0x20)))
    marks_spread = " ".join(f"a{sign}" for sign in signs)
    assert report_pdf(replace(report_facts(), summary=marks_spread))


def test_welsh_letters_are_set_as_they_are() -> None:
    facts = replace(report_facts(), force_name="Heddlu Glan-y-môr", summary="Tŷ, dŵr, ẁ, ỳ")
    assert "Tŷ, dŵr, ẁ, ỳ" in pdf_text(report_pdf(facts), facts.reference)


def test_a_very_long_text_is_set_over_many_pages() -> None:
    long = "A sentence about the work of the force that says a little. " * 1000
    facts = replace(report_facts(), summary=long)
    text = squeezed(pdf_text(report_pdf(facts), facts.reference))
    assert text.count(squeezed(long[:59])) == 1000


def test_empty_texts_leave_a_whole_report() -> None:
    facts = filled(report_facts(), "")
    titled = replace(facts, case_types=report_facts().case_types)
    assert report_pdf(titled)
    assert read_html(report_html(titled)).having("h1")


def test_a_failure_to_typeset_does_not_quote_the_report() -> None:
    failed = RenderingFailed("Typst refused the report", ("the text said this",))
    assert str(failed) == "Typst refused the report"
    assert failed.diagnostics == ("the text said this",)
