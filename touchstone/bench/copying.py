"""From the rows of the model inspection to those of another: reference, days, people and force.

Text for text, as SQLite keeps it: ten thousand inspections through the product's own writing would
take hours. Sentences keep the model's dates, and hashes of the journal are not worked out again.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from touchstone.bench.model import FORCE_NAME, REFERENCE, Milestone

# What an inspection needs to stand in lists and inboxes; the content follows for some of them only.
LISTED = ("inspections", "appointments", "processes", "tasks", "task_people")
_FOUND = re.compile(
    rf"(?P<reference>{REFERENCE}|{REFERENCE.lower()})"
    r"|(?P<person>\bp-(?:x01|lead|deputy|inspector|panel|hmi|editor|decider|duty)[a-z0-9-]*)"
    r"|(?P<day>\b20\d\d-\d\d-\d\d)"
    r"|(?P<id>\b[a-z]{1,4}-[a-z2-7]{20}\b)"
    r"|(?P<code>\bX01\b)"
    rf"|(?P<name>{FORCE_NAME}|{FORCE_NAME.lower()})"
)


@dataclass(frozen=True)
class Copy:
    """Another inspection: what stands in it where the model has something else."""

    number: int
    reference: str
    force_code: str
    force_name: str
    people: Mapping[str, str]  # the model's person -> this one's; the force's own follow its code
    weeks: int  # by which all days move
    is_full: bool  # with content: acts, revisions, journal, notices and files

    def put(self, kind: str, text: str) -> str:
        """What stands here for a text of this kind in the model."""
        if kind == "day":
            return _moved(text, self.weeks)
        if kind == "id":
            return f"{text[:-5]}{_base32(self.number)}"
        if kind == "person":
            known = self.people.get(text, text)
            return known.replace("-x01-", f"-{self.force_code.lower()}-")
        if kind == "code":
            return self.force_code
        new = self.reference if kind == "reference" else self.force_name
        return new.lower() if text.islower() else new


class Mould:
    """The rows of one milestone, taken apart once, so that copies are quickly cast."""

    def __init__(self, model: Milestone, tables: tuple[str, ...]) -> None:
        self._kinds: dict[str, str] = {}  # text to be replaced -> its kind
        self._tables = {
            table: (model.rows[table][0], [self._row(row) for row in model.rows[table][1]])
            for table in tables
        }

    def cast(self, copy: Copy) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        """For each table a statement that inserts, and the copy's rows."""
        put = {text: copy.put(kind, text) for text, kind in self._kinds.items()}
        for table, (columns, rows) in self._tables.items():
            marks = ", ".join("?" * len(columns))
            into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
            yield into, [tuple(_join(value, put) for value in row) for row in rows]

    def _row(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(self._parts(value) if isinstance(value, str) else value for value in row)

    def _parts(self, text: str) -> Any:
        parts, end = [], 0
        for found in _FOUND.finditer(text):
            self._kinds[found.group()] = str(found.lastgroup)
            parts += [text[end : found.start()], found.group()]
            end = found.end()
        return [*parts, text[end:]] if parts else text


def mark_overdue(connection: sqlite3.Connection, now: str) -> None:
    """Bring up to `now`, a moment as SQLite keeps it, what depends on it; all notices are sent."""
    connection.execute(
        "UPDATE tasks SET overdue = (due IS NOT NULL AND due <= ? AND done_at IS NULL)", (now,)
    )
    connection.execute(
        "UPDATE inspections SET overdue = (SELECT count(*) FROM tasks WHERE tasks.overdue = 1"
        " AND tasks.workflow_id = 'inspection/' || inspections.reference)"
    )
    connection.execute("UPDATE notices SET state = 'sent', sent_at = queued_at")


def _join(value: Any, put: Mapping[str, str]) -> Any:
    if not isinstance(value, list):
        return value
    new = value.copy()
    new[1::2] = [put[text] for text in value[1::2]]
    return "".join(new)


def _moved(text: str, weeks: int) -> str:
    try:
        return (date.fromisoformat(text) + timedelta(weeks=weeks)).isoformat()
    except ValueError:  # digits of something else
        return text


def _base32(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(letters[number >> (5 * place) & 31] for place in range(5))
