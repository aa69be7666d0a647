"""The report says everything its facts hold, once, with the same numbers in HTML and PDF."""

import functools
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest

from documents.report import numbered_texts, report_html, report_pdf
from documents.report_facts import AccuracyCheck, ReportFacts, Scoring
from documents.report_model import compose
from tests.documents.reading import pdf_text, read_html, squeezed
from tests.documents.samples import STAGES, draft, report_facts

MODES = [(scoring, graded) for scoring in Scoring for graded in (True, False)]


def texts(part: object) -> Iterator[str]:
    """Every text that a block prints."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from texts(item)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in ("kind", "anchor", "svg", "description", "letter"):
                yield from texts(getattr(part, field.name))


@functools.cache
def both(facts: ReportFacts) -> tuple[str, str]:
    html = squeezed(read_html(report_html(facts)).text)
    return html, squeezed(pdf_text(report_pdf(facts), facts.reference))


@pytest.mark.parametrize(("scoring", "graded"), MODES)
def test_html_and_pdf_print_the_same_words_and_numbers(scoring: Scoring, graded: bool) -> None:
    facts = report_facts(scoring, graded=graded)
    html, pdf = both(facts)
    for chapter in compose(facts).chapters:
        assert squeezed(chapter.title) in html
        for text in texts(chapter.blocks):
            assert squeezed(text) in html, text
            assert squeezed(text) in pdf, text


def test_every_row_of_every_table_reads_the_same_in_both() -> None:
    facts = report_facts()
    html, pdf = both(facts)
    tables = [
        block
        for chapter in compose(facts).chapters
        for block in chapter.blocks
        if block.kind == "table"
    ]
    assert len(tables) == 8
    for table in tables:
        for row in table.rows:  # type: ignore[union-attr]
            assert squeezed("".join(row)) in html
            assert squeezed("".join(row)) in pdf


def test_the_chapters_stand_in_the_published_order() -> None:
    titles = [chapter.title for chapter in compose(report_facts()).chapters]
    assert titles == [
        "Foreword",
        "Summary",
        "Introduction",
        "Context for the force",
        "Leadership, management and governance",
        "Case file analysis",
        *(title for _, title, _ in STAGES),
        "The overall effectiveness of the force and its response to children who need help "
        "and protection",
        "Recommendations",
        "What we went on without",
        "Factual accuracy check",
        "Next steps",
        "Methodology",
        "Glossary",
        "Sample and record",
    ]


def test_two_stages_printed_with_one_number_keep_it_and_their_own_chapters() -> None:
    html = read_html(report_html(report_facts())).text
    assert "Criteria, printed as “8 Recording”" in html
    assert "Criteria, printed as “8 Police detention”" in html


def test_paragraph_numbers_run_through_each_chapter_without_a_gap() -> None:
    numbers = [text.number for text in numbered_texts(report_facts())]
    assert len(set(numbers)) == len(numbers)
    places: dict[str, list[int]] = {}
    for number in numbers:
        chapter, place = number.split(".")
        places.setdefault(chapter, []).append(int(place))
    assert all(found == list(range(1, len(found) + 1)) for found in places.values())


def test_every_numbered_paragraph_has_its_place_in_the_page() -> None:
    facts = report_facts()
    ids = {a["id"] for _, a in read_html(report_html(facts)).elements if "id" in a}
    for text in numbered_texts(facts):
        assert "p-" + text.number.lower().replace(".", "-") in ids


def test_a_programme_of_five_topics_makes_a_report_too() -> None:
    facts = report_facts()
    five = replace(facts, journey=facts.journey[:5], recommendations=(), causes_of_concern=())
    html, pdf = both(five)
    assert squeezed("We make no recommendations to Northshire Constabulary.") in html
    assert squeezed("We make no recommendations to Northshire Constabulary.") in pdf


def test_the_overall_assessment_makes_two_separate_statements() -> None:
    facts = report_facts()
    html = read_html(report_html(facts)).text
    practice, fit = html.index(facts.overall.practice), html.index(facts.overall.policy_fit)
    assert html.index("Quality of practice") < practice
    assert practice < html.index("Fit between practice and policy") < fit


def test_recommendations_are_lettered_within_their_deadline() -> None:
    html = squeezed(read_html(report_html(report_facts())).text)
    said = (
        "within three months, by Wednesday 15 September 2027: (a) Review how supervisors check "
        "records of contact with children. R2 the words of the child the reason for each decision "
        "(b) Audit case recording every quarter and act on what is found. R3"
    )
    assert squeezed(said) in html


def test_an_absence_and_its_lateness_are_facts_of_the_report() -> None:
    html = read_html(report_html(report_facts())).text
    assert "We proceeded without the force's audit of one case file." in html
    assert "It reached us late, on 20 March 2027" in html


def test_the_accuracy_check_reports_numbers_that_add_up() -> None:
    facts = report_facts()
    assert "raised 60 points. We accepted 10 and refused 50." in read_html(report_html(facts)).text
    waiting = replace(facts.accuracy or AccuracyCheck(facts.dated, None, 0, 0), undecided=2)
    html = read_html(report_html(replace(facts, accuracy=waiting))).text
    assert "raised 62 points. We accepted 10 and refused 50. 2 points still to be decided." in html


def test_the_record_head_and_the_draw_can_be_checked_from_the_report() -> None:
    facts = report_facts()
    for text in both(facts):
        assert facts.record.hash in text
        assert facts.sample.list_hash in text
        assert facts.sample.seed in text


def test_case_numbers_are_the_same_in_the_analysis_and_in_the_method() -> None:
    html = read_html(report_html(report_facts())).text
    said = "The sample held 33 case files. The force audited 32 of the 33."
    assert html.count(said) == 2


def test_a_draft_is_marked_on_every_page_and_a_published_report_is_not() -> None:
    facts = report_facts()
    marked = pdf_text(report_pdf(draft(facts)), "no such footer")
    pages = len(re.findall(r"Page\s*\d+\s*of", marked)) + 1  # the cover has no page number
    assert marked.count("OFFICIAL-SENSITIVE") == 2 * pages
    assert b"OFFICIAL-SENSITIVE" in report_html(draft(facts))
    assert b"OFFICIAL-SENSITIVE" not in report_html(facts)
    assert "OFFICIAL-SENSITIVE" not in pdf_text(report_pdf(facts), facts.reference)


def test_no_case_reference_is_printed() -> None:
    facts = report_facts()
    for text in both(facts):
        assert not [case.reference for case in facts.cases if case.reference in text]


def test_a_report_without_any_case_file_says_so() -> None:
    facts = report_facts()
    empty = replace(facts, cases=(), sample=replace(facts.sample, quotas=()))
    html, pdf = both(empty)
    said = squeezed("No case files were examined in this inspection.")
    assert said in html
    assert said in pdf


def test_context_that_the_force_never_gave_is_said_to_be_missing() -> None:
    html = read_html(report_html(replace(report_facts(), context=" \n"))).text
    assert "The force did not give us an outline" in html
