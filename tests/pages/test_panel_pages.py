"""The panel's and the report's pages without a browser: what is kept, said and not shown."""

import shutil
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

from criteria.programme import Programme
from criteria.scoring import ScoringMode
from criteria.visibility import Audience, Kind
from documents.report import numbered_texts, report_html
from records.access_log import list_access
from records.files import NewFile, add_file
from records.revisions import find_standing
from tests.api.conftest import Stages
from tests.api.office import open_office, small_programme
from tests.api.story import Story, at
from tests.documents.samples import draft, report_facts
from tests.pages.visitor import Visitor


@at("confirmed")
async def test_two_windows_of_one_writer_show_both_texts_and_lose_neither(story: Story) -> None:
    visitor, path = await Visitor.at(story.office, "inspection_lead"), _path(story, "report/draft")
    page = await visitor.get(path)
    first = await visitor.send(page, {"summary": "From the first window.", "do": "save"}, to=path)
    assert first.status_code == 303
    second = await visitor.send(page, {"summary": "From the second.", "do": "save"}, to=path)
    assert second.status_code == 412
    shown = unescape(second.text)
    assert "You saved this form in another window" in shown
    assert "From the first window." in shown
    form = visitor.form(second, path)
    assert dict(form.fields)["summary"] == "From the second."
    saved = await visitor.send(second, {"do": "save"}, to=path)
    assert saved.status_code == 303
    assert dict(visitor.form(await visitor.get(path), path).fields)["summary"] == "From the second."


@at("confirmed")
async def test_a_script_is_told_of_a_second_window_without_a_page(story: Story) -> None:
    visitor, path = await Visitor.at(story.office, "inspection_lead"), _path(story, "report/draft")
    fields = visitor.form(await visitor.get(path), path).fields
    fetched = {"Accept": "application/json"}
    saved = await visitor.post(path, fields, **fetched)
    assert (saved.status_code, saved.json()["version"]) == (200, 1)
    assert (await visitor.post(path, fields, **fetched)).status_code == 412


@at("confirmed")
async def test_a_draft_is_its_writers_own(story: Story) -> None:
    lead, path = await Visitor.at(story.office, "inspection_lead"), _path(story, "report/draft")
    await lead.send(await lead.get(path), {"summary": "Not for others.", "do": "save"}, to=path)
    deputy = await Visitor.at(story.office, "deputy_lead")
    assert "Not for others." not in (await deputy.get(path)).text


@at("drafted")
async def test_the_editor_starts_from_the_text_of_the_draft_and_keeps_what_no_field_shows(
    story: Story,
) -> None:
    await story.act("report/accuracy", "liaison", {"points": []})
    editor, path = await Visitor.at(story.office, "editor"), _path(story, "report/final")
    page = await editor.get(path)
    fields = dict(editor.form(page, path).fields)
    assert fields["summary"] == "We found committed staff and uneven practice."
    assert fields["rec-1-text"] == "Review supervision."
    story.office.clock.now += timedelta(minutes=1)
    sent = await editor.send(page, {"conclusion": "One.\n\nTwo.", "do": "submit"}, to=path)
    assert sent.status_code == 303, unescape(sent.text)
    final = await _standing(story, "final")
    assert final["introduction"] == ["We inspected in March."]
    assert final["conclusion"] == ["One.", "Two."]
    assert final["sections"]["leadership"] == ["Leaders know their force."]


@at("drafted")
async def test_the_decider_reads_the_paragraph_as_it_was_sent(story: Story) -> None:
    facts = draft(report_facts())
    content = report_html(facts)
    await _keep(story, content)
    text = numbered_texts(facts)[3]
    point = {"paragraph": text.number, "kind": "error", "text": "It is otherwise."}
    await story.act("report/accuracy", "liaison", {"points": [point]})
    decider = await Visitor.at(story.office, "accuracy_decider")
    page = unescape((await decider.get(_path(story, "report/decisions"))).text)
    assert text.text.split(". ")[0] in page
    assert "It is otherwise." in page


@at("drafted")
async def test_decisions_so_far_are_kept_until_all_are_sent_together(story: Story) -> None:
    points = [{"paragraph": "1.1", "kind": "error", "text": f"Point {n}."} for n in (1, 2)]
    await story.act("report/accuracy", "liaison", {"points": points})
    visitor = await Visitor.at(story.office, "accuracy_decider")
    path = _path(story, "report/decisions")
    half = {"accepted-1": "yes", "reason-1": "It is so.", "do": "save"}
    await visitor.send(await visitor.get(path), half, to=path)
    page = await visitor.get(path)
    fields = dict(visitor.form(page, path).fields)
    assert (fields["accepted-1"], fields["reason-1"]) == ("yes", "It is so.")
    refused = await visitor.send(page, {"do": "send"}, to=path)
    assert refused.status_code == 422
    assert 'href="#accepted-2"' in refused.text
    assert (await story.state()).report.decided is None


@at("judged")
async def test_opening_a_case_before_the_panel_is_noted_and_the_queue_is_not(story: Story) -> None:
    case = min(await story.reviewers())
    visitor = await Visitor.at(story.office, "panel_member")
    await visitor.get(_path(story, "moderation"))
    assert await list_access(story.office.parts.records, story.reference) == []
    await visitor.get(_path(story, f"moderation/case:{case}"))
    noted = await list_access(story.office.parts.records, story.reference)
    assert [(one.person, one.what, one.subject) for one in noted] == [
        ("p-panel-1", "moderation", case)
    ]


@at("judged")
async def test_an_item_that_never_came_to_the_panel_is_not_there(story: Story) -> None:
    agreed = max(await story.reviewers())
    visitor = await Visitor.at(story.office, "panel_member")
    await visitor.get(_path(story, f"moderation/case:{agreed}"), 404)
    await visitor.get(_path(story, "moderation/nonsense"), 404)


async def test_with_written_evidence_only_no_page_shows_a_score(
    stages: Stages, tmp_path: Path
) -> None:
    shutil.copytree(await stages.folder("people"), tmp_path / "office")
    async with open_office(tmp_path / "office", programmes=lambda: [_evidence_only()]) as office:
        story = await Story.issued(office)
        await story.advance("accepted")
        await story.advance("allocated")
        for case, reviewer in (await story.reviewers()).items():
            await story.act(f"cases/{case}/audit", "case_auditor", {"summary": "Seen."})
            await story.act(f"cases/{case}/review", reviewer, {"summary": "Seen too."})
        for code in await story.indicators():
            evidence = {f"leadership.{n:02}": "Seen." for n in range(1, 16)}
            said = {"narrative": "Found.", "evidence": evidence if code == "leadership" else {}}
            await story.act(f"indicators/{code}/judgement", "p-inspector-1", said)
        panel = await Visitor.at(office, "panel_member")
        lead = await Visitor.at(office, "inspection_lead")
        for visitor, path in (
            (panel, "moderation"),
            (panel, "moderation/indicator:recording"),
            (lead, "overall"),
            (lead, "report/draft"),
        ):
            page = (await visitor.get(_path(story, path))).text
            for sign in (
                "out of 5",
                "Judged 3",
                "Amended score",
                "No score",
                "<svg xmlns",
                "grade",
            ):
                assert sign not in page, (path, sign)


_SIGNS_OF_A_SCORE = ("out of 5", "Judged 3", "Amended score", "No score", "<svg xmlns", "grade")


def _evidence_only() -> Programme:
    programme = small_programme()
    scoring = replace(programme.scoring, mode=ScoringMode.EVIDENCE_ONLY, anchors=())
    return replace(programme, scoring=scoring, cases=replace(programme.cases, grades=()))


def _path(story: Story, below: str) -> str:
    return f"/inspections/{story.reference}/{below}"


async def _standing(story: Story, subject: str) -> dict[str, Any]:
    found = await find_standing(
        story.office.parts.records,
        Audience.PUBLISHED_REPORT,
        story.reference,
        Kind.REPORT_TEXT,
        subject,
    )
    assert found is not None
    return found.content


async def _keep(story: Story, content: bytes) -> None:
    """Enter the HTML of the draft, as the rendering does."""
    parts = story.office.parts
    sha256 = await parts.files.put(content)
    new = NewFile(
        story.reference,
        "draft_report_html",
        f"{story.reference}-draft-report-html-1.html",
        "text/html",
        len(content),
        sha256,
        "draft report",
    )
    async with parts.records.transaction() as session:
        await add_file(session, new, parts.clock())
