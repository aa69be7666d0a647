"""Migrations: bring a database to the tables of this version, configured in code (no alembic.ini).

Each call is one transaction on both databases: a migration happens whole or not at all.
"""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_LOCK = 7_061_519  # any number, the same in every process


async def upgrade(url: str, to: str = "head") -> None:
    """Bring the database up to revision `to`. Safe to call twice, or by two processes at once."""
    await _run(url, lambda config: command.upgrade(config, to))


async def downgrade(url: str, to: str) -> None:
    """Take the database back to revision `to`, or to nothing with `base`. Content is lost."""
    await _run(url, lambda config: command.downgrade(config, to))


async def current(url: str) -> str | None:
    """The revision that the database stands at; None where no migration ever ran."""
    engine = _engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_revision)
    finally:
        await engine.dispose()


async def is_up_to_date(url: str) -> bool:
    """Whether the database can be reached and stands at the newest revision."""
    try:
        return await current(url) == newest()
    except (DBAPIError, OSError):
        return False


def newest() -> str:
    """The revision that this version of the program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("no migrations are shipped with this program")
    return head


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


async def _run(url: str, work: Any) -> None:
    def on(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        work(config)

    engine = _engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(on)
    finally:
        await engine.dispose()


def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    return engine


def _prepare_sqlite(engine: AsyncEngine) -> None:
    # Foreign keys stay off: batch mode rebuilds a table by copying and dropping it.
    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
