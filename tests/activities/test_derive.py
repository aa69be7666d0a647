"""What people see of a process, derived from its state: tasks, notices, the row in the list."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from activities.derive import Climbed, Derived
from activities.wording import About
from criteria.roles import Role, side_of
from records.projection import Change, NoticeRow
from records.subjects import Reader
from tests.builders import PEOPLE
from tests.workflows.desk import Desk
from tests.workflows.straight import (
    POINTS,
    STEPS_OF_REFERRAL,
    a_follow_up,
    a_referral,
    at,
)
from workflows.names import FOLLOW_UP as FOLLOW_UP_TYPE
from workflows.names import INSPECTION, REFERRAL
from workflows.patch import to_document
from workflows.phases import Phase
from workflows.reopening import counted, seen_as
from workflows.stale import stale
from workflows.state import InspectionState, ProcessState

ABOUT = About("T-1", "Northshire Constabulary", "http://touchstone/inspections/T-1")
NOW = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
READERS = {
    person: Reader("cy" if person in {"p-liaison", "p-ann"} else "en", side_of(Role(role)))
    for role, persons in PEOPLE.items()
    for person in persons
}


def derived(workflow_type: str = INSPECTION, now: datetime = NOW, **changes: Any) -> Derived:
    values: dict[str, Any] = {"readers": READERS, "climbed": {}, "about": ABOUT}
    return Derived(workflow_type, now=now, **{**values, **changes})


def a_change(event: str = "", effect: str = "act-1") -> Change:
    return Change(effect, "0" * 64, "", {}, event, NOW)


def seen_in(state: InspectionState, phase: str) -> dict[str, Any]:
    """What the act of reopening a phase names: the phase and what would become void."""
    gone = stale(state, Phase(phase))
    return {"phase": phase, "seen": seen_as(gone), "void": counted(gone)}


def told(rows: list[NoticeRow]) -> set[tuple[str, str | None, str]]:
    """(template, task, recipient) of each."""
    return {(row.template, row.task, row.recipient) for row in rows}


def notices(
    before: Desk[Any] | None, after: Desk[Any], change: Change, by: Derived | None = None
) -> list[NoticeRow]:
    documents = [to_document(desk.state) if desk else {} for desk in (before, after)]
    return list((by or derived()).notices(documents[0], documents[1], change))


# Tasks


def test_a_task_is_shown_with_its_people_its_date_and_its_reason() -> None:
    rows = {row.task: row for row in derived().tasks(to_document(at("issued").state))}
    assert set(rows) == {"return", "eligible_cases"}
    row = rows["return"]
    assert row.roles == ("liaison", "head_of_pvp")
    assert row.people == ("p-liaison", "p-head")
    assert row.title == "Answer the self-assessment and submit the return"
    assert row.due == datetime(2027, 2, 8, 17, tzinfo=UTC)
    assert row.why.startswith("20 working days from issue")
    assert not row.overdue


def test_reviews_are_shown_to_the_reviewer_alone() -> None:
    rows = {row.task: row for row in derived().tasks(to_document(at("audited").state))}
    assert rows["reviews:p-ann"].people == ("p-ann",)
    assert rows["reviews:p-bob"].people == ("p-bob",)


@pytest.mark.parametrize(("day", "overdue"), [(8, False), (9, True)])
def test_a_task_is_overdue_once_its_date_is_past(day: int, overdue: bool) -> None:
    by = derived(now=datetime(2027, 2, day, 16, 59, tzinfo=UTC))
    [row] = [r for r in by.tasks(to_document(at("issued").state)) if r.task == "return"]
    assert row.overdue is overdue


def test_what_is_asked_of_the_lead_is_asked_of_the_deputy_while_the_lead_is_away() -> None:
    desk = at("registered")
    [row] = [r for r in derived().tasks(to_document(desk.state)) if r.task == "acceptance"]
    assert row.people == ("p-lead",)
    desk.act("p-hmi", "mark_lead_away", {})
    [row] = [r for r in derived().tasks(to_document(desk.state)) if r.task == "acceptance"]
    assert row.people == ("p-deputy",)


def test_a_rung_that_names_the_lead_is_told_to_the_deputy_while_the_lead_is_away() -> None:
    desk = at("issued")
    desk.act("p-hmi", "mark_lead_away", {})
    climbed = {"act-1": Climbed("escalation", "return", ("inspection_lead",))}
    found = notices(desk, desk, a_change(), derived(climbed=climbed))
    assert told(found) == {("escalation", "return", "p-deputy")}


def test_somebody_who_holds_two_roles_is_asked_once() -> None:
    desk = at("issued")
    desk.state.people["head_of_pvp"] = ["p-liaison"]
    rows = {row.task: row for row in derived().tasks(to_document(desk.state))}
    assert rows["return"].people == ("p-liaison",)
    asked = [row for row in notices(None, desk, a_change("issue")) if row.task == "return"]
    assert [row.recipient for row in asked] == ["p-liaison"]


@pytest.mark.parametrize("point", POINTS)
def test_everything_open_is_shown_at_every_point(point: str) -> None:
    desk = at(point)
    rows = derived().tasks(to_document(desk.state))
    assert {row.task for row in rows} == set(desk.tasks)
    assert all(row.people and row.title for row in rows)


# Notices


def test_who_is_newly_asked_is_told_and_who_was_asked_before_is_not() -> None:
    before, after = at("submitted"), at("approved")
    assert told(notices(None, at("issued"), a_change("issue"))) == {
        ("asked", task, person)
        for task in ("return", "eligible_cases")
        for person in ("p-liaison", "p-head")
    }
    assert notices(before, after, a_change("approve_return")) == []


def test_a_moved_date_is_told_to_everyone_asked() -> None:
    before, after = at("issued"), at("issued")
    after.act("p-lead", "extend", {"reason": "r-e", "task": "return", "days": 5})
    rows = notices(before, after, a_change("extend"))
    assert told(rows) == {("moved", "return", "p-liaison"), ("moved", "return", "p-head")}
    assert "Monday 15 February 2027" in rows[0].body


@pytest.mark.parametrize(
    ("kind", "roles", "recipients"),
    [
        ("reminder", ("owner",), ["p-liaison", "p-head"]),
        ("overdue", ("owner", "inspection_lead"), ["p-liaison", "p-head", "p-lead"]),
        ("escalation", ("chief_officer_lead", "hmi"), ["p-chief", "p-hmi"]),
        ("escalation", ("owner", "liaison"), ["p-liaison", "p-head"]),
        ("escalation", ("operator",), []),  # nobody holds it in this inspection
    ],
)
def test_a_rung_is_told_to_those_whom_it_names(
    kind: str, roles: tuple[str, ...], recipients: list[str]
) -> None:
    desk = at("issued")
    by = derived(climbed={"rung-1": Climbed(kind, "return", roles)})
    rows = notices(desk, desk, a_change(effect="rung-1"), by)
    assert [row.recipient for row in rows] == recipients
    assert {row.template for row in rows} <= {kind}


def test_that_the_inspectorate_is_late_with_its_own_work_is_not_told_to_the_force() -> None:
    desk = at("judged")
    roles = ("owner", "inspection_lead", "chief_officer_lead", "hmi")
    by = derived(climbed={"rung-1": Climbed("escalation", "moderation", roles)})
    rows = notices(desk, desk, a_change(effect="rung-1"), by)
    assert [row.recipient for row in rows] == ["p-chair", "p-member", "p-lead", "p-hmi"]


def test_a_rung_of_a_task_that_is_done_meanwhile_tells_nobody() -> None:
    desk = at("approved")
    by = derived(climbed={"rung-1": Climbed("overdue", "return", ("owner",))})
    assert notices(desk, desk, a_change(effect="rung-1"), by) == []


def test_publication_is_told_to_all_whom_it_concerns() -> None:
    rows = notices(at("signed"), at("published"), a_change("publish"))
    assert told(rows) == {
        ("published", None, person)
        for person in ("p-liaison", "p-chief", "p-body", "p-lead", "p-hmi")
    }


def test_a_return_that_is_sent_back_is_told_to_its_preparers() -> None:
    before, after = at("submitted"), at("submitted")
    after.act("p-chief", "send_back_return", {"revision": "r-1"})
    rows = notices(before, after, a_change("send_back_return"))
    assert told(rows) == {
        (code, task, person)
        for code, task in (("return_sent_back", None), ("asked", "return"))
        for person in ("p-liaison", "p-head")
    }


def test_a_referral_is_told_to_the_force_and_the_duty_officer_at_once() -> None:
    rows = notices(None, a_referral(), a_change("refer_back"), derived(REFERRAL))
    news = {row.recipient for row in rows if row.template == "case_referred"}
    assert news == {"p-chief", "p-duty", "p-hmi"}
    asked = {(row.task, row.recipient) for row in rows if row.template == "asked"}
    assert ("referral_acknowledgement", "p-liaison") in asked
    assert ("referral_action", "p-chief") in asked


def test_a_follow_up_asks_force_and_policing_body() -> None:
    rows = notices(None, a_follow_up(), a_change("follow_up_opened"), derived(FOLLOW_UP_TYPE))
    assert ("asked", "policing_body_comments", "p-body") in told(rows)
    assert ("asked", "action_plan", "p-chief") in told(rows)


def test_notices_carry_the_language_of_their_reader() -> None:
    rows = notices(None, at("issued"), a_change("issue"))
    assert {row.recipient: row.language for row in rows} == {"p-liaison": "cy", "p-head": "en"}


def test_a_notice_has_one_key_however_often_it_is_derived() -> None:
    rows = notices(None, at("issued"), a_change("issue"))
    again = notices(None, at("issued"), a_change("issue"))
    assert [row.key for row in rows] == [row.key for row in again]
    assert len({row.key for row in rows}) == len(rows)
    other = notices(None, at("issued"), replace(a_change("issue"), effect="act-2"))
    assert not {row.key for row in rows} & {row.key for row in other}


def test_no_notice_carries_content_a_name_or_a_score() -> None:
    rows = [
        row
        for before, after in pairwise(POINTS)
        for row in notices(at(before), at(after), a_change("publish"))
    ]
    everybody = [person for persons in PEOPLE.values() for person in persons]
    for row in rows:
        text = f"{row.subject} {row.body}"
        assert not [person for person in everybody if person in text]
        assert "N-0" not in text
        assert set(row.facts) == {"task", "event"}


# Text messages

TEXTED = {person: replace(reader, mobile=True) for person, reader in READERS.items()}


def sorts(rows: list[NoticeRow]) -> set[tuple[str, str, str]]:
    """(template, recipient, channel) of each."""
    return {(row.template, row.recipient, row.channel) for row in rows}


def test_what_is_overdue_goes_by_text_too_to_those_who_have_a_mobile() -> None:
    desk = at("issued")
    climbed = {"rung-1": Climbed("overdue", "return", ("owner", "inspection_lead"))}
    readers = {**READERS, "p-head": TEXTED["p-head"], "p-lead": TEXTED["p-lead"]}
    by = derived(climbed=climbed, readers=readers, texts=True, now=NOW + timedelta(days=40))
    rows = notices(desk, desk, a_change(effect="rung-1"), by)
    mails = [row for row in rows if row.channel == "email"]
    assert {row.recipient for row in mails} == {"p-liaison", "p-head", "p-lead"}
    texts = {row.recipient: row for row in rows if row.channel == "sms"}
    assert set(texts) == {"p-head", "p-lead"}
    assert {row.key for row in texts.values()} == {
        f"{row.key}:sms" for row in mails if row.recipient in texts
    }
    assert texts["p-head"].task == "return"
    assert texts["p-head"].body.startswith("Overdue since 5pm Mon 8 Feb: Answer the self-")
    without = replace(by, texts=False)
    assert notices(desk, desk, a_change(effect="rung-1"), without) == mails


def test_neither_what_is_asked_nor_a_reminder_goes_by_text() -> None:
    desk = at("issued")
    climbed = {"rung-1": Climbed("reminder", "return", ("owner",))}
    by = derived(climbed=climbed, readers=TEXTED, texts=True)
    assert {row.channel for row in notices(None, desk, a_change("issue"), by)} == {"email"}
    rows = notices(desk, desk, a_change(effect="rung-1"), by)
    assert [row.channel for row in rows] == ["email", "email"]


def test_all_of_a_referral_goes_by_text_and_what_it_says_stays_general() -> None:
    by = derived(REFERRAL, readers=TEXTED, texts=True)
    rows = notices(None, a_referral(), a_change("refer_back"), by)
    for template, recipient, _ in sorts(rows):
        assert {(template, recipient, "sms"), (template, recipient, "email")} <= sorts(rows)
    assert not [row for row in rows if row.channel == "sms" and "N-0" in row.subject + row.body]


def test_the_lead_is_told_by_text_of_a_letter_that_nobody_opens() -> None:
    desk, by = at("issued"), derived(readers=TEXTED, texts=True)
    rows = notices(desk, desk, a_change("delivery_late"), by)
    assert ("delivery_late", "p-lead", "sms") in sorts(rows)


def test_a_text_to_a_force_in_wales_is_in_both_languages() -> None:
    about = About("T-1", "Cwm Derwen Police", "http://t/T-1", "Heddlu Cwm Derwen", True)
    by = derived(REFERRAL, readers=TEXTED, texts=True, about=about)
    rows = notices(None, a_referral(), a_change("refer_back"), by)
    texts = {row.recipient: row.body for row in rows if row.channel == "sms"}
    assert texts["p-chief"].startswith("English\n\n")
    assert "\nCymraeg\n\n" in texts["p-chief"]
    assert "Cymraeg" not in texts["p-duty"]


# The row in the list


def row_of(desk: Desk[Any], workflow_type: str = INSPECTION, now: datetime = NOW) -> dict[str, Any]:
    return dict(derived(workflow_type, now).list_row(to_document(desk.state)))


def test_the_list_shows_where_an_inspection_stands() -> None:
    now = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    assert row_of(at("issued"), now=now) == {
        "issued_at": NOW,
        "fieldwork_start": date(2027, 3, 1),
        "fieldwork_end": date(2027, 3, 12),
        "phase": "self_assessment",
        "awaiting": ["head_of_pvp", "liaison"],
        "next_due": datetime(2027, 1, 25, 17, tzinfo=UTC),
        "overdue": 1,
        "closed_at": None,
        "paused_at": None,
        "withdrawn_at": None,
    }


def test_the_list_shows_since_when_it_is_paused_and_counts_nothing_more_as_late() -> None:
    desk = at("issued")
    desk.act("p-lead", "pause_inspection", {"reason": "r-p"})
    row = row_of(desk, now=datetime(2027, 6, 1, 9, 0, tzinfo=UTC))
    assert (row["paused_at"], row["overdue"]) == (NOW, 0)
    desk.act("p-hmi", "withdraw_inspection", {"reason": "r-w"})
    row = row_of(desk)
    assert (row["paused_at"], row["withdrawn_at"], row["phase"]) == (None, NOW, "closed")


def test_the_list_shows_that_an_inspection_has_closed() -> None:
    desk = at("published")
    desk.act("system", "close_inspection")
    row = row_of(desk)
    assert (row["phase"], row["awaiting"], row["next_due"], row["overdue"], row["closed_at"]) == (
        "closed",
        [],
        None,
        0,
        NOW,
    )


def test_the_list_of_referrals_shows_whether_they_are_open() -> None:
    desk = a_referral()
    assert row_of(desk, REFERRAL) == {"state": "open", "closed_at": None}
    desk.run(STEPS_OF_REFERRAL).act("p-lead", "close_referral", {"revision": "r"})
    assert row_of(desk, REFERRAL) == {"state": "closed", "closed_at": NOW}


def test_after_publication_the_list_shows_what_the_follow_up_awaits() -> None:
    row = row_of(a_follow_up(), FOLLOW_UP_TYPE)
    assert row["awaiting"] == ["chief_officer_lead", "liaison", "local_policing_body"]
    assert row["next_due"] is not None
    published = at("published")
    published.state.events["follow_up"] = NOW.isoformat()
    assert set(row_of(published)) == {
        *(
            "issued_at",
            "fieldwork_start",
            "fieldwork_end",
            "phase",
            "closed_at",
            "paused_at",
            "withdrawn_at",
        )
    }


def test_the_list_shows_nothing_of_what_is_not_issued() -> None:
    assert row_of(Desk[ProcessState](InspectionState("T-1"))) == {}


def test_a_deriver_that_saw_one_state_is_not_confused_by_the_next() -> None:
    by = derived()
    for point in POINTS:
        document = to_document(at(point).state)
        assert {row.task for row in by.tasks(document)} == set(at(point).tasks)
        del document


def test_a_reopened_phase_is_told_once_each_with_all_that_is_asked_of_its_reader() -> None:
    before, after = at("signed"), at("signed")
    body = {"reason": "r-x", **seen_in(after.state, "moderation")}
    after.act("p-hmi", "reopen_phase", body)
    change = replace(a_change("reopen_phase"), body={"phase": "moderation"})
    rows = notices(before, after, change)
    people = [row.recipient for row in rows]
    assert len(people) == len(set(people))
    assert {row.template for row in rows} == {"phase_reopened"}
    leading = {"p-lead", "p-deputy", "p-hmi", "p-liaison", "p-chief"}
    # The panel is asked; the decider and the editor did what is void now.
    assert set(people) == leading | {"p-chair", "p-member", "p-decider", "p-editor"}
    text = {row.recipient: row for row in rows}
    assert "- Moderate judgements and differing cases, by 5pm on" in text["p-chair"].body
    assert "Nothing is asked of you at this moment." in text["p-editor"].body
    assert "Ailagorwyd cyfnod: Cymedroli" in text["p-liaison"].subject
    welsh = "Mae un o gyfnodau’r arolygiad hwn wedi’i ailagor: Cymedroli."
    assert welsh in text["p-liaison"].body
    assert welsh not in text["p-lead"].body
