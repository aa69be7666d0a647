"""Sends that are cut off, as by a web process that stops: they end, and leave no error behind."""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from records.acts import ActState, get_act
from tests.chaos.wreck import Wreck, cut_off, decided, until, wreckable
from tests.spine import Spine, small_programme
from tests.touchstone.stacks import processes_of

pytestmark = [pytest.mark.engine, pytest.mark.chaos]


async def test_a_send_that_is_cancelled_ends_so_and_leaves_no_error_behind(tmp_path: Path) -> None:
    async with wreckable(tmp_path) as wreck:
        spine = a_spine(wreck)
        await decided(wreck.kit, await spine.issue())
        wreck.kill_worker()
        victim = await spine.keep(next(spine.straight_run()))
        with errors_that_nobody_took() as errors:
            await cut_off(spine, victim)
        assert errors == []
        assert (await get_act(spine.records, victim.id)).state is ActState.RECEIVED


async def test_an_opening_act_that_is_cancelled_ends_so_and_leaves_no_error_behind(
    tmp_path: Path,
) -> None:
    async with wreckable(tmp_path) as wreck:
        wreck.kill_worker()
        spine = a_spine(wreck)
        opening = asyncio.create_task(spine.issue())
        await until(lambda: is_under_way(wreck), "the start")
        with errors_that_nobody_took() as errors:
            opening.cancel()
            await asyncio.wait({opening})
            assert opening.cancelled()
        assert errors == []


async def test_an_opening_act_without_an_engine_stays_kept_and_leaves_no_error_behind(
    tmp_path: Path,
) -> None:
    async with wreckable(tmp_path) as wreck:
        await until(wreck.kit.gateway.is_reachable, "the engine")
        wreck.kill_worker()
        wreck.kill_engine()
        with errors_that_nobody_took() as errors:
            act = await a_spine(wreck).issue()
        assert act.state is ActState.RECEIVED
        assert errors == []


async def test_a_worker_killed_while_its_pool_starts_leaves_no_process(tmp_path: Path) -> None:
    async with wreckable(tmp_path) as wreck:
        await decided(wreck.kit, await a_spine(wreck).issue())  # which wants two documents
        await until(lambda: in_its_pool(wreck) != [], "the pool")
        wreck.kill_worker()
        await until(lambda: in_its_pool(wreck) == [], "the pool's end")


def in_its_pool(wreck: Wreck) -> list[int]:
    return [pid for pid in processes_of(wreck.settings) if b"spawn_main" in line_of(pid)]


def line_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has ended meanwhile
        return b""


def a_spine(wreck: Wreck) -> Spine:
    return Spine(wreck.kit.records, wreck.kit.gateway, programme=small_programme())


async def is_under_way(wreck: Wreck) -> bool:
    return [_ async for _ in wreck.kit.client.list_workflows("ExecutionStatus = 'Running'")] != []


@contextmanager
def errors_that_nobody_took() -> Iterator[list[str]]:
    """What the event loop was told of by the finalisers of futures and tasks, once left."""
    told: list[str] = []
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda _loop, context: told.append(str(context["message"])))
    try:
        yield told
        gc.collect()
    finally:
        loop.set_exception_handler(before)
