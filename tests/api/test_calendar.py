"""Entering a bank holiday through the API: dates, the journal, notices and refusals."""

from records.messages import read_messages
from tests.api.handing_over import LIAISON
from tests.api.story import Story

SOURCE = "Royal proclamation, printed in the Gazette."


async def test_a_bank_holiday_moves_dates_with_notice_and_stands_in_the_journal(
    story: Story,
) -> None:
    before = {t["task"]: t["due"] for t in (await story.get("tasks", "inspection_lead"))["items"]}
    body = {"day": "2027-01-20", "source": SOURCE}
    path = f"{story.here}/calendar/holidays"
    answer = await story.office.call("POST", path, "inspection_lead", body)
    assert answer.status_code == 200, answer.text
    tasks = (await story.get("tasks", "inspection_lead"))["items"]
    asked = next(t for t in tasks if t["task"] == "return")
    assert asked["due"] > before["return"]
    assert "1 bank holiday between" in asked["why"]
    told = (await read_messages(story.office.parts.records, LIAISON)).items
    assert "moved" in [one.template for one in told]
    entry = (await story.get("journal", "inspection_lead"))["items"][-1]
    assert "amend_calendar" in str(entry)
    assert SOURCE not in str(entry)
    again = await story.office.call("POST", path, "hmi", body)
    assert (again.status_code, again.json()["rule"]) == (409, "holiday_is_known")


async def test_the_force_enters_no_bank_holiday(story: Story) -> None:
    body = {"day": "2027-01-20", "source": SOURCE}
    answer = await story.office.call("POST", f"{story.here}/calendar/holidays", "liaison", body)
    assert (answer.status_code, answer.json()["rule"]) == (403, "not_your_role")
