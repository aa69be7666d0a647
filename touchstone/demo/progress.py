"""Shows how far the demonstration has come, on standard error: bars on a terminal, lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed


class Display:
    """Tells what happens. Times are seconds since the display was made."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._began = monotonic()
        self._bars: Progress | None = None

    @property
    def seconds(self) -> float:
        return monotonic() - self._began

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Draw bars while inside, where there is a terminal to draw on."""
        if not self._console.is_terminal:
            yield
            return
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            Elapsed(),
        )
        with Progress(*columns, console=self._console) as bars:
            self._bars = bars
            try:
                yield
            finally:
                self._bars = None

    @contextmanager
    def counted(self, what: str, total: int) -> Iterator["Count"]:
        """A row of equal steps: a bar, or one line when all are done."""
        count = Count(self._bars, what, total)
        began = self.seconds
        yield count
        if self._bars is None:
            self.say(f"{what}: {count.done} of {total}, {self.seconds - began:.1f} s")

    def say(self, what: str) -> None:
        """One line about something that has happened."""
        self._console.print(f"[dim]{self.seconds:6.1f} s[/dim]  {what}", soft_wrap=True)

    def refused(self, what: str, rule: str) -> None:
        """An attempt that was refused, as it should be."""
        self.say(f"[yellow]refused as expected[/yellow]: {what} [dim]({rule})[/dim]")

    def phase(self, name: str) -> None:
        self.say(f"[bold]{name}[/bold]")

    def flush(self) -> None:
        sys.stderr.flush()


class Count:
    """Counts the steps of one row."""

    def __init__(self, bars: Progress | None, what: str, total: int) -> None:
        self._bars = bars
        self._task = bars.add_task(what, total=total) if bars else None
        self.done = 0

    def step(self) -> None:
        self.done += 1
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task)
