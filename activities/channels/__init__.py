"""Channels by which notices leave: one protocol, one module a channel."""

from dataclasses import dataclass
from typing import Protocol

from records.undelivered import reference_of

# One sending is over by then, one way or the other; a claim is taken over only later than that.
LONGEST_SENDING_SECONDS = 25.0


class Refused(Exception):
    """The channel will never take this notice: sending it again is of no use.

    `code` says why in a word of ours, for pages and logs.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Misconfigured(Exception):
    """The channel cannot be used as it is set up: no fault of the notice, which waits.

    `code` names what is wrong; operators see it.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Outgoing:
    """A notice ready to leave. `key` is unique; sending the same key twice must be safe."""

    key: str
    address: str
    subject: str
    body: str
    language: str
    again: bool = False  # tried before: it may have gone out, and nobody noted it

    @property
    def reference(self) -> str:
        """By which a provider knows it: follows from the key and names nobody."""
        return reference_of(self.key)


class Channel(Protocol):
    """Sends one notice; returns the provider's reference.

    Raises Refused when it will never be taken, anything else when it may be tried again, and
    Misconfigured among them when somebody must mend the settings first.
    """

    @property
    def name(self) -> str: ...

    async def send(self, notice: Outgoing) -> str: ...
