"""Who and what there is: forces, people, pinned programmes, inspections and who serves on them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from records.metadata import Document, Table


class ForceTable(Table):
    __tablename__ = "forces"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    welsh_name: Mapped[str | None]
    region: Mapped[str | None]
    pfa_code: Mapped[str | None]
    invented: Mapped[bool]
    mailbox: Mapped[str | None]


class PersonTable(Table):
    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    telephone: Mapped[str | None]
    side: Mapped[str]
    force_code: Mapped[str | None] = mapped_column(ForeignKey("forces.code"), index=True)
    title: Mapped[str | None]
    language: Mapped[str]  # 'en' or 'cy'
    demonstration: Mapped[bool]
    standing_roles: Mapped[list[str]]
    served_at: Mapped[Document]  # force code -> the day served until, ISO, or "" while still there


class CalendarFeedTable(Table):
    """The secret address of a person's calendar feed: its hash, never the address itself."""

    __tablename__ = "calendar_feeds"

    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class ProgrammeTable(Table):
    __tablename__ = "programmes"

    hash: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(index=True)
    version: Mapped[str]
    content: Mapped[Document]


class InspectionTable(Table):
    """The row that lists are made of; phase to closed_at are copies kept by projections."""

    __tablename__ = "inspections"
    __table_args__ = (
        Index("ix_inspections_next_due_reference", "next_due", "reference"),
        Index("ix_inspections_created_at_reference", "created_at", "reference"),
        Index("ix_inspections_issued_at_reference", "issued_at", "reference"),
        Index("ix_inspections_phase_reference", "phase", "reference"),
        Index("ix_inspections_force_code_reference", "force_code", "reference"),
        # Every column that a list is filtered by, so that counting reads this index alone.
        Index(
            "ix_inspections_filters",
            "phase",
            "overdue",
            "closed_at",
            "programme_id",
            "force_code",
            "awaited",
            "searched",
            "reference",
        ),
    )

    reference: Mapped[str] = mapped_column(primary_key=True)
    force_code: Mapped[str] = mapped_column(ForeignKey("forces.code"))
    programme_hash: Mapped[str] = mapped_column(ForeignKey("programmes.hash"))
    programme_id: Mapped[str]
    title: Mapped[str]
    issued_at: Mapped[datetime | None]
    fieldwork_start: Mapped[date | None]
    fieldwork_end: Mapped[date | None]
    phase: Mapped[str]
    awaiting: Mapped[list[str]]
    awaited: Mapped[str]  # the same as text that a filter can look into, as "|hmi|liaison|"
    searched: Mapped[str]  # reference and title without case or accents
    next_due: Mapped[datetime | None]
    overdue: Mapped[int]
    closed_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]  # since when, while it is paused
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class AppointmentTable(Table):
    __tablename__ = "appointments"
    __table_args__ = (
        Index(
            "uq_appointments_open",
            "inspection",
            "person",
            "role",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    inspection: Mapped[str] = mapped_column(ForeignKey("inspections.reference"), index=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str]
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]


class ShareTable(Table):
    """A row of the self-assessment given to a contributor of the force."""

    __tablename__ = "row_shares"

    inspection: Mapped[str] = mapped_column(ForeignKey("inspections.reference"), primary_key=True)
    row: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    internal_due: Mapped[datetime | None]
    by: Mapped[str]


class CounterTable(Table):
    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
