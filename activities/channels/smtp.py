"""E-mail through the house's own mail server, as plain text.

The Message-ID follows from the notice's key. Mail servers do not promise to drop a second message
of the same id: a worker that dies between sending and noting it may send twice.
"""

import asyncio
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

import aiosmtplib

from activities.channels import LONGEST_SENDING_SECONDS, Misconfigured, Outgoing, Refused

Security = Literal["starttls", "tls", "none"]
TIMEOUT_SECONDS = 20.0  # of each step


@dataclass(frozen=True)
class Smtp:
    """Sends through one mail server."""

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    name = "smtp"

    async def send(self, notice: Outgoing) -> str:
        """Send the notice; the reference is its Message-ID."""
        message = self._message(notice)
        try:
            async with asyncio.timeout(LONGEST_SENDING_SECONDS):
                await self._hand_over(message)
        except aiosmtplib.SMTPAuthenticationError:
            raise Misconfigured("sign_in_refused") from None
        except aiosmtplib.SMTPSenderRefused as error:
            raise (Misconfigured("sender_refused") if error.code >= 500 else error) from None
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _of_recipient(error) from None
        except aiosmtplib.SMTPDataError as error:
            raise (Refused("message_refused") if error.code >= 500 else error) from None
        return str(message["Message-ID"])

    async def _hand_over(self, message: EmailMessage) -> None:
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

    def _message(self, notice: Outgoing) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = notice.address
        message["Subject"] = notice.subject
        message["Message-ID"] = f"<{notice.reference}@touchstone>"
        message["Content-Language"] = notice.language
        message.set_content(notice.body)
        return message


def _of_recipient(error: aiosmtplib.SMTPRecipientsRefused) -> Exception:
    """The address is bad for good, we may not send through this server at all, or not just now."""
    refusals = error.recipients
    if not all(refusal.code >= 500 for refusal in refusals):
        return error
    # RFC 3463: 5.7 is policy, such as relaying denied, and speaks of the sender's right to send.
    if any(refusal.message.lstrip().startswith("5.7.") for refusal in refusals):
        return Misconfigured("relaying_refused")
    return Refused("bad_address")
