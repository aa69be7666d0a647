"""A demonstration may say when what it sends was received; nobody else may."""

from dataclasses import replace
from datetime import datetime

import pytest

from api.demonstration_clock import HEADER
from records.people import get_person, put_person
from tests.api.office import START, Office
from tests.api.story import Story, issue_body

LONG_AGO = "2026-09-01T10:00:00+00:00"
LONG_AGO_FIELDWORK = {"fieldwork_start": "2026-10-27", "fieldwork_end": "2026-11-06"}


async def test_an_act_is_received_when_the_demonstration_says_so(office: Office) -> None:
    body = issue_body(**LONG_AGO_FIELDWORK)
    assert await office.refused("inspections", "inspection_lead", body) == "fieldwork_dates"
    headers = {HEADER: LONG_AGO}
    answer = await office.call("POST", "inspections", "inspection_lead", body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["inspection"] == "NCP-2026-0001"
    assert datetime.fromisoformat(answer.json()["received_at"]) == datetime.fromisoformat(LONG_AGO)


async def test_the_clock_is_moved_for_one_request_only(story: Story) -> None:
    office, row = story.office, f"{story.here}/answers/sa.l1"
    body = {"text": "What we do.", "evidence": []}
    headers = {HEADER: "2027-01-04T10:00:00Z"}
    old = await office.call("PUT", row, "liaison", body, version=0, headers=headers)
    new = await office.call("PUT", row, "liaison", body, version=1)
    assert [answer.json()["updated_at"] for answer in (old, new)] == [
        "2027-01-04T10:00:00Z",
        START.isoformat().replace("+00:00", "Z"),
    ]


@pytest.mark.parametrize("said", ["yesterday", "2026-09-01T10:00:00", "2027-01-11T09:00:01+00:00"])
async def test_a_time_that_is_none_or_still_to_come_is_refused(office: Office, said: str) -> None:
    answer = await office.call("GET", "inspections", "inspection_lead", headers={HEADER: said})
    assert (answer.status_code, answer.json()["rule"]) == (422, "invalid_input")


async def test_who_is_not_of_the_demonstration_may_not_say_when(office: Office) -> None:
    lead = await get_person(office.parts.records, "p-lead-1")
    async with office.parts.records.transaction() as session:
        await put_person(session, replace(lead, demonstration=False))
    answer = await office.call("GET", "inspections", "inspection_lead", headers={HEADER: LONG_AGO})
    assert (answer.status_code, answer.json()["rule"]) == (403, "not_your_role")
    assert (await office.call("GET", "inspections", "inspection_lead")).status_code == 200


async def test_what_came_through_a_proxy_may_not_say_when(office: Office) -> None:
    headers = {HEADER: LONG_AGO, "X-Forwarded-For": "127.0.0.1"}
    answer = await office.call("GET", "inspections", "inspection_lead", headers=headers)
    assert (answer.status_code, answer.json()["rule"]) == (403, "not_your_role")
