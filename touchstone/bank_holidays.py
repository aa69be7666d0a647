"""The pinned table of bank holidays, reckoned by the library `holidays` and written as criteria.

Development only: an inspection never asks the library, for the table that it began with is pinned
with its programme. Days of Wales and of England are the same by law; should they ever part, the
table is refused rather than guessed.
"""

import re
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version as version_of
from pathlib import Path

import holidays as library

from criteria.faults import Fault, Place
from criteria.parts import SHIPPED, open_toml
from criteria.reading import read
from criteria.timetable import Calendar, Holiday
from touchstone.obstacles import Obstacle

FOLDER = SHIPPED / "calendars"
_FILE = "england-and-wales-v{version}.toml"
_WORDS = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}
_SUBSTITUTE = " (observed)"
_HEAD = """\
# Bank holidays of England and Wales, substitute days included, Saturdays and Sundays left out
# (they are no working days anyway). Written by `./run calendar`: do not edit. A change is a new
# version, named by the programmes that shall use it; running inspections keep the calendar that
# they began with.
"""
_STATEMENT = """\
  Worked out by the library holidays, version {library}, from the Banking and Financial Dealings \\
  Act 1971 and the proclamations known to it; days appointed by a later proclamation are not in \\
  it."""


def reckoned(first_year: int, last_year: int) -> tuple[Holiday, ...]:
    """What the library says of these years, in order, in our words, without weekends.

    Raises Obstacle where it knows no such year, or where England and Wales differ.
    """
    last_known = library.country_holidays("GB").end_year
    if last_year > last_known:
        raise Obstacle(f"The library knows no year after {last_known}.")
    england, wales = (_days(part, first_year, last_year) for part in ("ENG", "WLS"))
    if england != wales:
        parted = sorted({*england.items()} ^ {*wales.items()})[0][0]
        raise Obstacle(f"England and Wales differ on {parted}. One table cannot hold both.")
    return tuple(Holiday(day, name) for day, name in sorted(england.items()))


def differences(table: Calendar) -> list[str]:
    """Each day on which the table and the library differ, as a line; none where they agree."""
    known = {holiday.date: holiday.name for holiday in table.holidays}
    said = {one.date: one.name for one in reckoned(table.first_year, table.last_year)}
    return [
        f"{day}: the table has {_quoted(known.get(day))}, the library {_quoted(said.get(day))}."
        for day in sorted({*known, *said})
        if known.get(day) != said.get(day)
    ]


def newest(folder: Path = FOLDER) -> Path:
    """The file of the table's latest version. Raises Obstacle where there is none."""
    files = [path for path in folder.glob(_FILE.format(version="*")) if _version(path)]
    if not files:
        raise Obstacle(f"There is no table of England and Wales in {folder.name}/.")
    return max(files, key=_version)


def read_table(path: Path) -> Calendar:
    """The table in a file. Raises Obstacle, with its first fault, where it cannot be read."""
    faults: list[Fault] = []
    table: Calendar = read(Calendar, open_toml(path, faults), Place(path), faults)
    if faults:
        raise Obstacle(str(faults[0]))
    return table


def write_next(last_year: int | None = None, folder: Path = FOLDER) -> Path | None:
    """Write the next version, up to `last_year` (default: as before); None if nothing is new."""
    path = newest(folder)
    table = read_table(path)
    last = last_year or table.last_year
    if last < table.last_year:
        raise Obstacle(f"The table goes to {table.last_year} already. Give that year or later.")
    if last == table.last_year and not differences(table):
        return None
    version = _version(path) + 1
    made = folder / _FILE.format(version=version)
    text = as_toml(version, table.first_year, last, reckoned(table.first_year, last))
    made.write_text(text, encoding="utf-8")
    return made


def as_toml(version: int, first_year: int, last_year: int, days: Iterable[Holiday]) -> str:
    """The file's text."""
    keys = [
        'id = "england-and-wales"',
        f'version = "{version}"',
        'title = "Bank holidays in England and Wales"',
        f"first_year = {first_year}",
        f"last_year = {last_year}",
    ]
    rows = [f'  {{ date = {day.date}, name = "{day.name}" }},' for day in days]
    statement = _STATEMENT.format(library=version_of(library.__name__))
    source = ["[source]", f'statement = """\\\n{statement}"""']
    return "\n".join([_HEAD, *keys, "", "holidays = [", *rows, "]", "", *source, ""])


def _days(part: str, first_year: int, last_year: int) -> dict[date, str]:
    years = range(first_year, last_year + 1)
    found = library.country_holidays("GB", subdiv=part, years=years)
    return {day: _named(name) for day, name in found.items() if day.weekday() < 5}


def _named(name: str) -> str:
    plain = name.removesuffix(_SUBSTITUTE)
    return _WORDS.get(plain, plain) + (" (substitute day)" if name != plain else "")


def _version(path: Path) -> int:
    found = re.search(r"-v(\d+)$", path.stem)
    return int(found.group(1)) if found else 0


def _quoted(name: str | None) -> str:
    return f"“{name}”" if name else "none"
