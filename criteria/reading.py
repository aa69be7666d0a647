"""Turns plain tables (from TOML or JSON) into frozen dataclasses and back; collects every fault.

The dataclass is the definition of the file: its fields are the permitted keys, those without a
default are required. What cannot be read is replaced by a stand-in, so that reading goes on to the
next fault.
"""

import difflib
from collections.abc import Iterable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from enum import EnumMeta, StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from criteria.faults import Fault, Place

_NAMING_KEYS = ("id", "code", "date", "name", "row", "term", "expectation", "place", "kind")

UNREADABLE = object()  # stands for a table whose fault has been told already


@dataclass(frozen=True)
class FromFile:
    """A table that was written in a file of its own, which faults inside it must name."""

    file: Path
    table: dict[str, Any]


def read(kind: Any, value: object, place: Place, faults: list[Fault]) -> Any:
    """Read `value` as `kind`: dataclass, tuple[X, ...], X | None, StrEnum, date, str, int, bool."""
    if isinstance(value, FromFile):
        place, value = Place(value.file), value.table
    if value is UNREADABLE:
        return _stand_in(kind)
    if get_origin(kind) is UnionType:
        kind = get_args(kind)[0]
    if get_origin(kind) is tuple:
        return _series(get_args(kind)[0], value, place, faults)
    if is_dataclass(kind):
        return _record(kind, value, place, faults)
    if isinstance(kind, EnumMeta):
        return _choice(kind, value, place, faults)
    return _plain(kind, value, place, faults)


def plain(value: object, *, whole: bool = False) -> Any:
    """The reverse of `read`: tables, lists, text and numbers.

    Optional fields left at their default are not written unless `whole`, so a field added later
    with a default changes neither the text nor the hash of a programme pinned before. Hence: never
    change an existing default.
    """
    if isinstance(value, tuple):
        return [plain(item, whole=whole) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {
            field.name: plain(item, whole=whole)
            for field, item in pairs
            if whole or item != field.default
        }
    return value


def _record(kind: Any, value: object, place: Place, faults: list[Fault]) -> Any:
    if not isinstance(value, dict):
        faults.append(
            place.fault(f"Expected a table, found {_shown(value)}. Write the keys below it.")
        )
        return _stand_in(kind)
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    for key in [key for key in value if key not in known]:
        faults.append(place.key(key).fault(_unknown_key(key, known)))
    given: dict[str, object] = {}
    for name, field in known.items():
        if name in value:
            given[name] = read(hints[name], value[name], place.key(name), faults)
        elif not _is_optional(field):
            faults.append(place.key(name).fault(f"The key '{name}' is missing. Add it."))
            given[name] = _stand_in(hints[name])
    return kind(**given)


def _series(kind: Any, value: object, place: Place, faults: list[Fault]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        faults.append(place.fault(f"Expected a list, found {_shown(value)}. Put it in [ ]."))
        return ()
    return tuple(
        read(kind, item, place.item(_item_name(item, number)), faults)
        for number, item in enumerate(value, start=1)
    )


def _choice(kind: Any, value: object, place: Place, faults: list[Fault]) -> Any:
    words = [member.value for member in kind]
    if value in words:
        return kind(value)
    faults.append(place.fault(f"{_shown(value)} is not known here. {choose_from(value, words)}"))
    return next(iter(kind))


def _plain(kind: Any, value: object, place: Place, faults: list[Fault]) -> Any:
    if kind is date and isinstance(value, str):
        value = _day(value)
    if type(value) is not kind:  # exactly: true is no number, a moment is no date
        faults.append(
            place.fault(f"Expected {_expected(kind)}, found {_shown(value)}. Correct it.")
        )
        return _stand_in(kind)
    if isinstance(value, str) and value != value.strip():
        faults.append(place.fault("The text begins or ends with white space. Take it away."))
    elif value == "" and kind is str:
        faults.append(place.fault("The text is empty. Write it, or take an optional key out."))
    return value


def choose_from(value: object, words: Iterable[str]) -> str:
    """The second half of a fault's sentence: what may stand here, the nearest first."""
    allowed = list(words)
    near = difflib.get_close_matches(str(value), allowed, n=1)
    hint = f"Did you mean '{near[0]}'? " if near else ""
    return f"{hint}Choose from: {', '.join(allowed) or 'nothing defined yet'}."


def _unknown_key(key: str, known: Iterable[str]) -> str:
    return f"The key '{key}' is not known here. {choose_from(key, known)}"


def _is_optional(field: "Field[Any]") -> bool:
    return field.default is not MISSING


def _stand_in(kind: Any) -> Any:
    if get_origin(kind) is UnionType:
        return None
    if get_origin(kind) is tuple:
        return ()
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(
            **{f.name: _stand_in(hints[f.name]) for f in fields(kind) if not _is_optional(f)}
        )
    if isinstance(kind, EnumMeta):
        return next(iter(kind))
    return date.min if kind is date else kind()


def _item_name(item: object, number: int) -> str:
    """An item is named by its id where it has one, otherwise by its number, counted from 1."""
    table = item if isinstance(item, dict) else {}
    names = (table.get(key) for key in _NAMING_KEYS)
    return next((str(name) for name in names if name), str(number))


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _expected(kind: Any) -> str:
    words = {
        str: "text",
        int: "a whole number",
        bool: "true or false",
        date: "a date like 2027-02-08",
    }
    return words[kind]


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    return "a list" if isinstance(value, list) else f"'{value}'"
