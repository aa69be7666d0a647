"""Every activity of the product, built from its tools, for the workers."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from temporalio.client import Client

from activities.channels import Channel
from activities.channels.webhook import Poster
from activities.follow_up import FollowUpActivities
from activities.notices import NoticeActivities
from activities.projection import ProjectionActivities
from activities.rendering import RenderingActivities
from activities.webhooks import Unsealer, WebhookActivities
from records.file_store import FileStore
from records.projection import SMS
from records.session import Records


@dataclass(frozen=True)
class Tools:
    """What the activities work with."""

    records: Records
    files: FileStore
    client: Client
    channels: dict[str, Channel]
    poster: Poster
    sealed: Unsealer
    pool: Executor
    clock: Callable[[], datetime]
    public_url: str
    demonstration: bool = False  # see activities.demonstration


def inspection_activities(tools: Tools) -> Sequence[Callable[..., Any]]:
    """The activities of the inspections' task queue: quick writes and sending."""
    projection = ProjectionActivities(
        tools.records,
        tools.client,
        tools.clock,
        tools.public_url,
        texts=SMS in tools.channels,
    )
    follow_up = FollowUpActivities(tools.records, tools.files, tools.client, tools.clock)
    notices = NoticeActivities(
        tools.records, tools.channels, tools.clock, demonstration=tools.demonstration
    )
    webhooks = WebhookActivities(tools.records, tools.poster, tools.sealed, tools.clock)
    return [
        projection.project,
        follow_up.open_follow_up,
        follow_up.close_inspection,
        notices.send_notices,
        webhooks.tell_webhook,
    ]


def document_activities(tools: Tools) -> Sequence[Callable[..., Any]]:
    """The activities of the documents' task queue: slow, few at a time."""
    rendering = RenderingActivities(
        tools.records, tools.files, tools.pool, tools.clock, demonstration=tools.demonstration
    )
    return [rendering.render_documents]
