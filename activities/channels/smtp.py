"""E-mail through the house's own mail server, as plain text.

The Message-ID follows from the notice's key. Mail servers do not promise to drop a second message
of the same id: a worker that dies between sending and noting it may send twice.
"""

import hashlib
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

import aiosmtplib

from activities.channels import Outgoing, Refused

Security = Literal["starttls", "tls", "none"]
TIMEOUT_SECONDS = 20.0


@dataclass(frozen=True)
class Smtp:
    """Sends through one mail server."""

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    async def send(self, notice: Outgoing) -> str:
        """Send the notice; the reference is its Message-ID. Raises Refused for a bad recipient."""
        message = self._message(notice)
        try:
            await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.user,
                password=self.password,
                use_tls=self.security == "tls",
                start_tls=self.security == "starttls",
                timeout=TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            if all(refusal.code >= 500 for refusal in error.recipients):
                raise Refused from None
            raise
        except aiosmtplib.SMTPDataError as error:
            if error.code >= 500:
                raise Refused from None
            raise
        return str(message["Message-ID"])

    def _message(self, notice: Outgoing) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = notice.address
        message["Subject"] = notice.subject
        name = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{name}@touchstone>"
        message["Content-Language"] = notice.language
        message.set_content(notice.body)
        return message
