"""The operators' pages of webhooks: registering, the secret shown once, sending again."""

import re
from datetime import UTC, datetime

import httpx
import pytest

from records.deliveries import list_deliveries, mark_missed
from records.webhooks import GONE, list_webhooks, switch_off
from tests.api.office import Office
from tests.api.test_webhooks import tell
from tests.pages.visitor import Visitor
from tests.webhook_receiver import receiving

PAGE = "/operations/webhooks"
URL = "https://hooks.example/touchstone"


async def registered(visitor: Visitor, url: str = URL) -> httpx.Response:
    page = await visitor.get(PAGE)
    return await visitor.send(page, {"url": url, "events": ["task.opened"]}, to=PAGE)


def secret_in(page: httpx.Response) -> str:
    found = re.search(r"whsec_[A-Za-z0-9+/=&#;]+", page.text)
    assert found is not None
    return found[0].replace("&#43;", "+")


async def only(office: Office) -> str:
    [webhook] = await list_webhooks(office.parts.records)
    return webhook.id


async def test_an_endpoint_is_registered_tested_and_removed(office: Office) -> None:
    visitor = await Visitor.at(office, "operator")
    assert f'href="{PAGE}"' in (await visitor.get("/operations")).text
    with receiving() as receiver:
        made = await registered(visitor, receiver.address)
        receiver.secrets = [secret_in(made)]
        here = f"{PAGE}/{await only(office)}"
        page = await visitor.get(here)
        assert "whsec_" not in page.text
        office.clock.now = datetime.now(UTC)
        visitor = await Visitor.at(office, "operator")  # the first sign-in was in another year
        page = await visitor.get(here)
        assert (await visitor.send(page, {}, to="/test")).headers["location"] == f"{here}#told"
        await tell(office, await only(office))
        assert receiver.taken[0].signed_by == (receiver.secrets[0],)
    page = await visitor.get(here)
    assert "touchstone.test" in page.text
    assert "arrived" in page.text
    answer = await visitor.send(page, {}, to="/remove")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert "None is registered yet." in (await visitor.get(PAGE)).text
    await visitor.get(here, 404)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"url": "", "events": []}, "Enter the address at which your system takes webhooks."),
        ({"url": "", "events": []}, "Choose at least one event."),
        ({"url": "http://hooks.example/a"}, "does not begin with https://"),
        ({"url": "https://inside.example/a"}, "leads into a private network"),
        ({"url": "https://nowhere.invalid/a"}, "no machine has that name"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_is_still_there(
    office: Office, typed: dict[str, object], said: str
) -> None:
    visitor = await Visitor.at(office, "operator")
    page = await visitor.get(PAGE)
    answer = await visitor.send(page, {"events": ["task.done"], **typed}, to=PAGE)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert said in answer.text
    assert f'value="{typed["url"]}"' in answer.text or not typed["url"]
    boxes = [dict(form.fields) for form in [visitor.form(answer, PAGE)]]
    assert [box.get("events") for box in boxes] == [None if "events" in typed else "task.done"]


async def test_what_failed_is_sent_again_from_the_page_but_not_to_one_that_is_off(
    office: Office,
) -> None:
    records, visitor = office.parts.records, await Visitor.at(office, "operator")
    await registered(visitor)
    id_ = await only(office)
    here = f"{PAGE}/{id_}"
    await visitor.send(await visitor.get(here), {}, to="/test")
    [one] = await list_deliveries(records, id_)
    await mark_missed(records, one.id, "answered", 500, None)
    assert "has failed for good" in (await visitor.get("/operations")).text
    page = await visitor.get(here)
    assert "It did not take it." in page.text
    await visitor.send(page, {}, to="/again")
    assert [found.state for found in await list_deliveries(records, id_)] == ["queued"]
    await switch_off(records, id_, GONE, office.clock())
    stale = await visitor.send(page, {}, to="/again")
    assert stale.status_code == 409
    assert "Nothing is sent to a webhook that is switched off." in stale.text
    off = await visitor.get(here)
    assert "It answered that it is gone for good (410)." in off.text
    await visitor.send(off, {}, to="/on")
    assert "Switch it off" in (await visitor.get(here)).text


async def test_a_new_secret_is_shown_once_and_the_old_one_is_said_to_sign_too(
    office: Office,
) -> None:
    visitor = await Visitor.at(office, "operator")
    first = secret_in(await registered(visitor))
    here = f"{PAGE}/{await only(office)}"
    renewed = await visitor.send(await visitor.get(here), {}, to="/secret")
    assert secret_in(renewed) != first
    page = await visitor.get(here)
    assert "whsec_" not in page.text
    assert "signs beside the new one until 18 January 2027" in page.text


async def test_nobody_else_opens_these_pages(office: Office) -> None:
    for role in ("inspection_lead", "hmi", "liaison"):
        visitor = await Visitor.at(office, role)
        await visitor.get(PAGE, 403)
        assert PAGE not in (await visitor.get("/tasks")).text
