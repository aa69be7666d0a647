"""`./run inspections`: what runs, who must act, what each timer waits for, what was last done; from
the records.

The records hold the state that each workflow itself goes by, and the same functions say what it
means. So this works with the engine away, too; codes and dates only, no content and no person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from activities.derive import read_state
from records.processes import Process, list_open
from records.session import Records
from touchstone.settings import Settings
from touchstone.terminal import say
from touchstone.wiring import now
from workflows import view
from workflows.deadlines import long_date
from workflows.names import FOLLOW_UP, REFERRAL
from workflows.phases import Phase
from workflows.state import InspectionState
from workflows.tasks import open_tasks
from workflows.uk_time import local

_BESIDE = {REFERRAL: "case referred back", FOLLOW_UP: "follow-up"}


@dataclass(frozen=True)
class Listed:
    """One process that has not ended, as an operator reads it."""

    name: str
    phase: str
    force: str
    roles: tuple[str, ...]
    due: datetime | None
    timer: str
    last_done: str
    overdue: bool
    paused: bool
    in_follow_up: bool = False

    def lines(self) -> Iterator[str]:
        flags = [*["OVERDUE"] * self.overdue, *["PAUSED"] * self.paused]
        yield "  ".join([self.name, self.force, self.phase, *flags])
        by = f"; first due {_moment(self.due)}" if self.due else ""
        nobody = "nobody; its follow-up stands by itself" if self.in_follow_up else "nobody"
        yield f"    must act: {', '.join(self.roles) or nobody}{by}"
        yield f"    {self.timer}"
        if self.last_done:
            yield f"    {self.last_done}"


async def run(settings: Settings, *, overdue: bool) -> int:
    """Print them, those that are due first on top."""
    records = Records.open(settings.database_url)
    try:
        found = listed(await list_open(records), now())
    finally:
        await records.close()
    shown = [one for one in found if one.overdue or not overdue]
    for one in shown:
        say("\n".join(one.lines()))
    kinds = "overdue" if overdue else "open"
    say(f"{len(shown)} {kinds}." if shown else f"Nothing is {kinds}.")
    return 0


def listed(processes: Sequence[Process], at: datetime) -> list[Listed]:
    """All that have begun, by their next due date; those without one last."""
    found = [_listed(process, at) for process in processes if process.state.get("outline")]
    return sorted(found, key=lambda one: (one.due is None, one.due or at, one.name))


def _listed(process: Process, at: datetime) -> Listed:
    state = read_state(process.workflow_type, process.state)
    tasks = open_tasks(state)
    shown = view.attributes(state, tasks, at)
    is_inspection = isinstance(state, InspectionState)
    phase = shown["InspectionPhase"] if is_inspection else _BESIDE[process.workflow_type]
    return Listed(
        name=process.workflow_id.partition("/")[2],
        phase=view.words(phase),
        force=state.force,
        roles=tuple(view.words(role) for role in shown["AwaitedRoles"]),
        due=shown["NextDue"],
        timer=view.timer(state, tasks),
        last_done=view.last_done(state),
        overdue=shown["Overdue"],
        paused=shown["Paused"],
        in_follow_up=shown.get("InspectionPhase") == Phase.FOLLOW_UP,
    )


def _moment(at: datetime) -> str:
    return f"{local(at):%H:%M} on {long_date(local(at).date())}"
