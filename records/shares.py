"""Which rows of the self-assessment the force has given to which of its contributors."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select

from criteria.roles import Side
from criteria.visibility import Kind, Sight, Viewer, sight
from records.session import Records, Session
from records.tables import ShareTable
from records.upsert import insert_missing, put
from records.values import read_value


@dataclass(frozen=True)
class Share:
    """A row given to a contributor. `internal_due` is a date of the force's own."""

    inspection: str
    row: str
    person: str
    internal_due: datetime | None
    by: str


async def share_row(session: Session, share: Share) -> None:
    """Give a row to a person, or change the date and giver of one given before."""
    await put(session, ShareTable, vars(share))


async def withdraw_row(session: Session, inspection: str, row: str, person: str) -> None:
    """Take a row back. What the person wrote stays."""
    await session.execute(
        delete(ShareTable).where(
            ShareTable.inspection == inspection,
            ShareTable.row == row,
            ShareTable.person == person,
        )
    )


async def pass_on_rows(session: Session, inspection: str, leaver: str, successor: str) -> None:
    """Give the leaver's rows to the successor, who keeps the dates of those they had already."""
    query = (
        select(ShareTable)
        .where(ShareTable.inspection == inspection, ShareTable.person == leaver)
        .order_by(ShareTable.row)
    )
    for share in [read_value(Share, row) for row in await session.scalars(query)]:
        await insert_missing(session, ShareTable, vars(replace(share, person=successor)))
        await withdraw_row(session, inspection, share.row, leaver)


async def list_shares(records: Records, viewer: Viewer, inspection: str) -> list[Share]:
    """The shares of an inspection: all for the force's approvers, their own for contributors.

    How a force shares out its work is not shown outside it.
    """
    if viewer.side is not Side.FORCE or not viewer.roles:
        return []
    query = select(ShareTable).where(ShareTable.inspection == inspection)
    if sight(Kind.RETURN, viewer) is not Sight.ALWAYS:
        query = query.where(ShareTable.person == viewer.person)
    async with records.reading() as session:
        rows = await session.scalars(query.order_by(ShareTable.row, ShareTable.person))
        return [read_value(Share, row) for row in rows]
