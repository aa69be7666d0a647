"""What was measured, as a table for a person or as one JSON object."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table

from touchstone.bench.measuring import Failed, Measured

BUDGET_MS = 50  # p95, on two cores


@dataclass(frozen=True)
class Report:
    """What was measured on how many inspections, with how many requests for each page."""

    inspections: int
    requests: int
    pages: Sequence[Measured]
    failed: Sequence[Failed]

    @property
    def is_within_budget(self) -> bool:
        """Whether every page answered, and in time."""
        return not self.failed and all(page.p95_ms <= BUDGET_MS for page in self.pages)


def as_json(report: Report) -> str:
    """One JSON object on one line; times in milliseconds."""
    about = {"budget_ms": BUDGET_MS, "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    return json.dumps(asdict(report) | about)


def show(report: Report) -> None:
    """A table; what is over budget stands out."""
    title = f"{report.inspections:,} inspections, {report.requests} requests for each page"
    table = Table(title=title)
    table.add_column("page")
    for column in ("p50 ms", "p95 ms", "CPU ms", "kB"):
        table.add_column(column, justify="right")
    for one in report.pages:
        figures = (one.p50_ms, one.p95_ms, one.cpu_ms, one.kilobytes)
        style = "red" if one.p95_ms > BUDGET_MS else None
        table.add_row(one.page, *("" if n is None else f"{n:.1f}" for n in figures), style=style)
    for fault in report.failed:
        table.add_row(fault.page, f"answered {fault.status}", style="red")
    console = Console(highlight=False, markup=False)
    console.print(table)
    console.print(f"Load of this computer in the last minute: {os.getloadavg()[0]:.1f}")
