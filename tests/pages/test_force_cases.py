"""Eligible cases, the force's own audits, and what was given, at the browser."""

from criteria.roles import Role
from records.people import appoint
from tests.api.office import PEOPLE
from tests.api.story import STAGES, Story, at
from tests.pages.visitor import Visitor

PLACE = "/inspections/NCP-2027-0001"
LIST = f"{PLACE}/eligible-cases"
ROWS = "\n".join(
    (
        "Reference,Type,Date,Local authority",
        "n-0417,Domestic abuse where children are in the household,3/11/2026,Northshire",
        "N-0502,section-47-enquiries,2026-10-19,",
        "N 0600,section-47-enquiries,2026-10-19,",
        "N-0601,burglary,2026-10-19,",
        "N-0602,section-47-enquiries,19 Octember,",
        "N-0502,section-47-enquiries,2026-10-19,",
    )
)


async def test_good_rows_are_kept_and_each_fault_names_line_column_and_remedy(
    story: Story,
) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    sent = await liaison.send(await liaison.get(LIST), {"rows": ROWS}, to="/rows")
    assert sent.status_code == 303
    page = (await liaison.get(LIST)).text
    assert "<title>Error:" in page
    assert "4 rows were left out" in page
    assert "Register 2 cases" in page
    for said in ("Never a name", "types in the table", "real date", "stands twice"):
        assert said in page, said
    left = page[page.index("<textarea") : page.index("</textarea>")]
    assert "N 0600" in left
    assert "N-0417" not in left.upper()


async def test_corrected_rows_join_those_kept_and_are_registered_once(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    await liaison.send(await liaison.get(LIST), {"rows": ROWS}, to="/rows")
    more = {"rows": "N-0600,section-47-enquiries,2026-10-19"}
    await liaison.send(await liaison.get(LIST), more, to="/rows")
    page = await liaison.get(LIST)
    assert "Register 3 cases" in page.text
    first = await liaison.send(page, {}, to="/eligible-cases")
    second = await liaison.send(page, {}, to="/eligible-cases")
    assert first.headers["location"] == second.headers["location"]
    assert (await story.state()).eligible == {"domestic-abuse": 1, "section-47-enquiries": 2}
    assert "there is nothing to send" in (await liaison.get(LIST)).text
    lead = await Visitor.at(story.office, "inspection_lead")
    seen = (await lead.get(LIST)).text
    assert "N-0417" in seen
    assert "<form" not in seen[seen.index("<main") :]
    assert (
        "N-0417,domestic-abuse,2026-11-03,Northshire" in (await lead.get(f"{LIST}/list.csv")).text
    )


async def test_a_list_that_changed_meanwhile_is_not_registered_unseen(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    head = await Visitor.at(story.office, "head_of_pvp")
    await liaison.send(
        await liaison.get(LIST), {"rows": "N-1,domestic-abuse,2026-10-01"}, to="/rows"
    )
    seen = await liaison.get(LIST)
    await head.send(await head.get(LIST), {"rows": "N-2,domestic-abuse,2026-10-01"}, to="/rows")
    answer = await liaison.send(seen, {}, to="/eligible-cases")
    assert answer.status_code == 422
    assert "changed since you opened" in answer.text
    assert (await story.state()).eligible_revision is None


async def test_nothing_pasted_and_a_workbook_are_refused_in_words(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    page = await liaison.get(LIST)
    assert "Paste rows, or choose a file" in (await liaison.send(page, {}, to="/rows")).text
    fields = dict(liaison.fields(liaison.form(page, "/rows"), {}))
    for name, content, said in (
        ("list.xlsx", b"PK\x03\x04...", "workbook"),
        ("list.csv", "N-7;domestic-abuse;3/11/2026;Gwêl".encode("cp1252"), ""),
    ):
        sent = await liaison.http.post(f"{LIST}/rows", data=fields, files={"file": (name, content)})
        assert sent.status_code == (422 if said else 303)
        assert said in sent.text
    for size, status, said in (
        (5_000_000, 422, "larger than 4 MB. Send it in parts"),
        (9_000_000, 413, "larger than 8 MB, the most that one page"),
    ):
        large = {"file": ("list.csv", b"N" * size)}
        sent = await liaison.http.post(f"{LIST}/rows", data=fields, files=large)
        assert sent.status_code == status
        assert said in sent.text
    assert "each with its line of headings" in sent.text
    assert "Register one case" in (await liaison.get(LIST)).text


async def test_the_kept_list_can_be_started_again(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    await liaison.send(await liaison.get(LIST), {"rows": ROWS}, to="/rows")
    await liaison.send(await liaison.get(LIST), {}, to="/emptying")
    page = (await liaison.get(LIST)).text
    assert "Register" not in page[page.index("Add rows") :]
    assert "<title>Error:" not in page


@at("accepted")
async def test_an_accepted_list_is_frozen(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    page = (await liaison.get(LIST)).text
    assert "The list is frozen" in page
    assert f'action="{LIST}' not in page


@at("allocated")
async def test_an_audit_is_drafted_checked_and_submitted(story: Story) -> None:
    auditor = await Visitor.at(story.office, "case_auditor")
    case = sorted(await story.reviewers())[0]
    path = f"{PLACE}/audits/{case}"
    page = await auditor.get(path)
    kept = await auditor.send(page, {"summary": "So far.", "go": "save"}, to=case)
    assert kept.status_code == 303
    assert "Drafted" in (await auditor.get(f"{PLACE}/audits")).text
    page = await auditor.get(path)
    assert "So far." in page.text
    thin = await auditor.send(page, {"go": "submit", "summary": "Typed."}, to=case)
    assert thin.status_code == 422
    assert 'href="#score.initial-contact"' in thin.text
    assert 'href="#grade"' in thin.text
    assert "Typed." in thin.text
    filled = {f"score.{stage}": "3" for stage in STAGES} | {"grade": "good", "go": "submit"}
    sent = await auditor.send(thin, {**filled, "stage.recording": "Clear."}, to=case)
    assert sent.headers["location"].startswith(f"{PLACE}/audits?act=")
    audit = await story.get(f"cases/{case}/audit", "case_auditor")
    assert audit["content"]["stages"] == {"recording": "Clear."}
    again = await auditor.send(thin, {**filled, "stage.recording": "Clear."}, to=case)
    assert again.headers["location"] == sent.headers["location"]
    closed = (await auditor.get(path)).text
    assert "Clear." in closed
    assert "<textarea" not in closed


@at("allocated")
async def test_an_audit_draft_is_the_forces_and_a_colleagues_save_is_shown(story: Story) -> None:
    auditor = await Visitor.at(story.office, "case_auditor")
    case = sorted(await story.reviewers())[0]
    path = f"{PLACE}/audits/{case}"
    opened = await auditor.get(path)
    await _appoint_second_auditor(story)
    other = await Visitor.at(story.office, "p-x01-auditor-2")
    page = await other.get(path)
    await other.send(page, {"summary": "From the other.", "go": "save"}, to=case)
    both = await auditor.send(opened, {"summary": "From me.", "go": "save"}, to=case)
    assert both.status_code == 412
    assert "From the other." in both.text
    assert "From me." in both.text
    saved = await auditor.send(both, {"go": "save"}, to=case)
    assert saved.status_code == 303
    assert "From me." in (await other.get(path)).text


async def _appoint_second_auditor(story: Story) -> None:
    async with story.office.parts.records.transaction() as session:
        at_ = story.office.clock()
        await appoint(session, story.reference, "p-x01-auditor-2", Role.CASE_AUDITOR, at_)


@at("judged")
async def test_no_page_of_the_force_shows_what_inspectors_found(story: Story) -> None:
    case = sorted(await story.reviewers())[0]
    for role in ("case_auditor", "liaison", "head_of_pvp", "chief_officer_lead"):
        visitor = await Visitor.at(story.office, role)
        for path in (f"/audits/{case}", "/audits", "/given", "/given/audits.csv"):
            text = (await visitor.get(f"{PLACE}{path}")).text
            assert "Seen as inadequate." not in text, (role, path)
            for inspector in PEOPLE["inspector"]:
                assert inspector not in text
    assert "Seen as good." in (await visitor.get(f"{PLACE}/audits/{case}")).text


@at("judged")
async def test_what_was_given_can_be_downloaded_by_those_who_may_read_it(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    listed = (await liaison.get(f"{PLACE}/given")).text
    for file, said in (
        ("return-1.txt", "What we do: sa.l4."),
        ("eligible-cases-1.csv", "N-0100,section-47-enquiries,2026-10-01,Northshire"),
        ("audits.csv", "Seen as good."),
    ):
        assert f"{PLACE}/given/{file}" in listed
        answer = await liaison.get(f"{PLACE}/given/{file}")
        assert said in answer.text
        assert answer.headers["content-disposition"].startswith("attachment")
    word = await liaison.get(f"{PLACE}/given/return-1.docx")
    assert word.content.startswith(b"PK")
    await liaison.get(f"{PLACE}/given/return-2.docx", 404)
    auditor = await Visitor.at(story.office, "case_auditor")
    only = (await auditor.get(f"{PLACE}/given")).text
    assert "audits.csv" in only
    assert "return-1" not in only
    await auditor.get(f"{PLACE}/given/return-1.txt", 404)
    await (await Visitor.at(story.office, "contributor")).get(f"{PLACE}/given", 403)


async def test_nothing_given_yet_is_said_kindly(story: Story) -> None:
    liaison = await Visitor.at(story.office, "liaison")
    assert (
        "Nothing that you may read has been given yet" in (await liaison.get(f"{PLACE}/given")).text
    )


@at("allocated")
async def test_only_its_own_button_submits_an_audit(story: Story) -> None:
    auditor = await Visitor.at(story.office, "case_auditor")
    case = sorted(await story.reviewers())[0]
    path = f"{PLACE}/audits/{case}"
    filled = {f"score.{stage}": "3" for stage in STAGES} | {"grade": "good", "summary": "Whole."}
    for more in ({}, {"go": ""}, {"go": "other"}):
        kept = await auditor.send(await auditor.get(path), {**filled, **more}, to=case)
        assert kept.headers["location"] == path, more
    assert (await story.state()).cases[case].audit is None
    page = await auditor.get(path)
    assert "Whole." in page.text
    sent = await auditor.send(page, {"go": "submit"}, to=case)
    assert sent.headers["location"].startswith(f"{PLACE}/audits?act=")
