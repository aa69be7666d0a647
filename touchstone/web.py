"""The web process: the HTTP API and the codec endpoint, served by uvicorn."""

import asyncio
import contextlib
import gc
import signal

import structlog
import uvicorn
from fastapi import FastAPI, Request
from sse_starlette.sse import AppStatus

from activities.webhooks import start_telling
from api.app import create_app
from api.identity import require_development
from api.parts import Parts
from api.tokens import TokenSigner
from criteria import catalogue
from criteria.errors import RuleBroken
from criteria.roles import Role
from records.errors import NotFound
from records.people import get_person
from touchstone.codec import SealingCodec
from touchstone.codec_endpoint import WhoAsks, codec_router
from touchstone.people import put_demonstration_people
from touchstone.posting import resolve
from touchstone.sealing import SealedTexts
from touchstone.settings import Settings
from touchstone.wiring import Kit, now, opened

log = structlog.get_logger()

GRACE_SECONDS = 15
WAKE_SECONDS = 2.0


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are finished."""
    async with opened(settings) as kit:
        if settings.development:
            await put_demonstration_people(kit.records, now())
        config = uvicorn.Config(
            web_app(kit),
            host=settings.web_host,
            port=settings.web_port,
            log_config=None,
            access_log=False,
            server_header=False,
            # Who is calling is decided by the peer's own address, never by a header.
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        server = uvicorn.Server(config)
        server.capture_signals = contextlib.nullcontext  # type: ignore[assignment,method-assign]
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, _stop, server)
        _keep_collector_calm()
        log.info("web.started")
        await server.serve()
        log.info("web.stopped")


def _keep_collector_calm() -> None:
    """Leave what is loaded out of every collection, and collect more seldom: searching the same
    programmes, routes and templates for garbage again and again took a quarter of each page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def web_app(kit: Kit) -> FastAPI:
    """The application of the web process, on opened parts."""
    parts = api_parts(kit)
    app = create_app(parts)
    codec = SealingCodec(kit.keys, kit.settings.temporal_namespace)
    app.include_router(codec_router(codec, kit.settings.ui_origins, _operator(parts)))
    return app


def api_parts(kit: Kit) -> Parts:
    """What the API works with."""
    settings = kit.settings
    return Parts(
        records=kit.records,
        files=kit.files,
        gateway=kit.gateway,
        identity=TokenSigner(kit.keys, now),
        programmes=lambda: catalogue.programmes(settings.programmes_folder),
        clock=now,
        sealed=SealedTexts(kit.keys),
        resolve=resolve,
        wake_webhook=lambda webhook: _wake(kit, webhook),
        development=settings.development,
        allowed_hosts=settings.allowed_hosts,
        temporal_ui=f"http://127.0.0.1:{settings.ui_port}",
        temporal_namespace=settings.temporal_namespace,
        receipt_token=settings.notify_callback_token,
    )


async def _wake(kit: Kit, webhook: str) -> None:
    """Have a webhook told now; where the engine is away, the sweep does it later."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(WAKE_SECONDS):
            await start_telling(kit.client, webhook)


def _operator(parts: Parts) -> WhoAsks:
    """Who calls the codec endpoint: a signed-in operator; in development, this very machine."""

    async def operator(request: Request) -> str | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() == "bearer":
                person = await get_person(parts.records, parts.identity.person(token))
                return person.id if Role.OPERATOR in person.standing_roles else None
            require_development(parts, request)
        except (RuleBroken, NotFound):
            return None
        return "development"

    return operator


def _stop(server: uvicorn.Server) -> None:
    server.should_exit = True
    # Streams of hints have no end of their own, and would be waited for.
    AppStatus.should_exit = True
