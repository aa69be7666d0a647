"""What operators read: codes, roles and dates in plain words; no score, no grade, no person."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from criteria.roles import Role
from tests.builders import PEOPLE
from tests.workflows.desk import Desk
from tests.workflows.straight import POINTS, a_follow_up, a_referral, at
from tests.workflows.undelivered import an_undelivered_inspection
from workflows import view
from workflows.names import SEARCH_ATTRIBUTES, notices_workflow_id
from workflows.phases import Phase
from workflows.state import ProcessState

ROLES = {role.value for role in Role}
EVERYBODY = {person for persons in PEOPLE.values() for person in persons}
DATE = re.compile(r"\d\d:\d\d on \w+ \d{1,2} \w+ \d{4}")


def processes() -> list[Desk[ProcessState]]:
    return [*(at(point) for point in POINTS), a_referral(), a_follow_up()]  # type: ignore[list-item]


def details(desk: Desk[ProcessState]) -> str:
    return view.details(desk.state, desk.tasks, desk.now)


def test_details_name_no_person_no_score_and_no_case() -> None:
    for desk in processes():
        text = details(desk)
        assert not re.search(r"\bp-\w", text)
        assert not re.search(r"inadequate|requires|good|N-0\d", text)
        heading = desk.state.reference
        assert not re.search(r"\d", DATE.sub("", text).replace(heading, ""))


def test_operators_read_that_nobody_is_reminded_of_a_letter_that_is_not_delivered() -> None:
    desk = an_undelivered_inspection()
    assert "The notice letter is not delivered yet" in details(desk)  # type: ignore[arg-type]
    desk.act("p-liaison", "open_notice")
    assert "notice letter" not in details(desk)  # type: ignore[arg-type]


def test_search_attributes_hold_codes_dates_and_flags_only() -> None:
    for desk in processes():
        found = view.attributes(desk.state, desk.tasks, desk.now)
        assert found["ForceCode"] == "X01"
        assert set(found["AwaitedRoles"]) <= ROLES
        assert found.get("InspectionPhase", "report") in set(Phase)
        assert isinstance(found["Overdue"], bool)
        assert not EVERYBODY & set(map(str, found.values()))


def test_every_search_attribute_is_registered_with_its_kind() -> None:
    kinds = {
        str: "Keyword",
        list: "KeywordList",
        bool: "Bool",
        datetime: "Datetime",
    }
    for desk in processes():
        for name, value in view.attributes(desk.state, desk.tasks, desk.now).items():
            if value is not None:
                assert SEARCH_ATTRIBUTES[name] == kinds[type(value)]
    written = {name for d in processes() for name in view.attributes(d.state, d.tasks, d.now)}
    assert written == set(SEARCH_ATTRIBUTES) == set(view._KEYS)


def test_details_say_what_is_awaited_from_whom_by_when() -> None:
    assert details(at("issued")) == (  # type: ignore[arg-type]
        "**Inspection T-1: self assessment**\n\n"
        "- return: liaison, head of PVP, by 17:00 on Monday 8 February 2027\n"
        "- eligible cases: liaison, head of PVP, by 17:00 on Monday 25 January 2027\n\n"
        "The timer fires at 09:00 on Monday 18 January 2027: reminder notice for eligible cases."
        "\n\n"
        "This can wait until morning."
    )


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("register_eligible_cases", "register eligible cases"),
        ("documents_ready", "documents ready"),
        ("escalation:reviews:p-inspector-1", "escalation notice for reviews"),
        ("overdue:undelivered:mailbox", "overdue notice for notice that did not arrive"),
    ],
)
def test_details_say_what_was_last_done_and_when_but_not_by_whom(done: str, said: str) -> None:
    desk = at("issued")
    assert "Last done" not in details(desk)  # type: ignore[arg-type]
    desk.state.last_done = f"2027-07-01T08:05Z {done}"
    told = details(desk)  # type: ignore[arg-type]
    assert f"\n\nLast done: {said}, at 09:05 on Thursday 1 July 2027.\n\n" in told
    assert "p-inspector" not in told


def test_what_is_late_is_marked() -> None:
    desk = at("issued")
    desk.now = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    found = view.attributes(desk.state, desk.tasks, desk.now)
    assert found["Overdue"] is True
    assert found["NextDue"] == datetime(2027, 1, 25, 17, tzinfo=UTC)
    assert details(desk).count("(overdue)") == 1  # type: ignore[arg-type]


def test_only_a_late_step_for_a_child_cannot_wait_until_morning() -> None:
    desk = a_referral()
    assert details(desk).endswith("This can wait until morning.")  # type: ignore[arg-type]
    desk.now += timedelta(hours=1)
    assert details(desk).endswith("ring the duty officer now.")  # type: ignore[arg-type]
    assert view.attributes(desk.state, desk.tasks, desk.now)["ReferralOverdue"] is True


def test_a_closed_process_awaits_nothing() -> None:
    desk = at("published")
    desk.act("system", "close_inspection")
    found = view.attributes(desk.state, desk.tasks, desk.now)
    assert (found["InspectionPhase"], found["AwaitedRoles"], found["NextDue"]) == (
        "closed",
        [],
        None,
    )
    assert "nothing is awaited" in details(desk)  # type: ignore[arg-type]


@pytest.mark.parametrize("unset", [True, False])
def test_an_attribute_without_a_value_is_unset(unset: bool) -> None:
    changed = {"NextDue": None if unset else datetime(2027, 1, 1, tzinfo=UTC)}
    update = view.updates(changed)[0]
    assert (update.value is None) is unset
    assert len(view.pairs(changed)) == (0 if unset else 1)


def test_the_id_of_a_batch_of_notices_names_the_act_and_never_a_person() -> None:
    assert notices_workflow_id("inspection/T-1:act-1:project") == (
        "notices/inspection/T-1:act-1:project"
    )
    key = "inspection/T-1:reviews:p-inspector-1:2027-03-12T17:00:00+00:00:overdue+1"
    assert re.fullmatch(r"notices/inspection/T-1:[0-9a-f]{16}", notices_workflow_id(key))
    assert notices_workflow_id(key) == notices_workflow_id(key)
    assert notices_workflow_id(key) != notices_workflow_id(key.replace("p-inspector-1", "p-x"))
