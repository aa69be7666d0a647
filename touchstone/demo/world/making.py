"""Makes the demonstration world through the HTTP API, several inspections side by side.

Killed half-way it can be made again: every act has a key that is the same the next time, and what
was finished is noted.
"""

import asyncio
import hashlib
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from criteria import register
from criteria.catalogue import find
from touchstone.demo.cast import FIRST, NORTHSHIRE, SECOND, Cast
from touchstone.demo.client import Client
from touchstone.demo.play import Play
from touchstone.demo.progress import Display, Silent
from touchstone.demo.world.diary import WorkingDiary
from touchstone.demo.world.note import Note, read_note, write_note
from touchstone.demo.world.rows import PLACES, TOWNS, UNCOUNTED, WHOLE, WORLD, Row
from touchstone.demo.world.script import Step, script
from touchstone.demo.world.steps import Making
from workflows.uk_time import local_day

AT_ONCE = 5  # inspections that are made side by side: more only make each other wait


async def make_world(address: str, folder: Path, display: Display) -> int:
    """Make what of the world is not there yet; how many inspections were made now."""
    note = read_note(folder)
    rows = [row for row in WORLD if row.name not in note.done]
    if not rows:
        return 0
    made = [_making(address, row, datetime.fromisoformat(note.made_at)) for row in rows]
    try:
        with display.shown():
            await _make(made, note, folder, display)
    finally:
        for making in made:
            await making.play.client.close()
    return len(made)


async def _make(made: list[Making], note: Note, folder: Path, display: Display) -> None:
    # The oldest first, for they take longest; and numbered in the order of their issue.
    oldest_first = sorted(made, key=lambda making: -making.row.began)
    places, issuing = asyncio.Semaphore(AT_ONCE), asyncio.Lock()
    with display.counted("Inspections of the demonstration world", len(made)) as count:

        async def finish(making: Making) -> None:
            async with places:
                first, *others = script(making.row)
                async with issuing:
                    await _take(making, first)
                for step in others:
                    await _take(making, step)
            note.done.append(making.row.name)
            write_note(folder, note)
            count.step()
            name = register_name(making.row.force)
            display.say(f"{making.play.reference} {name}: {making.row.shows}")

        async with asyncio.TaskGroup() as group:
            for making in oldest_first:
                group.create_task(finish(making))


async def _take(making: Making, step: Step) -> None:
    making.diary.turn_to(step.day, step.minutes)
    await step.do(making)


def register_name(force: str) -> str:
    """The name of a force of the register."""
    found = register.find(force)
    assert found is not None, force
    return found.name


def _making(address: str, row: Row, made_at: datetime) -> Making:
    programme = find(row.programme)
    assert programme is not None, row.programme
    diary = WorkingDiary(made_at, row.began, programme.outline().holidays)
    client = Client(address, key=Keys(f"{made_at.isoformat()}/{row.name}"), diary=diary)
    play = Play(client, Silent(), local_day(made_at), cast_of(row))
    return Making(row, play, diary)


def cast_of(row: Row) -> Cast:
    """Who plays in the inspection of a row, and what its places are called."""
    names = {} if row.cases == WHOLE else dict(UNCOUNTED)
    shares = row.reaches == "share_out"  # where it can still be seen
    if row.force == NORTHSHIRE.force:
        return replace(NORTHSHIRE, programme=row.programme, shares=shares, names=names)
    full = register_name(row.force)
    names |= {"Northshire Constabulary": full, "Northshire": full.rpartition(" ")[0]}
    names |= dict(zip(PLACES, TOWNS[row.force], strict=True))
    team = SECOND if WORLD.index(row) % 2 == 0 else FIRST
    return Cast(row.force, team, row.programme, shares=shares, names=names)


class Keys:
    """Keys of acts that are the same whenever the same inspection is made again."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._times: Counter[tuple[str, str]] = Counter()

    def __call__(self, person: str, path: str) -> str:
        """The key of this person's next act at this address."""
        self._times[person, path] += 1
        what = f"{self._name}\n{person}\n{path}\n{self._times[person, path]}"
        return f"world-{hashlib.sha256(what.encode()).hexdigest()[:32]}"
