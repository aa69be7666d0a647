"""The ports of the embedded stack, looked at before anything starts."""

import errno
import socket
from dataclasses import dataclass

from touchstone.obstacles import Obstacle
from touchstone.settings import Settings


class PortTaken(Obstacle):
    """Something else listens where we should."""


@dataclass(frozen=True)
class Wanted:
    """A port, what it is for, and the option of `up` that changes it."""

    host: str
    port: int
    purpose: str
    option: str


def wanted(settings: Settings) -> tuple[Wanted, ...]:
    """Every port that the embedded stack listens on."""
    return (
        Wanted(settings.web_host, settings.web_port, "the portal", "--port"),
        Wanted("127.0.0.1", settings.temporal_port, "the engine", "--temporal-port"),
        Wanted("127.0.0.1", settings.ui_port, "the Temporal UI", "--ui-port"),
    )


def require_free(settings: Settings) -> None:
    """Raise PortTaken, naming the port and its option, unless all ports are free and distinct."""
    seen: dict[int, str] = {}
    for want in wanted(settings):
        twice = f"is wanted for {seen[want.port]} too" if want.port in seen else ""
        why = twice or _why_not(want)
        if why:
            raise PortTaken(
                f"Port {want.port}, for {want.purpose}, {why}. "
                f"Choose another: ./run up {want.option} NUMBER"
            )
        seen[want.port] = want.purpose


def _why_not(want: Wanted) -> str:
    family = socket.AF_INET6 if ":" in want.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: connections of an earlier run that are still closing are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((want.host, want.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return "is in use by another program"
            return f"cannot be used ({error.strerror})"
    return ""
