"""Channels by which notices leave: one protocol, one module a channel."""

from dataclasses import dataclass
from typing import Protocol


class Refused(Exception):
    """The channel will never take this notice: sending it again is of no use."""


@dataclass(frozen=True)
class Outgoing:
    """A notice ready to leave. `key` is unique; sending the same key twice must be safe."""

    key: str
    address: str
    subject: str
    body: str
    language: str
    again: bool = False  # tried before: it may have gone out, and nobody noted it


class Channel(Protocol):
    """Sends one notice; returns the provider's reference.

    Raises Refused when it will never be taken, anything else when it may be tried again.
    """

    async def send(self, notice: Outgoing) -> str: ...
