"""A case referred back: whom to ring is answered at once, whatever the engine does."""

import asyncio

from records.acts import Act
from tests.api.story import Story, at

CONCERN = {"concern": "The file shows no check on the child since.", "immediate_danger": False}


@at("allocated")
async def test_the_answer_says_whom_to_ring_and_in_which_order(story: Story) -> None:
    case = sorted(await story.reviewers())[0]
    opened = await story.act(f"cases/{case}/referral", "inspector", CONCERN)
    assert opened["referral"] == f"{story.reference}-R1"
    assert [one["role"] for one in opened["ring"]] == [
        "head_of_pvp",
        "liaison",
        "chief_officer_lead",
        "chief_officer_lead",
        "duty_officer",
        "hmi",
    ]
    assert opened["ring"][0] == {
        "role": "head_of_pvp",
        "name": "Joanna Thackery",
        "telephone": "01632 960112",
    }
    danger = {**CONCERN, "immediate_danger": True}
    opened = await story.act(f"cases/{case}/referral", "duty_officer", danger)
    assert (opened["referral"], opened["ring"][0]["telephone"]) == (f"{story.reference}-R2", "999")


@at("allocated")
async def test_with_the_engine_away_the_referral_stands_and_the_numbers_are_shown(
    story: Story,
) -> None:
    story.office.engine.away = True
    case = sorted(await story.reviewers())[0]
    path = f"{story.here}/cases/{case}/referral"
    answer = await story.office.call("POST", path, "inspector", CONCERN)
    assert (answer.status_code, answer.json()["state"]) == (202, "received")
    assert len(answer.json()["ring"]) == 6
    listed = (await story.get("referrals", "head_of_pvp"))["items"]
    assert [one["reference"] for one in listed] == [answer.json()["referral"]]
    whole = await story.get(f"referrals/{answer.json()['referral']}", "liaison")
    assert whole["concern"]["content"] == CONCERN


@at("allocated")
async def test_an_engine_that_does_not_answer_holds_up_nobody(story: Story) -> None:
    held = asyncio.Event()
    engine = story.office.engine
    send = engine.send

    async def hang(act: Act) -> Act:
        await held.wait()
        return await send(act)

    engine.send = hang  # type: ignore[method-assign]
    case = sorted(await story.reviewers())[0]
    path = f"{story.here}/cases/{case}/referral"
    answer = await story.office.call("POST", path, "inspector", CONCERN)
    assert (answer.status_code, len(answer.json()["ring"])) == (202, 6)
    held.set()
    await asyncio.gather(*story.office.parts.sending)
    act = await story.office.get(f"acts/{answer.json()['id']}", "inspector")
    assert act["state"] == "accepted"


@at("allocated")
async def test_a_referral_goes_its_way_and_the_force_cannot_close_it(story: Story) -> None:
    case = sorted(await story.reviewers())[0]
    referral = (await story.act(f"cases/{case}/referral", "inspector", CONCERN))["referral"]
    here = f"referrals/{referral}"
    entry = {"entry": "Rang at 16:53, answered at 17:05."}
    asked = await story.office.get("inbox", "head_of_pvp")
    assert f"{story.here}/{here}/acknowledgement" in [t["do"]["href"] for t in asked["items"]]
    assert await story.refused(f"{here}/closure", "chief_officer_lead", entry) == "not_your_role"
    assert await story.refused(f"{here}/closure", "inspection_lead", entry) == "referral_still_open"
    for step, by in (
        ("contact", "inspector"),
        ("acknowledgement", "head_of_pvp"),
        ("action", "chief_officer_lead"),
        ("closure", "inspection_lead"),
    ):
        await story.act(f"{here}/{step}", by, entry)
    whole = await story.get(here, "hmi")
    assert (whole["state"], whole["tasks"], len(whole["entries"])) == ("closed", [], 4)
    assert await story.refused(f"{here}/contact", "inspector", entry) == "closed"


@at("allocated")
async def test_a_referral_shows_no_grade_and_is_another_inspector_s_only_if_theirs(
    story: Story,
) -> None:
    case = sorted(await story.reviewers())[0]
    opened = await story.act(f"cases/{case}/referral", "p-inspector-1", CONCERN)
    path = f"referrals/{opened['referral']}"
    assert "grade" not in str(await story.get(path, "liaison"))
    assert await story.status(path, "p-inspector-1") == 200
    assert await story.status(path, "p-inspector-2") == 404


@at("allocated")
async def test_a_referral_before_the_force_s_audit_is_marked(story: Story) -> None:
    case = sorted(await story.reviewers())[0]
    opened = await story.act(f"cases/{case}/referral", "inspector", CONCERN)
    whole = await story.get(f"referrals/{opened['referral']}", "inspection_lead")
    assert whole["before_audit"] is True


async def test_a_case_is_referred_back_even_before_a_sample_is_drawn(story: Story) -> None:
    opened = await story.act("cases/N-0417/referral", "duty_officer", CONCERN)
    whole = await story.get(f"referrals/{opened['referral']}", "duty_officer")
    assert (whole["case"], whole["before_audit"]) == ("N-0417", False)


@at("allocated")
async def test_the_same_key_refers_a_case_back_once(story: Story) -> None:
    case = sorted(await story.reviewers())[0]
    path = f"{story.here}/cases/{case}/referral"
    answers = [
        await story.office.call("POST", path, "inspector", CONCERN, key="one-key-only")
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len((await story.get("referrals", "inspection_lead"))["items"]) == 1


async def test_the_same_key_at_once_refers_a_case_back_once(story: Story) -> None:
    path = f"{story.here}/cases/N-0417/referral"
    tries = [
        story.office.call("POST", path, "inspector", CONCERN, key="one-key-only") for _ in range(4)
    ]
    answers = await asyncio.gather(*tries)
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert {answer.json()["referral"] for answer in answers} == {f"{story.reference}-R1"}
    assert len((await story.get("referrals", "inspection_lead"))["items"]) == 1
