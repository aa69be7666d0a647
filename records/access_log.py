"""Who opened which case, review or referral, and when. Not chained; has a retention of its own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from records.identifiers import new_id
from records.session import Records
from records.tables import AccessTable
from records.values import read_value


@dataclass(frozen=True)
class Access:
    """A person opened something: `what` is its kind, `subject` its reference."""

    id: str
    at: datetime
    person: str
    what: str
    subject: str
    inspection: str
    request_id: str | None


async def log_access(
    records: Records,
    person: str,
    what: str,
    subject: str,
    inspection: str,
    at: datetime,
    request_id: str | None = None,
) -> None:
    """Write the row, before what was asked for is shown."""
    values = {"id": new_id("ac"), "at": at, "person": person, "what": what, "subject": subject}
    more = {"inspection": inspection, "request_id": request_id}
    async with records.transaction() as session:
        await session.execute(insert(AccessTable), {**values, **more})


async def list_access(records: Records, inspection: str) -> list[Access]:
    """The access log of an inspection, oldest first."""
    query = select(AccessTable).where(AccessTable.inspection == inspection)
    async with records.reading() as session:
        rows = await session.scalars(query.order_by(AccessTable.at, AccessTable.id))
        return [read_value(Access, row) for row in rows]
