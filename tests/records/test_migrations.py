"""Migrations lead up to exactly the tables of the program, and down again to nothing."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from records import migrations
from records.people import Force, get_force, put_force
from records.session import Records
from records.tables import metadata

Answer = TypeVar("Answer")


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def ask(address: str, question: Callable[[Connection], Answer]) -> Answer:
    engine = create_async_engine(address)
    async with engine.connect() as connection:
        answer = await connection.run_sync(question)
    await engine.dispose()
    return answer


async def test_all_the_way_up_gives_the_tables_of_the_program(empty_address: str) -> None:
    await migrations.upgrade(empty_address)
    assert await ask(empty_address, differences) == []
    assert await migrations.current(empty_address) == migrations.newest()


async def test_all_the_way_down_leaves_nothing(empty_address: str) -> None:
    await migrations.upgrade(empty_address)
    await migrations.downgrade(empty_address, "base")
    assert await ask(empty_address, names) == {"alembic_version"}
    assert await migrations.current(empty_address) is None


async def test_every_step_goes_down_and_up_again(empty_address: str) -> None:
    for revision in [f"{number:04}" for number in range(1, 10)]:
        await migrations.upgrade(empty_address, revision)
        await migrations.downgrade(empty_address, "-1")
        await migrations.upgrade(empty_address, revision)
        assert await migrations.current(empty_address) == revision
    assert await ask(empty_address, differences) == []


async def test_a_database_without_migrations_stands_at_none(empty_address: str) -> None:
    assert await migrations.current(empty_address) is None


async def test_upgrading_again_changes_nothing_that_is_kept(address: str) -> None:
    records = Records.open(address)
    async with records.transaction() as session:
        await put_force(session, Force("X01", "Northshire Constabulary", invented=True))
    await migrations.upgrade(address)
    assert (await get_force(records, "X01")).name == "Northshire Constabulary"
    await records.close()


async def test_two_processes_may_upgrade_at_once(empty_address: str) -> None:
    await asyncio.gather(*(migrations.upgrade(empty_address) for _ in range(3)))
    assert await ask(empty_address, differences) == []


async def test_names_of_constraints_are_those_of_the_program(empty_address: str) -> None:
    await migrations.upgrade(empty_address)

    def constraint_names(connection: Connection) -> set[object]:
        look = inspect(connection)
        return {
            constraint["name"]
            for table in metadata.tables
            for constraint in (
                look.get_pk_constraint(table),
                *look.get_foreign_keys(table),
                *look.get_unique_constraints(table),
            )
        }

    engine = create_async_engine(empty_address)
    async with engine.begin() as connection:
        migrated = await connection.run_sync(constraint_names)
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
        created = await connection.run_sync(constraint_names)
    await engine.dispose()
    assert migrated == created
