"""Opens a programme's file and the part files that it names, and remembers which came from where.

A part is written in place as a table, or named: `template = "self-assessment-v1"` is the file
`templates/self-assessment-v1.toml` beside the programme (or beside its folder), else the one
shipped here.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from criteria.conduct import DisposalSchedule
from criteria.faults import Fault, Place
from criteria.glossary import Glossary
from criteria.mapping import CriteriaMap
from criteria.reading import UNREADABLE, FromFile
from criteria.schedule import Schedule
from criteria.template import Template
from criteria.timetable import Calendar, Timetable

SHIPPED = Path(__file__).parent

# key in a programme -> folder of its files, and what such a file holds
PARTS: dict[str, tuple[str, type]] = {
    "template": ("templates", Template),
    "criteria": ("schedules", Schedule),
    "map": ("maps", CriteriaMap),
    "glossary": ("glossaries", Glossary),
    "calendar": ("calendars", Calendar),
    "timetable": ("timetables", Timetable),
    "disposal": ("disposals", DisposalSchedule),
}

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")  # no path may be named, only a file of the folder
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass
class Opened:
    """A programme's tables with its parts in place; `missing` names the parts that could not be
    opened.
    """

    file: Path
    table: dict[str, Any]
    missing: set[str] = field(default_factory=set)

    def place(self, part: str = "") -> Place:
        """Where faults of a part are: in its own file, or under its key in the programme's."""
        content = self.table.get(part)
        if isinstance(content, FromFile):
            return Place(content.file)
        return Place(self.file, part)


def open_programme(path: Path, faults: list[Fault]) -> Opened | None:
    """The programme at `path` with its parts; None when the file itself cannot be read."""
    table = open_toml(path, faults)
    if table is None:
        return None
    opened = Opened(path, table)
    for part in PARTS:
        if isinstance(table.get(part), str):
            _open_part(opened, part, faults)
        elif part not in table:
            opened.missing.add(part)
    return opened


def open_toml(path: Path, faults: list[Fault]) -> dict[str, Any] | None:
    """The tables of a TOML file; None, and a fault with its line, when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        faults.append(Fault(str(path), "", "The file cannot be opened. Check its name and rights."))
    except UnicodeDecodeError:
        faults.append(Fault(str(path), "", "The file is not UTF-8 text. Save it as UTF-8."))
    except tomllib.TOMLDecodeError as error:
        faults.append(_syntax_fault(path, str(error)))
    return None


def _open_part(opened: Opened, part: str, faults: list[Fault]) -> None:
    name = opened.table[part]
    file = _find(part, name, opened.file)
    table = open_toml(file, faults) if file else None
    if file and table is not None:
        opened.table[part] = FromFile(file, table)
        return
    opened.missing.add(part)
    opened.table[part] = UNREADABLE
    if not file:
        faults.append(Place(opened.file, part).fault(_not_found(part, name)))


def _find(part: str, name: str, programme: Path) -> Path | None:
    if not _NAME.fullmatch(name):
        return None
    folder, _ = PARTS[part]
    for root in (programme.parent, programme.parent.parent, SHIPPED):
        file = root / folder / f"{name}.toml"
        if file.is_file():
            return file
    return None


def _not_found(part: str, name: str) -> str:
    folder, _ = PARTS[part]
    if not _NAME.fullmatch(name):
        return f"'{name}' is no name of a part. Use small letters, digits and hyphens, no '.toml'."
    return f"There is no file '{folder}/{name}.toml'. Add it, or write [{part}] in this file."


def _syntax_fault(path: Path, message: str) -> Fault:
    found = _TOML_LINE.search(message)
    what = _TOML_LINE.sub("", message).strip().rstrip(".")
    return Fault(
        str(path),
        "",
        f"This is not valid TOML: {what}. Correct this line; the rest is read once it is right.",
        int(found.group(1)) if found else None,
    )
