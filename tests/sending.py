"""Notices of a story sent by the product's own activity through a real Notify-speaking service."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from temporalio.testing import ActivityEnvironment

from activities.channels import Channel
from activities.channels.notify import Notify, NotifyTexts
from activities.notices import NoticeActivities, StillClaimed
from criteria.mailbox import mailbox_of
from records.acts import list_waiting
from records.messages import list_for_inspection
from records.notices import Notice, list_queued_batches
from records.people import get_person, put_person, viewer_for
from tests.api.office import ADDRESS, API, person_of
from tests.api.story import Story
from tests.notify_service import KEY, TEMPLATE, TEXT_TEMPLATE, NotifyService
from workflows.contracts import NoticeBatch

TOKEN = "a token that only Notify bears"
RECEIPTS = f"{ADDRESS}{API}/receipts/notify"


@dataclass
class Sending:
    """The post of one story: what is queued goes through the service."""

    story: Story
    service: NotifyService

    @classmethod
    def of(cls, story: Story, service: NotifyService) -> "Sending":
        office = story.office
        office.app.state.parts = replace(office.parts, receipt_token=TOKEN)
        return cls(story, service)

    @property
    def notify(self) -> Notify:
        return Notify(KEY, TEMPLATE, self.service.address)

    @property
    def texts(self) -> NotifyTexts:
        return NotifyTexts(KEY, TEXT_TEMPLATE, self.service.address)

    async def send(self, channel: Channel | None = None, *, texts: bool = True) -> None:
        """One attempt at everything that is queued, by Notify unless another channel is given.

        Without `texts` nothing carries text messages.
        """
        office = self.story.office
        records = office.parts.records
        channels = {"email": channel or self.notify, **({"sms": self.texts} if texts else {})}
        doing = NoticeActivities(records, channels, office.clock)
        for batch in await list_queued_batches(records, office.clock() + timedelta(days=1)):
            try:
                await ActivityEnvironment().run(doing.send_notices, NoticeBatch(batch))
            except StillClaimed:
                continue

    async def sweep(self) -> None:
        """Acts that the product kept itself go to the engine."""
        office = self.story.office
        for act in await list_waiting(office.parts.records, office.clock() + timedelta(days=1)):
            await office.engine.send(act)

    async def notices(self, role: str) -> list[Notice]:
        """Those to the first holder of a role, the oldest first."""
        return await self._to(person_of(role))

    async def _to(self, recipient: str) -> list[Notice]:
        records = self.story.office.parts.records
        viewer = await viewer_for(records, person_of("hmi"), self.story.reference)
        found = await list_for_inspection(records, viewer, self.story.reference)
        return [one for one in found if one.recipient == recipient]

    async def readdress(self, role: str, email: str) -> None:
        await self._change(role, email=email)

    async def renumber(self, role: str, telephone: str | None) -> None:
        await self._change(role, telephone=telephone)

    async def _change(self, role: str, **changes: Any) -> None:
        records = self.story.office.parts.records
        person = await get_person(records, person_of(role))
        async with records.transaction() as session:
            await put_person(session, replace(person, **changes))

    async def letter(self) -> list[Notice]:
        """Those to the force's registered mailbox."""
        return await self._to(mailbox_of("X01"))

    async def receipt(
        self,
        id_: str,
        status: str,
        token: str | None = TOKEN,
        at: str = "2027-01-11T09:00:05.000000Z",
    ) -> Any:
        """Notify calls back, with all that it sends; the answer."""
        bearer = f"Bearer {token}".encode()
        headers = {b"Authorization": bearer} if token is not None else {}
        body = {
            "id": id_,
            "reference": "whatever",
            "to": "somebody@force.example",
            "status": status,
            "created_at": "2027-01-11T09:00:00.000000Z",
            "completed_at": at,
            "notification_type": "email",
            "template_id": TEMPLATE,
            "template_version": 1,
        }
        return await self.story.office.http.post(RECEIPTS, json=body, headers=headers)
