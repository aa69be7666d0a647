"""Bodies of the delivery of the notice letter."""

from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel

from api.schemas.values import Sent, example

By = Literal["by_hand", "signed_post", "telephone_email"]


class ServiceIn(Sent):
    """When the letter was served, with its offset from UTC, and how."""

    model_config = example(at="2027-01-14T10:30:00+00:00", how="by_hand")

    at: AwareDatetime
    how: By


class DeliveryOut(BaseModel):
    """Delivery as it stands. Before it, `at` and `how` are null and dates are those printed.

    Those are counted from the planned day.
    """

    at: datetime | None
    how: str | None
    planned: date
    deemed_from: datetime | None  # from when the lead may record deemed service
