"""The registered mailbox of a force: what may be one, and the name by which notices go to it.

It is an office's address, not a person's: a notice to it names the force by its code.
"""

import re

_PREFIX = "mailbox:"
_LONGEST = 254  # RFC 5321: of an address within a path of 256
# The plain form that every mail server and GOV.UK Notify take: no quotes, no other script.
_LOCAL = r"[A-Za-z0-9_'+-]+(?:\.[A-Za-z0-9_'+-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_LOCAL}@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")


def is_address(text: str) -> bool:
    """Whether this is an e-mail address that our channels can send to."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None


def mailbox_of(force_code: str) -> str:
    """The recipient of a notice to the registered mailbox of this force."""
    return f"{_PREFIX}{force_code}"


def force_of(recipient: str) -> str | None:
    """The force whose registered mailbox this recipient is; None where it is a person."""
    return recipient.removeprefix(_PREFIX) if recipient.startswith(_PREFIX) else None
