"""Two journeys on both databases: the same code, the same outcome, on a real engine."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from criteria.errors import Rule
from criteria.visibility import Kind
from records.acts import ActState
from records.inbox import read_inbox
from records.journal import verify
from records.messages import read_messages
from records.migrations import upgrade
from records.revisions import NewRevision
from tests.chaos.whole_run import is_closed, require_each_once, whole_run
from tests.chaos.wreck import decided, until
from tests.postgres import Server, running_server
from tests.servers import Engine, running_engine
from tests.spine import Spine, Step, small_programme
from touchstone.keys import KeyRing
from touchstone.settings import load_settings
from touchstone.temporal import connect
from touchstone.wiring import Kit, opened
from touchstone.worker import workers

_NUMBERS = count(1)

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with running_engine() as engine:
        yield engine


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def kit(request: pytest.FixtureRequest, engine: Engine, tmp_path: Path) -> AsyncIterator[Kit]:
    """A working product on a fresh database, its workers in this process."""
    given: dict[str, Any] = {}
    if request.param == "postgres":
        server: Server = request.getfixturevalue("server")
        given["database_url"] = await server.create(f"journey_{uuid4().hex}")
    (tmp_path / "data").mkdir()
    settings = load_settings(
        data_folder=tmp_path / "data",
        keys_folder=tmp_path / "keys",
        temporal_port=engine.port,
        temporal_address=engine.address,
        **given,
    )
    keys = KeyRing.load(settings.keys_folder)
    keys.make_missing()
    await upgrade(settings.database_url)
    client = await connect(settings, keys, lazy=False)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        async with opened(settings, client) as kit, AsyncExitStack() as stack:
            for worker in workers(kit, pool):
                await stack.enter_async_context(worker)
            yield kit


async def test_a_straight_run_ends_closed_with_every_act_in_the_journal_once(kit: Kit) -> None:
    spine = Spine(kit.records, kit.gateway, _reference(), small_programme())
    await decided(kit, await spine.issue())
    async for step, to in whole_run(spine):
        act = await decided(kit, await spine.act(step, to=to))
        assert (act.state, act.rule) == (ActState.ACCEPTED, None), step.kind
    assert await is_closed(spine)
    await require_each_once(spine)


async def test_refusals_an_extension_and_a_referral_come_out_the_same(kit: Kit) -> None:
    spine = Spine(kit.records, kit.gateway, _reference(), small_programme())
    await decided(kit, await spine.issue())
    early = await decided(
        kit, await spine.act(Step("p-lead-1", "give_overall", {"revision": "r-none"}))
    )
    assert (early.state, early.rule) == (ActState.REFUSED, Rule.OVERALL_COMES_LAST)
    reason = NewRevision(Kind.REASON, "return", {"text": "Two leads on leave."})
    body = {"reason": "$0", "task": "return", "days": 3}
    before = await _due(spine, "p-x01-liaison", "return")
    extended = await decided(kit, await spine.act(Step("p-lead-1", "extend", body, [reason])))
    assert extended.state is ActState.ACCEPTED
    assert await _due(spine, "p-x01-liaison", "return") > before
    submitted = await decided(kit, await spine.act(next(spine.straight_run())))
    assert submitted.state is ActState.ACCEPTED
    own = Step("p-x01-liaison", "approve_return", {"revision": spine.revision("submit_return")})
    assert (await decided(kit, await spine.act(own))).rule == Rule.NOT_YOUR_ROLE
    referred = await decided(kit, await spine.refer_back("N-0401"))
    assert referred.state is ActState.ACCEPTED
    await until(lambda: _told(spine, "p-x01-chief-officer", "case_referred"), "the news")
    assert (await verify(kit.records)).ok


async def _due(spine: Spine, person: str, task: str) -> str:
    inbox = (await read_inbox(spine.records, person, inspection=spine.reference)).tasks
    return next(item.due.isoformat() for item in inbox if item.task == task and item.due)


async def _told(spine: Spine, person: str, template: str) -> bool:
    notices = (await read_messages(spine.records, person)).items
    return any(notice.template == template for notice in notices)


def _reference() -> str:
    """One engine serves all these tests: a reference of its own for each."""
    return f"NCP-2027-{next(_NUMBERS):04}"
