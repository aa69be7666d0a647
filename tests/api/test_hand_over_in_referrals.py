"""A role handed over in an inspection is handed over in its referrals and its follow-up too."""

from datetime import timedelta

from records.acts import ActState, list_waiting
from records.messages import read_messages
from tests.api.handing_over import (
    LIAISON,
    NEW_LIAISON,
    asked_of,
    handing,
    holders,
    people_of,
    refer,
    replace_liaison,
)
from tests.api.story import Story, at


@at("allocated")
async def test_an_open_referral_never_lacks_a_recipient(story: Story) -> None:
    referral = await refer(story)
    await replace_liaison(story)
    assert (await people_of(story, f"referral/{referral}"))["liaison"] == [NEW_LIAISON]
    assert "referral_acknowledgement" in await asked_of(story, NEW_LIAISON)
    entry = {"entry": "Received and allocated."}
    path = f"referrals/{referral}/acknowledgement"
    assert await story.refused(path, LIAISON, entry) == "not_found"
    await story.act(path, NEW_LIAISON, entry)
    ring = (await story.get(f"referrals/{referral}", "inspection_lead"))["ring"]
    assert [one["name"] for one in ring if one["role"] == "liaison"] == ["Martin Oldcastle"]


@at("published")
async def test_the_follow_up_asks_the_successor(story: Story) -> None:
    await replace_liaison(story)
    follow_up = f"follow-up/{story.reference}"
    assert (await people_of(story, follow_up))["liaison"] == [NEW_LIAISON]
    assert "action_plan" in await asked_of(story, NEW_LIAISON)
    await story.act("follow-up/action_plan", NEW_LIAISON, {"text": "Our plan."})


@at("allocated")
async def test_what_is_not_told_to_a_referral_at_once_is_kept_for_the_sweep(story: Story) -> None:
    """Kept, decided, and then everything stops before the referral has heard of it."""
    referral, office = await refer(story), story.office
    office.engine.away = True
    path, body = f"{story.here}/roles/liaison/hand-over", handing(LIAISON, NEW_LIAISON)
    answer = await office.call("POST", path, "chief_officer_lead", body)
    assert (answer.status_code, await holders(story, "liaison")) == (202, [LIAISON])
    office.engine.away = False
    records = office.parts.records
    [kept] = await list_waiting(records, office.clock().replace(year=2030))
    assert (await office.engine.send(kept)).state is ActState.ACCEPTED
    assert await holders(story, "liaison") == [NEW_LIAISON]
    assert (await people_of(story, f"referral/{referral}"))["liaison"] == [LIAISON]

    [left] = await list_waiting(records, office.clock().replace(year=2030))
    assert (left.kind, left.actor) == ("follow_appointments", "system")
    assert (await office.engine.send(left)).state is ActState.ACCEPTED
    assert (await people_of(story, f"referral/{referral}"))["liaison"] == [NEW_LIAISON]
    assert {"referral_acknowledgement"} <= await asked_of(story, NEW_LIAISON)


@at("allocated")
async def test_a_rung_of_a_referral_that_has_not_heard_yet_rings_the_successor(
    story: Story,
) -> None:
    referral, office = await refer(story), story.office
    office.engine.away = True
    path, body = f"{story.here}/roles/liaison/hand-over", handing(LIAISON, NEW_LIAISON)
    await office.call("POST", path, "chief_officer_lead", body)
    office.engine.away = False
    records = office.parts.records
    [kept] = await list_waiting(records, office.clock().replace(year=2030))
    await office.engine.send(kept)
    before = {notice.key for notice in (await read_messages(records, LIAISON)).items}
    office.clock.now += timedelta(hours=4, minutes=1)
    await office.engine.climb(f"referral/{referral}")
    missed = "referral_acknowledgement"
    told = {notice.facts["task"] for notice in (await read_messages(records, NEW_LIAISON)).items}
    assert missed in told
    assert {notice.key for notice in (await read_messages(records, LIAISON)).items} == before
