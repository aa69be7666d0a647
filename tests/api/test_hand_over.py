"""A role handed over: the successor has the leaver's place at once, in all processes, and alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from records.acts import ActState, list_waiting
from records.notices import NoticeState, list_for_person
from records.people import get_person, put_person
from records.processes import get_process
from tests.api.office import NOT_APPOINTED, PEOPLE
from tests.api.story import Story, at, mark

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


# The force's own people


async def test_the_forces_own_approver_replaces_a_leaver_at_once(story: Story) -> None:
    row = (await story.rows())[0]
    assert (await story.save(row, LIAISON, "Half an answer.")).status_code == 200
    asked = await asked_of(story, LIAISON)
    await replace_liaison(story)
    assert await holders(story, "liaison") == [NEW_LIAISON]
    assert await asked_of(story, NEW_LIAISON) == asked == {"return", "eligible_cases"}
    assert await asked_of(story, LIAISON) == set()
    draft = await story.get(f"answers/{row}", NEW_LIAISON)
    assert (draft["content"]["text"], draft["author"]) == ("Half an answer.", LIAISON)


async def test_an_open_session_of_the_leaver_opens_nothing_any_more(story: Story) -> None:
    token = story.office.authorised(LIAISON)
    assert await story.status("answers", LIAISON) == 200
    await replace_liaison(story)
    answer = await story.office.call("GET", f"{story.here}/answers", headers=token)
    assert answer.status_code == 404
    assert (await story.save("sa.l1", LIAISON, "Too late.")).status_code == 404
    assert await story.refused("return", LIAISON) == "not_found"
    assert await story.status("answers", NEW_LIAISON) == 200


async def test_the_successor_gets_one_notice_and_the_leaver_none(story: Story) -> None:
    records = story.office.parts.records
    before = await list_for_person(records, LIAISON)
    assert {notice.state for notice in before} == {NoticeState.QUEUED}
    await replace_liaison(story)
    after = await list_for_person(records, LIAISON)
    assert [notice.key for notice in after] == [notice.key for notice in before]
    assert {notice.state for notice in after} == {NoticeState.SUPERSEDED}
    [told] = await list_for_person(records, NEW_LIAISON)
    assert (told.template, told.state) == ("role_handed_over", NoticeState.QUEUED)
    assert "force liaison officer" in told.body
    assert "Answer the self-assessment and submit the return, by 5pm on" in told.body


async def test_the_journal_says_who_took_which_role_over_from_whom(story: Story) -> None:
    act = await replace_liaison(story)
    entry = (await story.get("journal", "inspection_lead"))["items"][-1]
    assert (entry["event"], entry["act_id"]) == ("hand_over_role", act["id"])
    assert entry["actor"] == PEOPLE["chief_officer_lead"][0]
    said = {name: entry["body"][name] for name in ("role", "leaver", "successor")}
    assert said == {"role": "liaison", "leaver": LIAISON, "successor": NEW_LIAISON}
    assert (await story.get("journal/verification", "inspection_lead"))["ok"] is True


async def test_the_rows_of_a_contributor_go_to_the_successor(story: Story) -> None:
    first, second = (await story.rows())[:2]
    leaver, successor = "p-x01-contributor-1", "p-x01-contributor-3"
    for row in (first, second):
        path = f"{story.here}/answers/{row}/contributors/{leaver}"
        body = {"internal_due": "2027-01-20T17:00:00Z"}
        assert (await story.office.call("PUT", path, "head_of_pvp", body)).status_code == 200
    assert (await story.save(first, leaver, "Mine.")).status_code == 200
    await story.act("roles/contributor/hand-over", "chief_officer_lead", handing(leaver, successor))
    theirs = (await story.get("answers", successor))["items"]
    assert {row["row"] for row in theirs} == {first, second}
    shares = [share for row in theirs for share in row["shared_with"]]
    assert {(share["person"], share["internal_due"]) for share in shares} == {
        (successor, "2027-01-20T17:00:00Z")
    }
    assert (await story.get(f"answers/{first}", successor))["content"]["text"] == "Mine."
    assert await story.status("answers", leaver) == 404


async def test_somebody_who_keeps_another_role_keeps_their_place_in_it(story: Story) -> None:
    await replace_liaison(story)
    back = handing(NEW_LIAISON, LIAISON)
    await story.act("roles/liaison/hand-over", "inspection_lead", back)
    assert await holders(story, "liaison") == [LIAISON]
    # contributor-2 is a contributor still
    assert await story.status("answers", NEW_LIAISON) == 200
    assert await story.refused("return", NEW_LIAISON) == "not_your_role"


async def test_the_same_request_again_is_answered_as_the_first_time(story: Story) -> None:
    path, body = f"{story.here}/roles/liaison/hand-over", handing(LIAISON, NEW_LIAISON)
    answers = [
        await story.office.call("POST", path, "chief_officer_lead", body, key="hand-over-once")
        for _ in range(2)
    ]
    assert [answer.json()["id"] for answer in answers] == [answers[0].json()["id"]] * 2
    assert await holders(story, "liaison") == [NEW_LIAISON]


# Who may, and whom


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


# Cases


@at("allocated")
async def test_cases_not_yet_reviewed_go_to_the_successor(story: Story) -> None:
    mine = [case for case, who in (await story.reviewers()).items() if who == "p-inspector-2"]
    done, still_open = mine
    await story.act(f"cases/{done}/review", "p-inspector-2", mark("good"))
    body = handing("p-inspector-2", NOT_APPOINTED)
    await story.act("roles/inspector/hand-over", "inspection_lead", body)
    reviewers = await story.reviewers()
    assert reviewers[done] == "p-inspector-2"
    assert reviewers[still_open] == NOT_APPOINTED
    assert await asked_of(story, NOT_APPOINTED) == {f"reviews:{NOT_APPOINTED}", "judgements"}
    await story.act(f"cases/{still_open}/review", NOT_APPOINTED, mark("good"))
    assert (await story.state()).cases[done].review.by == "p-inspector-2"  # type: ignore[union-attr]
    await story.act("allocation", "inspection_lead", {})  # what was reviewed stays as it was
    assert (await story.reviewers())[done] == "p-inspector-2"


# Referrals and the follow-up


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
    before = {notice.key for notice in await list_for_person(records, LIAISON)}
    office.clock.now += timedelta(hours=4, minutes=1)
    await office.engine.climb(f"referral/{referral}")
    missed = "referral_acknowledgement"
    told = {notice.facts["task"] for notice in await list_for_person(records, NEW_LIAISON)}
    assert missed in told
    assert {notice.key for notice in await list_for_person(records, LIAISON)} == before
