"""More time through the API: asked for, decided, and refused by name with nothing changed."""

from typing import Any

import pytest

from tests.api.story import Story, at
from workflows.patch import to_document

ASK, DECIDE, EXTEND = (
    "tasks/return/extension/request",
    "tasks/return/extension/decision",
    "tasks/return/extension",
)
LATE = 60  # days after the issue: the return was due in February


def wish(days: int = 5) -> dict[str, Any]:
    return {"days": days, "reason": "The author of two rows is ill until the 12th."}


async def asked(story: Story, days: int = 5) -> dict[str, Any]:
    """A request of the force, and the body of its decision, granting all of it."""
    sent = await story.act(ASK, "liaison", wish(days))
    return {**wish(days), "request": sent["revision_ids"][0]}


async def refused(story: Story, path: str, by: str, body: Any) -> str:
    """The rule that refuses it; nothing that the engine or the journal holds may have changed."""
    before = await standing(story)
    rule = await story.refused(path, by, body)
    assert await standing(story) == before
    return rule


async def standing(story: Story) -> tuple[Any, Any, Any]:
    state = to_document(await story.state())
    journal = (await story.get("journal", "inspection_lead"))["items"]
    return state, journal, (await story.get("tasks", "inspection_lead"))["items"]


async def due(story: Story) -> str:
    items = (await story.get("tasks", "liaison"))["items"]
    return str(next(one["due"] for one in items if one["task"] == "return"))


async def test_what_the_force_asks_for_and_the_lead_grants_moves_the_date(story: Story) -> None:
    before = await due(story)
    sent = await asked(story)
    assert await due(story) == before
    waits = await story.get(ASK, "deputy_lead")
    assert (waits["days"], waits["request"]) == (5, sent["request"])
    assert waits["reason"] == wish()["reason"]
    decision = {"request": waits["request"], "reason": "Three days are enough."}
    await story.act(DECIDE, "deputy_lead", {**decision, "days": 3})
    assert (await story.state()).extensions == {"return": 3}
    assert await due(story) > before
    events = [one["event"] for one in (await story.get("journal", "inspection_lead"))["items"]]
    assert {"request_extension", "decide_extension"} <= set(events)
    assert await story.status(ASK, "deputy_lead") == 404


async def test_a_request_is_read_by_both_who_lead_and_by_nobody_else(story: Story) -> None:
    await asked(story)
    for by in ("liaison", "inspection_lead", "hmi"):
        assert await story.status(ASK, by) == 200
    for by in ("contributor", "inspector", "local_policing_body"):
        assert await story.status(ASK, by) == 403


@pytest.mark.parametrize(
    ("path", "by", "days"),
    [(ASK, "liaison", 1), (EXTEND, "inspection_lead", 1), (EXTEND, "hmi", 1)],
)
async def test_more_time_to_a_date_that_has_passed_is_refused(
    story: Story, path: str, by: str, days: int
) -> None:
    story.office.clock.pass_days(LATE)
    assert await refused(story, path, by, wish(days)) == "extension_to_a_past_date"


async def test_a_grant_to_a_date_that_has_passed_meanwhile_is_refused(story: Story) -> None:
    decision = await asked(story)
    story.office.clock.pass_days(LATE)
    assert await refused(story, DECIDE, "hmi", decision) == "extension_to_a_past_date"
    await story.act(DECIDE, "hmi", {**decision, "days": 0})  # but it can be declined
    assert (await story.state()).asked == {}


@pytest.mark.parametrize("days", [0, -3])
@pytest.mark.parametrize(("path", "by"), [(ASK, "liaison"), (EXTEND, "inspection_lead")])
async def test_a_date_that_is_not_later_is_refused(
    story: Story, path: str, by: str, days: int
) -> None:
    assert await refused(story, path, by, wish(days)) == "dates_move_later_only"


@pytest.mark.parametrize("by", ["inspection_lead", "hmi", "contributor", "local_policing_body"])
async def test_only_the_force_asks(story: Story, by: str) -> None:
    assert await refused(story, ASK, by, wish()) == "not_your_role"


@pytest.mark.parametrize("by", ["liaison", "chief_officer_lead", "panel_chair"])
async def test_only_those_who_lead_and_hmi_decide_or_extend(story: Story, by: str) -> None:
    decision = await asked(story)
    assert await refused(story, DECIDE, by, decision) == "not_your_role"
    assert await refused(story, EXTEND, by, wish()) == "not_your_role"


@at("accepted")
async def test_after_submission_there_is_nothing_to_extend(story: Story) -> None:
    for path, by in ((ASK, "liaison"), (EXTEND, "inspection_lead")):
        assert await refused(story, path, by, wish()) == "task_unknown"
    decision = {**wish(), "request": "r-1"}
    assert await refused(story, DECIDE, "inspection_lead", decision) == "extension_not_asked"


async def test_a_request_that_waits_when_the_return_is_submitted_lapses(story: Story) -> None:
    decision = await asked(story)
    await story.submit()
    assert await refused(story, DECIDE, "inspection_lead", decision) == "extension_not_asked"


async def test_asked_twice_is_refused_until_it_is_decided(story: Story) -> None:
    decision = await asked(story)
    assert await refused(story, ASK, "head_of_pvp", wish(2)) == "extension_already_asked"
    await story.act(DECIDE, "inspection_lead", decision)
    assert await refused(story, DECIDE, "inspection_lead", decision) == "extension_not_asked"
    again = await story.act(ASK, "head_of_pvp", wish(2))
    assert again["revision_ids"][0] != decision["request"]
    assert await refused(story, DECIDE, "inspection_lead", decision) == "not_the_latest"


async def test_past_the_limit_only_hmi_decides(story: Story) -> None:
    decision = await asked(story, 11)
    for by in ("inspection_lead", "deputy_lead"):
        assert await refused(story, DECIDE, by, decision) == "extension_past_limit"
        assert await refused(story, EXTEND, by, wish(11)) == "extension_past_limit"
    more = {**decision, "days": 12}
    assert await refused(story, DECIDE, "hmi", more) == "extension_more_than_asked"
    await story.act(DECIDE, "hmi", decision)
    assert (await story.state()).extensions == {"return": 11}


async def test_more_than_anybody_may_grant_is_not_asked_for(story: Story) -> None:
    assert await refused(story, ASK, "liaison", wish(251)) == "extension_too_long"
