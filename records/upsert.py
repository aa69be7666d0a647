"""The only upsert: both databases spell it alike, SQLAlchemy has a construct for each."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from records.metadata import Table
from records.session import Session


async def insert_missing(session: Session, table: type[Table], values: Mapping[str, Any]) -> bool:
    """Insert the row unless one with the same key is there. True when it was inserted.

    On PostgreSQL it waits for another transaction that is inserting the same key.
    """
    result = await session.execute(
        _insert(session)(table).values(**values).on_conflict_do_nothing().returning(*_keys(table))
    )
    return result.first() is not None


async def put(session: Session, table: type[Table], values: Mapping[str, Any]) -> None:
    """Insert the row, or overwrite every given column of the one with the same primary key."""
    keys = _keys(table)
    names = {column.key for column in keys}
    changed = {name: value for name, value in values.items() if name not in names}
    statement = _insert(session)(table).values(**values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=changed)
        if changed
        else statement.on_conflict_do_nothing()
    )


def _insert(session: Session) -> Any:
    # Any: the two constructs share no type, only their methods.
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite_insert if is_sqlite else postgresql_insert


def _keys(table: type[Table]) -> list[Any]:
    return list(table.__table__.primary_key)
