"""The registered mailboxes of forces: registering one, and the address of whoever gets a notice.

Each change stands in the house's chain of the journal, by the force's code and never the address.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from criteria.errors import Rule, require
from criteria.mailbox import force_of, is_address, mailbox_of
from criteria.text_messages import mobile_of
from records.journal import HOUSE, append
from records.notices import Notice
from records.people import Force, get_force, get_person, put_force
from records.projection import EMAIL, SMS
from records.session import Records, Session
from records.tables import ForceTable, NoticeTable
from records.values import read_value

REGISTERED, REMOVED = "mailbox_registered", "mailbox_removed"  # events in the house's chain


async def register_mailbox(
    session: Session, force: Force, mailbox: str | None, at: datetime
) -> bool:
    """Give the force this mailbox, or none. Whether that changes anything.

    A force that is not in the records yet is entered as given. Raises RuleBroken(INVALID_INPUT)
    for what is no address.
    """
    require(mailbox is None or is_address(mailbox), Rule.INVALID_INPUT, "mailbox")
    query = select(ForceTable).where(ForceTable.code == force.code).with_for_update()
    row = (await session.scalars(query)).one_or_none()
    known = replace(force, mailbox=None) if row is None else read_value(Force, row)
    if row is not None and known.mailbox == mailbox:
        return False
    await put_force(session, replace(known, mailbox=mailbox))
    event, body = REGISTERED if mailbox else REMOVED, {"force": force.code}
    await append(session, HOUSE, event, actor=None, act_id=None, run_id=None, at=at, body=body)
    return True


async def address_of(records: Records, recipient: str, channel: str = EMAIL) -> str | None:
    """Where a notice goes by this channel, as of now: an e-mail address, of a person or a mailbox,
    or the number of a mobile (+44…). None where there is none now. Raises NotFound.
    """
    force = force_of(recipient)
    if force is not None:
        return (await get_force(records, force)).mailbox
    person = await get_person(records, recipient)
    return mobile_of(person.telephone) if channel == SMS else person.email


async def find_letter(records: Records, inspection: str, force_code: str) -> Notice | None:
    """The notice of an inspection to its force's mailbox, the last where it was sent again.

    For whoever may see how the letter was delivered.
    """
    query = (
        select(NoticeTable)
        .where(
            NoticeTable.inspection == inspection, NoticeTable.recipient == mailbox_of(force_code)
        )
        .order_by(NoticeTable.queued_at.desc(), NoticeTable.key.desc())
        .limit(1)
    )
    async with records.reading() as session:
        row = (await session.scalars(query)).one_or_none()
        return read_value(Notice, row) if row else None
