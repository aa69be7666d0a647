"""Moving the fieldwork as a rule: later only, and every date that is counted from it moves too."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.errors import Rule
from tests.workflows.bodies import extending
from tests.workflows.desk import Desk
from tests.workflows.straight import POINTS, at, exhausted, without
from workflows.fieldwork import MovedDate, has_passed, moved_dates, with_fieldwork
from workflows.state import InspectionState
from workflows.tasks import date_of

PLANNED = ("2027-03-01", "2027-03-12")
LATER = ("2027-03-08", "2027-03-19")


def moving(start: str, end: str) -> dict[str, Any]:
    return {"reason": "r-moved", "fieldwork_start": start, "fieldwork_end": end}


def foreseen(desk: Desk[InspectionState], days: tuple[str, str]) -> dict[str, MovedDate]:
    return {one.kind: one for one in moved_dates(desk.state, *days)}


def on(month: int, day: int, hour: int = 9, point: str = "issued") -> Desk[InspectionState]:
    desk = at(point)
    desk.wait_until(datetime(2027, month, day, hour, tzinfo=UTC))
    return desk


def test_every_date_counted_from_the_fieldwork_moves_with_it_and_no_other() -> None:
    desk = at("allocated")
    audits, reviews, judged = desk.due("force_audits"), desk.due("reviews:p-ann"), "judgements"
    assert (audits.date(), reviews.date()) == (date(2027, 2, 22), date(2027, 3, 12))
    desk.act("p-lead", "move_fieldwork", moving(*LATER))
    assert desk.due("force_audits").date() == date(2027, 3, 1)
    assert desk.due("reviews:p-ann").date() == date(2027, 3, 19)
    assert desk.due(judged).date() == date(2027, 4, 6)  # Good Friday and Easter Monday lie between
    assert (desk.state.fieldwork_start, desk.state.fieldwork_end) == LATER
    due = desk.tasks["force_audits"].due
    assert due is not None
    assert "before the start of fieldwork on Monday 8 March 2027" in due.why


def test_dates_that_are_counted_from_other_events_stay() -> None:
    desk = at("issued")
    before = {name: desk.due(name) for name in desk.tasks}
    desk.act("p-deputy", "move_fieldwork", moving(*LATER))
    assert {name: desk.due(name) for name in desk.tasks} == before


def test_what_is_foreseen_names_what_is_open_first_and_then_what_is_to_come() -> None:
    found = moved_dates(at("issued").state, *LATER)
    assert [one.is_open for one in found] == [False] * len(found)
    assert {"force_audits", "reviews", "judgements", "report_draft"} <= {one.kind for one in found}
    now = moved_dates(at("allocated").state, *LATER)
    assert [(one.kind, one.is_open) for one in now][:3] == [
        ("force_audits", True),
        ("reviews", True),  # two reviewers, one line
        ("judgements", True),
    ]
    assert not now[-1].is_open
    done = {one.kind for one in moved_dates(at("judged").state, *LATER)}
    assert not done & {"force_audits", "reviews", "judgements", "return"}
    assert "moderation" in done


@settings(max_examples=40, deadline=None)
@given(
    point=st.sampled_from(POINTS[: POINTS.index("drafted")]),
    start=st.integers(0, 40),
    length=st.integers(12, 40),
    extended=st.integers(0, 5),
)
def test_what_is_foreseen_is_what_comes_and_no_date_moves_earlier(
    point: str, start: int, length: int, extended: int
) -> None:
    desk = at(point)
    if extended and "force_audits" in desk.tasks:
        desk.act("p-lead", "extend", extending("force_audits", extended))
    first = date.fromordinal(date(2027, 3, 1).toordinal() + start)
    last = date.fromordinal(first.toordinal() + length)
    days = first.isoformat(), last.isoformat()
    found = moved_dates(desk.state, *days)
    before = {task.kind: task.due.at for task in desk.tasks.values() if task.due}
    desk.act("p-lead", "move_fieldwork", moving(*days))
    after = {task.kind: task.due.at for task in desk.tasks.values() if task.due}
    opened = {one.kind: one for one in found if one.is_open}
    assert not set(opened) & {one.kind for one in found if not one.is_open}
    changed = {kind for kind in after if after[kind] != before[kind]}
    assert set(opened) == changed
    for kind, one in opened.items():
        assert (one.before.at, one.after.at) == (before[kind], after[kind])
    for one in found:
        assert one.after.at > one.before.at
        if not one.is_open:
            assert one.after == date_of(desk.state, one.kind)


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        (PLANNED, Rule.FIELDWORK_LATER_ONLY),
        (("2027-02-26", "2027-03-12"), Rule.FIELDWORK_LATER_ONLY),
        (("2027-03-08", "2027-03-11"), Rule.FIELDWORK_LATER_ONLY),
        (("2027-03-19", "2027-03-18"), Rule.FIELDWORK_DATES),
        (("2027-13-01", "2027-03-18"), Rule.FIELDWORK_DATES),
        (("2047-03-01", "2047-03-18"), Rule.FIELDWORK_DATES),
        (("2027-01-08", "2027-03-18"), Rule.FIELDWORK_IN_THE_PAST),
    ],
)
def test_days_that_do_not_fit_are_refused_by_name(days: tuple[str, str], rule: Rule) -> None:
    assert at("issued").refusal("p-lead", "move_fieldwork", moving(*days)) is rule


@pytest.mark.parametrize("person", ["p-hmi", "p-liaison", "p-ann", "p-chair", "p-chief"])
def test_only_those_who_lead_move_it(person: str) -> None:
    refusal = at("issued").refusal(person, "move_fieldwork", moving(*LATER))
    assert refusal is Rule.NOT_YOUR_ROLE


def test_once_begun_its_first_day_stays_and_its_last_may_move() -> None:
    desk = on(3, 1, 16)
    assert not has_passed(desk.state, "2027-03-01", desk.now)  # the first day is not over yet
    desk = on(3, 2)
    assert desk.refusal("p-lead", "move_fieldwork", moving(*LATER)) is Rule.FIELDWORK_BEGUN
    desk.act("p-lead", "move_fieldwork", moving(PLANNED[0], LATER[1]))
    assert desk.state.fieldwork_end == LATER[1]


def test_once_over_or_published_it_moves_no_more() -> None:
    later = ("2027-04-05", "2027-04-16")
    assert on(3, 15).refusal("p-lead", "move_fieldwork", moving(*later)) is Rule.FIELDWORK_OVER
    refusal = at("published").refusal("p-lead", "move_fieldwork", moving(*LATER))
    assert refusal is Rule.ALREADY_PUBLISHED


def test_fieldwork_that_fell_into_a_pause_did_not_happen_and_can_be_planned_anew() -> None:
    desk = at("allocated")
    desk.act("p-lead", "pause_inspection", {"reason": "r-p"})
    desk.wait_until(datetime(2027, 4, 1, 9, tzinfo=UTC))
    anew = moving("2027-04-12", "2027-04-23")
    assert not has_passed(desk.state, PLANNED[1], desk.now)
    resumed = desk.copy()
    resumed.act("p-lead", "resume_inspection", {})
    for one in (desk, resumed):
        past = moving(*LATER)
        assert one.refusal("p-lead", "move_fieldwork", past) is Rule.FIELDWORK_IN_THE_PAST
        before = one.due("judgements")
        one.act("p-lead", "move_fieldwork", anew)
        assert one.due("judgements") > before


def test_a_late_task_gets_a_new_ladder_and_a_proposal_to_go_on_without_it_lapses() -> None:
    desk = exhausted("force_audits", "drawn")
    desk.act("p-lead", "proceed_without", without("force_audits"))
    desk.climbed.clear()
    desk.act("p-lead", "move_fieldwork", moving("2027-03-15", "2027-03-26"))
    assert desk.state.proposed == {}
    assert "consent:force_audits" not in desk.tasks
    desk.wait_until(datetime(2027, 3, 12, tzinfo=UTC))
    rungs = [rung for task, rung in desk.climbed if task == "force_audits"]
    assert rungs == ["reminder-5", "reminder-2", "on-the-day", "overdue+1", "escalation+3"]


def test_reckoning_with_other_days_changes_nothing() -> None:
    desk = at("allocated")
    moved = with_fieldwork(desk.state, *LATER)
    assert desk.state.fieldwork_start == PLANNED[0]
    assert desk.state.events["fieldwork_start"].startswith(PLANNED[0])
    assert moved.events["fieldwork_end"].startswith(LATER[1])
