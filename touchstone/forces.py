"""`./run forces`: the register of forces, and the mailbox to which letters of each go."""

from criteria import register
from criteria.mailbox import is_address
from records.late_letters import list_without_letter
from records.mailboxes import register_mailbox
from records.people import Force, list_forces
from records.session import Records
from touchstone.obstacles import Obstacle
from touchstone.settings import Settings
from touchstone.terminal import say
from touchstone.wiring import now

NONE = "none"


def as_recorded(force: register.Force, mailbox: str | None = None) -> Force:
    """A force of the register as the records hold it."""
    return Force(
        code=force.code,
        name=force.name,
        welsh_name=force.welsh_name,
        region=force.region,
        pfa_code=force.pfa_code,
        invented=force.invented,
        mailbox=mailbox,
    )


async def show(settings: Settings) -> int:
    """Print every force of the register with its registered mailbox."""
    records = Records.open(settings.database_url)
    try:
        known = {force.code: force.mailbox for force in await list_forces(records)}
    finally:
        await records.close()
    for force in register.forces():
        say(f"{force.code}  {known.get(force.code) or 'no mailbox'}  {force.name}")
    return 0


async def set_mailbox(settings: Settings, *, code: str, address: str) -> int:
    """Register a mailbox. Raises Obstacle for an unknown force or what is no address."""
    force, mailbox = register.find(code), None if address == NONE else address.strip()
    if force is None:
        raise Obstacle(f"There is no force {code}. `./run forces list` names them all.")
    if mailbox is not None and not is_address(mailbox):
        raise Obstacle(
            "This is no e-mail address that we can send to: give one like "
            f'inspections@force.example, or "{NONE}" to take the mailbox of {force.name} away.'
        )
    records = Records.open(settings.database_url)
    try:
        async with records.transaction() as session:
            changed = await register_mailbox(session, as_recorded(force), mailbox, now())
        waiting = [one for one in await list_without_letter(records) if one.state["force"] == code]
    finally:
        await records.close()
    what = f"is {mailbox}" if mailbox else "is none"
    say(f"The registered mailbox of {force.name} {what}{'' if changed else ', as before'}.")
    if waiting:
        say("Letters that were issued before and are not delivered yet go there within minutes.")
    return 0
