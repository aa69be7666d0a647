"""Running numbers for references that people read out, such as NCP-2027-0001."""

from sqlalchemy import update

from records.session import Session
from records.tables import CounterTable
from records.upsert import insert_missing


async def next_number(session: Session, name: str) -> int:
    """The next number of a series, from 1. Two transactions never get the same one.

    Hazard: the second waits for the first to end, so take it late and end soon. A transaction that
    is rolled back gives its number back.
    """
    await insert_missing(session, CounterTable, {"name": name, "value": 0})
    raised = await session.execute(
        update(CounterTable)
        .where(CounterTable.name == name)
        .values(value=CounterTable.value + 1)
        .returning(CounterTable.value)
        .execution_options(synchronize_session=False)
    )
    return int(raised.scalar_one())


async def next_reference(session: Session, prefix: str, year: int) -> str:
    """The next reference of a prefix and year, such as NCP-2027-0001."""
    number = await next_number(session, f"{prefix}-{year}")
    return f"{prefix}-{year}-{number:04d}"
