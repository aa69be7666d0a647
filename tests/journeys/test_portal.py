"""One whole inspection through the portal alone, in Chromium, on a real stack.

Of forms that come many times (answers, audits, reviews, judgements, the panel's decisions) the
first is filled in by hand in a window; the others are filled in and sent over HTTP as the same
pages hold them.
"""

from collections.abc import AsyncIterator

import pytest

from tests.browser.chromium import chromium
from tests.journeys import portal_ending as ending
from tests.journeys import portal_scenes as scenes
from tests.journeys.portal_walk import Walk
from tests.touchstone.stacks import leaves_nothing, stack_settings, started
from touchstone.demo.client import API, Client
from touchstone.stack import entry_point

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

JOURNEY = (
    scenes.start,
    scenes.answer,
    scenes.submit_return,
    scenes.list_cases,
    scenes.draw,
    scenes.audit,
    scenes.review,
    scenes.refer_back,
    scenes.judge,
    ending.moderate,
    ending.conclude,
    ending.draft,
    ending.check_accuracy,
    ending.settle,
    ending.sign_and_publish,
    ending.follow_up,
    ending.read_history,
)


@pytest.fixture
async def walk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Walk]:
    settings = stack_settings(tmp_path_factory.mktemp("portal"), development=True)
    with started(settings, entry_point("up")) as stack:
        stack.until_ready()
        async with chromium() as browser:
            walk = Walk(browser, f"http://127.0.0.1:{settings.web_port}")
            yield walk
            await walk.close()
        stack.interrupt()
        assert stack.end()[0] == 0
    assert leaves_nothing(settings)


async def test_an_inspection_goes_from_its_first_step_to_its_last_by_pages_alone(
    walk: Walk,
) -> None:
    for scene in JOURNEY:
        await scene(walk)
        assert walk.complaints() == {}, scene.__name__
    client = Client(walk.address)
    verdict = await client.get(
        scenes.LEAD, f"{API}/inspections/{walk.reference}/journal/verification"
    )
    await client.close()
    assert verdict["ok"]
