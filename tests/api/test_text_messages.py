"""Text messages of one story: beside the e-mail of what is urgent, to mobiles and no landline."""

from collections.abc import AsyncIterator

import pytest

from records.notices import Notice
from tests.api.office import person_of
from tests.api.story import Story, at
from tests.notify_service import NOBODYS_NUMBER, notify_service
from tests.sending import Sending

CONCERN = {"concern": "The file shows no check on the child since.", "immediate_danger": False}
MOBILE, AS_SENT = "07700 900111", "+447700900111"  # the chief officer's


@pytest.fixture
async def sending(story: Story) -> AsyncIterator[Sending]:
    """A case has just been referred back; everything before has been sent."""
    with notify_service() as service:
        opened = Sending.of(story, service)
        await opened.send()
        case = sorted(await story.reviewers())[0]
        await story.act(f"cases/{case}/referral", "inspector", CONCERN)
        yield opened


async def texts(sending: Sending, role: str) -> list[Notice]:
    return [one for one in await sending.notices(role) if one.channel == "sms"]


@at("allocated")
async def test_a_case_referred_back_goes_to_mobiles_by_text_beside_the_mail_and_to_no_landline(
    sending: Sending,
) -> None:
    await sending.send()
    numbers = [one["phone_number"] for one in sending.service.taken if "phone_number" in one]
    assert numbers.count(AS_SENT) == 2  # what happened, and what is asked
    assert all(number.startswith("+447700900") for number in numbers)
    assert await texts(sending, "liaison") == []  # 01632 …
    mine = await texts(sending, "chief_officer_lead")
    assert {(one.state, one.carrier) for one in mine} == {("sent", "notify")}
    mails = {one.key for one in await sending.notices("chief_officer_lead")} - {
        one.key for one in mine
    }
    assert {one.key.removesuffix(":sms") for one in mine} <= mails
    seen = (await sending.story.office.get("messages", "chief_officer_lead"))["items"]
    shown = {one["body"] for one in seen if one["channel"] == "sms"}
    taken = [one for one in sending.service.taken if one.get("phone_number") == AS_SENT]
    assert shown == {one["personalisation"]["body"] for one in taken}
    answer = await sending.receipt(str(mine[0].provider_reference), "delivered")
    assert answer.status_code == 204
    assert (await texts(sending, "chief_officer_lead"))[0].state == "delivered"


@at("allocated")
async def test_the_number_is_that_of_the_moment_of_sending(sending: Sending) -> None:
    await sending.renumber("chief_officer_lead", "+44 (0)7700 900555")
    await sending.renumber("duty_officer", "01632 960100")
    await sending.send()
    numbers = {one["phone_number"] for one in sending.service.taken if "phone_number" in one}
    assert "+447700900555" in numbers
    assert AS_SENT not in numbers
    lapsed = await texts(sending, "duty_officer")
    assert {(one.state, one.failure) for one in lapsed} == {("superseded", "no_mobile")}


@at("allocated")
async def test_a_text_that_no_carrier_takes_any_more_is_not_said_to_be_sent_and_asks_nobody(
    sending: Sending,
) -> None:
    await sending.send(texts=False)
    mine = await texts(sending, "chief_officer_lead")
    assert {(one.state, one.failure, one.sent_at) for one in mine} == {
        ("superseded", "no_text_carrier", None)
    }
    sent = {one.key for one in await sending.notices("chief_officer_lead") if one.sent_at}
    assert {one.key.removesuffix(":sms") for one in mine} <= sent
    await sending.sweep()
    tasks = (await sending.story.get("tasks", "inspection_lead"))["items"]
    assert not [one for one in tasks if one["task"].startswith("undelivered")]


@at("allocated")
async def test_a_person_whom_neither_mail_nor_text_reaches_is_one_task_of_the_lead(
    sending: Sending,
) -> None:
    await sending.renumber("chief_officer_lead", NOBODYS_NUMBER)
    await sending.readdress("chief_officer_lead", "nobody@force.example")
    await sending.send()
    await sending.sweep()
    failed = [one for one in await sending.notices("chief_officer_lead") if one.state == "failed"]
    assert {(one.channel, one.failure) for one in failed} == {
        ("email", "bad_address"),
        ("sms", "bad_number"),
    }
    tasks = (await sending.story.get("tasks", "inspection_lead"))["items"]
    mine = [one["task"] for one in tasks if one["task"].startswith("undelivered")]
    assert mine == ["undelivered:chief_officer_lead"]
    body = {"reason": "Rang her.", "notices": [one.reference for one in failed]}
    await sending.story.act("undelivered/chief_officer_lead/settlement", "inspection_lead", body)
    tasks = (await sending.story.get("tasks", "inspection_lead"))["items"]
    assert not [one for one in tasks if one["task"].startswith("undelivered")]
    assert person_of("chief_officer_lead") not in "".join(one.body for one in failed)
