"""Each activity declared once: name, what it takes, what it gives. `activities/` fulfils them."""

from dataclasses import dataclass, field
from typing import Any

from temporalio import activity


@dataclass(frozen=True)
class Change:
    """One decided change of a process, to be written to the records.

    `effect` is the act id, or the key of an effect of time or of the engine itself; `base` the
    effect that the stored state must stand at; `patch` the merge patch (RFC 7396) of the state.
    """

    effect: str
    base: str
    at: str
    patch: dict[str, Any]
    event: str = ""  # what happened, where no act row tells it
    rung: str = ""  # "{kind}:{task}" where a ladder was climbed
    roles: list[str] = field(default_factory=list)  # who hears of it, for a rung


@dataclass(frozen=True)
class Projection:
    """Changes of one process in the order in which they were decided."""

    changes: list[Change]


@dataclass(frozen=True)
class DocumentOrder:
    reference: str
    documents: list[str]  # "{kind}/{version}" each


@dataclass(frozen=True)
class FollowUpOrder:
    reference: str


@dataclass(frozen=True)
class NoticeBatch:
    batch: str


@dataclass(frozen=True)
class Webhook:
    id: str


@dataclass(frozen=True)
class NextLook:
    at: str  # ISO instant; "" when nothing waits


@dataclass(frozen=True)
class Rendered:
    sha256: dict[str, str]  # document -> hash of the file, or of the manifest of several
    at: str = ""  # ISO instant: when they were made


@activity.defn
async def project(projection: Projection) -> None:
    """Write decided changes to the records, each exactly once. Never refuses; retried for ever."""
    raise NotImplementedError


@activity.defn
async def render_documents(order: DocumentOrder) -> Rendered:
    """Render documents from the facts in the records and keep them. Same order, same files."""
    raise NotImplementedError


@activity.defn
async def open_follow_up(order: FollowUpOrder) -> None:
    """Start the follow-up of a published inspection. Starting it twice is starting it once."""
    raise NotImplementedError


@activity.defn
async def close_inspection(order: FollowUpOrder) -> None:
    """Tell the inspection that its follow-up has closed. Repeats are inert."""
    raise NotImplementedError


@activity.defn
async def send_notices(batch: NoticeBatch) -> None:
    """Send the queued notices of one batch, each at most once and none whose task is done."""
    raise NotImplementedError


@activity.defn
async def tell_webhook(webhook: Webhook) -> NextLook:
    """Send what is due to one webhook, signed. Repeats are known by their ids."""
    raise NotImplementedError
