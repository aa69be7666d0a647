"""Bodies about the record: journal, its verification, notices, the size of the history, health."""

from datetime import datetime
from typing import Any

from api.schemas.values import Shown


class JournalEntry(Shown):
    """An entry of the chain: ids, codes and salted hashes. `position` counts from 1."""

    position: int
    at: datetime
    event: str
    actor: str | None
    act_id: str | None
    run_id: str | None
    body: dict[str, Any]
    previous_hash: str
    hash: str


class JournalPage(Shown):
    items: list[JournalEntry]
    next: str | None


class VerdictOut(Shown):
    """Whether the chain is whole; if not, its first broken entry and what is wrong with it."""

    ok: bool
    entries: int
    position: int | None
    fault: str | None
    head: str | None


class NoticeOut(Shown):
    """A notice on its way, without its words."""

    key: str
    reference: str  # its name towards those who carry it
    template: str
    task: str | None
    recipient: str  # a person, or the registered mailbox of a force as "mailbox:X01"
    channel: str
    state: str
    queued_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    failed_at: datetime | None
    failure: str | None  # a code
    attempts: int


class NoticeList(Shown):
    items: list[NoticeOut]


class HistoryOut(Shown):
    """The size of the inspection's workflow history, and where an operator reads it."""

    workflow_id: str
    events: int
    bytes: int
    ui_url: str | None


class Health(Shown):
    status: str


class Readiness(Shown):
    """`status` is ready, degraded (the engine is away: reading and drafts go on) or unready."""

    status: str
    parts: dict[str, bool]
