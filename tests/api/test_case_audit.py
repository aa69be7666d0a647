"""Eligible cases, the draw, allocation, and what a mark on a case must hold."""

from collections import Counter

from criteria.sampling import draw
from tests.api.story import Story, at, eligible_cases, judgement, mark


async def test_a_reference_that_stands_twice_is_named(story: Story) -> None:
    cases = eligible_cases()
    body = {"cases": [*cases, cases[3]]}
    answer = await story.office.call("POST", f"{story.here}/eligible-cases", "liaison", body)
    assert (answer.status_code, answer.json()["rule"]) == (409, "case_reference_twice")
    assert answer.json()["codes"] == [cases[3]["reference"]]


async def test_a_reference_may_not_look_like_a_name(story: Story) -> None:
    for reference in ("Ada Smith", "smith", "N 17", "-17", "N"):
        body = {"cases": [{**eligible_cases()[0], "reference": reference}]}
        assert await story.refused("eligible-cases", "liaison", body) == "invalid_input"


async def test_the_inspectorate_reads_the_list_once_it_was_taken(story: Story) -> None:
    assert await story.status("eligible-cases", "inspection_lead") == 404
    await story.act("eligible-cases", "head_of_pvp", {"cases": eligible_cases()})
    listed = await story.get("eligible-cases", "inspector")
    assert listed["content"]["cases"] == eligible_cases()


@at("allocated")
async def test_whoever_has_seed_and_list_draws_the_same_again(story: Story) -> None:
    sample = (await story.get("sample", "case_auditor"))["content"]
    eligible: dict[str, list[str]] = {}
    for case in eligible_cases():
        eligible.setdefault(case["case_type"], []).append(case["reference"])
    again = draw(eligible, dict.fromkeys(eligible, 2), sample["seed"])
    assert sample["rule"] == again.rule
    for part in ("drawn", "reserves", "order"):
        assert sample[part] == {k: list(v) for k, v in getattr(again, part).items()}
    listed = await story.get("eligible-cases", "inspection_lead")
    assert sample["eligible_hash"] == listed["hash"]
    assert sorted(await story.reviewers()) == sorted(again.cases())


@at("allocated")
async def test_cases_are_shared_out_evenly_within_each_type(story: Story) -> None:
    cases = (await story.get("cases", "inspection_lead"))["items"]
    shared = Counter((case["case_type"], case["reviewer"]) for case in cases)
    assert set(shared.values()) == {1}
    assert await story.refused("sample", "inspection_lead") == "sample_already_drawn"


@at("allocated")
async def test_a_lead_may_allocate_by_name(story: Story) -> None:
    reviewers = dict.fromkeys(await story.reviewers(), "p-inspector-2")
    await story.act("allocation", "deputy_lead", {"reviewers": reviewers})
    assert await story.reviewers() == reviewers
    wrong = {**reviewers, next(iter(reviewers)): "p-inspector-3"}
    path = "allocation"
    assert await story.refused(path, "deputy_lead", {"reviewers": wrong}) == "not_a_reviewer"


@at("allocated")
async def test_a_mark_covers_every_stage_with_scores_of_the_mode(story: Story) -> None:
    case = sorted(await story.reviewers())[0]
    path = f"cases/{case}/audit"
    fewer = {**mark("good"), "scores": {"recording": "3"}}
    assert await story.refused(path, "case_auditor", fewer) == "stages_missing"
    strange = {**mark("good"), "stages": {"no-such-stage": "Words."}}
    assert await story.refused(path, "case_auditor", strange) == "indicator_unknown"
    high = mark("good", "9")
    assert await story.refused(path, "case_auditor", high) == "score_outside_mode"
    unseen = mark("good", "not_seen")
    await story.act(path, "case_auditor", unseen)
    assert await story.refused(path, "case_auditor", unseen) == "already_submitted"
    state = await story.state()
    assert state.cases[case].audit is not None


@at("allocated")
async def test_leadership_needs_evidence_for_each_expectation(story: Story) -> None:
    path = "indicators/leadership/judgement"
    body = judgement("leadership")
    body["evidence"]["leadership.07"] = "  "
    answer = await story.office.call("POST", f"{story.here}/{path}", "inspector", body)
    assert (answer.json()["rule"], answer.json()["codes"]) == (
        "evidence_missing",
        ["leadership.07"],
    )
    body["evidence"]["leadership.07"] = "Seen in custody."
    await story.act(path, "inspector", body)
    assert (await story.get(path, "panel_chair"))["content"]["evidence"] == body["evidence"]


@at("allocated")
async def test_a_case_reference_may_hold_strokes(story: Story) -> None:
    body = {"concern": "No check on the child.", "immediate_danger": False}
    for case in ("CR/2026/117", "CR%2F2026%2F118"):
        opened = await story.act(f"cases/{case}/referral", "inspector", body)
        found = await story.get(f"referrals/{opened['referral']}", "inspector")
        assert found["case"] == case.replace("%2F", "/")
