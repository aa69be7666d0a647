"""Drafts: two people who type lose nothing, and each sees the rows that are theirs."""

from tests.api.story import Story, at, judgement, mark

ONE, TWO = "p-x01-contributor-1", "p-x01-contributor-2"


async def test_a_second_save_gets_both_texts_back(story: Story) -> None:
    assert (await story.save("sa.l1", "liaison", "First.")).headers["etag"] == '"v1"'
    answer = await story.save("sa.l1", "head_of_pvp", "Second.")
    problem = answer.json()
    assert (answer.status_code, problem["rule"]) == (412, "draft_conflict")
    assert problem["current"]["content"]["text"] == "First."
    assert (problem["current"]["version"], problem["current"]["author"]) == (1, "p-x01-liaison")
    assert problem["yours"] == {"text": "Second.", "evidence": []}
    assert (await story.get("answers/sa.l1", "liaison"))["content"]["text"] == "First."
    assert (await story.save("sa.l1", "head_of_pvp", "Both.", version=1)).status_code == 200


async def test_a_save_over_nothing_that_expected_a_version_is_a_conflict(story: Story) -> None:
    answer = await story.save("sa.l1", "liaison", "Late.", version=7)
    assert (answer.status_code, answer.json()["current"]) == (412, None)
    assert answer.json()["yours"]["text"] == "Late."


async def test_a_save_must_name_the_version_it_changes(story: Story) -> None:
    path, body = f"{story.here}/answers/sa.l1", {"text": "Words."}
    answer = await story.office.call("PUT", path, "liaison", body)
    assert (answer.status_code, answer.json()["rule"]) == (428, "version_required")
    for wrong in ("v1", '"1"', "*", 'W/"v1"', '"v01"', '"v1", "v2"'):
        answer = await story.office.call("PUT", path, "liaison", body, headers={"If-Match": wrong})
        assert (answer.status_code, answer.json()["rule"]) == (422, "invalid_input"), wrong
        assert answer.json()["errors"][0]["field"] == "header.If-Match"


async def test_a_first_read_has_version_nought_to_save_over(story: Story) -> None:
    answer = await story.office.call("GET", f"{story.here}/answers/sa.l1", "liaison")
    assert answer.headers["etag"] == '"v0"'
    assert answer.json() == {
        "subject": "sa.l1",
        "version": 0,
        "author": None,
        "updated_at": None,
        "content": {},
    }


async def test_contributors_see_and_write_the_rows_given_to_them_alone(story: Story) -> None:
    share = f"{story.here}/answers/sa.l1/contributors/{ONE}"
    given = await story.office.call(
        "PUT", share, "head_of_pvp", {"internal_due": "2027-01-29T17:00:00Z"}
    )
    assert given.json() == {"person": ONE, "internal_due": "2027-01-29T17:00:00Z"}
    rows = (await story.get("answers", ONE))["items"]
    assert [row["row"] for row in rows] == ["sa.l1"]
    assert rows[0]["indicator"].startswith("The")
    assert (await story.get("answers", TWO))["items"] == []
    assert (await story.save("sa.l1", ONE, "Mine.")).status_code == 200
    assert (await story.save("sa.l1", TWO, "Not mine.", version=1)).status_code == 404
    assert await story.status("answers/sa.l1", TWO) == 404
    assert (await story.office.call("DELETE", share, "liaison")).status_code == 204
    assert (await story.save("sa.l1", ONE, "No longer.", version=1)).status_code == 404
    assert len((await story.get("answers", "liaison"))["items"]) == 19


async def test_rows_are_given_to_people_of_the_force_who_serve_here(story: Story) -> None:
    for person in ("p-x02-contributor-1", "p-inspector-1", "p-x01-contributor-6"):
        path = f"answers/sa.l1/contributors/{person}"
        assert await story.refused(path, "liaison", {}, "PUT") == "person_not_appointable"
    unknown = f"answers/sa.l99/contributors/{ONE}"
    assert await story.refused(unknown, "liaison", {}, "PUT") == "not_found"


async def test_everybody_who_wrote_a_row_is_kept_from_approving_it(story: Story) -> None:
    rows = await story.rows()
    await story.save(rows[0], "p-x01-chief-officer", "The chief's own words.")
    await story.save(rows[0], "liaison", "Touched up.", version=1)
    for row in rows[1:]:
        await story.save(row, "liaison", "Words.")
    revision = (await story.act("return", "liaison"))["revision_ids"][0]
    body = {"revision": revision}
    path = "return/approval"
    assert await story.refused(path, "p-x01-chief-officer", body) == "preparer_is_not_approver"
    await story.act(path, "p-x01-chief-officer-2", body)


async def test_a_row_asked_about_again_says_so(story: Story) -> None:
    revision = await story.submit()
    await story.act("return/approval", "chief_officer_lead", {"revision": revision})
    body = {"rows": ["sa.l4"], "reason": "Please say how it is checked."}
    await story.act("return/clarification", "inspection_lead", body)
    rows = (await story.get("answers", "liaison"))["items"]
    assert [row["row"] for row in rows if row["status"] == "asked_again"] == ["sa.l4"]
    assert {row["status"] for row in rows if row["row"] != "sa.l4"} == {"drafted"}


@at("allocated")
async def test_a_review_is_drafted_by_the_inspector_it_was_allocated_to(story: Story) -> None:
    case, reviewer = next(iter((await story.reviewers()).items()))
    other = next(p for p in ("p-inspector-1", "p-inspector-2") if p != reviewer)
    path = f"{story.here}/cases/{case}/review/draft"
    saved = await story.office.call("PUT", path, reviewer, mark("good"), version=0)
    assert (saved.status_code, saved.headers["etag"]) == (200, '"v1"')
    conflict = await story.office.call("PUT", path, reviewer, mark("inadequate"), version=0)
    assert conflict.json()["current"]["content"]["grade"] == "good"
    below = f"cases/{case}/review/draft"
    assert await story.refused(below, other, None, "GET") == "case_not_allocated_to_you"
    read = await story.get(below, reviewer)
    assert read["content"]["summary"] == "Seen as good."


@at("allocated")
async def test_a_judgement_is_drafted_by_each_for_themselves(story: Story) -> None:
    path = f"{story.here}/indicators/recording/judgement/draft"
    body = judgement("recording")
    assert (await story.office.call("PUT", path, "inspector", body, version=0)).status_code == 200
    assert (await story.get("indicators/recording/judgement/draft", "deputy_lead"))["version"] == 0
    assert await story.refused("indicators/overall/judgement/draft", "inspector", None, "GET") == (
        "indicator_unknown"
    )
