"""Settings to parts: opens records, files, keys and the engine's client for every process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from temporalio.client import Client

from api.gateway import Gateway
from records.file_store import FileStore
from records.session import Records
from touchstone.keys import KeyRing
from touchstone.settings import Settings
from touchstone.temporal import connect


def now() -> datetime:
    """The clock of the product: aware, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Kit:
    """What every process of the product works with."""

    settings: Settings
    keys: KeyRing
    records: Records
    files: FileStore
    client: Client
    gateway: Gateway


@asynccontextmanager
async def opened(settings: Settings, client: Client | None = None) -> AsyncIterator[Kit]:
    """Open everything; close it at the end.

    Without a client given, one that connects on first use, so that the engine may be away; a worker
    needs one that is connected.
    """
    keys = KeyRing.load(settings.keys_folder)
    records = Records.open(settings.database_url)
    try:
        client = client or await connect(settings, keys)
        gateway = Gateway(client, records, now, budget_seconds=settings.gateway_budget_seconds)
        yield Kit(settings, keys, records, file_store(settings), client, gateway)
    finally:
        await records.close()


def file_store(settings: Settings) -> FileStore:
    """The store that the settings name: a folder (file:// address) or an S3-compatible one."""
    parts = urlsplit(settings.files_url)
    return FileStore.open(
        Path(unquote(parts.path)) if parts.scheme == "file" else settings.files_url
    )
