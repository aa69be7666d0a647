"""What else scenarios 1 and 3 tell: nineteen answers by six people, 33 cases, mail that bounces.

By the scenarios' own dates, through the API over real records; test_straight_dates.py has the rest.
"""

import io
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from temporalio.testing import ActivityEnvironment

from activities.on_record import read_record
from activities.rendering import WORD, RenderingActivities
from activities.report import report_facts
from criteria.visibility import Audience
from documents.report_facts import Status
from documents.statistics import CaseStatistics
from documents.template import bookmark_name
from records.messages import read_messages
from records.people import get_person
from tests.api.conftest import office, stages  # noqa: F401
from tests.api.handing_over import LIAISON, NEW_LIAISON, replace_liaison
from tests.api.office import PEOPLE, Office
from tests.api.story import Story
from tests.journeys.test_straight_dates import PROGRAMME, set_clock
from tests.notify_service import notify_service
from tests.sending import Sending
from touchstone.demo.scenes.self_assessment import SHARES
from touchstone.demo.writing.eligible import eligible_cases
from workflows.contracts import DocumentOrder

SIX = [f"p-x01-contributor-{number}" for number in range(1, 7)]
GIVEN = {f"p-x01-{part}": rows for part, rows in SHARES.items()}
TEMPLATE = "self_assessment_template"
APPROVER, OTHER_CHIEF = PEOPLE["chief_officer_lead"]


async def test_nineteen_answers_by_six_people_and_a_report_on_33_cases_whose_totals_reconcile(
    office: Office,  # noqa: F811
) -> None:
    assert PROGRAMME is not None
    office.app.state.parts = replace(office.parts, programmes=lambda: [PROGRAMME])
    story = await Story.issued(office, people={**PEOPLE, "contributor": SIX})
    set_clock(story, 1, 11, 15)
    await the_template_is_a_word_file_with_a_place_for_each_answer(story)
    delivery = await story.get("delivery", "inspection_lead")
    assert (delivery["how"], delivery["at"]) == ("opened", "2027-01-11T15:00:00Z")
    set_clock(story, 1, 13)
    await shared_out_and_written(story)
    set_clock(story, 2, 5)
    revision = (await story.act("return", "liaison"))["revision_ids"][0]
    await story.act("return/approval", "chief_officer_lead", {"revision": revision})
    cases = eligible_cases([one.code for one in PROGRAMME.cases.types], date(2027, 1, 29))
    await story.act("eligible-cases", "head_of_pvp", {"cases": cases})
    await story.act("acceptance", "inspection_lead", {})
    set_clock(story, 2, 8)
    await story.advance("allocated")
    sample = (await story.get("cases", "inspection_lead"))["items"]
    drawn = Counter(one["case_type"] for one in sample)
    assert drawn == {one.code: one.quota for one in PROGRAMME.cases.types}
    assert drawn.total() == 33
    for stage, month, day in (("judged", 3, 12), ("confirmed", 3, 19), ("drafted", 4, 9)):
        set_clock(story, month, day)
        await story.advance(stage)
    await the_totals_of_the_draft_reconcile(story)


async def the_template_is_a_word_file_with_a_place_for_each_answer(story: Story) -> None:
    """Made by the product's own activity; that the liaison downloads it is delivery."""
    records, files = story.office.parts.records, story.office.parts.files
    with ThreadPoolExecutor(1) as pool:
        made = RenderingActivities(records, files, pool, story.office.clock)
        order = DocumentOrder(story.reference, [f"{TEMPLATE}/2"])
        rendered = await ActivityEnvironment().run(made.render_documents, order)
    listed = (await story.get("documents", "liaison"))["items"]
    [template] = [one for one in listed if one["sha256"] == rendered.sha256[f"{TEMPLATE}/2"]]
    assert (template["kind"], template["media_type"]) == (TEMPLATE, WORD)
    path = f"{story.here}/documents/{template['id']}"
    answer = await story.office.call("GET", path, "liaison")
    xml = docx.Document(io.BytesIO(answer.content)).element.xml
    rows = await story.rows()
    assert len(rows) == 19
    assert all(f'w:name="{bookmark_name(row)}"' in xml for row in rows)


async def shared_out_and_written(story: Story) -> None:
    """Each of the six sees and writes what the head of PVP gave them, and nothing else."""
    for person, rows in GIVEN.items():
        for row in rows:
            path = f"{story.here}/answers/{row}/contributors/{person}"
            answer = await story.office.call("PUT", path, "head_of_pvp", {})
            assert answer.status_code == 200, answer.text
    assert sorted(row for rows in GIVEN.values() for row in rows) == sorted(await story.rows())
    for person, rows in GIVEN.items():
        seen = (await story.get("answers", person))["items"]
        assert {one["row"] for one in seen} == set(rows)
        for row in rows:
            assert (await story.save(row, person, f"What we do: {row}.")).status_code == 200
    others = GIVEN[SIX[1]][0]
    assert (await story.save(others, SIX[0], "Not mine.", 1)).status_code == 404


async def the_totals_of_the_draft_reconcile(story: Story) -> None:
    on = await read_record(story.office.parts.records, story.reference, Audience.PUBLISHED_REPORT)
    facts = report_facts(on, Status.DRAFT, "1", date(2027, 4, 9))
    counted = CaseStatistics.of(facts.cases, facts.case_types, facts.grades)
    assert (counted.total, counted.drawn, counted.audited, counted.reviewed) == (33, 33, 33, 33)
    assert counted.agreed == 32  # the two sides see one case differently
    assert [check for check in counted.checks() if not check.holds] == []


@pytest.fixture
def service() -> Iterator[Any]:
    with notify_service() as service:
        yield service


async def test_mail_to_the_leaver_bounces_the_approver_names_another_and_may_not_approve_alone(
    office: Office,  # noqa: F811
    service: Any,
) -> None:
    story = await Story.issued(office)
    sending = Sending.of(story, service)
    await story.act("delivery/opening", "liaison")
    rows = await story.rows()
    for row in rows[:11]:
        assert (await story.save(row, LIAISON, f"Half of {row}.")).status_code == 200
    await sending.send()
    set_clock(story, 1, 25, 9)
    await story.office.engine.climb(f"inspection/{story.reference}")
    await sending.send()
    await the_lead_is_asked_to_reach_the_liaison(sending)
    set_clock(story, 1, 25, 9, 10)
    await replace_liaison(story)
    before = len(service.taken)
    await sending.send()
    told = [one["email_address"] for one in service.taken[before:]]
    leaver, successor = [await address(office, person) for person in (LIAISON, NEW_LIAISON)]
    assert (told.count(leaver), told.count(successor)) == (0, 1)
    [notice] = (await read_messages(office.parts.records, NEW_LIAISON)).items
    assert (notice.template, notice.state) == ("role_handed_over", "sent")
    await an_approver_who_wrote_two_rows_cannot_approve(story, rows)


async def address(office: Office, person: str) -> str:  # noqa: F811
    return (await get_person(office.parts.records, person)).email


async def the_lead_is_asked_to_reach_the_liaison(sending: Sending) -> None:
    """The reminders of that morning: Notify took them, and then they came back."""
    story = sending.story
    reminders = [one for one in await sending.notices("liaison") if one.template == "reminder"]
    assert {one.state for one in reminders} == {"sent"}
    about = {str(one.task_id).partition(":")[2] for one in reminders}
    assert about == {"return", "eligible_cases"}
    for one in reminders:
        at = "2027-01-25T09:02:00.000000Z"
        await sending.receipt(str(one.provider_reference), "permanent-failure", at=at)
    await sending.sweep()
    tasks = (await story.get("tasks", "inspection_lead"))["items"]
    [task] = [one for one in tasks if one["task"] == "undelivered:liaison"]
    assert task["due"] == "2027-01-27T17:00:00Z"


async def an_approver_who_wrote_two_rows_cannot_approve(story: Story, rows: list[str]) -> None:
    for row in rows[:2]:
        assert (await story.save(row, APPROVER, "In the chief's words.", 1)).status_code == 200
    for row in rows[11:]:
        assert (await story.save(row, NEW_LIAISON, f"What we do: {row}.")).status_code == 200
    set_clock(story, 2, 8)
    approval = {"revision": (await story.act("return", NEW_LIAISON))["revision_ids"][0]}
    refused = await story.refused("return/approval", APPROVER, approval)
    assert refused == "preparer_is_not_approver"
    await story.act("return/approval", OTHER_CHIEF, approval)
