"""Entering a bank holiday through the API: dates, the journal, notices and refusals."""

from typing import Any

import pytest

from records.acts import ActState, list_waiting
from records.messages import read_messages
from records.processes import get_process
from tests.api.handing_over import LIAISON, refer
from tests.api.story import Story, at

SOURCE = "Royal proclamation, printed in the Gazette."
BODY = {"day": "2027-01-20", "source": SOURCE}


async def enter(story: Story, day: str, who: str = "inspection_lead") -> Any:
    body = {"day": day, "source": SOURCE}
    return await story.office.call("POST", f"{story.here}/calendar/holidays", who, body)


async def test_a_bank_holiday_moves_dates_with_notice_and_stands_in_the_journal(
    story: Story,
) -> None:
    before = {t["task"]: t["due"] for t in (await story.get("tasks", "inspection_lead"))["items"]}
    answer = await enter(story, "2027-01-20")
    assert answer.status_code == 200, answer.text
    tasks = (await story.get("tasks", "inspection_lead"))["items"]
    asked = next(t for t in tasks if t["task"] == "return")
    assert asked["due"] > before["return"]
    assert "1 bank holiday between" in asked["why"]
    assert "moved" in await told(story, LIAISON)
    for person in ("p-x01-chief-officer", "p-hmi-1", "p-lead-1"):
        assert "calendar_amended" in await told(story, person)
    entry = (await story.get("journal", "inspection_lead"))["items"][-1]
    assert "amend_calendar" in str(entry)
    assert SOURCE not in str(entry)


@pytest.mark.parametrize(
    ("day", "who", "refused"),
    [
        ("2027-01-04", "inspection_lead", (409, "holiday_is_past")),
        ("2027-01-23", "hmi", (409, "holiday_at_a_weekend")),
        ("2027-03-26", "inspection_lead", (409, "holiday_is_known")),
        ("2027-01-20", "liaison", (403, "not_your_role")),
        ("2027-01-20", "inspector", (403, "not_your_role")),
        ("2027-02-30", "inspection_lead", (422, "invalid_input")),
    ],
)
async def test_what_is_refused_is_refused_by_name_and_changes_nothing(
    story: Story, day: str, who: str, refused: tuple[int, str]
) -> None:
    process = f"inspection/{story.reference}"
    before = await get_process(story.office.parts.records, process)
    answer = await enter(story, day, who)
    assert (answer.status_code, answer.json()["rule"]) == refused
    assert await get_process(story.office.parts.records, process) == before


async def test_entered_twice_it_counts_once(story: Story) -> None:
    assert (await enter(story, "2027-01-20")).status_code == 200
    again = await enter(story, "2027-01-20", "hmi")
    assert (again.status_code, again.json()["rule"]) == (409, "holiday_is_known")


@at("published")
async def test_the_follow_up_learns_of_it_with_notice_and_its_statutory_dates_stay(
    story: Story,
) -> None:
    before = await dates(story, LIAISON)
    answer = await enter(story, await a_day_within(story), "hmi")
    assert answer.status_code == 200, answer.text
    after = await dates(story, LIAISON)
    assert after["immediate_update"] > before["immediate_update"]
    assert after["action_plan"] == before["action_plan"]
    assert "moved" in await told(story, LIAISON)


@at("allocated")
async def test_what_is_not_told_at_once_is_kept_for_the_sweep_and_hours_stay(story: Story) -> None:
    referral, office = f"referral/{await refer(story)}", story.office
    before = await dates(story, LIAISON)
    records = office.parts.records
    day = (office.clock().date()).isoformat()
    office.engine.away = True
    assert (await enter(story, day)).status_code == 202
    office.engine.away = False
    [kept] = await list_waiting(records, office.clock().replace(year=2030))
    assert (await office.engine.send(kept)).state is ActState.ACCEPTED
    [left] = await list_waiting(records, office.clock().replace(year=2030))
    assert (left.kind, left.actor, left.workflow_id) == ("follow_calendar", "system", referral)
    assert (await office.engine.send(left)).state is ActState.ACCEPTED
    assert (await get_process(records, referral)).state["added_holidays"] == [day]
    assert (await dates(story, LIAISON))["referral_acknowledgement"] == (
        before["referral_acknowledgement"]
    )


@at("allocated")
async def test_a_referral_opens_with_the_bank_holidays_known_by_then(story: Story) -> None:
    day = story.office.clock().date().isoformat()
    assert (await enter(story, day)).status_code == 200
    referral = f"referral/{await refer(story)}"
    records = story.office.parts.records
    assert (await get_process(records, referral)).state["added_holidays"] == [day]
    assert await list_waiting(records, story.office.clock().replace(year=2030)) == []


async def a_day_within(story: Story) -> str:
    """The day on which the force's first update is due now: a working day to come."""
    return (await dates(story, LIAISON))["immediate_update"][:10]


async def dates(story: Story, person: str) -> dict[str, str]:
    items = (await story.office.get("inbox", person))["items"]
    return {item["task"]: item["due"] for item in items}


async def told(story: Story, person: str) -> list[str]:
    return [one.template for one in (await read_messages(story.office.parts.records, person)).items]
