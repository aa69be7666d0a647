"""More time: the force asks on its page, the lead decides on another; each is told."""

from records.messages import read_messages
from tests.api.office import person_of
from tests.api.story import Story
from tests.pages.visitor import Visitor

WISH = {"days": "4", "reason": "An author is ill until the 12th."}


def address(story: Story, task: str, page: str) -> str:
    return f"/inspections/{story.reference}/dates/{task}/{page}"


async def ask(story: Story, by: str = "liaison") -> Visitor:
    force = await Visitor.at(story.office, by)
    form = await force.get(address(story, "return", "more-time"))
    answer = await force.send(form, WISH, to="/more-time")
    assert answer.status_code == 303, answer.text[-1500:]
    return force


async def templates(story: Story, role: str) -> list[str]:
    items = (await read_messages(story.office.parts.records, person_of(role))).items
    return [notice.template for notice in items]


async def test_what_is_asked_twice_by_one_form_is_asked_once(story: Story) -> None:
    force = await Visitor.at(story.office, "liaison")
    form = await force.get(address(story, "return", "more-time"))
    for _ in range(2):
        assert (await force.send(form, WISH, to="/more-time")).status_code == 303
    assert (await story.state()).asked["return"].days == 4
    page = await force.get(address(story, "return", "more-time"))
    assert "4 working days more were asked for" in page.text
    assert WISH["reason"] in page.text
    assert not forms_to_ask(page.text)


async def test_the_lead_is_asked_and_finds_the_page_in_the_tasks(story: Story) -> None:
    await ask(story)
    lead = await Visitor.at(story.office, "inspection_lead")
    assert address(story, "return", "decision") in (await lead.get("/tasks")).text
    page = await lead.get(address(story, "return", "decision"))
    assert WISH["reason"] in page.text
    assert "New date: Friday 12 February 2027" in page.text
    assert (await templates(story, "inspection_lead")).count("asked") >= 1


async def test_the_force_reads_what_was_granted_and_why_and_hears_of_it_once(
    story: Story,
) -> None:
    force = await ask(story)
    before = await templates(story, "liaison")
    lead = await Visitor.at(story.office, "inspection_lead")
    page = await lead.get(address(story, "return", "decision"))
    part = {"decision": "part", "days": "2", "reason": "Two rows need two days."}
    assert (await lead.send(page, part, to="/decision")).status_code == 303
    assert (await story.state()).extensions == {"return": 2}
    told = await templates(story, "liaison")
    assert len(told) == len(before) + 1
    assert "moved" in told
    assert "extension_decided" in await templates(story, "chief_officer_lead")
    said = (await force.get(address(story, "return", "more-time"))).text
    assert "2 working days were granted." in said
    assert "Two rows need two days." in said
    gone = await lead.get(address(story, "return", "decision"))
    assert "Nothing waits for a decision here." in gone.text


async def test_a_refusal_is_told_to_those_who_asked(story: Story) -> None:
    force = await ask(story, "head_of_pvp")
    lead = await Visitor.at(story.office, "deputy_lead")
    page = await lead.get(address(story, "return", "decision"))
    refusing = {"decision": "none", "reason": "Nineteen rows are done."}
    assert (await lead.send(page, refusing, to="/decision")).status_code == 303
    assert (await story.state()).extensions == {}
    assert "extension_decided" in await templates(story, "head_of_pvp")
    said = (await force.get(address(story, "return", "more-time"))).text
    assert "More time was refused." in said


async def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(story: Story) -> None:
    force = await Visitor.at(story.office, "liaison")
    form = await force.get(address(story, "return", "more-time"))
    for wish in ({"days": "soon", "reason": "Kept."}, {"days": "999", "reason": "Kept."}):
        answer = await force.send(form, wish, to="/more-time")
        if answer.status_code == 303:
            answer = await force.http.get(answer.headers["location"])
        assert "<title>Error:" in answer.text
        assert "Kept." in answer.text
    assert (await story.state()).asked == {}


async def test_only_the_side_that_asks_may_ask_and_only_the_other_decides(story: Story) -> None:
    await ask(story)
    force = await Visitor.at(story.office, "liaison")
    await force.get(address(story, "return", "decision"), 403)
    lead = await Visitor.at(story.office, "inspection_lead")
    await lead.get(address(story, "return", "more-time"), 403)
    contributor = await Visitor.at(story.office, "contributor")
    await contributor.get(address(story, "return", "more-time"), 403)
    await force.get(address(story, "nothing", "more-time"), 404)
    assert address(story, "return", "more-time") in (await force.get("/tasks")).text
    lines = (await lead.get(f"/inspections/{story.reference}/dates")).text
    assert "more time is asked for" in lines


async def test_a_lead_whose_days_no_longer_help_is_sent_to_hmi(story: Story) -> None:
    story.office.clock.pass_days(60)
    where = f"/inspections/{story.reference}/dates/return"
    lead = await Visitor.at(story.office, "inspection_lead")
    page = (await lead.get(where)).text
    assert "lead to a date that has passed. Ask HMI." in page
    assert 'name="days"' not in page
    hmi = await Visitor.at(story.office, "hmi")
    form = await hmi.get(where)
    assert "1 working day more:" not in form.text  # a date that has passed is not offered
    assert "20 working days more:" not in form.text  # it would be 8 March, four days ago
    answer = await hmi.send(form, {"days": "1", "reason": "Late."}, to="/extension")
    assert "the new date would lie in the past" in answer.text
    done = await hmi.send(answer, {"days": "40", "reason": "Late."}, to="/extension")
    assert done.status_code == 303
    assert (await story.state()).extensions == {"return": 40}


def forms_to_ask(text: str) -> list[str]:
    return [one for one in text.split("<form")[1:] if "/more-time" in one.split(">")[0]]
