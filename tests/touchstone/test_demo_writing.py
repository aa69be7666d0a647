"""The texts of the demonstration: complete, coherent, each its own, and without a name in them."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from criteria import register
from criteria.catalogue import find
from criteria.moderation import differs
from criteria.outline import ProgrammeOutline
from criteria.programme import Programme
from criteria.scoring import ScoringMode, admits
from touchstone.demo.cast import NORTHSHIRE
from touchstone.demo.scenes.self_assessment import SHARES
from touchstone.demo.writing.answers import answers
from touchstone.demo.writing.cases import Side, stage_text, written
from touchstone.demo.writing.eligible import eligible_cases
from touchstone.demo.writing.findings import draft_text, final_text, findings, overall, points
from touchstone.demo.writing.reading import FOLDER
from touchstone.demo.writing.stories import STAGES, Sight, Story, case_types, stories
from touchstone.people import demonstration_people

PROGRAMMES = ("national-child-protection", "online-cse")
TODAY = date(2027, 1, 11)


def programme(code: str = "national-child-protection") -> Programme:
    found = find(code)
    assert found is not None
    return found


def outline() -> ProgrammeOutline:
    return programme().outline()


def played() -> list[Story]:
    """The stories of one sample, by quota."""
    quotas = outline().case_types
    return [story for code, quota in quotas.items() for story in stories(code)[:quota]]


def every_text() -> Iterator[str]:
    for path in sorted(FOLDER.rglob("*.toml")):
        yield from strings(tomllib.loads(path.read_text(encoding="utf-8")))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


@pytest.mark.parametrize("code", PROGRAMMES)
def test_every_row_has_an_answer_and_no_other_row_has(code: str) -> None:
    assert [answer.row for answer in answers()] == list(programme(code).template.answers())


def test_answers_are_neither_thin_nor_endless() -> None:
    for answer in answers():
        for version in filter(None, (answer.written, answer.better)):
            assert 60 <= len(version.text.split()) <= 200, answer.row
            assert version.evidence, answer.row


def test_no_two_answers_share_a_sentence() -> None:
    said = Counter(s for a in answers() for s in re.split(r"[.?!]\s", a.written.text) if s)
    assert [sentence for sentence, times in said.items() if times > 1] == []


def test_two_answers_are_clarified_and_become_better() -> None:
    better = [answer for answer in answers() if answer.better]
    assert len(better) == 2
    assert all(a.better and a.better.text != a.written.text for a in better)


def test_every_row_is_given_to_exactly_one_of_six_contributors() -> None:
    given = [row for rows in SHARES.values() for row in rows]
    assert sorted(given) == sorted(programme().template.answers())
    assert {NORTHSHIRE.person(part) for part in SHARES} == set(NORTHSHIRE.writers)


def test_whoever_drafts_a_row_may_write_it() -> None:
    own = {row: part for part, rows in SHARES.items() for row in rows}
    unshared = {"head", "liaison", "chief-officer-2"}
    for answer in answers():
        for part in filter(None, (answer.by, answer.first_by)):
            assert part in unshared or own[answer.row] == part


def test_the_approver_writes_nothing() -> None:
    writers = {NORTHSHIRE.person(answer.by) for answer in answers()}
    assert NORTHSHIRE.approver not in writers
    assert NORTHSHIRE.writing_chief in writers


@pytest.mark.parametrize("code", PROGRAMMES)
def test_every_case_type_has_stories(code: str) -> None:
    assert {t.code for t in programme(code).cases.types} <= set(case_types())
    assert all(len(stories(case_type)) >= 3 for case_type in case_types())


def test_there_is_a_story_for_every_case_of_the_sample() -> None:
    assert len(played()) == sum(outline().case_types.values()) == 33


def test_stories_speak_to_the_stages_of_the_programme() -> None:
    assert list(STAGES) == outline().case_stages


def test_no_two_case_texts_are_equal() -> None:
    texts = [
        str(written(story, side, list(STAGES)))
        for story in played()
        for side in ("force", "inspectors")
    ]
    assert len(texts) == len(set(texts)) == 66


def test_words_about_a_stage_hardly_ever_come_again() -> None:
    sides: tuple[Side, ...] = ("force", "inspectors")
    said = Counter(
        stage_text(story, side, stage)
        for story in played()
        for side in sides
        for stage in STAGES
        if getattr(story, side).scores[stage].isdigit()
    )
    assert max(said.values()) <= 2
    assert sum(times > 1 for times in said.values()) <= len(said) // 50


def test_every_brace_in_a_stage_text_is_filled() -> None:
    for case_type in case_types():
        for story in stories(case_type):
            for stage in STAGES:
                both = stage_text(story, "force", stage) + stage_text(story, "inspectors", stage)
                assert not set("{}~") & set(both)


@pytest.mark.parametrize("case_type", case_types())
def test_grades_are_coherent_with_scores(case_type: str) -> None:
    for story in stories(case_type):
        for sight in (story.force, story.inspectors):
            assert sight.grade == grade_of(sight), story.slots["child"]


def grade_of(sight: Sight) -> str:
    """The grade that a careful person would give for these scores."""
    scores = [int(score) for score in sight.scores.values() if score.isdigit()]
    mean = sum(scores) / len(scores)
    if mean >= 3.6 and min(scores) >= 3:
        return "good"
    return "requires_improvement" if mean >= 2.5 and min(scores) >= 2 else "inadequate"


@pytest.mark.parametrize("case_type", case_types())
def test_scores_and_grades_are_those_of_the_programme(case_type: str) -> None:
    for story in stories(case_type):
        for sight in (story.force, story.inspectors):
            assert sight.grade in outline().case_grades
            for score in sight.scores.values():
                assert admits(ScoringMode.SCALE_1_5, score, may_be_absent=True)


def test_the_panel_has_a_reason_exactly_where_the_sides_differ() -> None:
    for story in played():
        force, inspectors = (
            list(story.force.scores.values()),
            list(story.inspectors.scores.values()),
        )
        apart = differs(outline(), story.force.grade, story.inspectors.grade, force, inspectors)
        assert apart == (story.panel is not None), story.slots["child"]


def test_the_force_is_mostly_but_not_always_the_more_generous() -> None:
    grades = outline().case_grades
    steps = [grades.index(s.inspectors.grade) - grades.index(s.force.grade) for s in played()]
    assert sum(step > 0 for step in steps) >= 5
    assert sum(step < 0 for step in steps) >= 1
    assert steps.count(0) > len(steps) / 2


def test_one_case_is_amended_and_one_is_referred_back() -> None:
    assert [s.panel.grade for s in played() if s.panel and s.panel.decision == "amend"] == [
        "requires_improvement"
    ]
    assert sum(story.concern is not None for story in played()) == 1


def test_every_indicator_is_judged_with_evidence_that_the_criteria_know() -> None:
    criteria = programme().criteria
    assert {f.indicator for f in findings()} == set(outline().indicators)
    for finding in findings():
        known = {expectation.id for expectation in criteria.node(finding.indicator).expectations}
        assert set(finding.evidence) <= known
        assert admits(ScoringMode.SCALE_1_5, finding.score, may_be_absent=False)


def test_leadership_has_evidence_for_each_of_its_expectations() -> None:
    leadership = next(f for f in findings() if f.indicator == "leadership")
    assert list(leadership.evidence) == outline().evidence_per_expectation["leadership"]


def test_one_judgement_is_returned_for_evidence() -> None:
    assert [f.indicator for f in findings() if f.first and f.return_reason] == ["recording"]


def test_recommendations_carry_every_deadline() -> None:
    deadlines = Counter(r["deadline"] for f in findings() for r in f.recommendations)
    assert set(deadlines) == {"immediate", "three_months", "six_months"}


def test_the_overall_speaks_to_each_of_its_expectations() -> None:
    expected = [e.id for e in programme().criteria.overall().expectations]
    assert list(overall()["expectations"]) == expected


def test_the_report_has_a_section_for_each_indicator() -> None:
    assert set(draft_text()["sections"]) == set(outline().indicators)


def test_each_point_of_the_force_is_about_one_paragraph() -> None:
    text = draft_text()
    paragraphs = [*text["summary"], *(p for said in text["sections"].values() for p in said)]
    for point in points():
        assert sum(point.quote in paragraph for paragraph in paragraphs) == 1, point.quote


def test_accepted_points_and_only_those_change_the_text() -> None:
    before, after = str(draft_text()), str(final_text())
    accepted = [point for point in points() if point.accepted]
    assert 0 < len(accepted) < len(points()) == 12
    for point in accepted:
        assert point.old in before
        assert point.new in after
    for point in accepted:
        before = before.replace(point.old, point.new)
    assert before == after


def test_eligible_cases_are_about_four_hundred_and_always_the_same() -> None:
    types = list(outline().case_types)
    cases = eligible_cases(types, TODAY)
    assert 380 <= len(cases) <= 420
    assert cases == eligible_cases(types, TODAY)
    assert len({case["reference"] for case in cases}) == len(cases)
    assert all(re.fullmatch(r"N-\d{4}", case["reference"]) for case in cases)


def test_eligible_cases_suffice_for_the_sample_and_lie_in_the_year_before() -> None:
    cases = eligible_cases(list(outline().case_types), TODAY)
    counts = Counter(case["case_type"] for case in cases)
    assert all(counts[code] >= 2 * quota for code, quota in outline().case_types.items())
    assert all(0 < (TODAY - date.fromisoformat(case["date"])).days < 366 for case in cases)


def test_no_name_of_a_person_occurs_in_any_text() -> None:
    people = demonstration_people(TODAY)
    names = {part for person in people for part in re.split(r"[ -]", person.name)} - {"Dame"}
    words = {word for text in every_text() for word in re.findall(r"\w+", text)}
    assert names & words == set()


def test_no_real_force_occurs_in_any_text() -> None:
    real = [force.name for force in register.forces() if not force.invented]
    said = "\n".join(every_text())
    assert [name for name in real if name in said] == []
