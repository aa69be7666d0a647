"""The year in which weeks pass on the time-skipping server: 2049, whose days are those of 2027.

Its clock starts at the real present and only leaps forward, so the year must lie ahead for long.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.testing import WorkflowEnvironment

from tests.builders import HOLIDAYS, an_issue, an_outline
from tests.workflows.engine import Driven, opened
from tests.workflows.kept import Kept
from tests.workflows.straight import REFERRAL
from workflows.patch import to_document
from workflows.referral import ReferralWorkflow
from workflows.uk_time import local

YEARS = 22
MONDAY = datetime(2049, 1, 11, 10, 0, tzinfo=UTC)


def later(day: str) -> str:
    """The same day in 2049: bank holidays fall on the same weekdays."""
    return f"{int(day[:4]) + YEARS}{day[4:]}"


OUTLINE = an_outline(holidays=[later(day) for day in HOLIDAYS])


def an_issue_in_2049(**outline: Any) -> dict[str, Any]:
    changed = an_outline(**{"holidays": OUTLINE.holidays, **outline})
    return an_issue(
        outline=to_document(changed), fieldwork_start="2049-03-01", fieldwork_end="2049-03-12"
    )


async def a_referral(
    environment: WorkflowEnvironment, queue: str, received: datetime | None = None
) -> Driven:
    return await opened(
        environment.client,
        queue,
        "T-1-R1",
        {**REFERRAL, "outline": to_document(OUTLINE)},
        workflow=ReferralWorkflow,
        opening=("p-ann", "refer_back"),
        received=received,
    )


async def sleep_until(environment: WorkflowEnvironment, instant: datetime) -> None:
    await environment.sleep(instant - await environment.get_current_time())


def told(kept: Kept, workflow_id: str, task: str) -> list[str]:
    """The rungs of a task as they were climbed, on the UK's clock to the minute."""
    return [
        f"{rung} {local(at + timedelta(seconds=1)):%a %d %b %H:%M}"
        for rung, at in kept.rungs(workflow_id, task)
    ]
