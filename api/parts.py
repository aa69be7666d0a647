"""What the API is put together from, given by the wiring; nothing here is made at import."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from criteria.programme import Programme
from records.acts import Act
from records.file_store import FileStore
from records.session import Records

LARGEST_BODY = 8 * 1024 * 1024  # bytes: a long list of eligible cases, with room


class Identity(Protocol):
    """Tells who is calling. Raises RuleBroken(NOT_SIGNED_IN)."""

    def person(self, token: str) -> str:
        """The id of the person (or program) that a bearer token stands for."""

    def token(self, person: str) -> str:
        """A bearer token for a demonstration person."""

    def past_person(self, token: str) -> str | None:
        """Whom an ended token stood for; None for one that was never ours. Proves nothing now."""

    def device_key(self, person: str, key_id: str = "") -> tuple[str, bytes]:
        """(id, 32 bytes) under which this person's browser keeps text. Raises LookupError."""


@dataclass(frozen=True)
class HistoryFigures:
    """Size of one workflow's history, as the server counts it."""

    events: int
    bytes: int


class Sealer(Protocol):
    """Seals a secret that has to be read again, for one purpose. Raises NoUsableKey."""

    def seal(self, purpose: str, text: str) -> str: ...


class Engine(Protocol):
    """What the API asks of the engine; api/gateway.py asks it of Temporal."""

    async def send(self, act: Act) -> Act:
        """The act as it stands after sending: accepted, refused, or still received."""

    async def history(self, workflow_id: str) -> HistoryFigures:
        """Raises RPCError where there is no such workflow or the engine is away."""

    async def is_reachable(self) -> bool: ...


@dataclass(frozen=True)
class Parts:
    records: Records
    files: FileStore
    gateway: Engine
    identity: Identity
    programmes: Callable[[], list[Programme]]
    clock: Callable[[], datetime]  # aware, UTC
    sealed: Sealer
    resolve: Callable[[str, int], Awaitable[list[str]]]  # host, port -> IP addresses
    development: bool = False
    allowed_hosts: tuple[str, ...] = ()
    temporal_ui: str = ""  # address of the Temporal UI, for operators
    temporal_namespace: str = ""
    receipt_token: str | None = field(default=None, repr=False)  # that Notify bears
    wake_webhook: Callable[[str], Awaitable[None]] | None = None  # something waits for it
    ready: Callable[[], Awaitable[dict[str, bool]]] | None = None
    pinned: dict[str, Programme] = field(default_factory=dict)  # read so far, by hash
    sending: set[asyncio.Task[Act]] = field(default_factory=set)  # sent beyond their answer
    closing: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
