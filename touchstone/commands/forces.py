"""The commands about forces: list them, and register the mailbox of one."""

import asyncio
from argparse import Namespace

from touchstone.commands.processes import settings_with_records


def list_forces(_: Namespace) -> int:
    """Print every force with its registered mailbox."""
    from touchstone.forces import show

    return asyncio.run(show(settings_with_records()))


def set_mailbox(arguments: Namespace) -> int:
    """Register the mailbox to which the letters of a force go."""
    from touchstone.forces import set_mailbox as register

    settings = settings_with_records()
    return asyncio.run(register(settings, code=arguments.force, address=arguments.address))
