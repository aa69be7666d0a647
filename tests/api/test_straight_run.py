"""The straight run through every phase, by the people it takes."""

from tests.api.story import Story, at


@at("published")
async def test_a_published_inspection_is_closed_by_the_close_of_its_follow_up(story: Story) -> None:
    report = await story.get("report", "inspection_lead")
    assert (report["published"], report["signed"]) == (True, True)
    for task, by in (
        ("immediate_update", "liaison"),
        ("action_plan", "chief_officer_lead"),
        ("policing_body_comments", "local_policing_body"),
    ):
        await story.act(f"follow-up/{task}", by, {"text": "Done."})
    await story.act("follow-up-closure", "inspection_lead", {"reason": "All is answered."})
    follow_up = await story.get("follow-up", "local_policing_body")
    assert (follow_up["closed"], follow_up["tasks"]) == (True, [])
    row = await story.office.get(f"inspections/{story.reference}", "inspection_lead")
    assert row["phase"] == "closed"


@at("judged")
async def test_the_overall_is_refused_until_everything_below_it_is_moderated(story: Story) -> None:
    body = {"practice": "Mixed.", "fit_with_policy": "Ahead."}
    answer = await story.office.call("POST", f"{story.here}/overall", "inspection_lead", body)
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["rule"] == "overall_comes_last"
    assert f"indicator:{(await story.indicators())[0]}" in problem["codes"]


@at("published")
async def test_the_policing_body_reads_the_published_report_and_nothing_before_it(
    story: Story,
) -> None:
    documents = (await story.get("documents", "local_policing_body"))["items"]
    assert [document["kind"] for document in documents] == ["published_report"]


@at("drafted")
async def test_points_on_the_draft_are_decided_one_by_one(story: Story) -> None:
    point = {"paragraph": "1.2", "kind": "error", "text": "Nine officers, not seven."}
    await story.act("report/accuracy", "liaison", {"points": [point, point]})
    first = {"point": 1, "accepted": True, "reason": "So it is."}
    path = "report/accuracy/decisions"
    one = {"decisions": [first]}
    assert await story.refused(path, "accuracy_decider", one) == "points_missing"
    twice = {"decisions": [first, first]}
    assert await story.refused(path, "accuracy_decider", twice) == "points_missing"
    both = {"decisions": [first, {**first, "point": 2, "accepted": False}]}
    await story.act(path, "accuracy_decider", both)
    accuracy = (await story.get("report", "liaison"))["accuracy"]
    assert accuracy["settled"]
    assert [decision["accepted"] for decision in accuracy["decisions"]] == [True, False]
    assert [found["text"] for found in accuracy["points"]] == [point["text"]] * 2
