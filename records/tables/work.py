"""What is asked of people and what they are told: tasks and notices, as projections write them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from records.metadata import Document, Table

_OPEN = text("done_at IS NULL")


class TaskTable(Table):
    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_workflow_id_done_at", "workflow_id", "done_at"),
        Index("ix_tasks_inspection_done_at", "inspection", "done_at"),
        # Of open tasks only: an index that begins with done_at would be preferred for any search
        # of open tasks, since nearly every other value of it is rare.
        Index("ix_tasks_due_open", "due", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[str] = mapped_column(primary_key=True)  # "{workflow id}:{task}"
    workflow_id: Mapped[str]
    inspection: Mapped[str] = mapped_column(ForeignKey("inspections.reference"))
    task: Mapped[str]
    roles: Mapped[list[str]]
    people: Mapped[list[str]]
    title: Mapped[str]
    due: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(Text())
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    overdue: Mapped[bool]


class TaskPersonTable(Table):
    """In whose inboxes an open task lies; a done one lies in none."""

    __tablename__ = "task_people"

    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True, index=True)


class NoticeTable(Table):
    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_recipient_queued_at", "recipient", "queued_at"),
        Index("ix_notices_state_queued_at", "state", "queued_at"),
        Index("ix_notices_provider_reference", "provider_reference"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(index=True)
    effect: Mapped[str] = mapped_column(index=True)  # the effect whose projection queued it
    inspection: Mapped[str] = mapped_column(ForeignKey("inspections.reference"), index=True)
    task_id: Mapped[str | None]
    recipient: Mapped[str]
    channel: Mapped[str]
    template: Mapped[str]
    facts: Mapped[Document]
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(Text())
    state: Mapped[str]  # queued, sending, sent, delivered, failed or superseded
    queued_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    provider_reference: Mapped[str | None]
    carrier: Mapped[str | None]  # outbox, smtp or notify: by which it left
    delivered_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]  # the lead has seen to its failure
    failure: Mapped[str | None]  # a code: why it failed, or does not leave yet
    attempts: Mapped[int]
