"""The notices that the records would queue for what a workflow under test has decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from activities.derive import Climbed, Derived
from activities.wording import About
from records.projection import Change, NoticeRow
from records.subjects import Reader
from tests.workflows.engine import kind_of
from tests.workflows.kept import Kept
from workflows import contracts
from workflows.names import INSPECTION
from workflows.patch import merge
from workflows.uk_time import local

ABOUT = About("T-1", "Northshire", "http://t")


@dataclass(frozen=True)
class Posted:
    """A notice, with the change that calls for it."""

    notice: NoticeRow
    change: contracts.Change

    @property
    def minute(self) -> datetime:
        """When it is queued, on the UK's clock; what is a moment early by the engine is not."""
        at = datetime.fromisoformat(self.change.at) + timedelta(seconds=1)
        return local(at).replace(second=0, microsecond=0, tzinfo=None)

    @property
    def rung(self) -> str:
        """The rung by its name; empty for what no ladder says."""
        return self.change.effect.rpartition(":")[2] if self.change.rung else ""


def posted(
    kept: Kept,
    workflow_id: str,
    workflow_type: str = INSPECTION,
    readers: Mapping[str, Reader] | None = None,
) -> Iterator[Posted]:
    """Every notice of one process, in the order in which they are queued.

    With `readers`, those by text message too.
    """
    state: dict[str, Any] = {}
    for change in kept.changes.get(workflow_id, []):
        after = merge(state, {**change.patch, "last_effect": change.effect})
        at = datetime.fromisoformat(change.at)
        event = change.event or kind_of(change.effect)
        climbed = _climbed(change)
        by = Derived(workflow_type, ABOUT, readers or {}, climbed, at, texts=readers is not None)
        seen = Change(change.effect, "0" * 64, "", change.patch, event, at)
        yield from (Posted(notice, change) for notice in by.notices(state, after, seen))
        state = after


def _climbed(change: contracts.Change) -> dict[str, Climbed]:
    if not change.rung:
        return {}
    kind, _, task = change.rung.partition(":")
    return {change.effect: Climbed(kind, task, tuple(change.roles))}
