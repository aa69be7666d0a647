"""Delivery of the notice letter through the API: who records it, who is told, what is refused."""

from collections import Counter
from typing import Any

import pytest

from tests.api.office import Office, person_of
from tests.api.story import Story, issue_body
from tests.api.test_pausing import task, told

SERVICE, DEEMED, OPENING = "delivery/service", "delivery/deemed-service", "delivery/opening"
BY_HAND = {"at": "2027-01-14T10:30:00+00:00", "how": "by_hand"}
PRINTED, FROM_THURSDAY = "2027-02-08T17:00:00Z", "2027-02-11T17:00:00Z"
COUNTED = ("return", "eligible_cases")


async def wait(story: Story, days: int) -> None:
    """Days pass, and what they bring is done."""
    story.office.clock.pass_days(days)
    await story.office.engine.climb(f"inspection/{story.reference}")


async def delivery(story: Story, by: str = "inspection_lead") -> dict[str, Any]:
    return dict(await story.get("delivery", by))


async def test_before_delivery_the_printed_dates_stand_and_nobody_is_reminded(
    story: Story,
) -> None:
    assert {**await delivery(story), "mailbox": {}} == {
        "at": None,
        "how": None,
        "planned": "2027-01-11",
        "deemed_from": "2027-01-18T17:00:00Z",
        "mailbox": {},
    }
    found = await task(story, "return")
    assert found["due"] == PRINTED
    assert "from the planned delivery on Monday 11 January 2027" in found["why"]
    await wait(story, 60)
    for template in ("reminder", "overdue", "escalation"):
        items = (await story.get("notices", "inspection_lead"))["items"]
        chased = [one["task"] for one in items if one["template"] == template]
        assert not set(chased) & set(COUNTED)


async def test_service_by_hand_moves_the_date_later_and_tells_everyone_concerned_once(
    story: Story,
) -> None:
    await wait(story, 3)
    assert "delivery_call" in {
        one["task"] for one in (await story.get("tasks", "inspection_lead"))["items"]
    }
    story.office.clock.pass_days(1)
    await story.act(SERVICE, "deputy_lead", BY_HAND)
    found = await task(story, "return")
    assert found["due"] == FROM_THURSDAY
    assert "from delivery on Thursday 14 January 2027" in found["why"]
    assert (await delivery(story))["how"] == "by_hand"
    moved = await told(story, "moved")
    assert set(moved) == {person_of("liaison"), person_of("head_of_pvp")}
    assert set(moved.values()) == {len(COUNTED)}  # a notice for each date
    told_of_it = {"inspection_lead", "deputy_lead", "hmi", "chief_officer_lead"}
    everybody = await told(story, "delivered")
    assert {person_of(role) for role in told_of_it} <= set(everybody)
    assert set(everybody.values()) == {1}
    glance = await story.office.get(story.here, "inspection_lead")
    assert (glance["fieldwork_start"], glance["fieldwork_end"]) == ("2027-03-01", "2027-03-12")
    assert "delivery_call" not in {
        one["task"] for one in (await story.get("tasks", "inspection_lead"))["items"]
    }


async def test_hmi_is_told_after_five_working_days_and_only_then_service_may_be_deemed(
    story: Story,
) -> None:
    await wait(story, 7)  # Monday 18 January, 9 in the morning: the fifth day has not ended
    assert await story.refused(DEEMED, "inspection_lead") == "deemed_too_early"
    assert await told(story, "delivery_late") == Counter()
    await wait(story, 1)
    late = await told(story, "delivery_late")
    assert late[person_of("hmi")] == 1
    await wait(story, 1)
    assert await told(story, "delivery_late") == late
    assert await story.refused(DEEMED, "hmi") == "not_your_role"
    await story.act(DEEMED, "inspection_lead")
    assert (await delivery(story))["how"] == "deemed"
    assert (await task(story, "return"))["due"] == "2027-02-17T17:00:00Z"
    for path, by, body in (
        (SERVICE, "inspection_lead", BY_HAND),
        (OPENING, "liaison", {}),
        (DEEMED, "deputy_lead", {}),
    ):
        assert await story.refused(path, by, body) == "already_delivered"


@pytest.mark.parametrize("by", ["liaison", "hmi", "inspector", "chief_officer_lead"])
async def test_nobody_but_those_who_lead_records_service(story: Story, by: str) -> None:
    story.office.clock.pass_days(4)
    assert await story.refused(SERVICE, by, BY_HAND) == "not_your_role"
    assert (await delivery(story))["at"] is None


async def test_delivery_is_shown_to_those_concerned_and_to_nobody_else(story: Story) -> None:
    for by in ("inspector", "hmi", "liaison", "head_of_pvp", "chief_officer_lead"):
        assert (await delivery(story, by))["planned"] == "2027-01-11"
    for by in ("contributor", "case_auditor", "panel_member", "local_policing_body"):
        assert await story.status("delivery", by) in (403, 404)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({**BY_HAND, "at": "2027-01-15T10:30:00+00:00"}, "service_in_future"),
        ({**BY_HAND, "at": "2027-01-10T10:30:00+00:00"}, "service_before_issue"),
        ({**BY_HAND, "at": "2027-01-14T10:30:00"}, "invalid_input"),
        ({**BY_HAND, "how": "pigeon"}, "invalid_input"),
        ({"how": "by_hand"}, "invalid_input"),
    ],
)
async def test_what_is_no_service_is_refused_by_name(
    story: Story, body: dict[str, Any], rule: str
) -> None:
    story.office.clock.pass_days(3)
    before = await story.state()
    assert await story.refused(SERVICE, "inspection_lead", body) == rule
    assert await story.state() == before


@pytest.mark.parametrize("opener", ["liaison", "head_of_pvp", "case_auditor", "contributor"])
async def test_the_letter_taken_by_the_force_is_delivered_and_by_the_team_it_is_not(
    story: Story, opener: str
) -> None:
    listed = (await story.get("documents", opener))["items"]
    letter = next(one["id"] for one in listed if one["kind"] == "notice_letter")
    for by in ("inspection_lead", "hmi", "local_policing_body"):
        assert await story.status(f"documents/{letter}", by) in (200, 404)
        assert (await delivery(story))["at"] is None
    story.office.clock.pass_days(1)
    for _ in range(2):
        assert await story.status(f"documents/{letter}", opener) == 200
    found = await delivery(story)
    assert (found["how"], found["at"]) == ("opened", "2027-01-12T09:00:00Z")
    journal = (await story.get("journal", "inspection_lead"))["items"]
    assert [one["event"] for one in journal].count("open_notice") == 1


async def test_the_printed_date_is_counted_from_the_day_planned_at_issue(office: Office) -> None:
    story = await Story.issued(office, planned_delivery="2027-01-13")
    assert (await task(story, "return"))["due"] == "2027-02-10T17:00:00Z"
    await story.act(OPENING, "liaison")  # two days before: no date is earlier than printed
    assert (await task(story, "return"))["due"] == "2027-02-10T17:00:00Z"
    assert (await told(story, "moved")) == (await told(story, "delivered")) == Counter()


@pytest.mark.parametrize("planned", ["2027-01-10", "2027-03-02"])
async def test_a_letter_planned_before_issue_or_into_the_fieldwork_is_refused(
    office: Office, planned: str
) -> None:
    body = issue_body(planned_delivery=planned)
    assert await office.refused("inspections", "inspection_lead", body) == "planned_delivery"
    assert (await office.get("inspections", "inspection_lead"))["items"] == []
