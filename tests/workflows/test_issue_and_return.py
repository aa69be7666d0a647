"""What the issue brings, and the return: sent back, submitted again, asked about again."""

from datetime import UTC, datetime

from criteria.errors import Rule
from tests.builders import PEOPLE, an_issue, an_outline
from tests.workflows.bodies import extending
from tests.workflows.straight import at, body_of
from workflows.ladder import is_exhausted
from workflows.patch import to_document
from workflows.phases import Phase, phase

ROWS = an_outline().rows
APPROVE = {"revision": "r-1"}


def test_an_issue_is_taken_over_whole() -> None:
    state, issue = at("issued").state, an_issue()
    assert (state.force, state.people) == (issue["force"], PEOPLE)
    assert (state.fieldwork_start, state.fieldwork_end) == ("2027-03-01", "2027-03-12")
    assert to_document(state.outline) == issue["outline"]
    assert state.events == {
        "issue": "2027-01-11T10:00:00+00:00",
        "fieldwork_start": "2027-03-01T12:00:00+00:00",
        "fieldwork_end": "2027-03-12T12:00:00+00:00",
    }
    assert set(state.documents) == {"notice_letter/1", "self_assessment_template/1"}


# The return


def test_a_return_that_is_sent_back_can_be_submitted_and_approved_again() -> None:
    desk = at("submitted")
    desk.act("p-chief", "send_back_return", APPROVE)
    assert set(desk.tasks) == {"return", "eligible_cases"}
    assert desk.refusal("p-chief", "approve_return", APPROVE) is Rule.RETURN_NOT_SUBMITTED
    desk.act("p-head", "submit_return", body_of("submit_return", revision="r-9"))
    desk.act("p-chief", "approve_return", {"revision": "r-9"})
    assert desk.state.returned.approved == "r-9"


def test_submitting_again_before_the_approval_replaces_what_is_to_be_approved() -> None:
    desk = at("submitted")
    desk.act("p-head", "submit_return", body_of("submit_return", revision="r-9"))
    assert desk.refusal("p-chief", "approve_return", APPROVE) is Rule.NOT_THE_LATEST
    assert desk.state.returned.preparers == ["p-head", "p-writer"]


def test_clarification_opens_the_return_again_for_its_rows() -> None:
    desk = at("registered")
    desk.act("p-lead", "return_for_clarification", {"reason": "r-c", "rows": ROWS[:2]})
    assert desk.state.returned.clarify == ROWS[:2]
    assert set(desk.tasks) == {"clarification"}
    assert phase(desk.state) is Phase.SUBMISSION
    assert desk.refusal("p-lead", "accept_submission", {}) is Rule.RETURN_NOT_APPROVED


def test_what_is_asked_again_is_dated_from_the_request_and_not_from_the_issue() -> None:
    desk = at("registered")
    desk.now = datetime(2027, 2, 10, 10, 0, tzinfo=UTC)  # two days after the return was due
    desk.act("p-lead", "return_for_clarification", {"reason": "r-c", "rows": ROWS[:1]})
    due = datetime(2027, 2, 17, 17, tzinfo=UTC)
    assert desk.due("clarification") == due
    desk.now = datetime(2027, 2, 15, 10, 0, tzinfo=UTC)
    desk.act("p-liaison", "submit_return", body_of("submit_return", revision="r-9"))
    assert desk.due("approval") == due
    assert not is_exhausted(desk.state, "approval")
    desk.act("p-chief", "send_back_return", {"revision": "r-9"})
    assert desk.due("clarification") == due


def test_more_time_for_the_clarification_is_more_time_for_its_approval() -> None:
    desk = at("registered")
    desk.act("p-lead", "return_for_clarification", {"reason": "r-c", "rows": ROWS[:1]})
    desk.act("p-lead", "extend", extending("clarification", 3))
    due = desk.due("clarification")
    desk.act("p-liaison", "submit_return", body_of("submit_return", revision="r-9"))
    assert desk.due("approval") == due
    desk.act("p-lead", "extend", extending("approval", 2))
    assert desk.due("approval") > due


def test_the_list_of_eligible_cases_is_replaced_until_the_submission_is_accepted() -> None:
    desk = at("registered")
    counts = {"domestic_abuse": 2, "missing_children": 0}
    desk.act("p-head", "register_eligible_cases", {"revision": "r-9", "counts": counts})
    assert (desk.state.eligible, desk.state.eligible_revision) == (counts, "r-9")
    accepting = {"return_revision": "r-1", "eligible_revision": "r-9"}
    desk.act("p-deputy", "accept_submission", accepting)
    cases = {"N-01": "domestic_abuse", "N-02": "domestic_abuse"}  # there are no more than these
    desk.act("p-lead", "draw_sample", {"revision": "r-3", "cases": cases})
    assert set(desk.state.cases) == {"N-01", "N-02"}
