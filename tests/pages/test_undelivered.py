"""The page of notices that did not arrive: from the inbox to the end of the task."""

from collections.abc import Iterator

import pytest

from tests.api.office import person_of
from tests.api.story import Story
from tests.notify_service import notify_service
from tests.pages.visitor import Visitor
from tests.sending import Sending

WHY = "Rang the staff officer at 10:05."


@pytest.fixture
def sending(story: Story) -> Iterator[Sending]:
    with notify_service() as service:
        yield Sending.of(story, service)


async def at_the_page(sending: Sending, role: str = "inspection_lead") -> tuple[Visitor, str]:
    """A visitor and the page's address, once a notice to the liaison has failed."""
    await sending.readdress("liaison", "nobody@force.example")
    await sending.send()
    await sending.sweep()
    visitor = await Visitor.at(sending.story.office, role)
    return visitor, f"/inspections/{sending.story.reference}/undelivered/liaison"


async def test_the_inbox_leads_to_the_page_and_settling_ends_the_task(sending: Sending) -> None:
    visitor, where = await at_the_page(sending)
    inbox = (await visitor.get("/tasks")).text
    assert f'href="{where}"' in inbox
    assert "A notice did not arrive: force liaison officer" in inbox
    page = await visitor.get(where)
    assert "The mail service refused the address." in page.text
    assert "nobody@force.example" not in page.text
    answer = await visitor.send(page, {"how": "told", "reason": WHY}, to="/liaison")
    assert answer.status_code == 303
    done = (await visitor.get(answer.headers["location"])).text
    assert "You settled notices that did not arrive" in done
    assert "Nothing waits here" in done
    assert where not in (await visitor.get("/tasks")).text


async def test_sending_again_from_the_page_sends_it_again(sending: Sending) -> None:
    visitor, where = await at_the_page(sending, "deputy_lead")
    await sending.readdress("liaison", "mended@force.example")
    page = await visitor.get(where)
    await visitor.send(page, {"how": "again", "reason": "The address is put right."}, to="/liaison")
    await sending.send()
    addresses = [one["email_address"] for one in sending.service.taken]
    assert "mended@force.example" in addresses


async def test_faults_are_shown_with_what_was_typed_and_nothing_is_settled(
    sending: Sending,
) -> None:
    visitor, where = await at_the_page(sending)
    page = await visitor.get(where)
    answer = await visitor.send(page, {"reason": WHY}, to="/liaison")
    if answer.status_code == 303:
        answer = await visitor.get(answer.headers["location"], 422)
    assert "Choose what was done." in answer.text
    assert WHY in answer.text
    answer = await visitor.send(page, {"how": "told", "reason": " "}, to="/liaison")
    if answer.status_code == 303:
        answer = await visitor.get(answer.headers["location"], 422)
    assert "Say whom you reached and when" in answer.text
    assert where in (await visitor.get("/tasks")).text


@pytest.mark.parametrize("role", ["liaison", "inspector", "panel_chair", "hmi"])
async def test_others_are_refused_the_page(sending: Sending, role: str) -> None:
    visitor, where = await at_the_page(sending, role)
    await visitor.get(where, 403)


async def test_no_other_address_of_the_page_is_there(sending: Sending) -> None:
    visitor, where = await at_the_page(sending)
    assert (await visitor.http.get(f"{where}-x")).status_code in (404, 422)
    assert "Nothing waits here" in (await visitor.get(where.replace("liaison", "editor"))).text


async def test_the_page_speaks_welsh(sending: Sending) -> None:
    visitor, where = await at_the_page(sending)
    await visitor.get("/language/cy?back=/tasks", 303)
    assert "Ni chyrhaeddodd hysbysiad: swyddog cyswllt y llu" in (await visitor.get("/tasks")).text
    page = (await visitor.get(where)).text
    assert "Ni chyrhaeddodd hysbysiad" in page
    assert person_of("liaison") not in page


async def test_operators_read_which_setting_holds_notices_back(sending: Sending) -> None:
    sending.service.fields = ("subject", "body", "rank")
    await sending.send()
    visitor = await Visitor.at(sending.story.office, "operator")
    page = (await visitor.get("/operations")).text
    assert "Notices held back by a setting" in page
    assert "asks for a field that we do not have." in page
    assert "<code>rank</code>" in page
