"""The summary at the end of the demonstration, for a person at a terminal."""

from itertools import zip_longest
from pathlib import Path

from rich.console import Console
from rich.table import Table

from touchstone.demo.outcome import Outcome
from touchstone.demo.play import Play
from touchstone.embedded.instance import Running
from touchstone.settings import Settings

DATES = (
    "Dates are those of a real inspection, played in one go: this report is published before its"
    " fieldwork."
)


def show(
    play: Play,
    outcome: Outcome,
    running: Running,
    settings: Settings,
    *,
    stays: bool,
    out: Path | None,
    on_errors: bool,
) -> None:
    """Phases with their times, counts, documents, and where to look while the stack is up.

    Goes to standard error if `on_errors`, where standard output is kept for something else.
    """
    console = Console(stderr=on_errors, highlight=False)
    console.print()
    console.print(_phases(play))
    console.print(_figures(outcome))
    console.print(_documents(outcome))
    console.print(_where(play, running, settings, stays), markup=False, soft_wrap=True)
    if out is not None:
        console.print(f"Documents: {out}", markup=False, soft_wrap=True)
    console.print(DATES, style="dim")
    for fault in outcome.faults:
        console.print(f"[red]Not as it should be:[/red] {fault}")


def _phases(play: Play) -> Table:
    table = Table(title=f"Inspection {play.reference}", title_justify="left")
    table.add_column("phase")
    table.add_column("reached after", justify="right")
    table.add_column("lasted", justify="right")
    ends = [second for _, second in play.phases[1:]]
    for (name, second), end in zip_longest(play.phases, ends):
        lasted = f"{end - second:.1f} s" if end else "open"
        table.add_row(name.replace("_", " "), f"{second:.1f} s", lasted)
    return table


def _figures(outcome: Outcome) -> Table:
    figures = outcome.figures
    elsewhere = figures["acts"] - outcome.acts_of_inspection
    refused = ", ".join(outcome.refused) or "none"
    journal = "whole" if figures["journal_ok"] else "BROKEN"
    table = Table(show_header=False)
    for name, value in (
        ("acts accepted", f"{figures['acts']}, of which {elsewhere} in referral and follow-up"),
        ("refused, as they should be", refused),
        ("case files", f"{figures['cases']}, each audited by the force and reviewed"),
        ("referred back", str(figures["referrals"])),
        ("notices", str(figures["notices"])),
        ("journal", f"{figures['journal_entries']} entries, {journal}"),
        ("history", f"{figures['history_events']} events, {figures['history_bytes']:,} bytes"),
        ("events an act", f"{figures['events_per_act']} ({_counted(outcome)})"),
        ("calls repeated", str(outcome.repeated)),
        ("time", f"{figures['seconds']} s"),
    ):
        table.add_row(name, value)
    return table


def _counted(outcome: Outcome) -> str:
    return (
        f"all events of the inspection's workflow, timers and documents included, over the "
        f"{outcome.acts_of_inspection} acts accepted there"
    )


def _documents(outcome: Outcome) -> Table:
    table = Table("document", "bytes", "name")
    table.columns[1].justify = "right"
    table.columns[2].overflow = "fold"
    for name, document in zip(outcome.names, outcome.figures["documents"], strict=True):
        table.add_row(document["kind"], f"{document['bytes']:,}", name)
    return table


def _where(play: Play, running: Running, settings: Settings, stays: bool) -> str:
    if not stays:
        return (
            f"The stack that the demonstration started has ended. To look around: ./run up\n"
            f"Data: {settings.data_folder}"
        )
    workflow = f"namespaces/{settings.temporal_namespace}/workflows/inspection%2F{play.reference}"
    return "\n".join(
        (
            f"API       {running.web_url}{play.here}",
            f"API docs  {running.web_url}/docs",
            f"Workflow  {running.ui_url}/{workflow}",
        )
    )
