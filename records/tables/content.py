"""What people wrote: drafts, immutable revisions, referrals, stored files, and who opened what."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.metadata import Document, Table


class DraftTable(Table):
    __tablename__ = "drafts"

    inspection: Mapped[str] = mapped_column(ForeignKey("inspections.reference"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    owner_scope: Mapped[str] = mapped_column(primary_key=True)  # 'force' or a person's id
    version: Mapped[int]
    content: Mapped[Document]
    author: Mapped[str]
    updated_at: Mapped[datetime]


class RevisionTable(Table):
    """The one protected table. Never selected from without the filter of records/visibility.py."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("inspection", "kind", "subject", "version"),
        Index("ix_revisions_standing", "inspection", "kind", "standing"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    inspection: Mapped[str] = mapped_column(ForeignKey("inspections.reference"))
    kind: Mapped[str]
    subject: Mapped[str]
    version: Mapped[int]
    author: Mapped[str]
    side: Mapped[str]
    content: Mapped[Document]
    salt: Mapped[str]
    hash: Mapped[str]
    act_id: Mapped[str] = mapped_column(ForeignKey("acts.id"), index=True)
    created_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    standing: Mapped[bool]


class ReferralTable(Table):
    """A case referred back to the force. The concern itself is a revision."""

    __tablename__ = "referrals"

    reference: Mapped[str] = mapped_column(primary_key=True)
    inspection: Mapped[str] = mapped_column(ForeignKey("inspections.reference"), index=True)
    case_reference: Mapped[str]
    concern_revision: Mapped[str] = mapped_column(ForeignKey("revisions.id"))
    referred_by: Mapped[str]
    referred_at: Mapped[datetime]
    before_audit: Mapped[bool]
    state: Mapped[str]
    closed_at: Mapped[datetime | None]


class FileTable(Table):
    """A file in the file store; its key there is its SHA-256."""

    __tablename__ = "stored_files"
    __table_args__ = (UniqueConstraint("inspection", "kind", "version"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    inspection: Mapped[str] = mapped_column(ForeignKey("inspections.reference"))
    kind: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger())
    sha256: Mapped[str]
    audience: Mapped[str]
    made_at: Mapped[datetime]
    act_id: Mapped[str | None]


class AccessTable(Table):
    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_inspection_at", "inspection", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str]
    what: Mapped[str]
    subject: Mapped[str]
    inspection: Mapped[str]
    request_id: Mapped[str | None]
