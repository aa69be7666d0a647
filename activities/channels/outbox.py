"""The default channel: each notice as an .eml file in a folder, for a newcomer with no mail server.

The file is named after the hash of the notice's key and written once: a second sending of the same
notice finds it there and changes nothing. An address below .invalid, which no mail can ever reach
(RFC 2606), is refused as a mail server would refuse it: so a newcomer sees what comes of that.
"""

import asyncio
import os
from email.message import EmailMessage
from pathlib import Path

from activities.channels import Outgoing, Refused

SENDER = "touchstone@inspectorate.example"
UNREACHABLE = ".invalid"


class Outbox:
    """Writes notices to `folder`."""

    name = "outbox"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, notice: Outgoing) -> str:
        """Write the notice; the reference is its Message-ID. Raises Refused."""
        if notice.address.endswith(UNREACHABLE):
            raise Refused("bad_address")
        name = notice.reference
        await asyncio.to_thread(self._write, name, notice)
        return f"<{name}@touchstone>"

    def _write(self, name: str, notice: Outgoing) -> None:
        path = self._folder / f"{name}.eml"
        if path.exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        message = EmailMessage()
        message["From"] = SENDER
        message["To"] = notice.address
        message["Subject"] = notice.subject
        message["Message-ID"] = f"<{name}@touchstone>"
        # The content first: setting it takes such headers away.
        message.set_content(notice.body)
        message["Content-Language"] = ", ".join(notice.languages)
        draft = path.with_suffix(f".{os.getpid()}.new")
        draft.write_bytes(message.as_bytes())
        draft.replace(path)
