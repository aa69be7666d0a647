"""E-mail through GOV.UK Notify, with one template whose fields are `subject` and `body`.

The reference follows from the notice's key and names nobody. Notify takes a reference twice, so a
notice that was tried before is looked up first.
"""

import asyncio
import hashlib
import logging
from dataclasses import dataclass, field
from typing import Any

from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from activities.channels import Outgoing, Refused

TIMEOUT_SECONDS = 20
NEVER = (400, 403)  # every other answer, or none, may be another one tomorrow

# The client logs what Notify answers, and that may repeat an address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Notify:
    """Sends with one key and one template of the house's Notify service."""

    key: str = field(repr=False)
    template: str
    address: str

    async def send(self, notice: Outgoing) -> str:
        """Send the notice; the reference is Notify's own id of it."""
        return await asyncio.to_thread(self._send, notice)

    def _send(self, notice: Outgoing) -> str:
        # One client a call: it is not safe to share between threads.
        client: Any = NotificationsAPIClient(  # type: ignore[no-untyped-call]
            self.key, self.address, TIMEOUT_SECONDS
        )
        reference = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
        with client.request_session:
            if notice.again:
                known = client.get_all_notifications(reference=reference)["notifications"]
                if known:
                    return str(known[0]["id"])
            try:
                answer = client.send_email_notification(
                    notice.address,
                    self.template,
                    {"subject": notice.subject, "body": notice.body},
                    reference,
                )
            except HTTPError as error:
                if error.status_code in NEVER:
                    raise Refused from None
                raise
        return str(answer["id"])
