"""Pausing, resuming and withdrawing through the API: who may, what it says, who is told."""

from collections import Counter
from typing import Any

from tests.api.office import PEOPLE, person_of
from tests.api.story import Story, at
from tests.api.test_referrals import CONCERN

REASON = {"reason": "A critical incident takes every detective of the force."}
LEADING = ("liaison", "chief_officer_lead", "inspection_lead", "deputy_lead", "hmi")


async def told(story: Story, template: str) -> Counter[str]:
    """Who was sent a notice of this kind, and how many each."""
    found = (await story.get("notices", "inspection_lead"))["items"]
    return Counter(one["recipient"] for one in found if one["template"] == template)


async def task(story: Story, name: str) -> dict[str, Any]:
    items = (await story.get("tasks", "inspection_lead"))["items"]
    return dict(next(one for one in items if one["task"] == name))


async def glance(story: Story) -> dict[str, Any]:
    return dict(await story.office.get(story.here, "inspection_lead"))


def everybody_leading() -> set[str]:
    return {person for role in LEADING for person in PEOPLE[role]}


async def test_a_lead_pauses_and_the_deputy_resumes(story: Story) -> None:
    before = await task(story, "return")
    await story.act("pause", "inspection_lead", REASON)
    assert (await glance(story))["paused_at"] is not None
    assert await task(story, "return") == before  # dates shown stay while it lasts
    story.office.clock.pass_days(7)
    resumed = await story.act("resumption", "deputy_lead", {"reason": "They are back."})
    assert len(resumed["revision_ids"]) == 1
    assert (await glance(story))["paused_at"] is None
    after = await task(story, "return")
    assert "; paused for 5 working days; due by" in after["why"]
    assert after["due"] > before["due"]


async def test_those_who_lead_on_either_side_are_told_once_and_owners_of_their_new_date(
    story: Story,
) -> None:
    await story.act("pause", "inspection_lead", REASON)
    story.office.clock.pass_days(7)
    await story.act("resumption", "inspection_lead")
    for template in ("paused", "resumed"):
        found = await told(story, template)
        assert set(found) == everybody_leading()
        assert set(found.values()) == {1}
    moved = await told(story, "moved")
    # The return's date alone has moved: that of the eligible cases lies before the fieldwork.
    assert set(moved) >= {person_of("liaison"), person_of("head_of_pvp")}
    assert person_of("local_policing_body") not in {*moved, *found}


async def test_the_reason_is_kept_and_travels_in_no_notice(story: Story) -> None:
    await story.act("pause", "inspection_lead", REASON)
    messages = (await story.office.get("messages", "liaison"))["items"]
    assert "The inspection is paused" in " ".join(one["subject"] for one in messages)
    assert not any("detective" in one["body"] for one in messages)
    entries = (await story.get("journal", "inspection_lead"))["items"]
    assert "pause_inspection" in [one["event"] for one in entries]
    assert "detective" not in str(entries)


async def test_refusals_name_the_rule(story: Story) -> None:
    assert await story.refused("resumption", "inspection_lead") == "not_paused"
    assert await story.refused("pause", "liaison", REASON) == "not_your_role"
    assert await story.refused("pause", "hmi", REASON) == "not_your_role"
    assert await story.refused("withdrawal", "deputy_lead", REASON) == "not_your_role"
    assert await story.refused("pause", "inspection_lead", {"reason": ""}) == "invalid_input"
    await story.act("pause", "inspection_lead", REASON)
    assert await story.refused("pause", "deputy_lead", REASON) == "already_paused"


async def test_what_waits_does_not_become_overdue_while_paused(story: Story) -> None:
    await story.act("pause", "inspection_lead", REASON)
    story.office.clock.pass_days(60)
    await story.act("tasks/return/extension", "inspection_lead", {"days": 1, "reason": "Ill."})
    items = (await story.get("tasks", "inspection_lead"))["items"]
    assert not any(one["overdue"] for one in items)
    assert all(one["due"] < story.office.clock().isoformat() for one in items)
    assert (await glance(story))["overdue"] == 0


@at("published")
async def test_what_is_published_can_be_neither_paused_nor_withdrawn(story: Story) -> None:
    assert await story.refused("pause", "inspection_lead", REASON) == "already_published"
    assert await story.refused("withdrawal", "hmi", REASON) == "already_published"


@at("allocated")
async def test_withdrawing_ends_every_task_and_keeps_open_referrals(story: Story) -> None:
    case = sorted(await story.reviewers())[0]
    opened = await story.act(f"cases/{case}/referral", "inspector", CONCERN)
    await story.act("withdrawal", "hmi", REASON)
    found = await glance(story)
    assert (found["phase"], found["withdrawn_at"]) == ("closed", found["closed_at"])
    items = (await story.get("tasks", "inspection_lead"))["items"]
    assert {one["task"].partition("_")[0] for one in items} == {"referral"}
    assert set((await told(story, "withdrawn")).values()) == {1}
    assert everybody_leading() <= set(await told(story, "withdrawn"))
    assert await story.refused("pause", "inspection_lead", REASON) == "closed"
    where = f"referrals/{opened['referral']}/acknowledgement"
    await story.act(where, "liaison", {"entry": "Seen."})
