"""What becomes of notices after they left: receipts, failures, the lead's task, and its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from activities.channels.outbox import Outbox
from records.operating import read_operations
from tests.api.office import person_of
from tests.api.story import Story
from tests.notify_service import notify_service
from tests.sending import Sending

CALLED = {"reason": "Rang the staff officer at 10:05."}


@pytest.fixture
def sending(story: Story) -> Iterator[Sending]:
    with notify_service() as service:
        yield Sending.of(story, service)


async def failed_to_liaison(sending: Sending) -> list[str]:
    """The references of the notices that did not reach the liaison, the lead being asked."""
    await sending.readdress("liaison", "nobody@force.example")
    await sending.send()
    await sending.sweep()
    return [one.reference for one in await sending.notices("liaison") if one.state == "failed"]


async def open_tasks(story: Story) -> list[str]:
    items = (await story.get("tasks", "inspection_lead"))["items"]
    return [one["task"] for one in items if one["task"].startswith("undelivered")]


# Receipts


async def test_a_callback_makes_a_sent_notice_delivered_and_a_second_one_changes_nothing(
    sending: Sending,
) -> None:
    await sending.send()
    [sent, *_] = await sending.notices("liaison")
    assert (sent.state, sent.carrier) == ("sent", "notify")
    for status in ("sending", "delivered", "delivered", "permanent-failure"):
        answer = await sending.receipt(str(sent.provider_reference), status)
        assert (answer.status_code, answer.content) == (204, b"")
        found = (await sending.notices("liaison"))[0]
        assert found.state == ("sent" if status == "sending" else "delivered")
    assert found.delivered_at is not None
    await sending.sweep()
    assert await open_tasks(sending.story) == []


@pytest.mark.parametrize("token", [None, "", "wrong", "a token that only Notify bear", "ü"])
async def test_a_callback_with_a_wrong_token_is_refused_by_name_and_changes_nothing(
    sending: Sending, token: str | None
) -> None:
    await sending.send()
    [sent, *_] = await sending.notices("liaison")
    answer = await sending.receipt(str(sent.provider_reference), "delivered", token)
    assert (answer.status_code, answer.json()["rule"]) == (403, "wrong_token")
    assert (await sending.notices("liaison"))[0] == sent


async def test_without_a_token_in_the_settings_no_callback_is_taken(story: Story) -> None:
    with notify_service() as service:
        sending = Sending(story, service)
        for token in (None, "", "None"):
            answer = await sending.receipt("n-0", "delivered", token)
            assert (answer.status_code, answer.json()["rule"]) == (403, "wrong_token")


async def test_a_callback_about_a_notice_that_is_not_ours_is_answered_harmlessly(
    sending: Sending,
) -> None:
    await sending.send()
    before = await sending.notices("liaison")
    answer = await sending.receipt("740e5834-3a29-46b4-9a6f-16142fde533a", "delivered")
    assert answer.status_code == 204
    assert await sending.notices("liaison") == before


@pytest.mark.parametrize("status", ["permanent-failure", "temporary-failure", "technical-failure"])
async def test_a_receipt_of_failure_asks_the_lead_once(sending: Sending, status: str) -> None:
    await sending.send()
    [sent, *_] = await sending.notices("head_of_pvp")
    for _ in range(2):
        await sending.receipt(str(sent.provider_reference), status)
    failed = (await sending.notices("head_of_pvp"))[0]
    assert (failed.state, failed.failure) == ("failed", status)
    await sending.sweep()
    assert await open_tasks(sending.story) == ["undelivered:head_of_pvp"]


# A channel that is set up wrongly is nobody's bad address


async def test_a_key_that_notify_refuses_fails_no_notice_and_all_leave_once_it_is_mended(
    sending: Sending,
) -> None:
    sending.service.fault = (403, "AuthError", "Invalid token: API key not found")
    await sending.send()
    [held, *_] = await sending.notices("liaison")
    assert (held.state, held.failure) == ("queued", "key_refused")
    await sending.sweep()
    assert await open_tasks(sending.story) == []
    sending.service.fault = None
    await sending.send()
    [sent, *_] = await sending.notices("liaison")
    assert (sent.state, sent.failure, sent.attempts) == ("sent", None, 2)


async def test_what_is_queued_when_the_channel_is_changed_leaves_by_the_new_one_once(
    sending: Sending, tmp_path: Path
) -> None:
    sending.service.fault = (403, "AuthError", "Invalid token: API key not found")
    await sending.send()
    outbox = Outbox(tmp_path / "outbox")
    for _ in range(2):
        await sending.send(outbox)
    mails = [path.read_text() for path in (tmp_path / "outbox").iterdir()]
    notices = await sending.notices("liaison")
    assert [(one.state, one.carrier) for one in notices] == [("sent", "outbox")] * len(notices)
    assert sum(f"Subject: {notices[0].subject}" in mail for mail in mails) == 2  # two are asked
    assert sending.service.taken == []


# The lead's task


async def test_the_lead_and_the_deputy_are_asked_to_reach_the_office_by_role_alone(
    sending: Sending,
) -> None:
    references = await failed_to_liaison(sending)
    assert references != []
    for role in ("inspection_lead", "deputy_lead"):
        inbox = (await sending.story.office.get("inbox", role))["items"]
        [task] = [one for one in inbox if one["task"] == "undelivered:liaison"]
        assert task["title"] == "A notice did not reach the force liaison officer"
        assert task["do"]["href"].endswith("/undelivered/liaison/settlement")
    told = (await sending.story.office.get("messages", "inspection_lead"))["items"]
    [notice] = [one for one in told if "did not reach" in one["subject"]]
    assert "nobody@force.example" not in notice["body"]
    assert person_of("liaison") not in notice["body"] + notice["subject"]


async def test_the_lead_settles_it_by_saying_what_was_done(sending: Sending) -> None:
    references = await failed_to_liaison(sending)
    story, where = sending.story, "undelivered/liaison/settlement"
    body = {**CALLED, "notices": references}
    assert await story.refused(where, "liaison", body) == "not_your_role"
    wrong = {**CALLED, "notices": ["0" * 32]}
    assert await story.refused(where, "inspection_lead", wrong) == "nothing_undelivered"
    await story.act(where, "deputy_lead", body)
    assert await open_tasks(story) == []
    assert await story.refused(where, "inspection_lead", body) == "nothing_undelivered"
    journal = (await story.get("journal", "inspection_lead"))["items"]
    events = [one["event"] for one in journal]
    assert events.count("note_undelivered") == len(references)
    assert events.count("settle_undelivered") == 1
    assert "staff officer" not in str(journal)
    at = story.office.clock()
    assert (await read_operations(story.office.parts.records, at)).failed_total == 0


async def test_sending_again_sends_each_once_more_and_to_the_address_of_now(
    sending: Sending,
) -> None:
    references = await failed_to_liaison(sending)
    await sending.readdress("liaison", "mended@force.example")
    body = {**CALLED, "notices": references, "again": True}
    await sending.story.act("undelivered/liaison/settlement", "inspection_lead", body)
    taken = len(sending.service.taken)
    for _ in range(2):
        await sending.send()
    fresh = sending.service.taken[taken:]
    to_liaison = [one for one in fresh if one["email_address"] == "mended@force.example"]
    assert len(to_liaison) == len(references)
    failed = [one for one in await sending.notices("liaison") if one.state == "failed"]
    sent = [one for one in await sending.notices("liaison") if one.state == "sent"]
    assert {(one.subject, one.body) for one in sent} == {(one.subject, one.body) for one in failed}


async def test_what_is_sent_again_and_fails_again_asks_the_lead_again(sending: Sending) -> None:
    references = await failed_to_liaison(sending)
    body = {**CALLED, "notices": references, "again": True}
    await sending.story.act("undelivered/liaison/settlement", "inspection_lead", body)
    assert await open_tasks(sending.story) == []
    await sending.send()
    await sending.sweep()
    assert await open_tasks(sending.story) == ["undelivered:liaison"]


async def test_a_lead_whom_nothing_reaches_is_asked_once_and_not_for_ever(
    sending: Sending,
) -> None:
    await sending.readdress("inspection_lead", "nobody@inspectorate.example")
    await sending.story.act("pause", "deputy_lead", {"reason": "A critical incident."})
    for _ in range(5):
        await sending.send()
        await sending.sweep()
    assert await open_tasks(sending.story) == ["undelivered:inspection_lead"]
    asked = [n for n in await sending.notices("inspection_lead") if "did not" in n.subject]
    assert [one.state for one in asked] == ["failed"]
