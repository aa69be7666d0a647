"""The return at the browser: sharing out, writing, conflicts, submitting, approving."""

import io
import re

import docx
import httpx
import pytest

from documents.template import bookmark_name
from tests.api.story import Story, at
from tests.pages.visitor import Visitor, forms_of

HOME = "/inspections/NCP-2027-0001/self-assessment"


async def answered(story: Story) -> None:
    for row in await story.rows():
        assert (await story.save(row, "liaison", f"What we do: {row}.")).status_code == 200


async def test_nineteen_rows_are_asked_and_what_is_missing_is_linked(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    page = await liaison.get(HOME)
    assert "0 of 19 answered" in page.text
    assert page.text.count(f'href="{HOME}/sa.') == 38  # each in the list and as missing
    assert 'action="/inspections/NCP-2027-0001/self-assessment"' not in page.text


async def test_a_contributor_sees_only_rows_given_with_the_forces_own_date(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    page = await liaison.get(f"{HOME}/sharing")
    sent = await liaison.send(
        page,
        {
            "rows": ["sa.l4", "sa.j2"],
            "person": "p-x01-contributor-1",
            "due-day": "29",
            "due-month": "1",
            "due-year": "2027",
            "do": "give",
        },
        to="/sharing",
    )
    assert sent.status_code == 303
    contributor = await Visitor.at(story.office, "p-x01-contributor-1")
    page = await contributor.get(HOME)
    assert "0 of your 2 rows answered" in page.text
    assert "29 January 2027" in page.text
    assert set(re.findall(rf"{HOME}/(sa\.\w+)", page.text)) == {"sa.l4", "sa.j2"}
    await contributor.get(f"{HOME}/sa.l4")
    await contributor.get(f"{HOME}/sa.l5", 404)
    await contributor.get(f"{HOME}/sharing", 403)
    for other in ("inspection_lead", "inspector"):
        listed = await (await Visitor.at(story.office, other)).http.get(HOME)
        assert listed.status_code == 403


async def test_rows_are_taken_back_and_what_was_written_stays(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    give = {"rows": ["sa.l4"], "person": "p-x01-contributor-1", "do": "give"}
    await liaison.send(await liaison.get(f"{HOME}/sharing"), give, to="/sharing")
    contributor = await Visitor.at(story.office, "p-x01-contributor-1")
    page = await contributor.get(f"{HOME}/sa.l4")
    await contributor.send(page, {"text": "Ours.", "go": "stay"}, to="/sa.l4")
    await liaison.send(await liaison.get(f"{HOME}/sharing"), {**give, "do": "take"}, to="/sharing")
    await contributor.get(f"{HOME}/sa.l4", 404)
    assert "Ours." in (await liaison.get(f"{HOME}/sa.l4")).text


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"person": "p-x01-head"}, "Choose the rows"),
        ({"rows": ["sa.l4"]}, "Choose the person"),
        (
            {"rows": ["sa.l4"], "person": "p-x01-head", "due-day": "31", "due-month": "2"},
            "a date to come",
        ),
        (
            {
                "rows": ["sa.l4"],
                "person": "p-x01-head",
                "due-day": "1",
                "due-month": "1",
                "due-year": "2036",
            },
            "within a year",
        ),
        ({"rows": ["sa.l4"], "person": "p-x01-auditor-1"}, "another side or force"),
        ({"rows": ["sa.l4"], "person": "p-x02-liaison"}, "another side or force"),
    ],
)
async def test_sharing_says_what_is_wrong_and_keeps_what_was_typed(
    story: Story, typed: dict[str, str], wrong: str
) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    page = await liaison.get(f"{HOME}/sharing")
    answer = await liaison.send(page, {**typed, "do": "give"}, to="/sharing")
    assert answer.status_code in (409, 422)
    assert "<title>Error:" in answer.text
    assert wrong in answer.text
    assert ('value="sa.l4" checked' in answer.text) == ("rows" in typed)


async def test_an_answer_shows_guidance_and_the_criteria_that_its_row_speaks_to(
    story: Story,
) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    leadership = (await liaison.get(f"{HOME}/sa.l5")).text
    assert leadership.count('class="govuk-list govuk-list--bullet ts-expectations"') == 1
    assert "There is a culture of listening to children." in leadership
    programme = await story.get("answers", "liaison")
    guidance = next(row["guidance"] for row in programme["items"] if row["row"] == "sa.j1")
    assert guidance[:60] in (await liaison.get(f"{HOME}/sa.j1")).text
    assert "judged by no criterion" in (await liaison.get(f"{HOME}/sa.context")).text


async def test_two_people_who_write_one_row_are_shown_both_texts(story: Story) -> None:
    first = await Visitor.at(story.office, "liaison")
    second = await Visitor.at(story.office, "head_of_pvp")
    opened = await second.get(f"{HOME}/sa.l4")
    page = await first.get(f"{HOME}/sa.l4")
    await first.send(page, {"text": "From the liaison.", "evidence": "A"}, to="/sa.l4")
    typed = {"text": "From the head.", "evidence": "B\nA"}
    both = await second.send(opened, typed, to="/sa.l4")
    assert both.status_code == 412
    for said in ("From the liaison.", "From the head.", "Alistair Penhallow", "Joanna Thackery"):
        assert said in both.text
    merged = await second.post(
        f"{HOME}/sa.l4",
        second.fields([f for f in forms_of(both) if ("version", "1") in f.fields][-1], {}),
    )
    assert merged.status_code == 303
    stands = (await story.get("answers/sa.l4", "liaison"))["content"]
    assert stands["text"] == "From the liaison.\n\nFrom the head."
    assert stands["evidence"] == ["A", "B"]
    assert stands["authors"] == ["p-x01-head", "p-x01-liaison"]


async def test_a_script_is_told_of_a_save_and_of_one_that_came_second(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    page = await liaison.get(f"{HOME}/sa.l4")
    fields = liaison.fields(liaison.form(page, "/sa.l4"), {"text": "As typed."})
    saved = await liaison.post(f"{HOME}/sa.l4", fields, Accept="application/json")
    assert saved.json() == {"version": 1, "said": "Saved at 09:00"}
    again = await liaison.post(f"{HOME}/sa.l4", fields, Accept="application/json")
    assert again.status_code == 412
    evil = [(n, "a\x00b" if n == "text" else v) for n, v in fields]
    refused = await liaison.post(f"{HOME}/sa.l4", evil, Accept="application/json")
    assert refused.status_code == 422


async def test_submitting_asks_for_the_declaration_and_gives_a_receipt(story: Story) -> None:
    await answered(story)
    liaison = await Visitor.at(story.office, "liaison")
    page = await liaison.get(HOME)
    assert "Camilla Strathearn" in page.text
    undeclared = await liaison.send(page, {}, to="/self-assessment")
    assert undeclared.status_code == 422
    assert 'href="#declared"' in undeclared.text
    sent = await liaison.send(undeclared, {"declared": "yes"}, to="/self-assessment")
    receipt = await liaison.get(sent.headers["location"])
    revision = await story.get("return", "liaison")
    assert revision["hash"] in receipt.text
    assert "Done" in receipt.text
    again = await liaison.send(undeclared, {"declared": "yes"}, to="/self-assessment")
    assert again.headers["location"] == sent.headers["location"]  # the same act, not another
    closed = await liaison.get(f"{HOME}/sa.l4")
    assert "<textarea" not in closed.text
    late = await liaison.post(f"{HOME}/sa.l4", [("form_token", _token(page)), ("text", "Late.")])
    assert late.status_code == 409
    assert "Late." in late.text


async def test_the_approver_reads_everything_and_sends_back_with_a_reason(story: Story) -> None:
    await answered(story)
    await story.act("return", "liaison")
    lead = await Visitor.at(story.office, "chief_officer_lead")
    page = await lead.get(f"{HOME}/approval")
    assert page.text.count("What we do: sa.") == 19
    empty = await lead.send(page, {}, to="/sending-back")
    assert 'href="#reason"' in empty.text
    back = await lead.send(page, {"reason": "Row 1.4 is thin."}, to="/sending-back")
    assert back.status_code == 303
    liaison = await Visitor.at(story.office, "liaison")
    assert "Row 1.4 is thin." in (await liaison.get(HOME)).text
    assert "<textarea" in (await liaison.get(f"{HOME}/sa.l4")).text


async def test_who_prepared_is_told_before_it_is_refused_that_they_may_not_approve(
    story: Story,
) -> None:
    await answered(story)
    author = await Visitor.at(story.office, "p-x01-chief-officer-2")
    page = await author.get(f"{HOME}/sa.l4")
    assert "may not approve it" in page.text
    await author.send(page, {"text": "My portfolio."}, to="/sa.l4")
    await story.act("return", "liaison")
    page = await author.get(f"{HOME}/approval")
    assert "You helped to prepare this return" in page.text
    assert "Approve the return</button>" not in page.text.replace("\n", "").replace("  ", "")
    assert [form.action for form in forms_of(page)][-1] == f"{HOME}/approval/sending-back"
    other = await Visitor.at(story.office, "p-x01-chief-officer")
    page = await other.get(f"{HOME}/approval")
    sent = await other.send(page, {"declared": "yes"}, to="/approval")
    assert "act=" in sent.headers["location"]
    assert (await story.state()).returned.approved


@at("accepted")
async def test_an_accepted_return_is_read_and_not_written(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    page = await liaison.get(f"{HOME}/sa.l4")
    assert "What we do: sa.l4." in page.text
    assert "<textarea" not in page.text
    assert "The return is closed" in (await liaison.get(HOME)).text


async def test_answers_in_word_stand_in_the_template_and_those_of_others_are_left_out(
    story: Story,
) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    await story.save("sa.l4", "liaison", "First line.\n\nSecond & <last>.")
    word = (await liaison.get(f"{HOME}/answers.docx")).content
    text = _word_text(word)
    assert "First line." in text
    assert "Second & <last>." in text
    assert text.count("Write the force's evidence here.") == 18
    assert bookmark_name("sa.l4") in docx.Document(io.BytesIO(word)).element.body.xml
    contributor = await Visitor.at(story.office, "contributor")
    other = (await contributor.get(f"{HOME}/answers.docx")).content
    assert "First line." not in _word_text(other)
    template = await liaison.get(f"{HOME}/template.docx")
    assert template.content == b"self_assessment_template/1"


def _word_text(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def _token(page: httpx.Response) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', page.text)
    assert found
    return found[1]


async def test_rows_asked_about_again_are_marked_and_open_with_the_reason(story: Story) -> None:
    revision = await story.submit()
    await story.act("return/approval", "chief_officer_lead", {"revision": revision})
    liaison = await Visitor.at(story.office, "liaison")
    assert "with the inspectorate" in (await liaison.get(HOME)).text
    body = {"rows": ["sa.l4"], "reason": "How is the training checked?"}
    await story.act("return/clarification", "inspection_lead", body)
    page = (await liaison.get(HOME)).text
    assert page.count("Asked again") == 1
    assert "How is the training checked?" in page
    assert "Submit the return for approval" in page
    assert "<textarea" in (await liaison.get(f"{HOME}/sa.l4")).text
