"""What the API is put together from, given by the wiring; nothing here is made at import."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from api.gateway import Gateway
from criteria.programme import Programme
from records.files import FileStore
from records.session import Records


class Identity(Protocol):
    """Tells who is calling. Raises RuleBroken(NOT_SIGNED_IN)."""

    def person(self, token: str) -> str:
        """The id of the person (or program) that a bearer token stands for."""

    def token(self, person: str) -> str:
        """A bearer token for a demonstration person."""


@dataclass(frozen=True)
class Parts:
    records: Records
    files: FileStore
    gateway: Gateway
    identity: Identity
    programmes: Callable[[], list[Programme]]
    clock: Callable[[], datetime]  # aware, UTC
    development: bool = False
    allowed_hosts: tuple[str, ...] = ()
    temporal_ui: str = ""  # address of the Temporal UI, for operators
    temporal_namespace: str = ""
    ready: Callable[[], Awaitable[dict[str, bool]]] | None = None
    closing: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
