"""Blindness through the API: the force never sees a review, an inspector no audit before their own
review of the case is in; no count, list or refusal tells it either.
"""

import json

import pytest

from records.access_log import list_access
from tests.api.office import PEOPLE
from tests.api.story import Story, at, mark
from tests.api.test_access import OF_AN_INSPECTION

AUDIT_WORDS, REVIEW_WORDS = "sparrow-of-the-force", "heron-of-the-inspectors"
FORCE = ("liaison", "head_of_pvp", "contributor", "case_auditor", "chief_officer_lead")
JUDGES = ("inspection_lead", "deputy_lead", "inspector", "panel_chair", "panel_member", "hmi")


@at("allocated")
async def test_an_inspector_sees_the_audit_once_their_own_review_is_in(story: Story) -> None:
    case, reviewer = await _first(story)
    await story.act(f"cases/{case}/audit", "case_auditor", _said(AUDIT_WORDS, "good"))
    for by in (reviewer, *JUDGES):
        assert await story.status(f"cases/{case}/audit", by) == 404
    assert AUDIT_WORDS not in await _everything(story, reviewer)
    listed = await _case(story, case, reviewer)
    assert (listed["audit_in"], listed["review_in"]) == (True, False)
    await story.act(f"cases/{case}/review", reviewer, _said(REVIEW_WORDS, "inadequate"))
    audit = await story.get(f"cases/{case}/audit", reviewer)
    assert audit["content"]["summary"] == AUDIT_WORDS


@at("allocated")
async def test_a_review_not_yet_decided_opens_nothing(story: Story) -> None:
    case, reviewer = await _first(story)
    await story.act(f"cases/{case}/audit", "case_auditor", _said(AUDIT_WORDS, "good"))
    story.office.engine.away = True
    path = f"{story.here}/cases/{case}/review"
    answer = await story.office.call("POST", path, reviewer, _said(REVIEW_WORDS, "good"))
    assert answer.status_code == 202
    assert await story.status(f"cases/{case}/audit", reviewer) == 404


@at("allocated")
async def test_a_refused_review_opens_nothing(story: Story) -> None:
    case, reviewer = await _first(story)
    await story.act(f"cases/{case}/audit", "case_auditor", _said(AUDIT_WORDS, "good"))
    ungraded = {**_said(REVIEW_WORDS, "good"), "grade": "splendid"}
    path = f"cases/{case}/review"
    assert await story.refused(path, reviewer, ungraded) == "grade_outside_scale"
    assert await story.status(f"cases/{case}/audit", reviewer) == 404


@pytest.mark.parametrize("role", FORCE)
@at("allocated")
async def test_no_force_role_ever_reads_a_review_or_learns_of_one(story: Story, role: str) -> None:
    case, reviewer = await _first(story)
    before = await _everything(story, PEOPLE[role][0])
    await story.act(f"cases/{case}/review", reviewer, _said(REVIEW_WORDS, "inadequate"))
    after = await _everything(story, PEOPLE[role][0])
    assert REVIEW_WORDS not in after
    assert _timeless(after) == _timeless(before)
    assert await story.status(f"cases/{case}/review", role) == 403


@at("judged")
async def test_the_force_s_list_of_cases_names_no_reviewer(story: Story) -> None:
    cases = (await story.get("cases", "case_auditor"))["items"]
    assert {case["reviewer"] for case in cases} == {None}
    assert {case["review_in"] for case in cases} == {None}
    assert {case["audit_in"] for case in cases} == {True}


@at("judged")
async def test_the_panel_sees_both_sides_of_a_case_that_differs(story: Story) -> None:
    items = (await story.get("moderation", "panel_member"))["items"]
    cases = [item for item in items if item["item"].startswith("case:")]
    assert len(cases) == 1
    grades = cases[0]["audit"]["content"]["grade"], cases[0]["review"]["content"]["grade"]
    assert grades == ("good", "inadequate")


@at("judged")
async def test_opening_a_case_is_noted(story: Story) -> None:
    case, reviewer = await _first(story)
    await story.get(f"cases/{case}/audit", reviewer)
    await story.get(f"cases/{case}/review", "hmi")
    await story.get("moderation", "panel_chair")
    noted = await list_access(story.office.parts.records, story.reference)
    seen = [(entry.person, entry.what) for entry in noted if entry.subject == case]
    assert (reviewer, "audit") in seen
    assert ("p-hmi-1", "review") in seen
    assert ("p-panel-chair", "moderation") in [(e.person, e.what) for e in noted]
    assert all(entry.request_id for entry in noted)


@at("drafted")
async def test_the_force_hears_of_the_report_once_the_draft_is_sent(story: Story) -> None:
    report = await story.get("report", "liaison")
    assert len(report["draft_documents"]) == 1
    assert (report["finals"], report["sha256_to_sign"], report["final_documents"]) == (0, None, [])


@at("confirmed")
async def test_before_the_draft_is_sent_the_force_has_no_report(story: Story) -> None:
    assert await story.status("report", "liaison") == 404
    assert await story.status("report", "inspection_lead") == 200


@at("published")
async def test_a_final_text_that_is_not_published_is_not_the_force_s_to_see(story: Story) -> None:
    kinds = {file["kind"] for file in (await story.get("documents", "liaison"))["items"]}
    assert "final_report" not in kinds
    assert {"notice_letter", "draft_report", "published_report"} <= kinds


def _said(words: str, grade: str) -> dict[str, object]:
    return {**mark(grade), "summary": words}


async def _first(story: Story) -> tuple[str, str]:
    return sorted((await story.reviewers()).items())[0]


async def _case(story: Story, case: str, by: str) -> dict[str, object]:
    cases: list[dict[str, object]] = (await story.get("cases", by))["items"]
    return next(one for one in cases if one["reference"] == case)


async def _everything(story: Story, person: str) -> str:
    """All that a person can read of the inspection and of their own things, as one text."""
    paths = [call.path(story.reference) for call in OF_AN_INSPECTION if call.method == "GET"]
    paths += ["inbox", "messages", "inspections", "me"]
    case, _ = await _first(story)
    found = []
    for path in paths:
        answer = await story.office.call("GET", path.replace("N-0100", case), person)
        found.append(f"{path} {answer.status_code} {answer.text}")
    return "\n".join(found)


def _timeless(text: str) -> str:
    """Without what differs from one request to the next."""
    lines = []
    for line in text.splitlines():
        path, status, body = line.split(" ", 2)
        content = json.loads(body) if body.startswith("{") else body
        if isinstance(content, dict):
            content.pop("request_id", None)
        lines.append(f"{path} {status} {json.dumps(content)}")
    return "\n".join(lines)


@at("published")
@pytest.mark.parametrize("by", ["operator", "duty_officer"])
async def test_who_only_keeps_things_running_opens_no_report_before_its_time(
    story: Story, by: str
) -> None:
    listed = (await story.get("documents", "hmi"))["items"]
    assert {one["kind"] for one in listed} > await _kinds_of(story, by)
    assert "final_report" not in await _kinds_of(story, by)
    assert "published_report" in await _kinds_of(story, by)


async def _kinds_of(story: Story, by: str) -> set[str]:
    return {one["kind"] for one in (await story.get("documents", by))["items"]}
