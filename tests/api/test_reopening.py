"""Reopening a phase through the API: what it foresees, what becomes void, who is told."""

from collections import Counter
from typing import Any

from tests.api.office import PEOPLE, person_of
from tests.api.story import Story, at, overall, report_text
from workflows.patch import to_document

WHY = "The panel had not been shown a review that bears on its decisions."


async def previewed(story: Story, phase: str, by: str = "inspection_lead") -> dict[str, Any]:
    return dict(await story.get("reopening/preview", by, phase=phase))


async def body(story: Story, phase: str, by: str = "inspection_lead") -> dict[str, str]:
    return {"phase": phase, "seen": (await previewed(story, phase, by))["seen"], "reason": WHY}


async def told(story: Story, template: str) -> Counter[str]:
    found = (await story.get("notices", "inspection_lead"))["items"]
    return Counter(one["recipient"] for one in found if one["template"] == template)


async def open_dates(story: Story) -> dict[str, tuple[str, str]]:
    items = (await story.get("tasks", "inspection_lead"))["items"]
    return {one["task"]: (one["due"], one["why"]) for one in items}


@at("confirmed")
async def test_what_is_foreseen_is_what_comes_and_the_record_keeps_all_of_it(story: Story) -> None:
    story.office.clock.pass_days(120)  # every first date has passed
    before, state = await open_dates(story), to_document(await story.state())
    seen = await previewed(story, "moderation")
    assert to_document(await story.state()) == state  # looking changes nothing
    void = {one["what"]: one["count"] for one in seen["void"]}
    indicators = await story.indicators()
    assert void == {
        "case_decision": 1,
        "indicator_decision": len(indicators),
        "overall": 1,
        "overall_confirmation": 1,
    }
    assert {one["what"] for one in seen["stays"]} >= {"acceptance", "sample", "review", "judgement"}
    assert seen["lapses"] == ["report_draft"]
    asked = await told(story, "asked")
    await story.act("reopening", "inspection_lead", await body(story, "moderation"))
    after = await open_dates(story)
    assert {one["task"]: (one["due"], one["why"]) for one in seen["opens"]} == {
        name: after[name] for name in after if name not in before
    }
    assert after["moderation"][1].startswith("5 working days from the reopening of the moderation")
    assert await story.status("overall", "hmi") == 404  # it no longer stands
    entry = (await story.get("journal", "inspection_lead"))["items"][-1]
    assert (entry["event"], entry["body"]["phase"]) == ("reopen_phase", "moderation")
    assert entry["body"]["void"] == void
    assert WHY not in str(entry)
    # One notice each, which says what is asked of its reader; none beside it.
    found = await told(story, "phase_reopened")
    roles = ("liaison", "chief_officer_lead", "inspection_lead", "deputy_lead", "hmi",
             "panel_chair", "panel_member")  # fmt: skip
    assert found == Counter({person: 1 for role in roles for person in PEOPLE[role]})
    assert await told(story, "asked") == asked
    chair = (await story.office.get("messages", "panel_chair"))["items"]
    text = next(one["body"] for one in chair if "reopened: Moderation" in one["subject"])
    assert "- Moderate judgements and differing cases, by 5pm on" in text
    assert "review that bears" not in text


@at("drafted")
async def test_hmi_reopens_what_is_signed_and_it_goes_straight_on_to_publication(
    story: Story,
) -> None:
    await story.act("report/accuracy", "liaison", {"points": []})
    await story.act("report/final", "editor", report_text())
    sha256 = (await story.get("report", "hmi"))["sha256_to_sign"]
    await story.act("report/signature", "hmi", {"sha256": sha256})
    where = f"{story.here}/reopening/preview"
    early = await story.office.call("GET", where, "inspection_lead", phase="moderation")
    assert early.json()["rule"] == "signed_so_hmi_reopens"
    seen = await body(story, "moderation", "hmi")
    assert await story.refused("reopening", "inspection_lead", seen) == "signed_so_hmi_reopens"
    await story.act("reopening", "hmi", seen)
    assert (await story.state()).report.signed is None
    assert await story.refused("report/publication", "editor", {"sha256": sha256}) == "not_signed"
    for stage in ("confirmed", "drafted"):
        await story.advance(stage)
    assert (await story.get("report", "hmi"))["sha256_to_sign"] is None
    await story.advance("published")
    assert (await story.state()).report.published not in (None, sha256)


@at("confirmed")
async def test_the_sample_goes_with_its_list_and_all_is_given_again_from_there(
    story: Story,
) -> None:
    await story.act("reopening", "deputy_lead", await body(story, "submission", "deputy_lead"))
    found = await told(story, "phase_reopened")
    assert set(found.values()) == {1}
    for role in ("case_auditor", "head_of_pvp", "inspector", "panel_member"):
        assert set(PEOPLE[role]) <= set(found), role
    assert person_of("local_policing_body") not in found
    await story.act("acceptance", "inspection_lead", {})
    await story.advance("allocated")
    case = next(iter(await story.reviewers()))
    assert await story.status(f"cases/{case}/audit", "case_auditor") == 404
    await story.advance("judged")
    await story.advance("confirmed")
    assert set(await open_dates(story)) == {"report_draft"}


@at("confirmed")
async def test_refusals_name_the_rule_and_change_nothing(story: Story) -> None:
    seen, state = await body(story, "moderation"), to_document(await story.state())
    for phase, rule in (
        ("self_assessment", "phase_cannot_be_reopened"),
        ("follow_up", "phase_cannot_be_reopened"),
        ("report", "nothing_to_reopen"),
    ):
        body_ = {**seen, "phase": phase}
        assert await story.refused("reopening", "inspection_lead", body_) == rule
        answer = await story.office.call(
            "GET", f"{story.here}/reopening/preview", "inspection_lead", phase=phase
        )
        assert answer.json()["rule"] == rule
    for by in ("liaison", "panel_chair", "inspector", "editor"):
        assert await story.refused("reopening", by, seen) == "not_your_role"
    assert await story.refused("reopening", "hmi", {**seen, "reason": ""}) == "invalid_input"
    assert to_document(await story.state()) == state
    await story.act("overall", "inspection_lead", overall())  # another overall than was seen
    refused = await story.refused("reopening", "inspection_lead", seen)
    assert refused == "consequences_have_changed"
    await story.act("pause", "inspection_lead", {"reason": "An incident."})
    assert await story.refused("reopening", "inspection_lead", seen) == "resume_first"
    await story.act("withdrawal", "hmi", {"reason": "The force merges with its neighbour."})
    assert await story.refused("reopening", "inspection_lead", seen) == "closed"
