"""Who may hand a role over, and to whom; everybody else is refused by the rule's name."""

from dataclasses import replace

import pytest

from records.people import get_person, put_person
from tests.api.handing_over import LIAISON, NEW_LIAISON, handing, holders
from tests.api.office import PEOPLE
from tests.api.story import Story


@pytest.mark.parametrize(
    ("role", "by", "leaver"),
    [
        ("liaison", "liaison", LIAISON),
        ("liaison", "hmi", LIAISON),
        ("inspector", "chief_officer_lead", "p-inspector-1"),
        ("inspection_lead", "inspection_lead", "p-lead-1"),
        ("inspection_lead", "deputy_lead", "p-lead-1"),
    ],
)
async def test_a_role_is_handed_over_by_those_whose_business_it_is(
    story: Story, role: str, by: str, leaver: str
) -> None:
    path, body = f"roles/{role}/hand-over", handing(leaver, "p-inspector-3")
    assert await story.refused(path, by, body) == "not_your_role"
    assert await story.refused(f"roles/{role}/candidates", by, method="GET") == "not_your_role"
    assert await holders(story, role) == PEOPLE[role]


@pytest.mark.parametrize(
    ("role", "leaver", "successor", "rule"),
    [
        ("liaison", "p-x01-head", NEW_LIAISON, "leaver_not_in_role"),
        ("liaison", LIAISON, LIAISON, "successor_is_the_leaver"),
        ("liaison", LIAISON, "p-x02-liaison", "person_not_appointable"),
        ("liaison", LIAISON, "p-x01-head", "person_not_appointable"),
        ("liaison", LIAISON, "p-inspector-1", "person_not_appointable"),
        ("liaison", LIAISON, "p-nobody", "person_not_appointable"),
        (
            "chief_officer_lead",
            "p-x01-chief-officer",
            "p-x01-chief-officer-2",
            "already_in_the_role",
        ),
        ("panel_member", "p-panel-1", "p-panel-chair", "role_not_filled"),
    ],
)
async def test_who_cannot_succeed_is_refused_by_the_name_of_the_rule(
    story: Story, role: str, leaver: str, successor: str, rule: str
) -> None:
    path = f"roles/{role}/hand-over"
    assert await story.refused(path, "inspection_lead", handing(leaver, successor)) == rule
    assert await holders(story, role) == PEOPLE[role]


async def test_a_new_lead_who_sits_on_the_panel_is_refused_and_another_qualifies(
    story: Story,
) -> None:
    """Scenario 7: HMI names the new lead."""
    onto_the_panel = handing("p-panel-1", "p-lead-2")
    await story.act("roles/panel_member/hand-over", "deputy_lead", onto_the_panel)
    found = await story.get("roles/inspection_lead/candidates", "hmi")
    assert (found["role"], found["leaver"]) == ("inspection_lead", "p-lead-1")
    told = {one["id"]: (one["qualifies"], one["rule"]) for one in found["items"]}
    assert told["p-lead-2"] == (False, "moderator_was_on_the_team")
    assert told["p-deputy"] == (True, None)
    path = "roles/inspection_lead/hand-over"
    assert await story.refused(path, "hmi", handing("p-lead-1", "p-lead-2")) == (
        "moderator_was_on_the_team"
    )
    await story.act(path, "hmi", handing("p-lead-1", "p-deputy"))
    assert (await story.state()).people["inspection_lead"] == ["p-deputy"]


async def test_the_candidates_are_those_of_the_role_with_the_reason_against_each(
    story: Story,
) -> None:
    records = story.office.parts.records
    served = replace(await get_person(records, "p-inspector-5"), served_at={"X01": ""})
    async with records.transaction() as session:
        await put_person(session, served)
    found = await story.get("roles/inspector/candidates", "hmi", leaver="p-inspector-2")
    assert found["holders"] == ["p-inspector-1", "p-inspector-2"]
    told = {one["id"]: one["rule"] for one in found["items"]}
    assert told.pop("p-inspector-5") == "conflict_of_interest"
    assert {"p-deputy", "p-inspector-1", "p-inspector-3"} <= set(told)  # a colleague may take over
    assert set(told.values()) == {None}
    assert "p-inspector-2" not in told
    assert found["items"][-1]["why"].startswith("The person belongs to this force")
    path, body = "roles/inspector/hand-over", handing("p-inspector-2", "p-inspector-5")
    assert await story.refused(path, "hmi", body) == "conflict_of_interest"


async def test_the_force_is_offered_its_own_people_alone(story: Story) -> None:
    found = await story.get("roles/liaison/candidates", "chief_officer_lead")
    assert [one["id"] for one in found["items"]] == [NEW_LIAISON]


async def test_who_wrote_part_of_the_return_does_not_become_its_approver(story: Story) -> None:
    """Scenario 3: an approver who wrote two rows cannot approve alone."""
    records = story.office.parts.records
    writer = replace(
        await get_person(records, "p-x01-head"),
        standing_roles=("head_of_pvp", "chief_officer_lead"),
    )
    async with records.transaction() as session:
        await put_person(session, writer)
    assert (await story.save((await story.rows())[0], "p-x01-head", "Hers.")).status_code == 200
    for row in (await story.rows())[1:]:
        await story.save(row, "liaison", "His.")
    await story.act("return", "liaison")
    path = "roles/chief_officer_lead/hand-over"
    body = handing("p-x01-chief-officer", "p-x01-head")
    assert await story.refused(path, "chief_officer_lead", body) == "preparer_is_not_approver"
