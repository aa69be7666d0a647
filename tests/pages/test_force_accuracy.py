"""The factual accuracy check at the browser: the draft as it was sent, points beside it."""

from tests.api.story import Story, at, report_text
from tests.pages.force_world import with_draft_html
from tests.pages.visitor import Visitor, forms_of

PLACE = "/inspections/NCP-2027-0001/accuracy-check"


async def test_before_a_draft_is_sent_nothing_is_shown_of_it(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    assert "No draft report waits" in (await liaison.get(PLACE)).text


@at("drafted")
async def test_paragraphs_stand_with_their_printed_numbers(story: Story) -> None:
    await with_draft_html(story.office, story.reference)
    liaison = await Visitor.at(story.office, "liaison")
    assert "Leadership, management and governance" in (await liaison.get(PLACE)).text
    page = (await liaison.get(f"{PLACE}/chapters/5")).text
    assert "5.4" in page
    assert "In 29 files the first response matched the risk described by the caller." in page
    for wrong in ("0", "23", "x", "-1"):
        await liaison.get(f"{PLACE}/chapters/{wrong}", 404)


@at("drafted")
async def test_points_are_kept_sent_together_and_shown_with_their_decisions(
    story: Story,
) -> None:
    await with_draft_html(story.office, story.reference)
    liaison = await Visitor.at(story.office, "liaison")
    head = await Visitor.at(story.office, "head_of_pvp")
    chapter = await liaison.get(f"{PLACE}/chapters/5")
    typed = {"kind": "error", "text": "There were 28.", "evidence": "Our log"}
    await liaison.send(chapter, typed, to="/points/5.4:1")
    chapter = await head.get(f"{PLACE}/chapters/5")  # the force's own draft, not one person's
    assert "There were 28." in chapter.text
    await head.send(chapter, {"kind": "wording", "text": "Say “control room”."}, to="/points/5.4:2")
    overview = await head.get(PLACE)
    await head.send(overview, {"text": "Custody is missing.", "kind": "omission"}, to="whole:1")
    overview = await head.get(PLACE)
    assert "Send 3 points" not in overview.text  # she prepares, others answer
    overview = await liaison.get(PLACE)
    sent = await liaison.send(overview, {}, to="/accuracy-check")
    assert sent.status_code == 303
    points = (await story.get("report", "liaison"))["accuracy"]["points"]
    assert [(p["paragraph"], p["kind"]) for p in points] == [
        ("5.4", "error"),
        ("5.4", "wording"),
        ("whole report", "omission"),
    ]
    again = await liaison.send(overview, {}, to="/accuracy-check")
    assert again.headers["location"] == sent.headers["location"]
    waiting = await liaison.get(PLACE)
    assert "decides each of them" in waiting.text
    assert not [form for form in forms_of(waiting) if "/accuracy-check" in form.action]
    decisions = [{"point": n, "accepted": n == 1, "reason": f"Reason {n}."} for n in range(1, 4)]
    await story.act("report/accuracy/decisions", "accuracy_decider", {"decisions": decisions})
    decided = (await liaison.get(PLACE)).text
    assert "Reason 1." in decided
    assert decided.count("Not accepted") == 2


@at("drafted")
async def test_an_accurate_draft_is_said_to_be_so_only_on_purpose(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")  # no HTML was made of this draft
    page = await liaison.get(PLACE)
    assert "cannot be shown paragraph by paragraph" in page.text
    missed = await liaison.send(page, {}, to="/accuracy-check")
    assert missed.status_code == 422
    assert 'href="#accurate"' in missed.text
    sent = await liaison.send(missed, {"accurate": "yes"}, to="/accuracy-check")
    assert sent.status_code == 303
    assert (await story.state()).report.points == 0
    late = await liaison.send(page, {"text": "Too late."}, to="whole:1")
    assert late.status_code == 409
    await (await Visitor.at(story.office, "case_auditor")).get(PLACE, 403)


@at("drafted")
async def test_points_that_changed_meanwhile_are_not_sent_unseen(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    head = await Visitor.at(story.office, "head_of_pvp")
    seen = await liaison.get(PLACE)
    await head.send(await head.get(PLACE), {"text": "Wait."}, to="whole:1")
    answer = await liaison.send(seen, {"accurate": "yes"}, to="/accuracy-check")
    assert answer.status_code == 422
    assert (await story.state()).report.points is None
    theirs = await liaison.send(seen, {"text": "Mine."}, to="whole:1")
    assert theirs.status_code == 412
    assert "Wait." in theirs.text
    assert "Mine." in theirs.text


@at("drafted")
async def test_points_on_an_earlier_draft_are_not_sent_on_the_next(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    await liaison.send(await liaison.get(PLACE), {"text": "On the first."}, to="whole:1")
    await story.act("report/draft", "inspection_lead", report_text())
    assert "On the first." not in (await liaison.get(PLACE)).text
