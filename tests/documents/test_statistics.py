"""Case file statistics add up, whatever the cases."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.statistics import (
    CaseResult,
    CaseStatistics,
    DuplicateCase,
    Group,
    ImpossibleCase,
    UnknownCode,
    percentage,
)
from tests.documents.samples import CASE_TYPES, GRADES, cases

CODES = [label.code for label in GRADES]


@st.composite
def case_lists(draw: st.DrawFn) -> list[CaseResult]:
    results = []
    for number in range(draw(st.integers(0, 40))):
        dip, referred = draw(st.booleans()), draw(st.booleans())
        audited, reviewed = draw(st.booleans()), draw(st.booleans())
        grade = st.sampled_from([*CODES, None])
        results.append(
            CaseResult(
                f"C-{number}",
                draw(st.sampled_from(CASE_TYPES)).code,
                draw(grade) if audited and not dip else None,
                draw(grade) if reviewed else None,
                referred,
                referred and draw(st.booleans()),
                "dip" if dip else "sample",
                audited,
                reviewed,
            )
        )
    return results


@settings(deadline=None, max_examples=60)
@given(case_lists())
def test_every_sum_that_a_reader_could_do_holds(results: list[CaseResult]) -> None:
    statistics = CaseStatistics.of(results, CASE_TYPES, GRADES)
    assert [check.what for check in statistics.checks() if not check.holds] == []


@settings(deadline=None, max_examples=60)
@given(case_lists())
def test_the_counts_are_those_of_a_plain_recount(results: list[CaseResult]) -> None:
    statistics = CaseStatistics.of(results, CASE_TYPES, GRADES)
    plain = [c for c in results if c.sample == "sample" and not c.referred_before_audit]
    pairs = Counter((case.force_grade, case.inspector_grade) for case in plain)
    for force in CODES:
        for inspectors in CODES:
            assert statistics.pair(force, inspectors) == pairs[force, inspectors]
    assert statistics.agreed == sum(
        case.force_grade == case.inspector_grade is not None for case in plain
    )
    assert statistics.count(Group.SAMPLE) == len(plain)
    assert statistics.count(Group.DIP) == sum(case.sample == "dip" for case in results)


@settings(deadline=None, max_examples=60)
@given(case_lists())
def test_type_by_grade_adds_up_to_all_the_cases(results: list[CaseResult]) -> None:
    statistics = CaseStatistics.of(results, CASE_TYPES, GRADES)
    cells = [
        statistics.count(group, label.code, grade)
        for group in Group
        for label in CASE_TYPES
        for grade in (*CODES, None)
    ]
    assert sum(cells) == statistics.total == len(results)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 500), st.integers(1, 500))
def test_percentages_are_whole_and_rounded_half_up(part: int, whole: int) -> None:
    shown = percentage(part, whole)
    assert abs(shown * whole - 100 * part) * 2 <= whole
    assert percentage(1, 8) == 13  # 12.5


def test_nothing_of_nothing_is_no_percentage_error() -> None:
    assert percentage(0, 0) == 0


def test_cases_referred_before_the_audit_are_kept_out_of_the_comparison() -> None:
    statistics = CaseStatistics.of(cases(), CASE_TYPES, GRADES)
    assert statistics.count(Group.REFERRED_BEFORE_AUDIT) == 1
    assert statistics.drawn == 33
    assert statistics.compared == 31  # one referred before the audit, one never audited
    assert statistics.referred == 3
    assert (statistics.audited, statistics.reviewed, statistics.total) == (32, 37, 37)


def test_a_grade_that_the_programme_does_not_know_is_refused() -> None:
    wrong = replace(cases()[0], inspector_grade="outstanding")
    with pytest.raises(UnknownCode):
        CaseStatistics.of([wrong], CASE_TYPES, GRADES)


def test_any_grade_is_refused_where_case_grades_are_off() -> None:
    with pytest.raises(UnknownCode):
        CaseStatistics.of(cases(), CASE_TYPES, ())


def test_one_case_given_twice_is_refused() -> None:
    with pytest.raises(DuplicateCase):
        CaseStatistics.of([cases()[0], cases()[0]], CASE_TYPES, GRADES)


@pytest.mark.parametrize(
    "contradiction",
    [
        {"sample": "dip"},
        {"audited": False},
        {"reviewed": False},
        {"referred_before_audit": True},
    ],
)
def test_a_case_that_contradicts_itself_is_refused(contradiction: dict[str, object]) -> None:
    wrong = replace(cases()[0], **contradiction)  # type: ignore[arg-type]
    with pytest.raises(ImpossibleCase):
        CaseStatistics.of([wrong], CASE_TYPES, GRADES)
