"""Scenarios 1 and 3 by their dates: a straight run, and a liaison who leaves on the way."""

from datetime import UTC, datetime
from typing import Any

from criteria import catalogue
from records.messages import read_messages
from records.notices import NoticeState
from tests.api.conftest import office, stages  # noqa: F401
from tests.api.handing_over import LIAISON, NEW_LIAISON, asked_of, replace_liaison
from tests.api.office import Office
from tests.api.story import Story, judgement, overall

OLD_SESSION_ENDS = 404
PROGRAMME = catalogue.find("national-child-protection")


def set_clock(story: Story, month: int, day: int, hour: int = 10, minute: int = 0) -> None:
    story.office.clock.now = datetime(2027, month, day, hour, minute, tzinfo=UTC)


async def task(story: Story, name: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = (await story.get("tasks", "inspection_lead"))["items"]
    return next(one for one in items if one["task"] == name)


async def test_a_straight_run_by_its_dates_from_the_letter_to_the_published_report(
    office: Office,  # noqa: F811
) -> None:
    story = await Story.issued(office)
    await story.act("delivery/opening", "liaison")
    returned = await task(story, "return")
    assert returned["due"] == "2027-02-08T17:00:00Z"
    assert returned["why"].startswith("20 working days from delivery on Monday 11 January 2027")
    set_clock(story, 2, 5)
    await story.advance("accepted")
    set_clock(story, 2, 8)
    await story.advance("allocated")
    set_clock(story, 3, 12)
    await without_evidence_where_nobody_was_asked(story)
    await story.advance("judged")
    answer = await office.call("POST", f"{story.here}/overall", "inspection_lead", overall())
    assert answer.json()["rule"] == "overall_comes_last"
    assert len([code for code in answer.json()["codes"] if code.startswith("indicator:")]) == 10
    for stage, month, day in (("confirmed", 3, 19), ("drafted", 4, 9), ("published", 5, 7)):
        set_clock(story, month, day)
        await story.advance(stage)
    report = await story.get("report", "inspection_lead")
    assert (report["published"], report["signed"]) == (True, True)
    assert (await story.get("journal/verification", "inspection_lead"))["ok"] is True


async def without_evidence_where_nobody_was_asked(story: Story) -> None:
    """Six expectations of leadership are in no row of the force's template: each wants evidence."""
    assert PROGRAMME is not None
    unasked = [one.expectation for one in PROGRAMME.map.unasked]
    assert len([code for code in unasked if code.startswith("leadership.")]) == 6
    for code in unasked:
        body = judgement("leadership")
        if body["evidence"].pop(code, None):
            path = f"{story.here}/indicators/leadership/judgement"
            answer = await story.office.call("POST", path, "p-inspector-1", body)
            assert (answer.json()["rule"], answer.json()["codes"]) == ("evidence_missing", [code])


async def test_a_liaison_leaves_and_the_successor_finds_every_draft_and_one_notice(
    office: Office,  # noqa: F811
) -> None:
    story = await Story.issued(office)
    rows = (await story.rows())[:11]
    for row in rows:
        assert (await story.save(row, LIAISON, f"Half of {row}.")).status_code == 200
    set_clock(story, 1, 25, 9)
    session = office.authorised(LIAISON)  # open since before a successor is named
    set_clock(story, 1, 25, 9, 10)
    sent_before = len((await read_messages(office.parts.records, LIAISON)).items)
    await replace_liaison(story)
    answer = await office.call("GET", f"{story.here}/answers", headers=session)
    assert answer.status_code == OLD_SESSION_ENDS
    assert (await story.save(rows[0], LIAISON, "Too late.", 1)).status_code == OLD_SESSION_ENDS
    for row in rows:
        draft = await story.get(f"answers/{row}", NEW_LIAISON)
        assert draft["content"]["text"] == f"Half of {row}."
    told = (await read_messages(office.parts.records, LIAISON)).items
    assert len(told) == sent_before
    assert {notice.state for notice in told} == {NoticeState.SUPERSEDED}
    [notice] = (await read_messages(office.parts.records, NEW_LIAISON)).items
    assert notice.template == "role_handed_over"
    assert {"return", "eligible_cases"} <= await asked_of(story, NEW_LIAISON)
