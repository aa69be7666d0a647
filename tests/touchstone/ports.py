"""Ports for servers of tests."""

import os
import socket
from contextlib import ExitStack

# Below the range from which the kernel gives ports to others, the engine's inner ones among them.
FIRST, LAST = 20_000, 30_000


def free_ports(count: int) -> list[int]:
    """Ports that are free now, different ones for test processes that run side by side."""
    found: list[int] = []
    start = os.getpid() * 37
    with ExitStack() as held:
        for step in range(LAST - FIRST):
            probe = held.enter_context(socket.socket())
            port = FIRST + (start + step) % (LAST - FIRST)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                continue
            taken = held.enter_context(socket.socket())
            try:
                taken.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
            if len(found) == count:
                return found
    raise AssertionError("no free ports")
