"""From table rows to the frozen values that leave this layer: no live row goes outside it."""

from dataclasses import fields
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_type_hints

V = TypeVar("V")


def read_value(kind: type[V], row: Any) -> V:
    """The dataclass `kind` filled from the row's attributes of the same names.

    Lists become tuples; text becomes the enumeration that the field names.
    """
    hints: tuple[tuple[str, Any], ...] = _fields(kind)  # type: ignore[arg-type]  # types hash
    return kind(**{name: _read(hint, getattr(row, name)) for name, hint in hints})


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))


def _read(hint: Any, value: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return tuple(value) if isinstance(value, list) else value
