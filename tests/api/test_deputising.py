"""The lead marked away through the API: whose inbox the tasks lie in, and who is told."""

from datetime import timedelta

from records.acts import list_waiting
from tests.api.handing_over import CONCERN, refer
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


@at("allocated")
async def test_a_referral_asks_the_lead_or_the_deputy_in_the_leads_place_and_never_both(
    story: Story,
) -> None:
    await refer(story)
    contact = "referral_contact"
    assert contact in await asked(story, "inspection_lead")
    assert contact not in await asked(story, "deputy_lead")
    await story.act("lead/absence", "deputy_lead")
    assert contact in await asked(story, "deputy_lead")
    assert contact not in await asked(story, "inspection_lead")
    opened_meanwhile = await story.act("cases/N-0101/referral", "inspector", CONCERN)
    office = story.office
    office.clock.now += timedelta(hours=2)
    await office.engine.climb(f"referral/{opened_meanwhile['referral']}")
    overdue = await told(story, "overdue") | await told(story, "escalation")
    assert person_of("deputy_lead") in overdue
    assert person_of("inspection_lead") not in overdue
    await story.act("lead/return", "deputy_lead")
    assert contact in await asked(story, "inspection_lead")
    assert contact not in await asked(story, "deputy_lead")


@at("published")
async def test_the_follow_up_asks_the_deputy_while_the_lead_is_away(story: Story) -> None:
    await story.act("lead/absence", "hmi")
    for task in ("immediate_update", "action_plan"):
        await story.act(f"follow-up/{task}", "liaison", {"text": "Done."})
    comments = {"text": "We have published our comments."}
    await story.act("follow-up/policing_body_comments", "local_policing_body", comments)
    assert "closure" in await asked(story, "deputy_lead")
    assert "closure" not in await asked(story, "inspection_lead")


@at("allocated")
async def test_what_is_not_told_of_the_deputy_at_once_the_sweep_tells(story: Story) -> None:
    """Kept and decided, and everything stops before the referral has heard of it."""
    await refer(story)
    office = story.office
    office.engine.away = True
    answer = await office.call("POST", f"{story.here}/lead/absence", "deputy_lead")
    assert answer.status_code == 202
    office.engine.away = False
    for _ in range(2):  # the act, then what it leaves to be told
        for act in await list_waiting(office.parts.records, office.clock() + timedelta(days=1)):
            await office.engine.send(act)
    assert "referral_contact" in await asked(story, "deputy_lead")
    assert "referral_contact" not in await asked(story, "inspection_lead")
