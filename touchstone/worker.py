"""The worker process: workflows and quick writes on one queue, documents on another; the sweep."""

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AsyncExitStack
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import structlog
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Interceptor, Worker

from activities.channels import Channel
from activities.channels.webhook import Poster
from activities.register import Tools, document_activities, inspection_activities
from records.projection import SMS
from touchstone.embedded.launch import die_with_owner
from touchstone.keys import KeyRing
from touchstone.posting import channels_of, resolve
from touchstone.sealing import SealedTexts
from touchstone.settings import Settings
from touchstone.sweep import keep_sweeping
from touchstone.temporal import connect
from touchstone.wiring import Kit, now, opened
from workflows.follow_up import FollowUpWorkflow
from workflows.inspection import InspectionWorkflow
from workflows.names import DOCUMENTS_QUEUE, INSPECTIONS_QUEUE
from workflows.notices import NoticesWorkflow
from workflows.referral import ReferralWorkflow
from workflows.sandbox import runner
from workflows.webhooks import WebhookWorkflow

log = structlog.get_logger()

WORKFLOWS: Sequence[type] = (
    InspectionWorkflow,
    ReferralWorkflow,
    FollowUpWorkflow,
    NoticesWorkflow,
    WebhookWorkflow,
)
GRACE = timedelta(seconds=20)
RETRY_SECONDS = 1.0


Channels = dict[str, Channel]


async def run(
    settings: Settings,
    interceptors: Sequence[Interceptor] = (),
    channels: Callable[[Settings], Channels] = channels_of,
) -> None:
    """Work until SIGTERM or SIGINT. Waits for the engine when it is away at the start."""
    leaving_by = channels(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    client = await _reach_engine(settings, stop)
    if client is None:
        return
    async with opened(settings, client) as kit:
        # Spawned, not forked: the SDK's threads do not survive a fork.
        with ProcessPoolExecutor(
            max_workers=1,
            mp_context=get_context("spawn"),
            initializer=die_with_owner,
            initargs=(os.getpid(),),
        ) as pool:
            await _work(kit, pool, stop, interceptors, leaving_by)


async def _work(
    kit: Kit,
    pool: Executor,
    stop: asyncio.Event,
    interceptors: Sequence[Interceptor],
    channels: Channels,
) -> None:
    fatal: list[BaseException] = []

    async def on_fatal(error: BaseException) -> None:
        fatal.append(error)
        stop.set()

    async with AsyncExitStack() as stack:
        for worker in workers(kit, pool, interceptors, channels, on_fatal_error=on_fatal):
            await stack.enter_async_context(worker)
        sweeping = asyncio.create_task(keep_sweeping(kit))
        log.info("worker.started", sends_texts=SMS in channels)
        await stop.wait()
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)
    log.info("worker.stopped")
    if fatal:
        raise fatal[0]


def workers(
    kit: Kit,
    pool: Executor,
    interceptors: Sequence[Interceptor] = (),
    channels: Channels | None = None,
    **options: Any,
) -> list[Worker]:
    """The two workers of the product, not yet running."""
    tools = Tools(
        records=kit.records,
        files=kit.files,
        client=kit.client,
        channels=channels or channels_of(kit.settings),
        poster=Poster(resolve, kit.settings.development),
        sealed=SealedTexts(kit.keys),
        pool=pool,
        clock=now,
        public_url=kit.settings.public_url,
        demonstration=kit.settings.development,
    )
    return [
        Worker(
            kit.client,
            task_queue=INSPECTIONS_QUEUE,
            workflows=WORKFLOWS,
            activities=inspection_activities(tools),
            workflow_runner=runner(),
            # After a crash the engine asks the dead worker first: not for long.
            sticky_queue_schedule_to_start_timeout=timedelta(seconds=5),
            graceful_shutdown_timeout=GRACE,
            interceptors=interceptors,
            **options,
        ),
        Worker(
            kit.client,
            task_queue=DOCUMENTS_QUEUE,
            activities=document_activities(tools),
            max_concurrent_activities=2,
            graceful_shutdown_timeout=GRACE,
            interceptors=interceptors,
            **options,
        ),
    ]


async def _reach_engine(settings: Settings, stop: asyncio.Event) -> Client | None:
    """Wait until the engine answers: a worker cannot start without it. None when told to stop."""
    keys = KeyRing.load(settings.keys_folder)
    while not stop.is_set():
        try:
            return await connect(settings, keys, lazy=False)
        except (RuntimeError, RPCError):
            log.info("worker.waiting_for_engine")
            await asyncio.sleep(RETRY_SECONDS)
    return None
