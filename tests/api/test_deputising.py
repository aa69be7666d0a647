"""The lead marked away through the API: whose inbox the tasks lie in, and who is told."""

from tests.api.office import person_of
from tests.api.story import Story, at
from tests.api.test_pausing import everybody_leading, told


async def asked(story: Story, by: str) -> set[str]:
    """The tasks of this inspection that lie in a person's inbox."""
    items = (await story.office.get("/api/v1/inbox", by))["items"]
    return {one["task"] for one in items if one["inspection"] == story.reference}


async def awaited(story: Story) -> set[str]:
    """The roles that the list of inspections says are awaited."""
    [row] = (await story.office.get("/api/v1/inspections", "hmi"))["items"]
    return set(row["awaiting"])


@at("allocated")
async def test_tasks_lie_with_the_deputy_while_the_lead_is_away(story: Story) -> None:
    await story.act("lead/absence", "deputy_lead")
    lead, deputy = await asked(story, "inspection_lead"), await asked(story, "deputy_lead")
    whole = await story.office.get(story.here, "liaison")
    assert (lead, deputy) == (set(), {"judgements"})
    others = {"case_auditor", "inspector"}
    assert await awaited(story) == {"deputy_lead", *others}
    await story.act("lead/return", "inspection_lead")
    assert await awaited(story) == {"inspection_lead", *others}
    assert (await asked(story, "deputy_lead"), await asked(story, "inspection_lead")) == (
        lead,
        deputy,
    )
    assert whole["lead_away_since"] is not None
    assert (await story.office.get(story.here, "liaison"))["lead_away_since"] is None


async def test_whoever_leads_on_either_side_is_told_once(story: Story) -> None:
    await story.act("lead/absence", "hmi")
    found = await told(story, "lead_away")
    assert set(found) == everybody_leading()
    assert set(found.values()) == {1}
    assert person_of("inspector") not in found


async def test_who_leads_is_not_for_the_force_to_say(story: Story) -> None:
    assert await story.refused("lead/absence", "liaison") == "not_your_role"
    assert await story.refused("lead/return", "inspection_lead") == "lead_is_not_away"
