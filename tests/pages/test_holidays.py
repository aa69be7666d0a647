"""The page on which a bank holiday proclaimed later is entered."""

from tests.api.story import Story, at
from tests.pages.visitor import Visitor

HOLIDAYS = "calendar/holidays"
ASKED = "day-day=20&day-month=1&day-year=2027"


async def test_the_dates_that_move_are_shown_before_the_holiday_is_entered(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspection_lead")
    here = f"/inspections/{story.reference}"
    assert f"{here}/{HOLIDAYS}" in (await visitor.get(f"{here}/dates")).text
    page = await visitor.get(f"{here}/{HOLIDAYS}?{ASKED}")
    assert "Dates that move" in page.text
    wrong = await visitor.send(page, {"source": ""}, to=HOLIDAYS)
    assert wrong.status_code == 422
    assert "Say where the bank holiday was proclaimed" in wrong.text
    done = await visitor.send(page, {"source": "The Gazette."}, to=HOLIDAYS)
    assert done.status_code == 303
    said = await visitor.get(done.headers["location"])
    assert "You entered the bank holiday" in said.text
    dates = (await visitor.get(f"{here}/dates")).text
    assert "A bank holiday proclaimed since is counted: Wednesday 20 January 2027." in dates
    known = await visitor.get(f"{here}/{HOLIDAYS}?{ASKED}")
    assert "That bank holiday is already counted" in known.text


async def test_a_day_that_is_none_is_said_to_be_so(story: Story) -> None:
    visitor = await Visitor.at(story.office, "hmi")
    here = f"/inspections/{story.reference}/{HOLIDAYS}"
    page = await visitor.get(f"{here}?day-day=31&day-month=2&day-year=2027", 422)
    assert "<title>Error: A new bank holiday" in page.text
    assert "Enter a real date" in page.text
    assert 'value="31"' in page.text


@at("published")
async def test_the_dates_of_the_follow_up_are_shown_too(story: Story) -> None:
    visitor = await Visitor.at(story.office, "hmi")
    inbox = (await story.office.get("inbox", "liaison"))["items"]
    [due] = [one["due"] for one in inbox if one["task"] == "immediate_update"]
    year, month, day = due[:10].split("-")
    asked = f"day-day={day}&day-month={month}&day-year={year}"
    page = await visitor.get(f"/inspections/{story.reference}/{HOLIDAYS}?{asked}")
    assert "Report on the immediate recommendations: from" in page.text
    assert "Send the action plan" not in page.text


async def test_the_force_has_no_such_page(story: Story) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    here = f"/inspections/{story.reference}"
    assert HOLIDAYS not in (await visitor.get(f"{here}/dates")).text
    await visitor.get(f"{here}/{HOLIDAYS}", 403)
