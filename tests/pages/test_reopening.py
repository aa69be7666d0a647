"""The pages of reopening a phase without a browser: the choice, what becomes void, the act."""

from html import unescape

import pytest

from tests.api.story import Story, at, overall
from tests.pages.visitor import Visitor

WHY = "The panel had not been shown one of the reviews."
SURE = {"reason": WHY, "sure": "yes"}


def where(story: Story, phase: str = "") -> str:
    return f"/inspections/{story.reference}/reopening" + (f"?phase={phase}" if phase else "")


@at("confirmed")
async def test_all_that_becomes_void_is_shown_before_the_button_and_the_history_says_so(
    story: Story,
) -> None:
    story.office.clock.pass_days(120)
    lead = await Visitor.at(story.office, "inspection_lead")
    assert f'href="{where(story)}"' in (await lead.get(f"/inspections/{story.reference}")).text
    assert (
        f'href="{where(story)}"' in (await lead.get(f"/inspections/{story.reference}/dates")).text
    )
    choice = unescape((await lead.get(where(story))).text)
    assert 'value="moderation"' in choice
    assert 'value="report"' not in choice  # nothing is drafted yet
    shown = await lead.get(where(story, "moderation"))
    text = unescape(shown.text)
    void, _, rest = text.partition(">This stays as it is</h2>")
    stays, _, asked = rest.partition(">This is asked again at once</h2>")
    asked, _, lapses = asked.partition(">This is no longer asked</h2>")
    asked, _, to_come = asked.partition(">This is asked again in its turn</h2>")
    assert "20 working days from the reopening of the moderation on" in to_come
    assert "The panel’s decisions on judgements: 10" in void
    assert "The overall assessment" in void
    assert "The sample" in stays
    assert "The overall assessment" not in stays
    assert "Moderate judgements and differing cases" in asked
    assert "5 working days from the reopening of the moderation on" in asked
    assert "Draft the report" in lapses
    assert (await story.state()).overall is not None
    for _ in range(2):  # a double click is one act
        answer = await lead.send(shown, SURE, to="/reopening")
        assert answer.status_code == 303
    done = unescape((await lead.get(answer.headers["location"])).text)
    assert "You reopened the phase" in done
    assert "became void: Moderation" in done
    assert "The panel’s decisions on judgements (10)" in done
    assert WHY in unescape((await lead.get(where(story))).text)
    chair, liaison = [await Visitor.at(story.office, role) for role in ("panel_chair", "liaison")]
    history = f"/inspections/{story.reference}/history"
    assert "on judgements (10)" in unescape((await chair.get(history)).text)
    told = unescape((await liaison.get(history)).text)  # that it was, not how the panel stood
    assert "became void: Moderation" in told
    assert "on judgements" not in told


@at("confirmed")
async def test_who_saw_something_else_is_shown_it_anew_and_keeps_what_they_typed(
    story: Story,
) -> None:
    lead = await Visitor.at(story.office, "inspection_lead")
    shown = await lead.get(where(story, "moderation"))
    await story.act("overall", "inspection_lead", overall())
    answer = await lead.send(shown, SURE, to="/reopening")
    assert answer.status_code == 409
    text = unescape(answer.text)
    assert "What would become void is no longer what was shown to you." in text
    assert WHY in text
    assert "Its confirmation by the chair" not in text  # it is not confirmed any more
    again = await lead.send(answer, SURE, to="/reopening")
    assert again.status_code == 303
    assert (await story.state()).overall is None


@at("confirmed")
async def test_without_a_phase_a_reason_or_a_tick_nothing_is_reopened(story: Story) -> None:
    lead = await Visitor.at(story.office, "deputy_lead")
    none = await lead.get(f"{where(story)}?go=yes", 422)
    assert "Choose the phase to go back to." in unescape(none.text)
    for odd, said in (
        ("self_assessment", "can be reopened, no other phase"),
        ("report", "nothing would be asked again"),
    ):
        page = await lead.get(where(story, odd), 409)
        assert said in unescape(page.text)
    shown = await lead.get(where(story, "case_audit"))
    answer = await lead.send(shown, {"reason": " "}, to="/reopening")
    assert answer.status_code == 422
    assert "Say why the phase is reopened." in answer.text
    assert "Tick the box to confirm" in answer.text
    assert (await story.state()).overall is not None


@at("confirmed")
@pytest.mark.parametrize("role", ["liaison", "panel_chair", "inspector", "editor"])
async def test_others_find_no_link_and_the_address_refuses_them(story: Story, role: str) -> None:
    visitor = await Visitor.at(story.office, role)
    for below in ("", "/dates"):
        page = await visitor.get(f"/inspections/{story.reference}{below}")
        assert "/reopening" not in page.text
    await visitor.get(where(story), 403)


@at("published")
async def test_after_publication_there_is_nothing_to_reopen(story: Story) -> None:
    hmi = await Visitor.at(story.office, "hmi")
    assert "There is nothing to reopen" in (await hmi.get(where(story))).text
    assert "/reopening" not in (await hmi.get(f"/inspections/{story.reference}")).text
