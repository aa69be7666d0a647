"""Where a stack of the demonstration's own listens: the usual ports, or others that are free."""

import os
import socket
from contextlib import ExitStack

from touchstone.embedded import ports
from touchstone.obstacles import Obstacle
from touchstone.settings import Settings, load_settings

# Below the range from which the kernel gives out ports, to the engine's inner servers among others.
FIRST, LAST = 20_000, 30_000


def on_free_ports(settings: Settings) -> Settings:
    """The same settings if their ports are free, else with free ones."""
    try:
        ports.require_free(settings)
    except ports.PortTaken:
        web, temporal, ui = _free(3)
        given = settings.model_dump(include=settings.model_fields_set)
        return load_settings(**given | {"web_port": web, "temporal_port": temporal, "ui_port": ui})
    return settings


def _free(count: int) -> list[int]:
    found: list[int] = []
    with ExitStack() as held:
        for step in range(LAST - FIRST):
            port = FIRST + (os.getpid() * 37 + step) % (LAST - FIRST)
            probe = held.enter_context(socket.socket())
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
            if len(found) == count:
                return found
    raise Obstacle("No free ports were found for the stack.")
