"""The model inspection, played once into a database of its own; its rows at each milestone."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from activities.wording import About
from criteria import catalogue
from criteria.programme import Programme
from criteria.roles import Role
from records import migrations
from records.inspections import NewInspection, create_inspection
from records.people import appoint
from records.programmes import pin_programme
from records.session import Records
from touchstone.bench.deciding import Desk
from touchstone.bench.scenes import FORCE, INSPECTORS, LEAD, LIAISON, Scenes
from touchstone.people import put_demonstration_people
from workflows.phases import Phase

REFERENCE = "NCP-2026-0001"
FORCE_NAME = "Northshire Constabulary"
ISSUED = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)  # a Monday
CAST: dict[Role, tuple[str, ...]] = {
    Role.INSPECTION_LEAD: (LEAD,),
    Role.DEPUTY_LEAD: ("p-deputy",),
    Role.INSPECTOR: INSPECTORS,
    Role.PANEL_CHAIR: ("p-panel-chair",),
    Role.PANEL_MEMBER: ("p-panel-1", "p-panel-2"),
    Role.HMI: ("p-hmi-1",),
    Role.EDITOR: ("p-editor",),
    Role.ACCURACY_DECIDER: ("p-decider-1",),
    Role.DUTY_OFFICER: ("p-duty-officer",),
    Role.LIAISON: (LIAISON,),
    Role.HEAD_OF_PVP: ("p-x01-head",),
    Role.CONTRIBUTOR: ("p-x01-contributor-1", "p-x01-contributor-2"),
    Role.CASE_AUDITOR: ("p-x01-auditor-1",),
    Role.CHIEF_OFFICER_LEAD: ("p-x01-chief-officer",),
    Role.LOCAL_POLICING_BODY: ("p-x01-policing-body",),
}
TABLES = (
    "inspections",
    "appointments",
    "row_shares",
    "drafts",
    "acts",
    "revisions",
    "processes",
    "effects",
    "journal",
    "journal_heads",
    "tasks",
    "task_people",
    "notices",
    "referrals",
    "stored_files",
    "access_log",
)

Rows = dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]  # table -> columns, rows


@dataclass(frozen=True)
class Milestone:
    """How far the model had come, on which day, and all its rows as SQLite keeps them."""

    name: str
    day: date
    rows: Rows


async def play_model(database: Path) -> list[Milestone]:
    """Play the model inspection in a new database; its milestones in order."""
    url = f"sqlite+aiosqlite:///{database}"
    await migrations.upgrade(url)
    records = Records.open(url)
    programme = catalogue.find("national-child-protection")
    assert programme is not None, "it is shipped"
    try:
        await put_demonstration_people(records, ISSUED)
        await _begin(records, programme)
        about = About(REFERENCE, FORCE_NAME, f"http://127.0.0.1/inspections/{REFERENCE}")
        desk = Desk(records, REFERENCE, about, ISSUED)
        cast = {role.value: list(people) for role, people in CAST.items()}
        found = []
        async for name in Scenes(desk, programme, cast).play():
            found.append(Milestone(name, desk.now.date(), _rows(database)))
        return found
    finally:
        await records.close()


async def _begin(records: Records, programme: Programme) -> None:
    content = json.loads(programme.to_json())
    async with records.transaction() as session:
        pinned = await pin_programme(session, programme.id, programme.version, content)
        new = NewInspection(
            REFERENCE,
            FORCE,
            pinned,
            programme.id,
            f"{programme.title}: {FORCE_NAME}",
            Phase.SELF_ASSESSMENT.value,
            LEAD,
            ISSUED.date(),
            ISSUED.date(),
        )
        await create_inspection(session, new, ISSUED)
        for role, people in CAST.items():
            for person in people:
                await appoint(session, REFERENCE, person, role, ISSUED)


def _rows(database: Path) -> Rows:
    connection = sqlite3.connect(database)
    try:
        found: Rows = {}
        for table in TABLES:
            cursor = connection.execute(f"SELECT * FROM {table}")
            found[table] = (tuple(column[0] for column in cursor.description), cursor.fetchall())
        return found
    finally:
        connection.close()
