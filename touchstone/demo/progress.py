"""Shows on standard error how far the demonstration is: bars on a terminal, lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.markup import escape
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
        self._print(escape(what))

    def refused(self, what: str, rule: str) -> None:
        """An attempt that was refused, as it should be."""
        self._print(f"[yellow]refused as expected[/yellow]: {escape(what)} [dim]({rule})[/dim]")

    def phase(self, name: str) -> None:
        """The inspection has come to another phase."""
        self._print(f"[bold]{escape(name)}[/bold]")

    def _print(self, markup: str) -> None:
        self._console.print(f"[dim]{self.seconds:6.1f} s[/dim]  {markup}", soft_wrap=True)


class Silent(Display):
    """Tells nothing: for what is played beside other things."""

    @contextmanager
    def counted(self, what: str, total: int) -> Iterator["Count"]:
        yield Count(None, what, total)

    def _print(self, markup: str) -> None:
        pass


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
