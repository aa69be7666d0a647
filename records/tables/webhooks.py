"""Webhooks: whom we tell of events, and each telling on its way."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from records.metadata import Table


class WebhookTable(Table):
    """An endpoint that an operator registered. Secrets are sealed by the key ring."""

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(Text())  # "" once removed, like its secrets
    events: Mapped[list[str]]
    secret: Mapped[str] = mapped_column(Text())
    old_secret: Mapped[str | None] = mapped_column(Text())
    old_until: Mapped[datetime | None]  # until when the old secret signs too
    salt: Mapped[str]  # of the ids that its receiver sees
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    off_at: Mapped[datetime | None]  # since when it is switched off
    off_because: Mapped[str | None]  # a code: "operator" or "gone"
    removed_at: Mapped[datetime | None]


class DeliveryTable(Table):
    """One event for one endpoint: unique by id, which follows from effect, event and task."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("ix_webhook_deliveries_webhook_state_next_at", "webhook", "state", "next_at"),
        Index("ix_webhook_deliveries_state_next_at", "state", "next_at"),
        Index("ix_webhook_deliveries_webhook_queued_at", "webhook", "queued_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    webhook: Mapped[str] = mapped_column(ForeignKey("webhooks.id"))
    effect: Mapped[str] = mapped_column(index=True)  # the effect whose projection queued it
    event: Mapped[str]
    body: Mapped[str] = mapped_column(Text())  # exactly as it is sent
    state: Mapped[str]  # queued, delivered, failed or dropped
    queued_at: Mapped[datetime]
    next_at: Mapped[datetime]  # when it is to be sent; while it is being sent, when to take it over
    attempts: Mapped[int]
    attempted_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    status: Mapped[int | None]  # that the endpoint answered last
    failure: Mapped[str | None]  # a code: why the last attempt did not get there
