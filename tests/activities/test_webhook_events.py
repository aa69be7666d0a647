"""What webhooks are told of each step: which event, with which codes and dates, no more."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from activities.webhook_events import events
from records.projection import EventRow
from tests.builders import PEOPLE
from tests.workflows.desk import Desk
from tests.workflows.straight import (
    FOLLOW_UP,
    POINTS,
    STEPS_OF_REFERRAL,
    a_follow_up,
    a_referral,
    at,
    exhausted,
    steps_to,
)
from workflows.ladder import Reached

PERSONS = {person for persons in PEOPLE.values() for person in persons}


def told(before: Desk[Any] | None, after: Desk[Any], reminded: str = "") -> list[EventRow]:
    state = before.state if before else None
    return events(state, after.state, inspection="T-1", at=after.now, reminded=reminded)


def named(rows: list[EventRow]) -> list[tuple[str, str]]:
    return [(row.event, row.task) for row in rows]


def climbing(desk: Desk[Any], until: datetime) -> list[tuple[datetime, str, str]]:
    """(when, event, task) of all that the ladder tells up to a moment."""
    found = []
    while (wake := desk.next_wake()) and wake <= until:
        before = desk.copy()
        desk.now = max(desk.now, wake)
        rungs = desk.climb()
        found += [(desk.now, *one) for rung in rungs for one in named(of_rung(before, desk, rung))]
    return found


def of_rung(before: Desk[Any], after: Desk[Any], rung: Reached) -> list[EventRow]:
    """What one rung of several climbed at once tells: each is a step of its own."""
    alone = before.copy()
    alone.now = after.now
    alone.state.rungs[rung.task].next = rung.index + 1
    return told(before, alone, rung.task if rung.kind == "reminder" else "")


def test_an_issue_tells_the_phase_and_every_task_with_roles_and_date() -> None:
    rows = told(None, at("issued"))
    assert named(rows) == [
        ("inspection.phase_changed", ""),
        ("task.opened", "return"),
        ("task.opened", "eligible_cases"),
    ]
    about = {"inspection": "T-1", "force": "X01", "process": "inspection", "reference": "T-1"}
    assert rows[0].data == {**about, "phase": {"before": None, "after": "self_assessment"}}
    assert rows[1].data == {
        **about,
        "task": {
            "kind": "return",
            "roles": ["liaison", "head_of_pvp"],
            "due": "2027-02-08T17:00:00.000Z",
        },
    }


def test_a_step_tells_what_is_done_what_opens_and_where_the_inspection_stands() -> None:
    assert named(told(at("registered"), at("accepted"))) == [
        ("inspection.phase_changed", ""),
        ("task.done", "acceptance"),
        ("task.opened", "sample"),
        ("task.opened", "judgements"),
    ]
    assert told(at("issued"), at("issued")) == []


def test_withdrawing_tells_the_end_and_that_nothing_is_asked_any_more() -> None:
    before = at("issued")
    after = before.copy()
    after.act("p-hmi", "withdraw_inspection", {"reason": "r-w"})
    rows = told(before, after)
    assert [(row.event, row.task) for row in rows] == [
        ("inspection.phase_changed", ""),
        ("task.done", "return"),
        ("task.done", "eligible_cases"),
    ]
    assert rows[0].data["phase"] == {"before": "self_assessment", "after": "closed"}


def test_each_reminder_is_due_soon_and_overdue_is_told_once_after_the_date() -> None:
    desk = at("issued")
    due = desk.due("eligible_cases")
    found = [
        (moment, event)
        for moment, event, task in climbing(desk, due + timedelta(days=10))
        if task == "eligible_cases"
    ]
    assert [event for _, event in found] == ["task.due_soon"] * 3 + ["task.overdue"]
    assert all(moment < due for moment, event in found if event == "task.due_soon")
    assert found[-1][0] > due


def test_after_an_outage_over_several_rungs_overdue_is_told_and_no_stale_reminder() -> None:
    before = at("issued")
    after = before.copy()
    after.now = after.due("return") + timedelta(days=7)
    [late] = [rung for rung in after.climb() if rung.task == "return"]
    assert late.kind == "escalation"
    assert named(of_rung(before, after, late)) == [("task.overdue", "return")]
    missed = before.copy()
    missed.now = missed.due("return") + timedelta(hours=2)  # the reminder of the day, too late
    [reminder] = [rung for rung in missed.climb() if rung.task == "return"]
    assert reminder.kind == "reminder"
    assert named(of_rung(before, missed, reminder)) == []


def test_a_task_that_opens_after_its_date_is_overdue_from_the_start() -> None:
    before = exhausted("return")
    after = before.copy()
    after.run(steps_to("submitted"))
    assert ("task.opened", "approval") in named(told(before, after))
    assert ("task.overdue", "approval") in named(told(before, after))
    later = [one for one in climbing(after, after.now + timedelta(days=9)) if one[2] == "approval"]
    assert later == []  # it is chased, but has been told as late once already


def test_a_referral_and_a_follow_up_tell_which_of_them_they_are_and_no_phase() -> None:
    referral, follow_up = told(None, a_referral()), told(None, a_follow_up())
    assert {row.event for row in [*referral, *follow_up]} == {"task.opened"}
    assert {(r.data["process"], r.data["reference"]) for r in referral} == {("referral", "T-1-R1")}
    assert {row.data["inspection"] for row in [*referral, *follow_up]} == {"T-1"}
    assert {row.data["process"] for row in follow_up} == {"follow_up"}


def everything() -> list[EventRow]:
    """What is told on the straight run, with its ladders, and in the processes beside it."""
    rows, before = told(None, at("issued")), at("issued")
    for point in POINTS[1:]:
        after = at(point)
        rows += told(before, after)
        reminded = [told(after, after, task) for task in after.tasks]
        rows += [row for found in reminded for row in found]
        before = after
    for desk, steps in ((a_referral(), STEPS_OF_REFERRAL), (a_follow_up(), FOLLOW_UP)):
        rows += told(None, desk)
        for step in steps:
            was = desk.copy()
            desk.act(*step)
            rows += told(was, desk)
    return rows


def test_nothing_told_on_a_straight_run_names_a_person_a_case_or_says_a_sentence() -> None:
    rows = everything()
    assert {row.event for row in rows} >= {"task.opened", "task.due_soon", "task.done"}
    assert "reviews:p-ann" in {row.task for row in rows}  # which is why no task's name goes out
    sent = json.dumps([row.data for row in rows])
    assert [person for person in PERSONS if person in sent] == []
    assert "N-0" not in sent
    assert "r-" not in sent.replace("T-1-R1", "")
    assert all(" " not in value for row in rows for value in _texts(row.data))


@pytest.mark.parametrize("point", POINTS)
def test_what_is_told_has_the_members_that_are_documented_and_no_other(point: str) -> None:
    for row in told(None, at(point)):
        shared = {"inspection", "force", "process", "reference"}
        assert set(row.data) - shared in ({"task"}, {"phase"})
        assert set(row.data.get("task", {})) in (set(), {"kind", "roles", "due"})


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [str(value)]
