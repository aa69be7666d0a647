"""How long pages take: asked for again and again over one connection that is kept open."""

import http.client
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from touchstone.bench.pages import Page
from touchstone.bench.serving import Served

WARM_UP = 10


@dataclass(frozen=True)
class Measured:
    """One page: milliseconds from request to the last byte, and the size of the answer.

    `cpu_ms` is what the web process itself worked for one request: unlike the times it hardly
    grows with what else the computer does. None where /proc does not tell.
    """

    page: str
    p50_ms: float
    p95_ms: float
    cpu_ms: float | None
    kilobytes: float


@dataclass(frozen=True)
class Failed:
    """A page that did not answer with 200."""

    page: str
    status: int


def measure(
    served: Served, page: Page, samples: Mapping[str, str], requests: int
) -> Measured | Failed:
    """Ask for a page so many times, after a warm-up."""
    headers, address = served.headers(page.person), page.address(samples)
    times, size, worked = [], 0, None
    with closing(http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)) as connection:
        for number in range(WARM_UP + requests):
            if number == WARM_UP:
                worked = _worked_ms(served.pid)
            began = time.perf_counter()
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            size = len(answer.read())
            took = time.perf_counter() - began
            if answer.status != 200:
                return Failed(page.name, answer.status)
            if number >= WARM_UP:
                times.append(took * 1000)
    since = _worked_ms(served.pid)
    cpu = None if since is None or worked is None else round((since - worked) / requests, 1)
    p50, p95 = percentile(times, 50), percentile(times, 95)
    return Measured(page.name, p50, p95, cpu, round(size / 1000, 1))


def percentile(times: Sequence[float], share: int) -> float:
    """The time within which so many of a hundred requests were answered, to a tenth."""
    ordered = sorted(times)
    place = -(-len(ordered) * share // 100)  # rounded up: nearest rank
    return round(ordered[max(place, 1) - 1], 1)


def _worked_ms(pid: int) -> float | None:
    try:
        told = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return None
    in_user, in_kernel = int(told[11]), int(told[12])  # proc(5): utime and stime, in ticks
    return (in_user + in_kernel) * 1000 / os.sysconf("SC_CLK_TCK")
