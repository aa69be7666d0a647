"""Each mode shows what it has, and written evidence only shows no score, grade, statistic or
chart.
"""

import re
from dataclasses import replace

import pytest

from documents.report import report_html, report_pdf
from documents.report_checks import ContradictoryFacts
from documents.report_facts import Judgement, Recommendation, ReportFacts, Scoring
from tests.documents.reading import pdf_text, read_html
from tests.documents.samples import draft, report_facts

FORBIDDEN = re.compile(
    r"\bscor|\bgrad(e|ing)|%|per cent|percent|statistic|\bchart|\bfigure\b|agreement|out of 5"
    r"|\brating|requires improvement|inadequate|generous",
    re.IGNORECASE,
)


def evidence_only() -> ReportFacts:
    return report_facts(Scoring.EVIDENCE_ONLY, graded=False)


def test_evidence_only_shows_no_score_grade_statistic_or_chart_anywhere() -> None:
    for facts in (evidence_only(), draft(evidence_only())):
        html = report_html(facts)
        page = read_html(html)
        assert not FORBIDDEN.search(page.text)
        assert not FORBIDDEN.search(pdf_text(report_pdf(facts), facts.reference))
        assert b"<svg" not in html
        assert page.text.count("Table 1") == 1  # the next steps, and no other
        assert "Table 2" not in page.text


def test_evidence_only_still_says_how_many_case_files_were_read() -> None:
    text = read_html(report_html(evidence_only())).text
    assert "The sample held 33 case files." in text
    assert "33 case files were drawn from 200 eligible ones." in text


def test_what_was_not_seen_is_named_even_without_scores_and_is_no_no() -> None:
    facts = evidence_only()
    unseen = replace(facts.journey[0], judgement=Judgement("not_seen", "", "We saw too little."))
    html = read_html(report_html(replace(facts, journey=(unseen, *facts.journey[1:])))).text
    assert re.search(r"Our judgement:\s*Not seen", html)
    assert "Neither counts against the force." in html


def test_a_scale_prints_scores_with_their_meanings() -> None:
    html = read_html(report_html(report_facts())).text
    assert re.search(r"Our judgement:\s*4 out of 5\s*Meaning of 4, in our words\.", html)
    assert "What the scores mean" in html


def test_yes_or_no_prints_words_and_no_scale() -> None:
    html = report_html(report_facts(Scoring.YES_NO, graded=False))
    text = read_html(html).text
    assert re.search(r"Our judgement:\s*Yes", text)
    assert "out of 5" not in text
    assert b"<svg" not in html


def test_case_grades_can_stand_without_scores() -> None:
    html = report_html(report_facts(Scoring.EVIDENCE_ONLY))
    text = read_html(html).text
    assert "out of 5" not in text
    assert html.count(b"<svg") == 1
    assert "The force and our inspectors both graded 31 case files" in text


@pytest.mark.parametrize("score", ["3", "yes"])
def test_a_score_in_an_evidence_only_inspection_is_refused(score: str) -> None:
    facts = evidence_only()
    scored = replace(facts, overall=replace(facts.overall, score=score))
    with pytest.raises(ContradictoryFacts, match="a score outside the inspection's mode: overall"):
        report_html(scored)


def test_cases_that_differ_from_those_drawn_are_refused() -> None:
    facts = report_facts()
    with pytest.raises(ContradictoryFacts, match="cases drawn and cases reported differ"):
        report_pdf(replace(facts, cases=facts.cases[1:]))


def test_a_draft_without_a_marking_is_refused() -> None:
    with pytest.raises(ContradictoryFacts, match="a draft without a marking"):
        report_html(replace(draft(report_facts()), marking=""))


def test_a_recommendation_from_no_chapter_is_refused() -> None:
    facts = report_facts()
    stray = replace(facts.recommendations[0], section="elsewhere")
    with pytest.raises(ContradictoryFacts, match="a chapter that the report does not have"):
        report_html(replace(facts, recommendations=(stray, *facts.recommendations[1:])))


def test_a_recommendation_given_twice_is_refused() -> None:
    facts = report_facts()
    twice: tuple[Recommendation, ...] = (*facts.recommendations, facts.recommendations[0])
    with pytest.raises(ContradictoryFacts, match="given twice"):
        report_html(replace(facts, recommendations=twice))


def test_a_cause_of_concern_that_names_no_recommendation_of_ours_is_refused() -> None:
    facts = report_facts()
    concern = replace(facts.causes_of_concern[0], recommendations=("R9",))
    with pytest.raises(ContradictoryFacts, match="unknown recommendation"):
        report_html(replace(facts, causes_of_concern=(concern,)))
