"""The scratch records: many invented inspections in all phases, kept and used again."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from records.migrations import newest
from records.session import Records
from touchstone.bench.copying import LISTED, Copy, Mould, mark_overdue
from touchstone.bench.model import ISSUED, TABLES, Milestone, play_model
from touchstone.bench.population import cast_of, forces, put_population

VERSION = 2  # of what is generated: another one fills the folder anew
FULL_EVERY = 40  # one inspection in so many has its content

# How many of a hundred inspections stand at each milestone.
SHARES: Mapping[str, int] = {
    "issued": 6,
    "drafted": 6,
    "returned": 5,
    "accepted": 4,
    "sampled": 5,
    "half_reviewed": 5,
    "judged": 4,
    "moderated": 3,
    "confirmed": 3,
    "checked": 2,
    "signed": 2,
    "published": 5,
    "closed": 50,
}
_EIGHT_YEARS = 8 * 365


@dataclass(frozen=True)
class World:
    """A filled folder. `samples`: milestone -> an inspection of the first force that stands there,
    with content, all of the model's people serving on it."""

    folder: Path
    inspections: int
    samples: Mapping[str, str]

    @property
    def database_url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'records.db'}"


def open_world(folder: Path, inspections: int, tell: Callable[[str], None]) -> World:
    """The world in this folder; filled first unless it holds the same one already."""
    about = folder / "world.json"
    wanted = {"version": VERSION, "tables": newest(), "inspections": inspections}
    if about.is_file():
        found = json.loads(about.read_text("utf-8"))
        if {name: found.get(name) for name in wanted} == wanted:
            return World(folder, inspections, found["samples"])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    tell(f"Filling scratch records with {inspections} invented inspections ...")
    samples = _fill(folder, inspections)
    about.write_text(json.dumps({**wanted, "samples": samples}), "utf-8")
    return World(folder, inspections, samples)


def _fill(folder: Path, inspections: int) -> Mapping[str, str]:
    now = datetime.now(UTC)
    # Tables, programme, register and demonstration people are the model's own.
    database = folder / "records.db"
    milestones = asyncio.run(_prepare(database, now.date()))
    plan = list(_plan(milestones, inspections, now.date()))
    _write(database, plan, now)
    return {model.name: copy.reference for model, copy in plan[: len(milestones)]}


async def _prepare(database: Path, today: date) -> list[Milestone]:
    milestones = await play_model(database)
    records = Records.open(f"sqlite+aiosqlite:///{database}")
    await put_population(records, today)
    await records.close()
    return milestones


def _write(database: Path, plan: Sequence[tuple[Milestone, Copy]], now: datetime) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=OFF")  # a scratch copy: made again if it breaks
        connection.execute("BEGIN")
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")
        moulds: dict[tuple[str, bool], Mould] = {}
        for model, copy in plan:
            tables = TABLES if copy.is_full else LISTED
            key = (model.name, copy.is_full)
            mould = moulds.get(key) or moulds.setdefault(key, Mould(model, tables))
            for statement, rows in mould.cast(copy):
                connection.executemany(statement, rows)
        mark_overdue(connection, f"{now:%Y-%m-%d %H:%M:%S.%f}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA optimize")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _plan(
    milestones: Sequence[Milestone], inspections: int, today: date
) -> Iterator[tuple[Milestone, Copy]]:
    """First one sample of each milestone, then the crowd, the same every time but for the day."""
    chance, known = Random(inspections), forces()
    weights = [SHARES[model.name] for model in milestones]
    for number in range(1, inspections + 1):
        is_sample = number <= len(milestones)
        drawn = chance.choices(milestones, weights)[0]
        model = milestones[number - 1] if is_sample else drawn
        days = chance.randrange(_EIGHT_YEARS if model.name == "closed" else 42)
        weeks = (today - timedelta(days=7 if is_sample else days) - model.day).days // 7
        force = known[0] if is_sample else chance.choice(known)
        issued = ISSUED.date() + timedelta(weeks=weeks)
        yield (
            model,
            Copy(
                number,
                f"NCP-{issued.year}-{number:05}",
                force.code,
                force.name,
                {} if is_sample else cast_of(chance),
                weeks,
                is_full=is_sample or number % FULL_EVERY == 0,
            ),
        )
