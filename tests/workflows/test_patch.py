"""States as documents: read back as they were, and changed by what differs alone."""

import dataclasses
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria import catalogue
from criteria.outline import PeriodUnit, ProgrammeOutline
from criteria.scoring import ScoringMode
from tests.builders import an_issue, an_outline
from workflows.messages import Issue, OnRevision, SubmitMark, SubmitReturn
from workflows.patch import difference, from_document, merge, to_document
from workflows.state import FollowUpState, InspectionState, ProcessState, ReferralState, RungMark

NAMES = st.sampled_from(["a", "b", "c", "case:N-1", "é"])
LEAVES = st.one_of(st.booleans(), st.integers(), st.text(max_size=8), st.lists(st.text(max_size=3)))
DOCUMENTS = st.dictionaries(
    NAMES,
    st.recursive(LEAVES, lambda inner: st.dictionaries(NAMES, inner, max_size=4), max_leaves=12),
    max_size=5,
)


@given(DOCUMENTS, DOCUMENTS)
def test_a_difference_leads_from_any_document_to_any_other(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert merge(before, difference(before, after)) == after


@given(DOCUMENTS)
def test_what_has_not_changed_differs_by_nothing(document: dict[str, Any]) -> None:
    assert difference(document, document) == {}


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_differences_of_one_change_after_another_add_up(
    first: dict[str, Any], second: dict[str, Any], third: dict[str, Any]
) -> None:
    halfway = merge(first, difference(first, second))
    assert merge(halfway, difference(second, third)) == third


@given(DOCUMENTS, DOCUMENTS)
def test_merging_leaves_both_documents_as_they_were(
    document: dict[str, Any], other: dict[str, Any]
) -> None:
    patch = difference(document, other)
    kept, kept_patch = repr(document), repr(patch)
    merge(document, patch)
    assert (repr(document), repr(patch)) == (kept, kept_patch)


def test_a_difference_carries_only_what_changed() -> None:
    before = {"cases": {"N-1": {"type": "x"}, "N-2": {"type": "x"}}, "force": "X01", "gone": 1}
    after = {"cases": {"N-1": {"type": "x"}, "N-2": {"type": "x", "grade": "g"}}, "force": "X01"}
    assert difference(before, after) == {"cases": {"N-2": {"grade": "g"}}, "gone": None}


WORDS = st.text("abc-123:é", max_size=6)
OUTLINES = st.sampled_from([an_outline(), an_outline(scoring=ScoringMode.EVIDENCE_ONLY)])
STATES: list[type[Any]] = [InspectionState, ReferralState, FollowUpState]


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type as states know them, every member of a dataclass filled or left out."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return st.none() | anything(arguments[0])
    if origin is list:
        return st.lists(anything(arguments[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(WORDS, anything(arguments[1]), max_size=3)
    if hint is ProgrammeOutline:
        return OUTLINES
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        members = get_type_hints(hint)
        return st.builds(hint, **{name: anything(member) for name, member in members.items()})
    return {str: WORDS, int: st.integers(), bool: st.booleans()}[hint]


@pytest.mark.parametrize("kind", STATES)
def test_every_state_is_read_back_as_it_was(kind: type[ProcessState]) -> None:
    @given(anything(kind))
    def read_back(state: ProcessState) -> None:
        assert from_document(kind, to_document(state)) == state

    read_back()


@given(anything(InspectionState), anything(InspectionState))
def test_a_patch_leads_from_any_state_to_any_other(
    before: InspectionState, after: InspectionState
) -> None:
    patch = difference(to_document(before), to_document(after))
    assert from_document(InspectionState, merge(to_document(before), patch)) == after


@pytest.mark.parametrize("programme", catalogue.programmes(), ids=lambda p: p.id)
def test_the_outline_of_a_shipped_programme_is_read_back_as_it_was(programme: Any) -> None:
    outline = programme.outline()
    assert from_document(ProgrammeOutline, to_document(outline)) == outline


def test_codes_come_back_as_codes() -> None:
    outline = from_document(ProgrammeOutline, to_document(an_outline()))
    assert outline.scoring is ScoringMode.SCALE_1_5
    assert outline.periods["return"].unit is PeriodUnit.WORKING_DAYS


def test_a_document_holds_plain_texts_and_no_absent_members() -> None:
    document = to_document(an_outline())
    assert type(document["scoring"]) is str
    assert "grade" not in to_document(SubmitMark("r-1", "N-1", ["3"]))


def test_what_is_not_written_keeps_its_default() -> None:
    read = from_document(InspectionState, {"reference": "T-1", "rungs": {}})
    assert read == InspectionState("T-1")
    marks = from_document(
        InspectionState, {"reference": "T-1", "rungs": {"a": {"due": "d", "next": 2}}}
    )
    assert marks.rungs == {"a": RungMark("d", 2)}


@pytest.mark.parametrize(
    ("hint", "document"),
    [
        (OnRevision, {}),
        (OnRevision, {"revision": "r-1", "more": "x"}),
        (OnRevision, {"revision": None}),
        (OnRevision, {"revision": 7}),
        (OnRevision, {"revision": {"id": "r-1"}}),
        (OnRevision, ["r-1"]),
        (OnRevision, None),
        (SubmitReturn, {"revision": "r-1", "rows": "sa.context", "authors": []}),
        (SubmitReturn, {"revision": "r-1", "rows": [1], "authors": []}),
        (SubmitMark, {"revision": "r-1", "case": "N-1", "scores": [None]}),
        (SubmitMark, {"revision": "r-1", "case": "N-1", "scores": {"a": "1"}}),
        (Issue, {**an_issue(), "people": {"hmi": "p-hmi"}}),
        (Issue, {**an_issue(), "outline": {**an_issue()["outline"], "extension_limit": True}}),
        (Issue, {**an_issue(), "outline": {**an_issue()["outline"], "extension_limit": "10"}}),
        (Issue, {**an_issue(), "outline": {**an_issue()["outline"], "overall_scored": 1}}),
        (Issue, {**an_issue(), "outline": {**an_issue()["outline"], "case_types": ["a"]}}),
    ],
)
def test_what_does_not_have_the_shape_is_not_read(hint: type[Any], document: Any) -> None:
    with pytest.raises(TypeError):
        from_document(hint, document)


def test_an_unknown_code_is_not_read() -> None:
    document = {**an_issue()["outline"], "scoring": "marks_out_of_ten"}
    with pytest.raises(ValueError, match="marks_out_of_ten"):
        from_document(ProgrammeOutline, document)
