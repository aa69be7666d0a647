"""The demonstration world as a newcomer meets it: made on a real stack, killed once on the way."""

import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.chaos.wreck import until as in_time
from tests.touchstone.stacks import processes_of, stack_settings, started, until
from touchstone.demo.client import API, Client
from touchstone.demo.world.note import NAME
from touchstone.demo.world.rows import WORLD
from touchstone.settings import Settings

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

UP = (sys.executable, "-P", "-m", "touchstone", "up", "--demo")
MADE, THERE = "The demonstration world is made in", "The demonstration world is here already"
FEED = "for a calendar program: http"
PUBLISHED = max(WORLD, key=lambda row: row.began)  # it was issued first
LEAD = "p-lead-1"
ITS_LEAD, POLICING_BODY = "p-lead-2", "p-x02-policing-body"  # of the published one


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    given = stack_settings(tmp_path_factory.mktemp("world"), development=True)
    with started(given, UP) as stack:
        stack.until_ready()
        # Killed while others are half made: what stands on the way meanwhile may be chased.
        until(lambda: PUBLISHED.name in _made(given), seconds=300)
        os.kill(stack.process.pid, signal.SIGKILL)
    assert len(_made(given)) < len(WORLD)
    until(lambda: processes_of(given) == [])
    with started(given, UP) as stack:
        stack.until(MADE)
        stack.until(FEED)
        stack.interrupt()
        assert stack.end()[0] == 0
    return given


@pytest.fixture(scope="module")
def second(settings: Settings) -> Iterator[int]:
    """A second making beside which tests look around; the acts that there were before it."""
    before = _received(settings)
    with started(settings, UP) as stack:
        stack.until(THERE)
        yield before
        stack.interrupt()
        assert stack.end()[0] == 0


async def test_the_world_is_whole_and_a_second_making_adds_nothing(
    settings: Settings, second: int
) -> None:
    assert _received(settings) == second
    assert sorted(_made(settings)) == sorted(row.name for row in WORLD)
    shown = await _shown(settings)
    assert len(shown) == len(WORLD)
    assert {row["force"] for row in shown} == {row.force for row in WORLD}


async def test_there_are_inspections_in_every_phase_late_and_on_time(
    settings: Settings, second: int
) -> None:
    shown = await _shown(settings)
    phases = {row["phase"] for row in shown}
    assert phases == {
        *("self_assessment", "submission", "case_audit", "moderation", "report", "follow_up")
    }
    late = {row["phase"] for row in shown if row["overdue"]}
    on_time = {row["phase"] for row in shown if not row["overdue"]}
    assert {"self_assessment", "submission", "case_audit", "report"} <= late
    assert {"self_assessment", "submission", "case_audit", "moderation", "report"} <= on_time


async def test_every_letter_is_opened_but_that_of_the_newest_inspection(
    settings: Settings, second: int
) -> None:
    newest = min(WORLD, key=lambda row: row.began)
    with _database(settings) as database:
        found = database.execute(
            "select inspections.force_code, inspections.programme_id, processes.state"
            " from processes join inspections on inspections.reference = processes.inspection"
            " where processes.workflow_id like 'inspection/%'"
        ).fetchall()
    assert len(found) == len(WORLD)
    unopened = [(force, of) for force, of, state in found if not json.loads(state).get("delivered")]
    assert unopened == [(newest.force, newest.programme)]


async def test_one_inspection_is_paused_and_nothing_of_it_is_late(
    settings: Settings, second: int
) -> None:
    (row,) = [row for row in WORLD if "pause" in row.after]
    (found,) = [one for one in await _shown(settings) if one["paused_at"]]
    assert (found["force"], found["phase"]) == (row.force, "submission")
    assert found["overdue"] == 0


async def test_one_request_for_more_time_waits_for_its_decision(
    settings: Settings, second: int
) -> None:
    (row,) = [row for row in WORLD if "ask_for_time" in row.after]
    (found,) = [
        one
        for one in await _shown(settings)
        if (one["force"], one["phase"]) == (row.force, "self_assessment")
    ]
    async with _calling(settings) as client:
        here = f"{API}/inspections/{found['reference']}/tasks"
        asked = {task["task"] for task in (await client.get(LEAD, here))["items"]}
    assert {"return", "extension:return"} <= asked


async def test_a_letter_served_by_hand_and_one_whose_mailbox_cannot_be_reached(
    settings: Settings, second: int
) -> None:
    served, unreached = await _of(settings, "X02", "OCSE"), await _of(settings, "X04", "OCSE")
    async with _calling(settings) as client:
        delivery = await client.get(ITS_LEAD, f"{served}/delivery")
        assert delivery["how"] == "by_hand"

        async def asks_the_lead() -> bool:  # the sweep sends the act that asks for it
            return "undelivered:mailbox" in await _asked(client, ITS_LEAD, unreached)

        await in_time(asks_the_lead, "the lead's task")
        mailbox = (await client.get(ITS_LEAD, f"{unreached}/delivery"))["mailbox"]
        assert (mailbox["state"], mailbox["failure"]) == ("failed", "bad_address")


async def test_what_goes_otherwise_than_planned_can_be_seen(
    settings: Settings, second: int
) -> None:
    """Dates that moved, people who changed, something decided again, something to go without."""
    async with _calling(settings) as client:
        here = await _of(settings, "X01", "NCP")
        [returned] = (await client.get(LEAD, f"{here}/tasks"))["items"]
        assert "extended by 3 working days" in returned["why"]
        assert await _events(client, LEAD, here) >= {"decide_extension", "amend_calendar"}
        here = await _of(settings, "X12", "OCSE")
        assert set(await _asked(client, LEAD, here)) == {"approval", "consent:approval"}
        people = (await client.get(ITS_LEAD, await _of(settings, "X02", "OCSE")))["people"]
        assert [one["id"] for one in people["liaison"]] == ["p-x02-contributor-1"]
        here = await _of(settings, "X05", "NCP")
        assert "reopen_phase" in await _events(client, ITS_LEAD, here)
        asked = await _asked(client, ITS_LEAD, here)
        assert {task: one["overdue"] for task, one in asked.items()} == {"acceptance": True}
        here = await _of(settings, "X08", "NCP")
        assert (await client.get(ITS_LEAD, here))["lead_away_since"]
        assert "move_fieldwork" in await _events(client, ITS_LEAD, here)


async def test_one_referral_is_open_with_its_acknowledgement_outstanding(
    settings: Settings, second: int
) -> None:
    (row,) = [row for row in WORLD if "refer_back" in row.after]
    async with _calling(settings) as client:
        (inspection,) = [
            one
            for one in await _shown(settings)
            if (one["force"], one["phase"]) == (row.force, "case_audit")
        ]
        here = f"{API}/inspections/{inspection['reference']}/referrals"
        (found,) = (await client.get(LEAD, here))["items"]
        whole = await client.get(LEAD, f"{here}/{found['reference']}")
    assert found["state"] == "open"
    asked = {task["task"] for task in whole["tasks"]}
    assert asked == {"referral_acknowledgement", "referral_action"}


async def test_one_report_is_published_and_says_when_things_happened(
    settings: Settings, second: int
) -> None:
    async with _calling(settings) as client:
        (inspection,) = [one for one in await _shown(settings) if one["phase"] == "follow_up"]
        here = f"{API}/inspections/{inspection['reference']}"
        listed = (await client.get(POLICING_BODY, f"{here}/documents"))["items"]
        follow_up = await client.get(POLICING_BODY, f"{here}/follow-up")
        journal = (await client.get(ITS_LEAD, f"{here}/journal"))["items"]
        verdict = await client.get(ITS_LEAD, f"{here}/journal/verification")
    assert "published_report" in {document["kind"] for document in listed}
    assert follow_up["done"] == ["immediate_update"]
    assert [task["task"] for task in follow_up["tasks"]] == ["policing_body_comments"]  # its own
    assert verdict["ok"]
    at = {entry["event"]: datetime.fromisoformat(entry["at"]) for entry in journal}
    assert datetime.now(UTC) - at["issue"] > timedelta(days=120)
    order = [at[event] for event in ("issue", "draft_report", "sign_off", "publish")]
    assert order == sorted(order)
    assert at["publish"] - at["draft_report"] > timedelta(days=14)


async def test_nobody_was_chased_for_what_they_had_sent_in_time(
    settings: Settings, second: int
) -> None:
    """Notices of what was asked went out as of their day; rungs only for what is still open.

    Where the machine is so busy that the next step comes a minute late, a rung may be climbed.
    """
    async with _calling(settings) as client:
        (inspection,) = [one for one in await _shown(settings) if one["phase"] == "follow_up"]
        here = f"{API}/inspections/{inspection['reference']}"
        notices = (await client.get(ITS_LEAD, f"{here}/notices"))["items"]
    assert len(notices) > 20
    assert {notice["state"] for notice in notices} == {"sent"}
    chased = [one for one in notices if one["template"] not in ("asked", "published")]
    assert len(chased) <= len(notices) // 10


async def _of(settings: Settings, force: str, programme: str) -> str:
    """The address of the inspection of a force by the first letters of its reference."""
    [found] = [
        one["reference"]
        for one in await _shown(settings)
        if one["force"] == force and one["reference"].startswith(programme)
    ]
    return f"{API}/inspections/{found}"


async def _asked(client: Client, person: str, here: str) -> dict[str, Any]:
    return {one["task"]: one for one in (await client.get(person, f"{here}/tasks"))["items"]}


async def _events(client: Client, person: str, here: str) -> set[str]:
    return {one["event"] for one in (await client.get(person, f"{here}/journal"))["items"]}


@asynccontextmanager
async def _calling(settings: Settings) -> AsyncIterator[Client]:
    client = Client(f"http://127.0.0.1:{settings.web_port}")
    try:
        yield client
    finally:
        await client.close()


async def _shown(settings: Settings) -> list[dict[str, Any]]:
    """Every inspection, as the lead's list shows it."""
    async with _calling(settings) as client:
        found: list[dict[str, Any]] = (await client.get(LEAD, f"{API}/inspections"))["items"]
    return found


def _made(settings: Settings) -> list[str]:
    """The names of the rows that are finished."""
    note = settings.data_folder / NAME
    return list(json.loads(note.read_text("utf-8"))["done"]) if note.exists() else []


def _received(settings: Settings) -> int:
    """How many acts the records hold."""
    with _database(settings) as database:
        return int(database.execute("select count(*) from acts").fetchone()[0])


def _database(settings: Settings) -> sqlite3.Connection:
    path = settings.data_folder / "records.db"
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)
