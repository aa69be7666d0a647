"""The values of a projection: what a workflow asks the records to follow, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from criteria.duties import HandOver

Document = dict[str, Any]

EMAIL, SMS = "email", "sms"  # the channels of notices


@dataclass(frozen=True)
class Change:
    """One step of a process, to be recorded once.

    `effect` is its key (`workflows.names.effect_key` or `rung_key`), `base` the key of the step
    before it ("" for the first), `patch` an RFC 7396 merge patch of the process's state. `body`
    goes into the journal: ids, codes and dates only. `approves` names revisions that the act
    approved; `closes` ends the process.
    """

    effect: str
    payload_hash: str
    base: str
    patch: Document
    event: str
    at: datetime
    actor: str | None = None
    act_id: str | None = None
    run_id: str | None = None
    body: Document = field(default_factory=dict)
    approves: tuple[str, ...] = ()
    withdraws: tuple[tuple[str, str | None], ...] = ()  # (kind, subject or None for all)
    closes: bool = False
    hands_over: HandOver | None = None  # a role that changes hands by this step
    settles: tuple[str, ...] = ()  # references of failed notices that need nothing more
    sends_again: bool = False  # a copy of each of those goes out


@dataclass(frozen=True)
class ProjectionRecord:
    """Steps of one process in order, recorded in one transaction.

    A process that is not there yet is opened by its first step.
    """

    workflow_id: str
    inspection: str
    workflow_type: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class TaskRow:
    """Something asked of people. `why` is the sentence that explains the due date.

    `opened_at` defaults to the moment of the change that brought it.
    """

    task: str
    roles: tuple[str, ...]
    people: tuple[str, ...]
    title: str
    why: str
    due: datetime | None = None
    opened_at: datetime | None = None
    done_at: datetime | None = None
    overdue: bool = False


@dataclass(frozen=True)
class NoticeRow:
    """A notice to be sent. `task`, its name in the process, lets it lapse once that is done."""

    key: str
    batch: str
    recipient: str
    template: str
    facts: Document
    language: str
    subject: str
    body: str
    task: str | None = None
    channel: str = EMAIL


@dataclass(frozen=True)
class EventRow:
    """An event to tell webhooks of. `data` holds references, codes and dates only; `task` is its
    name in the process, "" for none, and goes out only as an id made of it.
    """

    event: str
    at: datetime
    data: Document
    task: str = ""


class Deriver(Protocol):
    """Pure functions from a process's state to the rows that lists and inboxes are made of."""

    def tasks(self, state: Document) -> Sequence[TaskRow]:
        """The tasks now open. One that was open and is no longer named is done."""

    def notices(self, before: Document, after: Document, change: Change) -> Sequence[NoticeRow]:
        """The notices that this change calls for; keys already queued are passed over."""

    def events(self, before: Document, after: Document, change: Change) -> Sequence[EventRow]:
        """What webhooks are told of this change. Asked only where there is one to tell."""

    def list_row(self, state: Document) -> Mapping[str, Any]:
        """Columns of the inspections row (of the referrals row, for a referral); may be empty."""


@dataclass(frozen=True)
class Outcome:
    """What was recorded now, what had been before, and what is still to be sent: batches of
    notices, and webhooks by id.
    """

    workflow_id: str
    version: int
    last_effect: str
    applied: tuple[str, ...]
    skipped: tuple[str, ...]
    batches: tuple[str, ...]
    webhooks: tuple[str, ...] = ()
