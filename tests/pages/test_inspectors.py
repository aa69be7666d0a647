"""The inspectors' pages without a browser: blindness, double clicks, roles, keys, no engine."""

from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from criteria.programme import Programme
from criteria.scoring import ScoringMode
from tests.api.conftest import Stages
from tests.api.office import Office, open_office, small_programme
from tests.api.story import STAGES, Story, at, mark
from tests.pages.visitor import Visitor

ME, OTHER = "p-inspector-1", "p-inspector-2"


@at("allocated")
async def test_nothing_of_the_forces_audit_shows_before_the_own_review_is_in(story: Story) -> None:
    case = await _case(story)
    await story.act(f"cases/{case}/audit", "case_auditor", {**mark("good"), "summary": "Theirs."})
    for by in (ME, OTHER, "inspection_lead", "panel_chair"):
        visitor = await Visitor.at(story.office, by)
        answer = await visitor.get(f"{_path(story)}/cases/{case}/compare")
        assert "Theirs." not in answer.text
        assert "not in yet" in answer.text
    await story.act(f"cases/{case}/review", ME, mark("good"))
    assert "Theirs." in (await visitor.get(f"{_path(story)}/cases/{case}/compare")).text


@at("allocated")
async def test_the_list_tells_an_inspector_of_no_audit_of_an_unreviewed_case(story: Story) -> None:
    visitor = await Visitor.at(story.office, ME)
    before = await visitor.get(f"{_path(story)}/cases")
    for case in await story.reviewers():
        await story.act(f"cases/{case}/audit", "case_auditor", mark("good"))
    after = await visitor.get(f"{_path(story)}/cases")
    assert _main(before) == _main(after)


@at("allocated")
async def test_a_case_of_somebody_else_is_not_reviewed_and_has_no_link(story: Story) -> None:
    visitor = await Visitor.at(story.office, OTHER)
    case = await _case(story)
    answer = await visitor.http.get(f"{_path(story)}/cases/{case}/review")
    assert answer.status_code == 409
    assert "another reviewer" in answer.text
    assert f"/cases/{case}/review" not in (await visitor.get(f"{_path(story)}/cases")).text


@at("allocated")
async def test_a_review_sent_twice_is_one_review(story: Story) -> None:
    visitor = await Visitor.at(story.office, ME)
    path = f"{_path(story)}/cases/{await _case(story)}/review"
    page = await visitor.get(path)
    scores = {f"score.{stage}": "3" for stage in STAGES}
    filled = {**scores, "grade": "good", "summary": "Once.", "go": "submit"}
    fields = visitor.fields(visitor.form(page, "/review"), filled)
    first, second = await visitor.post(path, fields), await visitor.post(path, fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    again = await visitor.post(path, [*fields, ("go", "save"), ("act_key", "another-key")])
    assert again.status_code in (303, 409)
    assert len([c for c in (await story.state()).cases.values() if c.review]) == 1


@at("allocated")
async def test_a_review_saved_again_with_the_same_text_is_no_conflict(story: Story) -> None:
    visitor = await Visitor.at(story.office, ME)
    path = f"{_path(story)}/cases/{await _case(story)}/review"
    page = await visitor.get(path)
    fields = visitor.fields(visitor.form(page, "/review"), {"summary": "Once."})
    for _ in range(2):
        answer = await visitor.post(path, fields, Accept="application/json")
        assert (answer.status_code, answer.json()["version"]) == (200, 1)
    other = visitor.fields(visitor.form(page, "/review"), {"summary": "Otherwise."})
    assert (await visitor.post(path, other, Accept="application/json")).status_code == 412


@at("allocated")
async def test_the_telephone_numbers_come_while_the_engine_is_away(story: Story) -> None:
    story.office.engine.away = True
    visitor = await Visitor.at(story.office, "duty_officer")
    shown = await _refer(visitor, story, "yes")
    assert "Kept, not yet decided" in shown.text
    assert "Ring now" in shown.text
    assert shown.text.index("tel:999") < shown.text.index("tel:01632960112")
    assert "no clock is shown" in shown.text


@at("allocated")
async def test_a_referral_sent_twice_is_one_referral(story: Story) -> None:
    visitor = await Visitor.at(story.office, ME)
    path = f"{_path(story)}/cases/{await _case(story)}/refer-back"
    page = await visitor.get(path)
    assert "tel:01632960112" in page.text
    nothing = await visitor.send(page, {"immediate_danger": "yes"}, to="/refer-back")
    assert nothing.status_code == 422
    assert nothing.text.index("tel:999") < nothing.text.index("tel:01632960112")
    filled = {"concern": "No check.", "immediate_danger": "no"}
    fields = visitor.fields(visitor.form(page, "/refer-back"), filled)
    answers = [await visitor.post(path, fields) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len((await story.get("referrals", "inspection_lead"))["items"]) == 1


@at("allocated")
async def test_an_inspector_sees_the_own_referrals_only_and_no_step_of_the_force(
    story: Story,
) -> None:
    shown = await _refer(await Visitor.at(story.office, ME), story, "no")
    path = shown.url.path
    assert "/closure" not in shown.text
    assert "Acknowledge for the force" not in shown.text
    stranger = await Visitor.at(story.office, OTHER)
    assert (await stranger.http.get(path)).status_code == 404
    force = await (await Visitor.at(story.office, "liaison")).get(path)
    assert "Acknowledge for the force" in force.text
    assert "Record the call" not in force.text


@pytest.mark.parametrize("by", ["panel_chair", "hmi", "editor", "liaison", "operator"])
async def test_who_may_not_refer_back_has_no_link_to_it(story: Story, by: str) -> None:
    visitor = await Visitor.at(story.office, by)
    assert "/refer-back" not in (await visitor.get("/tasks")).text
    assert (await visitor.http.get("/refer-back")).status_code == 403


async def test_each_person_has_a_device_key_of_their_own_that_outlives_the_sign_in(
    office: Office,
) -> None:
    first = await _key(office, ME)
    assert await _key(office, ME) == first
    assert (await _key(office, OTHER))["key"] != first["key"]
    assert len(b64decode(first["key"])) == 32
    nobody = await (await Visitor.at(office)).http.get("/device-key")
    assert nobody.status_code == 303


async def test_text_kept_under_an_older_key_can_still_be_opened(office: Office) -> None:
    old = await _key(office, ME)
    office.clock.pass_days(1)
    office.keys.make("sign")
    new = await _key(office, ME)
    assert new["id"] != old["id"]
    assert await _key(office, ME, old["id"]) == old
    visitor = await Visitor.at(office, ME)
    assert (await visitor.http.get("/device-key?id=unknown")).status_code == 404


async def test_evidence_only_shows_no_score_grade_or_chart(tmp_path: Path) -> None:
    programme = small_programme()
    scoring = replace(programme.scoring, mode=ScoringMode.EVIDENCE_ONLY, anchors=())
    plain = replace(programme, scoring=scoring, cases=replace(programme.cases, grades=()))
    async with _office(tmp_path, plain) as office:
        story = await Story.issued(office)
        for stage in ("accepted", "allocated"):
            await story.advance(stage)
        visitor, case = await Visitor.at(office, ME), await _case(story)
        path = f"{_path(story)}/cases/{case}/review"
        page = await visitor.get(path)
        assert 'name="score.' not in page.text
        assert 'name="grade"' not in page.text
        fields = {"summary": "Sound.", "stage.recording": "In order.", "go": "submit"}
        assert (await visitor.send(page, fields, to="/review")).status_code == 303
        for shown in (f"cases/{case}/compare", "judgements/recording"):
            text = _main(await visitor.get(f"{_path(story)}/{shown}"))
            assert "In order." in text
            assert "<svg" not in text
            assert "Grade" not in text
            assert 'name="score"' not in text


@asynccontextmanager
async def _office(folder: Path, programme: Programme) -> AsyncIterator[Office]:
    """An office of its own with people in it, for another programme than the story's."""
    made = await Stages(folder).folder("people")
    async with open_office(made, programmes=lambda: [programme]) as office:
        yield office


def _path(story: Story) -> str:
    return f"/inspections/{story.reference}"


def _main(answer: httpx.Response) -> str:
    return answer.text.partition("<main")[2].partition("</main>")[0]


async def _case(story: Story) -> str:
    return min(case for case, who in (await story.reviewers()).items() if who == ME)


async def _refer(visitor: Visitor, story: Story, danger: str) -> httpx.Response:
    page = await visitor.get(f"{_path(story)}/cases/{await _case(story)}/refer-back")
    filled = {"concern": "No check on the child.", "immediate_danger": danger}
    sent = await visitor.send(page, filled, to="/refer-back")
    assert sent.status_code == 303, sent.text[-2000:]
    return await visitor.get(sent.headers["location"])


async def _key(office: Office, by: str, key_id: str = "") -> dict[str, str]:
    visitor = await Visitor.at(office, by)
    answer = await visitor.get(f"/device-key?id={key_id}")
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, str] = answer.json()
    return found
