"""How an act is answered: once for its key, kept while the engine is away, refused by its rule."""

import asyncio

import httpx

from tests.api.office import API, Office
from tests.api.story import Story, at, issue_body

KEY = "a-key-of-my-own"


async def test_the_same_key_gives_the_same_answer_also_after_the_drafts_changed(
    story: Story,
) -> None:
    for row in await story.rows():
        await story.save(row, "liaison", "First words.")
    first = await _return(story)
    await story.save("sa.l1", "liaison", "Other words.", version=1)
    again = await _return(story)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    returned = await story.get("return", "liaison")
    assert returned["version"] == 1
    assert returned["content"]["answers"]["sa.l1"]["text"] == "First words."


async def test_the_same_key_with_other_content_is_refused(story: Story) -> None:
    path = f"{story.here}/tasks/return/extension"
    body = {"days": 2, "reason": "Illness."}
    first = await story.office.call("POST", path, "inspection_lead", body, key=KEY)
    assert first.status_code == 200
    other = {"days": 3, "reason": "Illness."}
    answer = await story.office.call("POST", path, "inspection_lead", other, key=KEY)
    assert (answer.status_code, answer.json()["rule"]) == (422, "idempotency_key_reused")
    elsewhere = f"{story.here}/tasks/eligible_cases/extension"
    answer = await story.office.call("POST", elsewhere, "inspection_lead", body, key=KEY)
    assert answer.json()["rule"] == "idempotency_key_reused"
    task = (await story.get("tasks", "inspection_lead"))["items"]
    assert "extended by 2 working days" in next(t["why"] for t in task if t["task"] == "return")


async def test_another_person_may_use_the_same_key(story: Story) -> None:
    for by, task in (("inspection_lead", "return"), ("deputy_lead", "eligible_cases")):
        body = {"days": 1, "reason": "A holiday."}
        path = f"{story.here}/tasks/{task}/extension"
        assert (await story.office.call("POST", path, by, body, key=KEY)).status_code == 200


async def test_issuing_twice_under_one_key_makes_one_inspection(office: Office) -> None:
    answers = [
        await office.call("POST", "inspections", "inspection_lead", issue_body(), key=KEY)
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len((await office.get("inspections", "inspection_lead"))["items"]) == 1


async def test_the_same_key_many_times_at_once_is_one_act(office: Office) -> None:
    tries = [
        office.call("POST", "inspections", "inspection_lead", issue_body(), key=KEY)
        for _ in range(5)
    ]
    answers = await asyncio.gather(*tries)
    assert {answer.status_code for answer in answers} <= {200, 202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    listed = (await office.get("inspections", "inspection_lead"))["items"]
    assert [row["reference"] for row in listed] == ["NCP-2027-0001"]
    assert (await Story.issued(office)).reference == "NCP-2027-0002"


async def test_a_refused_act_is_refused_again_under_its_key(story: Story) -> None:
    first, again = await _return(story), await _return(story)
    assert (first.status_code, first.json()["rule"]) == (409, "answers_missing")
    same = {name: value for name, value in first.json().items() if name != "request_id"}
    assert same == {name: v for name, v in again.json().items() if name != "request_id"}
    act = await story.office.get(f"acts/{first.json()['act']}", "liaison")
    assert (act["state"], act["rule"]) == ("refused", "answers_missing")


async def test_an_act_without_a_key_is_refused_and_nothing_is_kept(story: Story) -> None:
    path = f"{story.here}/return"
    for key in ("", "short", "with space in", "k" * 101):
        headers = {"Idempotency-Key": key} if key else {}
        answer = await story.office.call("POST", path, "liaison", {}, key="", headers=headers)
        problem = answer.json()
        assert (answer.status_code, problem["rule"]) == (400, "invalid_input"), key
        assert problem["errors"][0]["field"] == "header.Idempotency-Key"


async def test_while_the_engine_is_away_an_act_is_kept_and_decided_later(story: Story) -> None:
    for row in await story.rows():
        await story.save(row, "liaison", "Words.")
    story.office.engine.away = True
    answer = await _return(story)
    assert (answer.status_code, answer.json()["state"]) == (202, "received")
    where = answer.headers["location"]
    assert where == f"{API}/acts/{answer.json()['id']}"
    assert (await story.office.get(where, "liaison"))["decided_at"] is None
    assert (await story.save("sa.l1", "liaison", "More.", version=1)).status_code == 200
    story.office.engine.away = False
    again = await _return(story)
    assert (again.status_code, again.json()["state"]) == (200, "accepted")
    assert again.json()["id"] == answer.json()["id"]


async def test_an_inspection_can_be_issued_while_the_engine_is_away(office: Office) -> None:
    office.engine.away = True
    answer = await office.call("POST", "inspections", "inspection_lead", issue_body(), key=KEY)
    assert answer.status_code == 202
    reference = answer.json()["inspection"]
    assert (await office.call("GET", f"inspections/{reference}", "liaison")).status_code == 404
    office.engine.away = False
    answer = await office.call("POST", "inspections", "inspection_lead", issue_body(), key=KEY)
    assert (answer.status_code, answer.json()["inspection"]) == (200, reference)
    row = await office.get(f"inspections/{reference}", "liaison")
    assert row["awaiting"] == ["head_of_pvp", "liaison"]


async def test_an_act_is_shown_to_its_actor_and_to_readers_of_the_journal(story: Story) -> None:
    revision = await story.submit()
    approved = await story.act("return/approval", "chief_officer_lead", {"revision": revision})
    path = f"acts/{approved['id']}"
    for by in ("chief_officer_lead", "inspection_lead", "p-operator"):
        assert (await story.office.get(path, by))["kind"] == "approve_return"
    for by in ("liaison", "inspector", "p-x02-liaison"):
        assert (await story.office.call("GET", path, by)).status_code == 404


async def test_an_act_that_needs_no_content_may_come_without_a_body(story: Story) -> None:
    headers = story.office.authorised("liaison") | {"Idempotency-Key": KEY}
    answer = await story.office.http.post(f"{story.here}/return", headers=headers)
    assert answer.json()["rule"] == "answers_missing"
    assert (await _return(story)).json()["act"] == answer.json()["act"]


@at("judged")
async def test_what_is_read_back_shows_the_act(story: Story) -> None:
    body = {"decision": "amend", "score": "2", "reason": "Two cases show more risk."}
    await story.act("moderation/indicator:recording", "panel_chair", body)
    waiting = (await story.get("moderation", "panel_chair"))["items"]
    assert "indicator:recording" not in [item["item"] for item in waiting]
    assert (await story.state()).judgements["recording"].score == "2"


async def _return(story: Story) -> httpx.Response:
    return await story.office.call("POST", f"{story.here}/return", "liaison", {}, key=KEY)
