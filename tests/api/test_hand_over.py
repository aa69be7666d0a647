"""A role handed over: the successor has the leaver's place at once, and alone."""

from records.messages import read_messages
from records.notices import NoticeState
from tests.api.handing_over import LIAISON, NEW_LIAISON, asked_of, handing, holders, replace_liaison
from tests.api.office import NOT_APPOINTED, PEOPLE
from tests.api.story import Story, at, mark


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
    before = (await read_messages(records, LIAISON)).items
    assert {notice.state for notice in before} == {NoticeState.QUEUED}
    await replace_liaison(story)
    after = (await read_messages(records, LIAISON)).items
    assert [notice.key for notice in after] == [notice.key for notice in before]
    assert {notice.state for notice in after} == {NoticeState.SUPERSEDED}
    [told] = (await read_messages(records, NEW_LIAISON)).items
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
