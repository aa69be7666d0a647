"""Scenario 7: the lead falls ill in the middle of the fieldwork, on Monday 8 March 2027."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from records.journal import export, verify_export
from tests.api.conftest import office, stages  # noqa: F401
from tests.api.handing_over import CONCERN, asked_of, handing, holders, people_of
from tests.api.office import PEOPLE as USUAL
from tests.api.office import Office, small_programme
from tests.api.story import Story, judgement
from tests.workflows.by_journal import ByJournal, Entry
from workflows.tasks import open_tasks

PEOPLE = {**USUAL, "panel_member": ["p-panel-1", "p-lead-2"]}
ON_THE_PANEL, NEW_LEAD = "p-lead-2", "p-lead-3"
MONDAY = datetime(2027, 3, 8, tzinfo=UTC)
MORE_TIME = {"days": 10, "reason": "Two of the auditors are ill."}
REFERRAL_TASKS = {"referral_acknowledgement", "referral_action"}


async def test_the_deputy_goes_on_and_another_takes_the_lead_while_nothing_lacks_its_people(
    office: Office,  # noqa: F811
) -> None:
    story = await Story.issued(office, people=PEOPLE)
    for stage in ("accepted", "allocated"):
        await story.advance(stage)
    vote = await at_the_fieldwork(story)
    referral = await story.act("cases/N-0101/referral", "inspector", CONCERN)
    request = await story.act("tasks/force_audits/extension/request", "liaison", MORE_TIME)

    office.clock.now = MONDAY + timedelta(hours=8, minutes=30)
    await story.act("lead/absence", "deputy_lead")
    assert "extension:force_audits" in await asked_of(story, "deputy_lead")
    decision = {**MORE_TIME, "request": request["revision_ids"][0]}
    await story.act("tasks/force_audits/extension/decision", "deputy_lead", decision)
    assert await recipients(story, referral["referral"]) == REFERRAL_TASKS

    path = "roles/inspection_lead/hand-over"
    refused = await story.refused(path, "hmi", handing("p-lead-1", ON_THE_PANEL))
    assert refused == "moderator_was_on_the_team"
    assert await holders(story, "inspection_lead") == ["p-lead-1"]
    offered = (await story.get("roles/inspection_lead/candidates", "hmi"))["items"]
    assert NEW_LEAD in {one["id"] for one in offered if one["qualifies"]}
    await story.act(path, "hmi", handing("p-lead-1", NEW_LEAD))

    whole = await story.office.get(story.here, "liaison")
    assert [one["id"] for one in whole["people"]["inspection_lead"]] == [NEW_LEAD]
    assert whole["lead_away_since"] is None
    assert (await story.state()).judgements["recording"].moderated == vote
    process = f"referral/{referral['referral']}"
    assert (await people_of(story, process))["inspection_lead"] == [NEW_LEAD]
    assert await recipients(story, referral["referral"]) == REFERRAL_TASKS
    assert await asked_of(story, "p-lead-1") == set()
    assert await story.refused("pause", "p-lead-1", {"reason": "Ill."}) == "not_your_role"
    await verifies_offline(story)


async def at_the_fieldwork(story: Story) -> str:
    """The clock on the Friday of its first week, one indicator judged and voted on."""
    story.office.clock.now = MONDAY - timedelta(days=3)
    await story.act("indicators/recording/judgement", "p-inspector-1", judgement("recording"))
    body = {"decision": "confirm", "reason": "The evidence bears it out."}
    await story.act("moderation/indicator:recording", "p-panel-1", body)
    return "confirm"


async def recipients(story: Story, referral: str) -> set[str]:
    """What the referral asks of the force, each of somebody."""
    assert all(await people_of(story, f"referral/{referral}"))
    liaison, head = await asked_of(story, "liaison"), await asked_of(story, "head_of_pvp")
    return {task for task in liaison | head if task.startswith("referral_")}


async def verifies_offline(story: Story) -> None:
    """The exported journal is whole without a database, and every date follows from it alone."""
    entries = await export(story.office.parts.records, story.reference)
    assert verify_export(entries).ok
    assert not verify_export([*entries[:2], *entries[3:]]).ok
    reckoned = ByJournal(small_programme().outline(), read(story, entries))
    for task in open_tasks(await story.state()).values():
        assert reckoned.due(task.id) == (task.due.at if task.due else None), task.id


def read(story: Story, entries: Iterable[dict[str, Any]]) -> list[Entry]:
    return [
        Entry(entry["event"], datetime.fromisoformat(entry["at"]), entry["body"])
        for entry in entries
        if entry["body"]["process"] == f"inspection/{story.reference}"
    ]
