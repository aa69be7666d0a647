"""What a log line may hold: every line passes these processors, ours and those of libraries.

No content may reach the log. Text gets through only under the keys of TEXT_KEYS, and only in the
shape of a code (no spaces); exceptions are told by type and place without their messages, since
databases and parsers quote what they choked on. A new key for codes is added to TEXT_KEYS here.
"""

import re
import sys
import traceback
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import structlog
from structlog.typing import EventDict, WrappedLogger
from temporalio import activity, workflow
from temporalio.service import RPCError

from touchstone.obstacles import Obstacle

WITHHELD = "withheld"
CODE = re.compile(r"[\w.,:;/@+*=()\[\]<>#%-]{0,200}", re.ASCII)
# What a line may say in text: ids, codes and names from the code, never a person's words. Numbers,
# dates, truth values and None may stand under any key.
TEXT_KEYS = frozenset(
    (
        *("event", "level", "logger", "timestamp", "request_id", "method", "route", "outcome"),
        *("act", "activity", "effect", "inspection", "referral", "follow_up", "programme", "force"),
        *("phase", "task", "role", "rule", "kind", "code", "due", "notice", "transport", "part"),
        *("run_id", "workflow_id", "workflow_type", "queue", "namespace", "server", "update"),
        *("person", "finding", "reason", "template", "channel", "scope", "webhook"),
        *("address", "host", "path", "file", "key", "version", "build", "state", "signal", "error"),
    )
)
# Exceptions whose own words are safe: they speak of addresses, files and settings, not of cases.
SAFE_TO_QUOTE = (Obstacle, ConnectionError, TimeoutError, RPCError)
EXCEPTIONS_TOLD, FRAMES_TOLD = 6, 12
OURS = ("exception", "_record", "_from_structlog")  # made here, or taken out before rendering


class ForeignText(str):
    """The first line of a library's message: its own words, which are not ours to shape."""

    __slots__ = ()


def drop_while_replaying(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A replayed workflow says nothing a second time."""
    if workflow.in_workflow() and workflow.unsafe.is_replaying():
        raise structlog.DropEvent
    return event


def add_temporal_context(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Say which workflow, activity, inspection and act a line belongs to."""
    found: dict[str, Any] = {}
    if workflow.in_workflow():
        info, update = workflow.info(), workflow.current_update_info()
        found = {"workflow_id": info.workflow_id, "run_id": info.run_id}
        found |= {"workflow_type": info.workflow_type, "act": update.id if update else None}
    elif activity.in_activity():
        doing = activity.info()  # workflow_id is None in an activity that stands alone
        found = {"workflow_id": doing.workflow_id, "activity": doing.activity_type}
        found["attempt"] = doing.attempt
    kind, _slash, reference = str(found.get("workflow_id") or "").partition("/")
    if kind in ("inspection", "referral", "follow-up"):
        found[kind.replace("-", "_")] = reference
    for key, value in found.items():
        if value is not None:
            event.setdefault(key, value)
    return event


def keep_first_line_of_foreign_text(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keep the first line of what a library says: asyncio's next ones quote whole exceptions."""
    event["event"] = ForeignText(str(event["event"]).partition("\n")[0])
    return event


def tell_exception_without_its_words(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace exc_info by the types and places of the exception and of what caused it."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if isinstance(given, tuple):
        given = given[1]
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        told = [_told(one) for _, one in zip(range(EXCEPTIONS_TOLD), _related(error), strict=False)]
        event["exception"] = told
    return event


def withhold_text(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Let no text through but codes under known keys, so that no sentence or name slips in."""
    for key, value in event.items():
        if isinstance(value, date | timedelta | UUID):
            event[key] = str(value)
        elif key not in OURS and not _may_be_logged(key, value):
            event[key] = WITHHELD
    return event


def _may_be_logged(key: str, value: object) -> bool:
    if isinstance(value, str) and not isinstance(value, ForeignText):
        return key in TEXT_KEYS and CODE.fullmatch(value) is not None
    return value is None or isinstance(value, bool | int | float | ForeignText)


def _told(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_TOLD:]
    told: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    return told | ({"says": str(error)} if isinstance(error, SAFE_TO_QUOTE) else {})


def _related(error: BaseException) -> Iterator[BaseException]:
    """The exception, those it groups, and what each of them came from."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
        waiting += [cause for cause in (one.__cause__ or one.__context__,) if cause is not None]
