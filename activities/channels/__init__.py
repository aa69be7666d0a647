"""Channels by which notices leave: one protocol, one module a channel."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Outgoing:
    """A notice ready to leave. `key` is unique; sending the same key twice must be safe."""

    key: str
    address: str
    subject: str
    body: str
    language: str


class Channel(Protocol):
    """Sends one notice; returns the provider's reference. Raises when it may be tried again."""

    async def send(self, notice: Outgoing) -> str: ...
