"""Transactions and column types behave alike on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from records.counters import next_number, next_reference
from records.errors import NotFound
from records.people import Force, get_force, list_forces, put_force
from records.session import Records
from records.tables import AccessTable, InspectionTable, ProgrammeTable
from tests.records.builders import House


def an_access(at: datetime) -> dict[str, object]:
    return {
        "id": "ac-1",
        "at": at,
        "person": "p",
        "what": "case",
        "subject": "s",
        "inspection": "i",
    }


async def kept_moment(records: Records, at: datetime) -> datetime:
    async with records.transaction() as session:
        await session.execute(insert(AccessTable).values(**an_access(at)))
    async with records.reading() as session:
        return (await session.scalars(select(AccessTable.at))).one()


async def test_a_moment_comes_back_aware_and_in_utc(records: Records) -> None:
    moment = datetime(2027, 7, 1, 17, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    kept = await kept_moment(records, moment)
    assert kept == moment
    assert kept.isoformat() == "2027-07-01T16:00:00.123456+00:00"


async def test_a_moment_without_a_time_zone_is_refused(records: Records) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        await kept_moment(records, datetime(2027, 7, 1, 17, 0))  # noqa: DTZ001


async def test_moments_in_different_zones_compare_as_moments(records: Records) -> None:
    later = datetime(2027, 7, 1, 16, 30, tzinfo=UTC)
    await kept_moment(records, datetime(2027, 7, 1, 17, 0, tzinfo=timezone(timedelta(hours=1))))
    async with records.reading() as session:
        query = select(AccessTable.id).where(AccessTable.at < later)
        assert (await session.scalars(query)).all() == ["ac-1"]


async def test_documents_come_back_as_they_were_given(records: Records) -> None:
    content = {
        "text": "Glan-y-môr \u0000 \U0001f680 'quoted'",
        "n": [1, 2.5, None, True],
        "e": {},
    }
    async with records.transaction() as session:
        row = {"hash": "h", "id": "p", "version": "1", "content": content}
        await session.execute(insert(ProgrammeTable).values(**row))
    async with records.reading() as session:
        assert (await session.scalars(select(ProgrammeTable.content))).one() == content


async def test_a_transaction_that_fails_keeps_nothing(records: Records) -> None:
    async def fail() -> None:
        async with records.transaction() as session:
            await put_force(session, Force("X09", "Nowhere Police", invented=True))
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    with pytest.raises(NotFound):
        await get_force(records, "X09")


async def test_a_transaction_that_is_cancelled_keeps_nothing_and_holds_up_nobody(
    records: Records,
) -> None:
    begun = asyncio.Event()

    async def stall() -> None:
        async with records.transaction() as session:
            await put_force(session, Force("X09", "Nowhere Police", invented=True))
            begun.set()
            await asyncio.Event().wait()

    stalled = asyncio.create_task(stall())
    await begun.wait()
    stalled.cancel()
    await asyncio.gather(stalled, return_exceptions=True)
    async with records.transaction() as session:
        await put_force(session, Force("X08", "Somewhere Police", invented=True))
    assert [force.code for force in await list_forces(records)] == ["X08"]


async def test_a_reading_session_cannot_write(records: Records) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only|readonly"):
        async with records.reading() as session:
            await put_force(session, Force("X09", "Nowhere Police", invented=True))


async def test_a_reading_session_sees_one_moment(records: Records) -> None:
    count = text("SELECT count(*) FROM forces")
    async with records.reading() as reading:
        before = await reading.scalar(count)
        async with records.transaction() as writing:
            await put_force(writing, Force("X09", "Nowhere Police", invented=True))
        assert await reading.scalar(count) == before


async def test_a_row_that_refers_to_nothing_is_refused(house: House, records: Records) -> None:
    with pytest.raises(IntegrityError):
        async with records.transaction() as session:
            await session.execute(
                InspectionTable.__table__.update().values(force_code="X99")  # type: ignore[attr-defined]
            )


async def test_errors_do_not_show_what_was_to_be_kept(records: Records) -> None:
    values = an_access(datetime(2027, 7, 1, tzinfo=UTC)) | {"subject": "CANARY"}
    async with records.transaction() as session:
        await session.execute(insert(AccessTable).values(**values))
    with pytest.raises(IntegrityError) as caught:
        async with records.transaction() as session:
            await session.execute(insert(AccessTable).values(**values))
    assert "CANARY" not in str(caught.value)


async def test_two_processes_that_read_and_then_write_both_succeed(
    records: Records, address: str
) -> None:
    other = Records.open(address)

    async def take(source: Records) -> list[int]:
        numbers = []
        for _ in range(10):
            async with source.transaction() as session:
                await session.scalar(text("SELECT count(*) FROM forces"))
                numbers.append(await next_number(session, "series"))
        return numbers

    taken = await asyncio.gather(take(records), take(other), take(records), take(other))
    await other.close()
    assert sorted(number for numbers in taken for number in numbers) == list(range(1, 41))


async def test_references_are_numbered_by_prefix_and_year(records: Records) -> None:
    async with records.transaction() as session:
        given = [
            await next_reference(session, "NCP", 2027),
            await next_reference(session, "NCP", 2027),
            await next_reference(session, "CSE", 2027),
            await next_reference(session, "NCP", 2028),
        ]
    assert given == ["NCP-2027-0001", "NCP-2027-0002", "CSE-2027-0001", "NCP-2028-0001"]


async def test_a_number_is_given_again_when_its_transaction_fails(records: Records) -> None:
    async def fail() -> None:
        async with records.transaction() as session:
            await next_number(session, "series")
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    async with records.transaction() as session:
        assert await next_number(session, "series") == 1


def test_records_in_memory_are_refused() -> None:
    with pytest.raises(ValueError, match="need a file"):
        Records.open("sqlite+aiosqlite:///:memory:")


async def test_reads_within_one_moment_see_the_same_database(records: Records) -> None:
    async with records.one_moment():
        assert await list_forces(records) == []
        async with records.transaction() as session:
            await put_force(session, Force("X08", "Eastholm Police", invented=True))
        assert await list_forces(records) == []
    assert [force.code for force in await list_forces(records)] == ["X08"]
