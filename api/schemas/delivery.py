"""Bodies of the delivery of the notice letter."""

from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from api.schemas.values import Sent, example

By = Literal["by_hand", "signed_post", "telephone_email"]


class ServiceIn(Sent):
    """When the letter was served, with its offset from UTC, and how."""

    model_config = example(at="2027-01-14T10:30:00+00:00", how="by_hand")

    at: AwareDatetime
    how: By


class MailboxOut(BaseModel):
    """The force's registered mailbox, and the notice letter as it went there.

    `address` is null where none is registered, all else where nothing went there. `carrier` is the
    channel by which it left; of them notify alone gives receipts.
    """

    model_config = ConfigDict(from_attributes=True)

    address: str | None = None
    subject: str | None = None
    body: str | None = None
    language: str | None = None
    state: str | None = None
    carrier: str | None = None
    queued_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str | None = None


class DeliveryOut(BaseModel):
    """Delivery as it stands. Before it, `at` and `how` are null and dates are those printed.

    Those are counted from the planned day.
    """

    at: datetime | None
    how: str | None
    planned: date
    deemed_from: datetime | None  # from when the lead may record deemed service
    mailbox: MailboxOut = MailboxOut()
