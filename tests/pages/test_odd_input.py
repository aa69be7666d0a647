"""Input that no form of ours makes is refused like any other: never with a fault of ours."""

import pytest

from tests.api.conftest import REFERENCE
from tests.api.story import Story
from tests.pages.visitor import Visitor

HERE = f"/inspections/{REFERENCE}"


async def test_a_version_of_thousands_of_digits_is_no_version(story: Story) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    path = f"{HERE}/self-assessment/sa.l1"
    opened = await visitor.get(path)
    answer = await visitor.send(opened, {"version": "9" * 5000, "text": "A text."}, to=path)
    assert answer.status_code == 422
    assert "A text." in answer.text


async def test_dates_outside_any_calendar_of_ours_are_asked_for_again(story: Story) -> None:
    visitor = await Visitor.at(story.office, "inspection_lead")
    said = "force=X04&programme=national-child-protection&start=0001-01-01&end=0001-01-02"
    answer = await visitor.http.get(f"/inspections/new/check?{said}")
    assert answer.status_code < 500


@pytest.mark.parametrize("kept", ["[" * 50_000, '[["text", "\\ud800"]]', "nonsense", "7"])
async def test_a_kept_form_that_cannot_be_read_is_none(story: Story, kept: str) -> None:
    visitor = await Visitor.at(story.office)
    answer = await visitor.sign_in("liaison", kept=kept)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/tasks"


@pytest.mark.parametrize("story", ["drafted"], indirect=True)
@pytest.mark.parametrize("place", ["0", "9" * 5000, "-1", "x"])
async def test_a_chapter_that_is_not_there_is_not_found(story: Story, place: str) -> None:
    visitor = await Visitor.at(story.office, "liaison")
    answer = await visitor.http.get(f"{HERE}/accuracy-check/chapters/{place}")
    assert answer.status_code == 404
