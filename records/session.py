"""Engines and transactions: the one place where the two databases differ in how they are opened.

Every write goes through `Records.transaction()`, every read through `Records.reading()`.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from records.canonical import canonical_text

Session = AsyncSession

_BUSY_MS = 30_000
_CACHE_KB = 8_192  # a connection: lists of 10,000 inspections stay in memory


class Records:
    """What is kept, open for use. One for each process; close it at the end."""

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine) -> None:
        self._engines = (writing, reading)
        self._write = async_sessionmaker(writing, expire_on_commit=False)
        self._read = async_sessionmaker(reading, expire_on_commit=False)
        self._moment: ContextVar[AsyncSession | None] = ContextVar("moment", default=None)

    @classmethod
    def open(cls, url: str, pool_size: int = 10) -> "Records":
        """Open `sqlite+aiosqlite:///FILE` or `postgresql+asyncpg://…`. Connects on first use."""
        if make_url(url).get_backend_name() == "sqlite":
            return cls(*_sqlite_engines(url, pool_size))
        engine = _engine(url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True)
        reading = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        return cls(engine, reading)

    async def close(self) -> None:
        for engine in self._engines:
            await engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A write transaction: commits at the end, rolls back on any error.

        Hazard: await nothing but the database inside it. On SQLite all other writers wait.
        """
        async with self._write() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A read-only transaction that sees one moment of the database throughout."""
        if (open_one := self._moment.get()) is not None:
            yield open_one
            return
        async with self._read() as session, session.begin():
            yield session

    @asynccontextmanager
    async def one_moment(self) -> AsyncIterator[None]:
        """All reads inside see one moment, in one transaction: for a page of many parts.

        Hazard: one read after the other; neither tasks nor writes that are read back belong inside.
        """
        async with self.reading() as session:
            token = self._moment.set(session)
            try:
                yield
            finally:
                self._moment.reset(token)


def _engine(url: str, **options: Any) -> AsyncEngine:
    # Parameters stay out of error messages and logs: they may be content.
    return create_async_engine(
        url,
        hide_parameters=True,
        json_serializer=canonical_text,
        json_deserializer=json.loads,
        **options,
    )


def _sqlite_engines(url: str, pool_size: int) -> tuple[AsyncEngine, AsyncEngine]:
    if make_url(url).database in (None, "", ":memory:"):
        raise ValueError("records on SQLite need a file: connections to memory share nothing")
    # One connection writes: writers of this process queue for it in order, those of other
    # processes wait for the file lock. Readers never block (write-ahead log) and cannot write.
    writing = _engine(url, pool_size=1, max_overflow=0, pool_timeout=_BUSY_MS / 1000)
    reading = _engine(url, pool_size=pool_size, max_overflow=pool_size)
    _prepare_sqlite(writing, begin="BEGIN IMMEDIATE", query_only=False)
    _prepare_sqlite(reading, begin="BEGIN", query_only=True)
    return writing, reading


def _prepare_sqlite(engine: AsyncEngine, *, begin: str, query_only: bool) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, _: Any) -> None:
        # The driver would begin transactions late and deferred; deferred, a read and then a write
        # fails at once when another process wrote between them, whatever the time-out.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
        cursor.execute(f"PRAGMA query_only={'ON' if query_only else 'OFF'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
