"""What would follow from reopening a phase, as callers read it."""

from collections.abc import Sequence

from api.schemas.reopening import DateToCome, ReopeningOut, StandingOut, TaskForeseen
from workflows.reopening import Reopening
from workflows.stale import Fact
from workflows.tasks import Task


def reopening_out(found: Reopening) -> ReopeningOut:
    return ReopeningOut(
        phase=found.phase.value,
        seen=found.seen,
        void=standing(found.void),
        stays=standing(found.stays),
        opens=[_task(task) for task in found.opens],
        lapses=[task.id for task in found.lapses],
        moves=[_task(task) for task in found.moves],
        to_come=[
            DateToCome(kind=kind, due=due.at, why=due.why) for kind, due in found.to_come.items()
        ],
    )


def standing(facts: Sequence[Fact]) -> list[StandingOut]:
    """Kind by kind, in the order of the process."""
    about: dict[str, list[str]] = {}
    for fact in facts:
        about.setdefault(fact.what, []).append(fact.about)
    return [
        StandingOut(what=what, count=len(each), about=[one for one in each if one])
        for what, each in about.items()
    ]


def _task(task: Task) -> TaskForeseen:
    return TaskForeseen(
        task=task.id,
        roles=[role.value for role in task.roles],
        due=task.due.at if task.due else None,
        why=task.due.why if task.due else "",
    )
