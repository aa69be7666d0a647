"""What operators look at: acts that wait, notices that failed, tasks that nobody does, and when the
engine was last compared with the records. Codes, dates and numbers; never content.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from records.journal import HOUSE
from records.notices import DELAYED, NoticeState
from records.session import Records, Session
from records.tables import ActTable, JournalTable, NoticeTable, TaskTable

STUCK_AFTER = timedelta(days=5)  # past every rung of the shipped ladders
TOLD_FOR = timedelta(days=30)  # a failure that nobody settles, of a closed inspection above all
RECONCILED = "reconciled"  # the event in the house's chain
MOST_ROWS = 50


@dataclass(frozen=True)
class WaitingAct:
    id: str
    inspection: str
    kind: str
    received_at: datetime
    attempts: int


@dataclass(frozen=True)
class TroubledNotice:
    key: str
    inspection: str
    template: str
    channel: str
    failed_at: datetime | None
    failure: str  # a code; what follows a ":" in it is left out
    attempts: int


@dataclass(frozen=True)
class Held:
    """Why notices wait until somebody mends a setting, and how many."""

    failure: str
    notices: int


@dataclass(frozen=True)
class StuckTask:
    id: str
    inspection: str
    task: str
    roles: tuple[str, ...]
    due: datetime


@dataclass(frozen=True)
class Reconciled:
    at: datetime
    processes: int
    restarted: int
    resent: int


@dataclass(frozen=True)
class Operations:
    """The first rows of each list, oldest first, and how many there are in all."""

    waiting: list[WaitingAct]
    waiting_total: int
    failed: list[TroubledNotice]
    failed_total: int
    held: list[Held]
    stuck: list[StuckTask]
    stuck_total: int
    reconciled: Reconciled | None

    @property
    def is_quiet(self) -> bool:
        """Whether everything can wait until morning."""
        return not (self.waiting_total or self.failed_total or self.held or self.stuck_total)


async def read_operations(records: Records, at: datetime) -> Operations:
    """Everything that an operator should know of, as it stands at this moment."""
    late = (TaskTable.done_at.is_(None), TaskTable.due.is_not(None))
    waiting = select(ActTable).where(ActTable.state == "received")
    failed = select(NoticeTable).where(
        NoticeTable.state == NoticeState.FAILED.value,
        NoticeTable.settled_at.is_(None),
        or_(NoticeTable.failed_at.is_(None), NoticeTable.failed_at > at - TOLD_FOR),
    )
    stuck = select(TaskTable).where(*late, TaskTable.due < at - STUCK_AFTER)
    async with records.reading() as session:
        return Operations(
            [_waiting(row) for row in await _first(session, waiting, ActTable.received_at)],
            await _count(session, waiting),
            [_troubled(row) for row in await _first(session, failed, NoticeTable.queued_at)],
            await _count(session, failed),
            await _held(session),
            [_stuck(row) for row in await _first(session, stuck, TaskTable.due)],
            await _count(session, stuck),
            await _last_reconciled(session),
        )


async def _first(session: Session, query: Any, oldest: Any) -> list[Any]:
    return list(await session.scalars(query.order_by(oldest).limit(MOST_ROWS)))


async def _count(session: Session, query: Any) -> int:
    counted = query.with_only_columns(func.count(), maintain_column_froms=True)
    return int((await session.execute(counted)).scalar_one())


async def _held(session: Session) -> list[Held]:
    query = (
        select(NoticeTable.failure, func.count())
        .where(
            NoticeTable.state.in_((NoticeState.QUEUED.value, NoticeState.SENDING.value)),
            NoticeTable.failure.is_not(None),
            NoticeTable.failure != DELAYED,
        )
        .group_by(NoticeTable.failure)
        .order_by(NoticeTable.failure)
    )
    return [Held(str(failure), count) for failure, count in await session.execute(query)]


async def _last_reconciled(session: Session) -> Reconciled | None:
    query = (
        select(JournalTable)
        .where(JournalTable.chain == HOUSE, JournalTable.event == RECONCILED)
        .order_by(JournalTable.position.desc())
        .limit(1)
    )
    found = (await session.scalars(query)).one_or_none()
    return Reconciled(at=found.at, **found.body) if found else None


def _waiting(row: ActTable) -> WaitingAct:
    return WaitingAct(row.id, row.inspection, row.kind, row.received_at, row.attempts)


def _troubled(row: NoticeTable) -> TroubledNotice:
    failure = (row.failure or "").partition(":")[0]
    return TroubledNotice(
        row.key,
        row.inspection,
        row.template,
        row.channel,
        row.failed_at,
        failure,
        row.attempts,
    )


def _stuck(row: TaskTable) -> StuckTask:
    assert row.due is not None
    return StuckTask(row.id, row.inspection, row.task, tuple(row.roles), row.due)
