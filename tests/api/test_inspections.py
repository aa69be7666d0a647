"""Issuing, lists page by page, the inbox."""

from typing import Any

import pytest

from tests.api.office import PEOPLE, Office
from tests.api.story import Story, issue_body


async def test_issue_names_the_inspection_by_programme_and_year(office: Office) -> None:
    references = [(await Story.issued(office)).reference for _ in range(2)]
    assert references == ["NCP-2027-0001", "NCP-2027-0002"]
    shown = await office.get(f"inspections/{references[0]}", "liaison")
    assert shown["title"] == "National Child Protection Inspection: Northshire Constabulary"
    assert shown["phase"] == "self_assessment"
    assert shown["people"]["hmi"] == [{"id": "p-hmi-1", "name": "Dame Cordelia Fanshawe-Reid"}]
    assert shown["tasks"] == {"open": 2, "overdue": 0, "next_due": shown["next_due"]}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"people": {**PEOPLE, "hmi": []}}, "role_not_filled"),
        ({"people": {**PEOPLE, "panel_member": ["p-panel-1"]}}, "role_not_filled"),
        ({"people": {**PEOPLE, "panel_chair": ["p-lead-1"]}}, "moderator_was_on_the_team"),
        ({"people": {**PEOPLE, "accuracy_decider": ["p-inspector-1"]}}, "decider_was_on_the_visit"),
        ({"people": {**PEOPLE, "hmi": ["p-panel-1"]}}, "moderator_is_not_signatory"),
        ({"people": {**PEOPLE, "inspector": ["p-editor"]}}, "person_not_appointable"),
        ({"people": {**PEOPLE, "inspector": ["p-nobody"]}}, "person_not_appointable"),
        ({"people": {**PEOPLE, "liaison": ["p-x02-liaison"]}}, "person_not_appointable"),
        ({"fieldwork_start": "2027-03-13"}, "fieldwork_dates"),
        ({"fieldwork_start": "2026-12-01"}, "fieldwork_dates"),
        ({"force": "01"}, "real_force_in_demonstration"),
        ({"force": "ZZZ"}, "invalid_input"),
        ({"programme": "none-such"}, "invalid_input"),
        ({"people": {**PEOPLE, "wizard": ["p-lead-1"]}}, "invalid_input"),
    ],
)
async def test_an_inspection_that_does_not_fit_is_not_issued(
    office: Office, change: dict[str, Any], rule: str
) -> None:
    if change.get("force") == "01":
        change = {"force": await _real_force(office)}
    assert await office.refused("inspections", "inspection_lead", issue_body(**change)) == rule
    assert (await office.get("inspections", "inspection_lead"))["items"] == []


async def test_who_served_there_too_recently_does_not_inspect(office: Office) -> None:
    """An associate inspector left the Welsh force three years ago; five are asked for."""
    people = {
        role: [person.replace("x01", "x03") for person in held] for role, held in PEOPLE.items()
    }
    known = {person["id"] for person in (await office.get("people", "hmi"))["items"]}
    people = {role: [p for p in held if p in known] for role, held in people.items()}
    body = issue_body(force="X03", people={**people, "inspector": ["p-inspector-4"]})
    assert await office.refused("inspections", "inspection_lead", body) == "conflict_of_interest"
    other = issue_body(force="X03", people={**people, "inspector": ["p-inspector-5"]})
    assert (await office.act("inspections", "inspection_lead", other))["state"] == "accepted"


async def test_a_list_comes_page_by_page_whatever_is_issued_meanwhile(office: Office) -> None:
    issued = [(await Story.issued(office)).reference for _ in range(5)]
    first = await office.get("inspections", "hmi", sort="reference", limit=2)
    await Story.issued(office)
    second = await office.get("inspections", "hmi", sort="reference", limit=2, after=first["next"])
    rest = await office.get("inspections", "hmi", sort="reference", after=second["next"])
    seen = [row["reference"] for page in (first, second, rest) for row in page["items"]]
    assert seen == [*issued, "NCP-2027-0006"]
    assert rest["next"] is None


async def test_a_cursor_of_another_list_is_refused(office: Office) -> None:
    for _ in range(2):
        await Story.issued(office)
    page = await office.get("inspections", "hmi", sort="reference", limit=1)
    for wrong in ({"sort": "newest", "after": page["next"]}, {"after": "nonsense"}):
        answer = await office.call("GET", "inspections", "hmi", **wrong)
        assert (answer.status_code, answer.json()["rule"]) == (422, "invalid_input")
        assert answer.json()["errors"][0]["field"] == "query.after"


async def test_lists_show_each_what_is_theirs(story: Story) -> None:
    for by in ("liaison", "inspector", "local_policing_body", "p-lead-2", "p-operator"):
        page = await story.office.get("inspections", by)
        assert [row["reference"] for row in page["items"]] == [story.reference], by
    for by in ("p-x02-liaison", "p-inspector-3", "p-x01-contributor-3", "p-x02-policing-body"):
        assert (await story.office.get("inspections", by))["items"] == [], by


async def test_lists_are_filtered(story: Story) -> None:
    fitting = {"phase": "self_assessment", "force": "X01", "overdue": "false", "open": "true"}
    for name, value in fitting.items():
        assert len((await story.office.get("inspections", "hmi", **{name: value}))["items"]) == 1
    missing = {"phase": "report", "force": "X02", "overdue": "true", "open": "false"}
    for name, value in missing.items():
        assert (await story.office.get("inspections", "hmi", **{name: value}))["items"] == []


async def test_the_inbox_says_what_is_asked_by_when_why_and_how(story: Story) -> None:
    tasks = {t["task"]: t for t in (await story.office.get("inbox", "liaison"))["items"]}
    assert list(tasks) == ["eligible_cases", "return"]
    asked = tasks["return"]
    assert asked["title"] == "Answer the self-assessment and submit the return"
    assert asked["due"] == "2027-02-08T17:00:00Z"
    assert asked["why"].startswith("20 working days from the planned delivery on Monday 11")
    assert asked["do"] == {"method": "POST", "href": f"{story.here}/return"}
    assert (await story.office.get("inbox", "contributor"))["items"] == []


async def test_every_task_says_how_it_is_done() -> None:
    from api.shown.tasks import _CALLS
    from workflows.tasks import _TASKS

    assert set(_CALLS) == set(_TASKS)


async def test_one_sees_who_one_is(story: Story) -> None:
    me = await story.office.get("me", "p-deputy")
    assert me["appointments"] == [{"inspection": story.reference, "role": "deputy_lead"}]
    assert me["side"] == "inspectorate"
    assert "email" not in me


async def test_messages_are_one_s_own(story: Story) -> None:
    mine = (await story.office.get("messages", "liaison"))["items"]
    assert {message["inspection"] for message in mine} == {story.reference}
    assert (await story.office.get("messages", "p-x02-liaison"))["items"] == []
    notices = (await story.get("notices", "inspection_lead"))["items"]
    assert {notice["recipient"] for notice in notices} == {
        *("p-x01-liaison", "p-x01-head"),
        "mailbox:X01",
    }
    assert "body" not in notices[0]


async def _real_force(office: Office) -> str:
    forces = (await office.get("forces", "hmi"))["items"]
    return str(next(force["code"] for force in forces if not force["invented"]))
