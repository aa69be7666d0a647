"""Cases referred back to the force. A row stands once it is committed, whatever the engine does.

The concern itself is a revision: who may read that revision may know of the referral.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from criteria.visibility import Viewer
from records.errors import NotFound
from records.session import Records, Session
from records.tables import ReferralTable, RevisionTable
from records.upsert import insert_missing
from records.values import read_value
from records.visibility import visible

OPEN = "open"


@dataclass(frozen=True)
class NewReferral:
    """A case to be referred back. `before_audit`: the force's own audit of it was not in yet."""

    reference: str
    inspection: str
    case_reference: str
    concern_revision: str
    referred_by: str
    before_audit: bool


@dataclass(frozen=True)
class Referral:
    """A referral at a glance; its clocks and contacts are its process's state."""

    reference: str
    inspection: str
    case_reference: str
    concern_revision: str
    referred_by: str
    referred_at: datetime
    before_audit: bool
    state: str
    closed_at: datetime | None


async def open_referral(session: Session, new: NewReferral, at: datetime) -> bool:
    """Enter a referral, in the transaction that freezes its concern. False if it was there."""
    values = {**vars(new), "referred_at": at, "state": OPEN}
    return await insert_missing(session, ReferralTable, values)


async def get_referral(records: Records, viewer: Viewer, reference: str) -> Referral:
    """One referral. Raises NotFound, also where the viewer may not read its concern."""
    query = _visible(viewer).where(ReferralTable.reference == reference)
    async with records.reading() as session:
        row = (await session.scalars(query)).one_or_none()
        if row is None:
            raise NotFound("referral", reference)
        return read_value(Referral, row)


async def list_referrals(records: Records, viewer: Viewer, inspection: str) -> list[Referral]:
    """The referrals of an inspection that the viewer may know of, oldest first."""
    query = (
        _visible(viewer)
        .where(ReferralTable.inspection == inspection)
        .order_by(ReferralTable.referred_at, ReferralTable.reference)
    )
    async with records.reading() as session:
        return [read_value(Referral, row) for row in await session.scalars(query)]


def _visible(viewer: Viewer) -> Any:
    concern = RevisionTable.id == ReferralTable.concern_revision
    return select(ReferralTable).join(RevisionTable, concern).where(visible(viewer))
