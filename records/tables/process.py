"""What people decided and where each process stands: acts, processes, effects and the journal.

Hazard: what a projection writes refers to inspections only. A projection may never be refused, so
no foreign key of these tables points at anything that it could find missing.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from records.metadata import Document, Table


class ActTable(Table):
    __tablename__ = "acts"
    __table_args__ = (
        UniqueConstraint("actor", "idempotency_key"),
        Index("ix_acts_state_received_at", "state", "received_at"),
        Index("ix_acts_workflow_id_received_at", "workflow_id", "received_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workflow_id: Mapped[str]
    inspection: Mapped[str] = mapped_column(ForeignKey("inspections.reference"), index=True)
    kind: Mapped[str]
    actor: Mapped[str]
    idempotency_key: Mapped[str]
    salt: Mapped[str]  # of payload_hash: without it short content could be guessed from the hash
    payload_hash: Mapped[str]
    message: Mapped[Document]
    revision_ids: Mapped[list[str]]
    state: Mapped[str]
    rule: Mapped[str | None]
    codes: Mapped[list[str] | None]
    received_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int]
    request_id: Mapped[str | None]


class ProcessTable(Table):
    """Where one workflow stands: its own content-free state, as it last projected it."""

    __tablename__ = "processes"

    workflow_id: Mapped[str] = mapped_column(primary_key=True)
    inspection: Mapped[str] = mapped_column(ForeignKey("inspections.reference"), index=True)
    workflow_type: Mapped[str]
    state: Mapped[Document]
    last_effect: Mapped[str]  # "" before the first
    version: Mapped[int]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    history_file: Mapped[str | None]  # its hash in the file store


class EffectTable(Table):
    """An effect that happened, so that it happens once."""

    __tablename__ = "effects"

    key: Mapped[str] = mapped_column(primary_key=True)
    workflow_id: Mapped[str] = mapped_column(index=True)
    payload_hash: Mapped[str]
    at: Mapped[datetime]


class JournalTable(Table):
    """One entry of a chain: ids, codes and salted hashes only."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("chain", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    chain: Mapped[str]
    position: Mapped[int]  # from 1
    at: Mapped[datetime]
    event: Mapped[str]
    actor: Mapped[str | None]
    act_id: Mapped[str | None]
    run_id: Mapped[str | None]
    body: Mapped[Document]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class HeadTable(Table):
    """The last entry of each chain: the row that a writer locks."""

    __tablename__ = "journal_heads"

    chain: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    hash: Mapped[str]
    sealed_position: Mapped[int]  # up to where the house chain vouches for this one
