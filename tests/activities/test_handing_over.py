"""The one notice of a hand-over: to the successor, in their languages, with what is asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from activities.derive import Climbed, Derived
from activities.handing_over import handed_over
from activities.role_names import ROLE_NAMES
from criteria.duties import HandOver
from criteria.roles import Role
from records.projection import NoticeRow
from tests.activities.test_derive import ABOUT, NOW, a_change, derived, notices, told
from tests.builders import PEOPLE
from tests.workflows.desk import Desk
from tests.workflows.straight import a_referral, at
from workflows.names import REFERRAL
from workflows.patch import to_document
from workflows.state import InspectionState

DUE = datetime(2027, 2, 8, 17, 0, tzinfo=UTC)


def hand_over(
    desk: Desk[InspectionState], by: str, role: Role, leaver: str, successor: str, **changes: object
) -> list[NoticeRow]:
    """The notices of a hand-over at this point of an inspection."""
    before = desk.copy()
    body = {"role": role.value, "leaver": leaver, "successor": successor, "reason": "r"}
    desk.act(by, "hand_over_role", body)
    handed = HandOver(role, leaver, successor)
    change = replace(a_change("hand_over_role"), hands_over=handed)
    return notices(before, desk, change, derived(**changes))  # type: ignore[arg-type]


def test_the_successor_alone_is_told() -> None:
    rows = hand_over(at("issued"), "p-chief", Role.LIAISON, "p-liaison", "p-new")
    assert told(rows) == {("role_handed_over", None, "p-new")}
    assert "- Answer the self-assessment and submit the return, by 5pm on Monday 8" in rows[0].body
    assert "- Register the eligible cases, by 5pm on Monday 25 January 2027" in rows[0].body


def test_a_task_that_is_new_in_name_alone_is_not_told_besides() -> None:
    rows = hand_over(at("audited"), "p-lead", Role.INSPECTOR, "p-ann", "p-new")
    assert told(rows) == {("role_handed_over", None, "p-new")}
    assert "- Review your case files" in rows[0].body


def test_a_reader_of_welsh_is_told_in_both_languages() -> None:
    rows = hand_over(
        at("issued"), "p-chief", Role.LIAISON, "p-liaison", "p-new", languages={"p-new": "cy"}
    )
    assert rows[0].language == "cy"
    assert "Mae rôl wedi'i throsglwyddo i chi / A role has been handed over" in rows[0].subject
    welsh, english = rows[0].body.index("swyddog cyswllt y llu"), rows[0].body.index("liaison off")
    assert welsh < english


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_name_in_both_languages(role: Role) -> None:
    english, welsh = ROLE_NAMES[role]
    assert english != welsh
    assert english in handed_over(ABOUT, role, [], "en").body
    assert welsh not in handed_over(ABOUT, role, [], "en").body
    assert welsh in handed_over(ABOUT, role, [], "cy").body


def test_the_words_say_what_is_asked_by_when_and_name_nobody() -> None:
    words = handed_over(ABOUT, Role.LIAISON, [("return", DUE), ("approval", None)], "en")
    assert words.subject == "T-1: A role has been handed over to you"
    assert words.body == (
        "Northshire Constabulary, inspection T-1\n\n"
        "You have taken over the role of force liaison officer in this inspection, with everything"
        " that was asked of whoever held it before you: tasks, notices, cases referred back and"
        " the follow-up.\n\n"
        "What is asked of you now:\n"
        "- Answer the self-assessment and submit the return, by 5pm on Monday 8 February 2027\n"
        "- Approve the force's return\n\n"
        "Go to: http://touchstone/inspections/T-1\n"
    )
    assert "Nothing is asked of you" in handed_over(ABOUT, Role.EDITOR, [], "en").body


# A referral that has not heard of it yet


def of_a_referral(**changes: object) -> Derived:
    serving = {**PEOPLE, "liaison": ["p-new"]}
    return derived(REFERRAL, serving=serving, **changes)  # type: ignore[arg-type]


def test_a_referral_asks_those_who_serve_at_present() -> None:
    rows = {row.task: row for row in of_a_referral().tasks(to_document(a_referral().state))}
    assert rows["referral_acknowledgement"].people == ("p-new", "p-head")


def test_a_rung_of_a_referral_reaches_those_who_serve_at_present() -> None:
    desk = a_referral()
    climbed = Climbed("overdue", "referral_acknowledgement", ("owner", "chief_officer_lead"))
    by = of_a_referral(now=NOW + timedelta(hours=4), climbed={"rung": climbed})
    rows = notices(desk, desk, replace(a_change("rung_overdue"), effect="rung"), by)
    assert {row.recipient for row in rows} == {"p-new", "p-head", "p-chief"}
