"""The force's registered mailbox: it gets the letter, and a receipt from it is delivery."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from activities.late_letters import queue_late_letters
from records.mailboxes import register_mailbox
from records.people import get_force
from tests.api.office import Office
from tests.api.story import Story
from tests.api.test_asking_for_receipts import kit_of
from tests.api.test_delivery import delivery, wait
from tests.api.test_pausing import task, told
from tests.notify_service import notify_service
from tests.pages.visitor import Visitor
from tests.sending import Sending
from touchstone.people import demonstration_forces
from touchstone.receipts import ask_for_receipts

MAILBOX = next(one.mailbox for one in demonstration_forces() if one.code == "X01")
PRINTED, FROM_TUESDAY = "2027-02-08T17:00:00Z", "2027-02-09T17:00:00Z"
TUESDAY = "2027-01-12T07:30:00.000000Z"


@pytest.fixture
def sending(story: Story) -> Iterator[Sending]:
    with notify_service() as service:
        yield Sending.of(story, service)


async def at_the_mailbox(sending: Sending) -> str:
    """Notify's name for the letter, which it has taken; a day has passed since."""
    await sending.send()
    sending.story.office.clock.pass_days(1)
    [letter] = await sending.letter()
    assert (letter.state, letter.carrier) == ("sent", "notify")
    return str(letter.provider_reference)


async def events(story: Story) -> list[str]:
    journal = (await story.get("journal", "inspection_lead"))["items"]
    return [one["event"] for one in journal]


async def test_the_letter_goes_to_the_mailbox_once_and_names_nobody(sending: Sending) -> None:
    for _ in range(2):
        await sending.send()
    [taken] = [one for one in sending.service.taken if one["email_address"] == MAILBOX]
    said = taken["personalisation"]
    assert said["subject"] == f"{sending.story.reference}: Notice of an inspection"
    assert "self-assessment by 5pm on Monday 8 February 2027" in said["body"]
    assert "counts as delivery of the letter" in said["body"]
    [letter] = await sending.letter()
    assert letter.key.endswith(":letter:-:mailbox:X01")
    assert (await delivery(sending.story))["at"] is None  # "sent" is no receipt


async def test_its_receipt_is_delivery_as_of_its_own_time_and_moves_the_dates_once(
    sending: Sending,
) -> None:
    story, taken_as = sending.story, await at_the_mailbox(sending)
    refused = await sending.receipt(taken_as, "delivered", "wrong", at=TUESDAY)
    assert (refused.status_code, refused.json()["rule"]) == (403, "wrong_token")
    await sending.sweep()
    assert (await delivery(story))["at"] is None
    for _ in range(2):
        assert (await sending.receipt(taken_as, "delivered", at=TUESDAY)).status_code == 204
        await sending.sweep()
    found = await delivery(story)
    assert (found["how"], found["at"]) == ("receipt", "2027-01-12T07:30:00Z")
    due = await task(story, "return")
    assert due["due"] == FROM_TUESDAY
    assert "from delivery on Tuesday 12 January 2027" in due["why"]
    assert (await events(story)).count("record_delivery") == 1
    moved = await told(story, "moved")
    await sending.receipt(taken_as, "permanent-failure", at=TUESDAY)
    await sending.sweep()
    assert await told(story, "moved") == moved
    await wait(story, 10)
    assert "delivery_call" not in {
        one["task"] for one in (await story.get("tasks", "inspection_lead"))["items"]
    }


async def test_a_receipt_that_was_asked_for_counts_as_one_that_was_told(sending: Sending) -> None:
    taken_as = await at_the_mailbox(sending)
    sending.service.statuses, sending.service.ends = {taken_as: "delivered"}, {taken_as: TUESDAY}
    at = sending.story.office.clock() + timedelta(minutes=5)
    for _ in range(2):
        await ask_for_receipts(kit_of(sending), at)
        await sending.sweep()
    assert (await delivery(sending.story))["at"] == "2027-01-12T07:30:00Z"
    assert (await task(sending.story, "return"))["due"] == FROM_TUESDAY


@pytest.mark.parametrize("at", ["2027-01-10T09:00:00Z", "2027-01-11T09:00:05Z"])
async def test_no_receipt_makes_a_date_earlier_than_printed(sending: Sending, at: str) -> None:
    taken_as = await at_the_mailbox(sending)
    await sending.receipt(taken_as, "delivered", at=at)
    await sending.sweep()
    assert str((await delivery(sending.story))["at"]).startswith("2027-01-11T09:00:0")
    assert (await task(sending.story, "return"))["due"] == PRINTED


async def test_a_receipt_after_another_delivery_changes_nothing(sending: Sending) -> None:
    story, taken_as = sending.story, await at_the_mailbox(sending)
    await story.act("delivery/opening", "liaison")
    before = await task(story, "return")
    await sending.receipt(taken_as, "delivered", at=TUESDAY)
    await sending.sweep()
    assert await task(story, "return") == before
    found = await delivery(story)
    assert (found["how"], found["mailbox"]["state"]) == ("opened", "delivered")


async def test_a_receipt_for_a_notice_to_a_person_is_no_delivery(sending: Sending) -> None:
    await at_the_mailbox(sending)
    [first, *_] = await sending.notices("liaison")
    await sending.receipt(str(first.provider_reference), "delivered", at=TUESDAY)
    await sending.sweep()
    assert (await delivery(sending.story))["at"] is None


async def test_a_mailbox_that_does_not_get_it_is_the_leads_task_with_a_date_and_a_why(
    sending: Sending,
) -> None:
    story, taken_as = sending.story, await at_the_mailbox(sending)
    for _ in range(2):
        await sending.receipt(taken_as, "permanent-failure")
        await sending.sweep()
    asked = await task(story, "undelivered:mailbox")
    assert asked["title"] == "The notice letter did not reach the force’s registered mailbox"
    assert asked["due"] == "2027-01-14T17:00:00Z"
    assert "from the failure of the notice on Tuesday 12 January 2027" in asked["why"]
    told_of = (await story.office.get("messages", "inspection_lead"))["items"]
    [notice] = [one for one in told_of if "did not reach" in one["subject"]]
    assert "Ring the chief constable’s staff officer" in notice["body"]
    assert "due by 5pm on Thursday 14 January 2027" in notice["body"]
    lead = await Visitor.at(story.office, "inspection_lead")
    page = (await lead.get(f"/inspections/{story.reference}/undelivered/mailbox")).text
    assert "Registered mailbox of the force" in page
    assert "The notice letter went there." in page
    assert "The force’s registered mailbox</dt>" in page
    notices = (await lead.get(f"/inspections/{story.reference}/history/notices")).text
    assert "mailbox:X01" not in notices
    [failed] = await sending.letter()
    body = {"notices": [failed.reference], "reason": "The operator has mended it.", "again": True}
    await story.act("undelivered/mailbox/settlement", "inspection_lead", body)
    await sending.send()
    again = (await sending.letter())[-1]
    await sending.receipt(str(again.provider_reference), "delivered", at=TUESDAY)
    await sending.sweep()
    assert (await delivery(story))["how"] == "receipt"


async def test_a_force_without_a_mailbox_is_told_by_its_people_and_the_lead_sees_that(
    office: Office,
) -> None:
    await register(office, None)
    story = await Story.issued(office)
    with notify_service() as service:
        sending = Sending.of(story, service)
        await sending.send()
        assert await sending.letter() == []
        assert len(await sending.notices("liaison")) == 2
    lead = await Visitor.at(office, "inspection_lead")
    page = (await lead.get(f"/inspections/{story.reference}/delivery")).text
    assert "No mailbox is registered for this force." in page
    assert "so no receipt can come" in page


async def register(office: Office, mailbox: str | None) -> None:
    records = office.parts.records
    async with records.transaction() as session:
        await register_mailbox(session, await get_force(records, "X01"), mailbox, office.clock())


async def late_letters(office: Office) -> None:
    """What the sweep does, twice: so soon after one another that nothing was sent between."""
    for _ in range(2):
        await queue_late_letters(office.parts.records, "http://portal.example", office.clock())


async def test_a_mailbox_registered_after_issue_gets_the_letter_once_and_its_receipt_is_delivery(
    office: Office,
) -> None:
    await register(office, None)
    story = await Story.issued(office)
    with notify_service() as service:
        sending = Sending.of(story, service)
        await late_letters(office)
        assert await sending.letter() == []
        await register(office, MAILBOX)
        await late_letters(office)
        taken_as = await at_the_mailbox(sending)
        await register(office, "another@northshire.police.example")
        await late_letters(office)
        [letter] = await sending.letter()
        assert letter.subject == f"{story.reference}: Notice of an inspection"
        assert f"http://portal.example/inspections/{story.reference}" in letter.body
        await sending.receipt(taken_as, "delivered", at=TUESDAY)
        await sending.sweep()
    assert (await delivery(story))["how"] == "receipt"
    assert (await events(story)).count("record_delivery") == 1


async def test_a_letter_that_somebody_opened_goes_to_no_mailbox_registered_later(
    office: Office,
) -> None:
    await register(office, None)
    opened = await Story.issued(office)
    await opened.act("delivery/opening", "liaison")
    await register(office, MAILBOX)
    await late_letters(office)
    with notify_service() as service:
        assert await Sending.of(opened, service).letter() == []


async def test_a_mailbox_that_is_taken_away_before_the_letter_leaves_fails_it(
    sending: Sending,
) -> None:
    await register(sending.story.office, None)
    await sending.send()
    [letter] = await sending.letter()
    assert (letter.state, letter.failure) == ("failed", "no_mailbox")
