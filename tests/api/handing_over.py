"""Who hands a role of an inspection over to whom, and what can be seen of it afterwards."""

from typing import Any

from records.processes import get_process
from tests.api.story import Story

LIAISON, NEW_LIAISON = "p-x01-liaison", "p-x01-contributor-2"
CONCERN = {
    "concern": "A child at this address may be at risk now.",
    "immediate_danger": False,
}


def handing(leaver: str, successor: str) -> dict[str, Any]:
    return {"leaver": leaver, "successor": successor, "reason": "Leaves the post."}


async def replace_liaison(story: Story, by: str = "chief_officer_lead") -> dict[str, Any]:
    return await story.act("roles/liaison/hand-over", by, handing(LIAISON, NEW_LIAISON))


async def holders(story: Story, role: str) -> list[str]:
    people = (await story.office.get(story.here, "hmi"))["people"]
    return sorted(person["id"] for person in people.get(role, []))


async def asked_of(story: Story, person: str) -> set[str]:
    items = (await story.office.get("inbox", person))["items"]
    return {item["task"] for item in items}


async def refer(story: Story) -> str:
    return str((await story.act("cases/N-0417/referral", "inspector", CONCERN))["referral"])


async def people_of(story: Story, workflow_id: str) -> dict[str, list[str]]:
    process = await get_process(story.office.parts.records, workflow_id)
    return dict(process.state["people"])
