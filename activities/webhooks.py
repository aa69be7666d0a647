"""Telling webhooks: what waits for one endpoint, in order, each signed anew at every attempt.

At least once: a worker that dies between the endpoint's answer and our note of it leaves a delivery
that goes out again under the same `webhook-id`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from standardwebhooks.webhooks import Webhook as Signer
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError

from activities.channels.webhook import Answer, NotReached, Poster
from records.deliveries import (
    Delivery,
    claim_next,
    mark_delivered,
    mark_missed,
    next_due,
)
from records.errors import NotFound
from records.session import Records
from records.webhooks import GONE, Endpoint, drop_waiting, find_endpoint, purpose_of, switch_off
from workflows import names
from workflows.contracts import NextLook, Webhook

log = structlog.get_logger()

# How long to wait after each attempt, as Standard Webhooks advises: ten attempts in three days.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
ATTEMPTS = len(WAITS) + 1
LONGEST_WAIT = timedelta(hours=24)  # whatever an endpoint asks for
AT_A_TIME_SECONDS = 60.0  # of one activity; what is left follows in the next
_ASKS_FOR_TIME = (429, 503)
_GONE = 410


class Unsealer(Protocol):
    """Opens what was sealed for a purpose. Raises ValueError for what was not."""

    def open(self, purpose: str, sealed: str) -> str: ...


@dataclass(frozen=True)
class WebhookActivities:
    """Sends what waits for a webhook."""

    records: Records
    poster: Poster
    sealed: Unsealer
    clock: Callable[[], datetime]

    @activity.defn(name="tell_webhook")
    async def tell_webhook(self, webhook: Webhook) -> NextLook:
        """Send what is due; says when to look again, "" when nothing waits. Safe to repeat."""
        ends = asyncio.get_running_loop().time() + AT_A_TIME_SECONDS
        while asyncio.get_running_loop().time() < ends:
            activity.heartbeat()
            endpoint = await find_endpoint(self.records, webhook.id, self.clock())
            if endpoint is None:
                await drop_waiting(self.records, webhook.id)
                return NextLook("")
            delivery = await claim_next(self.records, webhook.id, self.clock())
            if delivery is None:
                break
            await self._tell(endpoint, delivery)
        at = await next_due(self.records, webhook.id)
        return NextLook(at.isoformat() if at else "")

    async def _tell(self, endpoint: Endpoint, delivery: Delivery) -> None:
        told = {"webhook": endpoint.id, "kind": delivery.event, "tries": delivery.attempts}
        try:
            now = self.clock()
            headers = self._signed(endpoint, delivery, now)
            answer = await self.poster.post(endpoint.url, delivery.body, headers, now)
        except NotReached as missed:
            log.warning("webhook.missed", code=missed.code, **told)
            await self._missed(delivery, missed.code, None)
            return
        if 200 <= answer.status < 300:
            await mark_delivered(self.records, delivery.id, self.clock(), answer.status)
            log.info("webhook.told", **told)
            return
        log.warning("webhook.missed", code="answered", status=answer.status, **told)
        await self._missed(delivery, "answered", answer)

    def _signed(self, endpoint: Endpoint, delivery: Delivery, now: datetime) -> dict[str, str]:
        """The headers of Standard Webhooks: one signature for each secret that counts now."""
        purpose = purpose_of(endpoint.id)
        try:
            secrets = [self.sealed.open(purpose, sealed) for sealed in endpoint.secrets]
        except ValueError:
            raise NotReached("secret_unreadable") from None
        signatures = [Signer(one).sign(delivery.id, now, delivery.body) for one in secrets]
        return {
            "webhook-id": delivery.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signatures),
            "User-Agent": "Touchstone",
        }

    async def _missed(self, delivery: Delivery, code: str, answer: Answer | None) -> None:
        status = answer.status if answer else None
        if status == _GONE:
            await mark_missed(self.records, delivery.id, code, status, None)
            await switch_off_gone(self.records, delivery.webhook, self.clock())
            return
        wait = wait_after(delivery.attempts, answer)
        again = self.clock() + wait if wait is not None else None
        await mark_missed(self.records, delivery.id, code, status, again)


def wait_after(attempts: int, answer: Answer | None = None) -> timedelta | None:
    """How long until the next attempt, after so many; None when that was the last."""
    if attempts >= ATTEMPTS:
        return None
    wait = WAITS[attempts - 1]
    if answer and answer.retry_after and answer.status in _ASKS_FOR_TIME:
        wait = max(wait, min(answer.retry_after, LONGEST_WAIT))
    return wait


async def switch_off_gone(records: Records, webhook: str, at: datetime) -> None:
    """The endpoint says that it is gone for good."""
    try:
        await switch_off(records, webhook, GONE, at)
    except NotFound:
        return  # removed meanwhile


async def start_telling(client: Client, webhook: str) -> None:
    """See that what waits for a webhook is sent: start its workflow, or wake the one that runs.

    What does not get through here is started by the sweep: no process waits for a webhook.
    """
    try:
        await client.start_workflow(
            names.WEBHOOK,
            Webhook(webhook),
            id=names.webhook_workflow_id(webhook),
            task_queue=names.INSPECTIONS_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            start_signal=names.LOOK,
            static_summary="webhook",
        )
    except (RPCError, RuntimeError) as error:
        log.warning("webhook.left_to_sweep", webhook=webhook, reason=type(error).__name__)
