"""Pages of a list by keyset: each continues after the last row shown, whatever came between."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from records.canonical import canonical_text
from records.errors import BadCursor

Item = TypeVar("Item")

LARGEST = 200


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some rows of a list; `next` continues it, None at its end."""

    items: tuple[Item, ...]
    next: str | None = None


def write_cursor(*values: Any) -> str:
    """The place in a list as opaque text that may stand in an address."""
    return base64.urlsafe_b64encode(canonical_text(values).encode()).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> list[Any]:
    """The values of a cursor. Raises BadCursor for text that is none of ours."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise BadCursor from error
    if not isinstance(values, list) or len(values) != length:
        raise BadCursor
    return values


def moment_of(value: Any) -> datetime:
    """A moment that a cursor names, in ISO text with its zone. Raises BadCursor."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadCursor from error
    if moment.tzinfo is None:
        raise BadCursor
    return moment
