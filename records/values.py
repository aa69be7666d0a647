"""From table rows to the frozen values that leave this layer: no live row goes outside it."""

from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_type_hints

V = TypeVar("V")


def read_value(kind: type[V], row: Any) -> V:
    """The dataclass `kind` filled from the row's attributes of the same names.

    Lists become tuples; text becomes the enumeration that the field names.
    """
    # Thousands of times a page: what can be known of a kind is worked out once.
    names, get, enums = _reader(kind)  # type: ignore[arg-type]  # types hash
    values = dict(zip(names, get(row), strict=True))
    for name, value in values.items():
        if type(value) is list:
            values[name] = tuple(value)
    for name, enum in enums:
        values[name] = enum(values[name])
    return kind(**values)


@cache
def _reader(
    kind: Any,
) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[tuple[str, type[Enum]], ...]]:
    hints = get_type_hints(kind)
    names = tuple(field.name for field in fields(kind))
    enums = tuple((name, hints[name]) for name in names if _is_enum(hints[name]))
    one = attrgetter(*names)
    return names, (one if len(names) > 1 else lambda row: (one(row),)), enums


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)
