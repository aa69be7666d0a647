"""E-mail and text messages through GOV.UK Notify, with one template each: of e-mail its fields are
`subject` and `body`, of text messages `body` alone.

The reference follows from the notice's key and names nobody. Notify takes a reference twice, so a
notice that was tried before is looked up first.
"""

import asyncio
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from activities.channels import Misconfigured, Outgoing, Refused

TIMEOUT_SECONDS = 8  # of each call; a sending is three at most
_FIELD_MISSING = re.compile(r"Missing personalisation: ([\w ,-]{1,60})", re.ASCII)
_BAD = {"email_address": "bad_address", "phone_number": "bad_number"}  # what a message begins with

# The client logs what Notify answers, and that may repeat an address.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Fate:
    """What became of a notice: Notify's word for it, and when its end came, if it has one."""

    status: str
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Notify:
    """Sends with one key and one template of the house's Notify service."""

    key: str = field(repr=False)
    template: str
    address: str
    _seen: list[str] = field(default_factory=list, compare=False)  # templates found to be right

    name = "notify"
    fields = frozenset({"subject", "body"})  # that a template may have

    async def send(self, notice: Outgoing) -> str:
        """Send the notice; the reference is Notify's own id of it."""
        return await asyncio.to_thread(self._send, notice)

    async def look_up(self, taken_as: str) -> Fate | None:
        """What Notify says of a notice that it took; None where it knows it no more."""
        return await asyncio.to_thread(self._look_up, taken_as)

    def _send(self, notice: Outgoing) -> str:
        with self._client() as client:
            if notice.again:
                known = client.get_all_notifications(reference=notice.reference)["notifications"]
                if known:
                    return str(known[0]["id"])
            self._require_template(client)
            return str(self._post(client, notice)["id"])

    def _post(self, client: Any, notice: Outgoing) -> Any:
        fields = {"subject": notice.subject, "body": notice.body}
        return client.send_email_notification(
            notice.address, self.template, fields, notice.reference
        )

    def _look_up(self, taken_as: str) -> Fate | None:
        try:
            with self._client() as client:
                found = client.get_notification_by_id(taken_as)
                return Fate(str(found["status"]), _moment(found.get("completed_at")))
        except HTTPError as error:
            if error.status_code == 404:
                return None
            raise

    def _require_template(self, client: Any) -> None:
        """Look at the template once: Notify passes over fields that it lacks, without a word."""
        if self.template in self._seen:
            return
        asked = set(client.get_template(self.template).get("personalisation") or {})
        for name in sorted(asked - self.fields):
            raise Misconfigured(f"template_field_unknown:{_code(name)}")
        if "body" not in asked:
            raise Misconfigured("template_field_missing:body")
        self._seen.append(self.template)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        # One client a call: it is not safe to share between threads.
        client: Any = NotificationsAPIClient(  # type: ignore[no-untyped-call]
            self.key, self.address, TIMEOUT_SECONDS
        )
        with client.request_session:
            try:
                yield client
            except HTTPError as error:
                raise _told(error) from None


@dataclass(frozen=True)
class NotifyTexts(Notify):
    """Text messages, with a template of their own."""

    fields = frozenset({"body"})

    def _post(self, client: Any, notice: Outgoing) -> Any:
        fields = {"body": notice.body}
        return client.send_sms_notification(notice.address, self.template, fields, notice.reference)


def _told(error: HTTPError) -> Exception:
    """What an answer of Notify means: for good, until somebody mends the settings, or for now."""
    if error.status_code == 403:
        return Misconfigured("key_refused")
    if error.status_code != 400:
        return error
    said = error.message if isinstance(error.message, list) else []
    messages = [str(one.get("message", "")) for one in said if isinstance(one, dict)]
    for message in messages:
        if bad := _BAD.get(message.partition(" ")[0]):
            return Refused(bad)
    for message in messages:
        if missing := _FIELD_MISSING.match(message):
            return Misconfigured(f"template_field_unknown:{_code(missing[1])}")
    return Misconfigured("request_refused")


def _moment(text: object) -> datetime | None:
    """A time as Notify writes it; None for what is none, or says no zone."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _code(name: str) -> str:
    """A field's name in the shape of a code."""
    return re.sub(r"[^\w-]+", "_", name, flags=re.ASCII)[:60]
