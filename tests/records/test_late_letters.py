"""A mailbox registered late: which inspections still wait for their letter to go there."""

from records.late_letters import list_without_letter, queue_letter
from records.mailboxes import REGISTERED, find_letter, register_mailbox
from records.notices import list_queued_batches
from records.people import get_force
from records.processes import Change, NoticeRow
from records.session import Records
from tests.records.builders import NORTH, NOW, WEST, House, minutes, step

MAILBOX = "inspections@force.example"
WORKFLOW = f"inspection/{NORTH}"


async def waiting(records: Records) -> list[str]:
    return [process.inspection for process in await list_without_letter(records)]


async def queue(records: Records, effect: str) -> None:
    notice = NoticeRow(
        f"{effect}:letter", effect, "mailbox:X01", "letter", {}, "en", "A notice", "Words."
    )
    change = Change(effect, "", "", {}, REGISTERED, NOW)
    await queue_letter(records, WORKFLOW, change, [notice])


async def test_the_letter_is_queued_once_while_it_is_still_on_its_way(
    house: House, records: Records
) -> None:
    assert await waiting(records) == []
    for code in ("X01", "X02"):
        async with records.transaction() as session:
            await register_mailbox(session, await get_force(records, code), MAILBOX, NOW)
    assert await waiting(records) == [NORTH, WEST]
    await step(records, f"inspection/{WEST}", "accepted", row={"phase": "case_audit"})
    assert await waiting(records) == [NORTH]
    for effect in ("registered", "registered again"):
        await queue(records, effect)
    assert await waiting(records) == []
    assert await list_queued_batches(records, minutes(1)) == ["registered"]
    letter = await find_letter(records, NORTH, "X01")
    assert letter is not None
    assert letter.key == "registered:letter"
