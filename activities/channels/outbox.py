"""The default channel: each notice as a file in a folder, for a newcomer with no mail server; an
e-mail as .eml, a text message as .sms.txt.

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
    """Writes e-mails to `folder`."""

    name = "outbox"
    suffix = "eml"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, notice: Outgoing) -> str:
        """Write the notice; the reference is its Message-ID. Raises Refused."""
        if notice.address.endswith(UNREACHABLE):
            raise Refused("bad_address")
        name = notice.reference
        await asyncio.to_thread(self._write, f"{name}.{self.suffix}", notice)
        return f"<{name}@touchstone>"

    def _write(self, name: str, notice: Outgoing) -> None:
        path = self._folder / name
        if path.exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.new")
        draft.write_bytes(self._as_written(notice))
        draft.replace(path)

    def _as_written(self, notice: Outgoing) -> bytes:
        message = EmailMessage()
        message["From"] = SENDER
        message["To"] = notice.address
        message["Subject"] = notice.subject
        message["Message-ID"] = f"<{notice.reference}@touchstone>"
        # The content first: setting it takes such headers away.
        message.set_content(notice.body)
        message["Content-Language"] = ", ".join(notice.languages)
        return message.as_bytes()


class OutboxTexts(Outbox):
    """Writes text messages to `folder`: the number, an empty line, the words."""

    suffix = "sms.txt"

    def _as_written(self, notice: Outgoing) -> bytes:
        return f"To: {notice.address}\n\n{notice.body}".encode()
