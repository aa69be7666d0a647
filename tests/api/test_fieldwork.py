"""Moving the fieldwork through the API: who may, what it foresees, who is told, what it refuses."""

from collections import Counter
from typing import Any

import pytest

from tests.api.office import API, PEOPLE, person_of
from tests.api.story import Story, at
from workflows.patch import to_document

LATER = {"fieldwork_start": "2027-03-08", "fieldwork_end": "2027-03-19"}
MOVED = {**LATER, "reason": "A critical incident takes every detective of the force."}
TOLD = {
    *("liaison", "chief_officer_lead", "inspection_lead", "deputy_lead", "hmi"),
    *("head_of_pvp", "case_auditor", "inspector"),
}


async def notices(story: Story, template: str) -> list[dict[str, Any]]:
    found = (await story.get("notices", "inspection_lead"))["items"]
    return [one for one in found if one["template"] == template]


async def dates(story: Story) -> dict[str, tuple[str, str]]:
    items = (await story.get("tasks", "inspection_lead"))["items"]
    return {one["task"]: (one["due"], one["why"]) for one in items}


@at("allocated")
async def test_the_dates_foreseen_are_those_that_hold_after_it(story: Story) -> None:
    days = {"start": LATER["fieldwork_start"], "end": LATER["fieldwork_end"]}
    seen = (await story.get("fieldwork/moved", "inspection_lead", **days))["items"]
    before = await dates(story)
    assert (await story.state()).fieldwork_start == "2027-03-01"  # looking moves nothing
    await story.act("fieldwork", "deputy_lead", MOVED)
    after = await dates(story)
    moved = {name.partition(":")[0] for name in after if after[name] != before[name]}
    assert moved == {one["kind"] for one in seen if one["open"]}
    assert moved == {"force_audits", "reviews", "judgements"}
    for one in seen:
        assert one["before"] < one["after"]
        if one["open"]:
            assert one["why"] in {why for _, why in after.values()}


@at("allocated")
async def test_the_list_and_the_journal_show_it(story: Story) -> None:
    await story.act("fieldwork", "inspection_lead", MOVED)
    row = await story.office.get(story.here, "liaison")
    assert {name: row[name] for name in LATER} == LATER
    listed = (await story.office.get(f"{API}/inspections", "hmi"))["items"]
    assert {name: listed[0][name] for name in LATER} == LATER
    entries = (await story.get("journal", "inspection_lead"))["items"]
    assert [one["event"] for one in entries].count("move_fieldwork") == 1
    assert "detective" not in str(entries)


@at("allocated")
async def test_those_concerned_are_told_once_of_the_days_and_owners_of_their_new_date(
    story: Story,
) -> None:
    await story.act("fieldwork", "inspection_lead", MOVED)
    found = Counter(one["recipient"] for one in await notices(story, "fieldwork_moved"))
    assert set(found) == {person for role in TOLD for person in PEOPLE[role]}
    assert set(found.values()) == {1}
    owners = {one["recipient"] for one in await notices(story, "moved")}
    assert {person_of("case_auditor"), person_of("inspection_lead")} <= owners
    assert person_of("local_policing_body") not in {*owners, *found}
    read = (await story.office.get("messages", "liaison"))["items"]
    news = [one["body"] for one in read if "fieldwork has moved" in one["subject"]]
    assert len(news) == 1
    assert "from Monday 8 March 2027 to Friday 19 March 2027" in news[0]
    assert "detective" not in news[0]


async def refused(story: Story, by: str, **changes: str) -> str:
    """The rule that refuses it, at the act and where it is foreseen; nothing has changed."""
    before = to_document(await story.state()), await dates(story)
    body = {**MOVED, **changes}
    rule = await story.refused("fieldwork", by, body)
    start, end = body["fieldwork_start"], body["fieldwork_end"]
    where = f"{story.here}/fieldwork/moved"
    seen = await story.office.call("GET", where, by, start=start, end=end)
    assert seen.json()["rule"] == rule
    assert (to_document(await story.state()), await dates(story)) == before
    return rule


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"fieldwork_start": "2027-03-20"}, "fieldwork_dates"),
        ({"fieldwork_start": "2027-01-10"}, "fieldwork_in_the_past"),
        ({"fieldwork_start": "2027-02-26"}, "fieldwork_later_only"),
        ({"fieldwork_start": "2027-03-01", "fieldwork_end": "2027-03-12"}, "fieldwork_later_only"),
    ],
)
async def test_days_that_do_not_fit_are_refused_by_name(
    story: Story, changes: dict[str, str], rule: str
) -> None:
    assert await refused(story, "inspection_lead", **changes) == rule


@pytest.mark.parametrize("by", ["liaison", "hmi", "inspector", "chief_officer_lead"])
async def test_only_those_who_lead_may(story: Story, by: str) -> None:
    assert await refused(story, by) == "not_your_role"


async def test_a_fieldwork_that_has_begun_or_is_over_is_refused_by_name(story: Story) -> None:
    story.office.clock.pass_days(50)  # Tuesday 2 March
    assert await refused(story, "inspection_lead") == "fieldwork_begun"
    story.office.clock.pass_days(13)
    assert await refused(story, "inspection_lead", fieldwork_start="2027-03-29",
                         fieldwork_end="2027-04-09") == "fieldwork_over"  # fmt: skip


async def test_without_a_reason_or_with_no_day_nothing_moves(story: Story) -> None:
    for broken in ({"reason": ""}, {"fieldwork_end": "soon"}):
        body = {**MOVED, **broken}
        assert await story.refused("fieldwork", "inspection_lead", body) == "invalid_input"


async def test_what_is_withdrawn_has_no_fieldwork_to_move(story: Story) -> None:
    await story.act("withdrawal", "hmi", {"reason": "The force merges with its neighbour."})
    assert await refused(story, "inspection_lead") == "closed"


@at("published")
async def test_what_is_published_has_no_fieldwork_to_move(story: Story) -> None:
    assert await refused(story, "inspection_lead") == "already_published"
