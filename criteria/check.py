"""Explains every fault of a programme's file, or of one of its part files, each with its place."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from criteria import document_rules, timing_rules
from criteria.faults import Fault, Place
from criteria.parts import PARTS, Opened, open_programme, open_toml
from criteria.programme import Programme
from criteria.programme_rules import BINDING_RULES
from criteria.reading import read

# the rules of each part of a programme, by its key there
PART_RULES: dict[str, Callable[[Any, Place], Iterator[Fault]]] = {
    "template": document_rules.template,
    "criteria": document_rules.schedule,
    "map": document_rules.criteria_map,
    "glossary": document_rules.glossary,
    "calendar": timing_rules.calendar,
    "timetable": timing_rules.timetable,
    "disposal": timing_rules.disposal,
}


def faults(path: Path) -> list[Fault]:
    """Every fault of the file at `path`; empty when it is sound.

    A file in a folder of parts (`templates/`, `schedules/`, ...) is checked as that part alone, any
    other as a programme with all its parts.
    """
    for part, (folder, _) in PARTS.items():
        if path.parent.name == folder:
            return _part_faults(part, path)
    return examine(path)[1]


def examine(path: Path) -> tuple[Programme | None, list[Fault]]:
    """The programme at `path` and every fault of it; the programme is None when there is any."""
    found: list[Fault] = []
    opened = open_programme(path, found)
    if opened is None:
        return None, found
    read_faults: list[Fault] = []
    programme: Programme = read(Programme, opened.table, Place(path), read_faults)
    found += _news(found, read_faults)
    found += _news(found, list(_rule_faults(programme, opened)))
    return (None if found else programme), found


def _rule_faults(programme: Programme, opened: Opened) -> Iterator[Fault]:
    yield from document_rules.identity(programme, opened.place())
    for part, rule in PART_RULES.items():
        if part not in opened.missing:
            yield from document_rules.identity(getattr(programme, part), opened.place(part))
            yield from rule(getattr(programme, part), opened.place(part))
    for binding_rule, needed in BINDING_RULES:
        if not needed & opened.missing:
            yield from binding_rule(programme, opened.place)


def _part_faults(part: str, path: Path) -> list[Fault]:
    found: list[Fault] = []
    table = open_toml(path, found)
    if table is None:
        return found
    content = read(PARTS[part][1], table, Place(path), found)
    identity = list(document_rules.identity(content, Place(path)))
    return found + _news(found, identity + list(PART_RULES[part](content, Place(path))))


def _news(known: list[Fault], later: list[Fault]) -> list[Fault]:
    """Those of `later` that are not mere consequences: their place, or one above it, has no fault
    yet.
    """
    return [fault for fault in later if not any(_covers(earlier, fault) for earlier in known)]


def _covers(earlier: Fault, later: Fault) -> bool:
    if earlier.file != later.file or not earlier.place:
        return False
    rest = later.place.removeprefix(earlier.place)
    return later.place.startswith(earlier.place) and rest[:1] in ("", ".", "[")
