"""State as a plain document, and the JSON merge patch (RFC 7396) between two of them.

A projection carries only what an act changed. `None` deletes a member, so no state keeps `None`
inside a mapping: fields that are unset are left out of the document.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Document = dict[str, Any]
T = TypeVar("T")


def to_document(value: Any) -> Any:
    """A dataclass as nested dictionaries and lists; members that are None are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in fields(value))
        return {name: to_document(item) for name, item in pairs if item is not None}
    if isinstance(value, Mapping):
        return {str(key): to_document(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [to_document(item) for item in value]
    return str(value) if isinstance(value, str) else value


def from_document(hint: type[T], document: Any) -> T:
    """The dataclass `hint` read back from its document.

    TypeError for a member that it lacks or that has another type, ValueError for an unknown code.
    """
    return cast(T, _reader(cast(Any, hint))(document))


def difference(before: Document, after: Document) -> Document:
    """The merge patch that turns `before` into `after`."""
    patch: Document = {name: None for name in before if name not in after}
    for name, value in after.items():
        old = before.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            inner = difference(old, value)
            if inner:
                patch[name] = inner
        elif old != value or name not in before:
            patch[name] = value
    return patch


def merge(document: Document, patch: Document) -> Document:
    """`document` with `patch` applied; neither is changed."""
    result = dict(document)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            old = result.get(name)
            result[name] = merge(old if isinstance(old, dict) else {}, value)
        else:
            result[name] = value
    return result


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """What reads a value of this type back: worked out once, for a state is read at every call."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _optional(_reader(next(one for one in arguments if one is not NoneType)))
    if hint is Any:
        return lambda value: value
    if is_dataclass(hint):
        return _dataclass(cast(Any, hint))
    if origin is list:
        return _list(_reader(arguments[0]))
    if origin is dict:
        return _dict(_reader(arguments[1]))
    return _plain(cast(type, origin or hint))


def _optional(inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else inner(value)


def _dataclass(hint: Any) -> Callable[[Any], Any]:
    readers = {name: _reader(inner) for name, inner in get_type_hints(hint).items()}
    unknown = _reader(Any)

    def read(value: Any) -> Any:
        _require_type(value, dict)
        return hint(**{name: readers.get(name, unknown)(item) for name, item in value.items()})

    return read


def _list(inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        _require_type(value, list)
        return [inner(item) for item in value]

    return read


def _dict(inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        _require_type(value, dict)
        return {key: inner(item) for key, item in value.items()}

    return read


def _plain(hint: type) -> Callable[[Any], Any]:
    is_code = issubclass(hint, str)

    def read(value: Any) -> Any:
        _require_type(value, hint)
        return hint(value) if is_code else value

    return read


def _require_type(value: Any, wanted: type) -> None:
    plain = str if issubclass(wanted, str) else wanted  # a code stands in a document as its text
    if not isinstance(value, plain) or (isinstance(value, bool) and wanted is not bool):
        raise TypeError(f"{type(value).__name__} where {wanted.__name__} belongs")
