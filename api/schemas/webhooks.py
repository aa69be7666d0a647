"""Bodies of webhooks: endpoints that are told of events, and what became of each telling."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.values import Sent, Shown, example
from criteria.webhook_events import WebhookEvent

WebhookId = Annotated[
    str, Field(pattern=r"^wh-[a-z0-9]{4,40}$", examples=["wh-mfrggzdfmztwq2lkn5xa"])
]
DeliveryId = Annotated[
    str, Field(pattern=r"^msg_[a-f0-9]{32}$", examples=["msg_0123456789abcdef0123456789abcdef"])
]


class WebhookIn(Sent):
    """An https address on the open internet, and the events that it is told of."""

    model_config = example(
        url="https://hooks.example.org/touchstone", events=["task.opened", "task.done"]
    )

    url: str = Field(max_length=2000)
    events: list[WebhookEvent] = Field(min_length=1, max_length=20)


class WebhookOut(Shown):
    """An endpoint. `old_until`: until when the secret before the present one signs too."""

    id: str
    url: str
    events: list[str]
    made_by: str
    made_at: datetime
    old_until: datetime | None
    off_at: datetime | None
    off_because: str | None


class WebhookList(Shown):
    items: list[WebhookOut]


class WebhookMade(Shown):
    """An endpoint and its secret. The secret is told this once."""

    webhook: WebhookOut
    secret: str


class DeliveryOut(Shown):
    """One telling. `status`: what the endpoint answered last; `failure`: why it was missed."""

    id: str
    event: str
    state: str
    queued_at: datetime
    next_at: datetime | None
    attempts: int
    attempted_at: datetime | None
    delivered_at: datetime | None
    status: int | None
    failure: str | None


class DeliveryList(Shown):
    """The last hundred, the newest first."""

    items: list[DeliveryOut]


class DeliveryQueued(Shown):
    """What is on its way: its id is the `webhook-id` that the receiver sees."""

    id: str
