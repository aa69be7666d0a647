"""Sending notices: each claimed in one transaction that re-reads its task, sent, marked."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from temporalio import activity

from activities.channels import Channel, Misconfigured, Outgoing, Refused
from activities.demonstration import as_of
from records.mailboxes import address_of
from records.notices import (
    DELAYED,
    Notice,
    NoticeState,
    claim,
    get_notice,
    list_batch,
    mark_delayed,
    mark_lapsed,
    mark_sent,
)
from records.projection import SMS
from records.session import Records
from records.undelivered import mark_refused
from workflows.contracts import NoticeBatch

log = structlog.get_logger()

# A sender that died holds its claim no longer than this, which is longer than any sending takes.
# Where the channel knows the key, a notice that did go out is not sent again.
ABANDONED_AFTER = timedelta(seconds=30)


class Lapsed(Exception):
    """A text message that has no way out any more: nothing is lost, the same e-mail stands.

    `code` says why in a word of ours.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class StillClaimed(Exception):
    """A notice of the batch is in another sender's hands, or did not leave; come back later."""


class NoticeActivities:
    """Sends the notices of a batch through the channel of each."""

    def __init__(
        self,
        records: Records,
        channels: dict[str, Channel],
        clock: Callable[[], datetime],
        *,
        demonstration: bool = False,
    ) -> None:
        self._records = records
        self._channels = channels
        self._clock = clock
        self._demonstration = demonstration

    @activity.defn(name="send_notices")
    async def send_notices(self, batch: NoticeBatch) -> None:
        """Idempotent by notice key. Raises while any notice of the batch is unfinished."""
        unfinished = 0
        for notice in await list_batch(self._records, batch.batch):
            activity.heartbeat()
            unfinished += not await self._send(notice)
        if unfinished:
            raise StillClaimed(f"{unfinished} notices are not finished with")

    async def _send(self, queued: Notice) -> bool:
        key, now = queued.key, self._clock()
        counted = as_of(queued.queued_at, now, demonstration=self._demonstration)
        notice = await claim(
            self._records,
            key,
            now,
            abandoned_before=now - ABANDONED_AFTER,
            as_of=counted if counted < now else None,
        )
        if notice is None:
            return not await self._is_unfinished(key)
        address = await address_of(self._records, notice.recipient, notice.channel)
        try:
            channel = self._carrier(notice.channel)
            reference = await channel.send(_outgoing(notice, address))
        except Exception as error:
            return await self._not_sent(notice, error)
        sent_at = counted if counted < now else self._clock()
        await mark_sent(self._records, key, sent_at, reference, channel.name)
        log.info("notice.sent", template=notice.template, channel=notice.channel)
        return True

    def _carrier(self, channel: str) -> Channel:
        if channel == SMS and SMS not in self._channels:  # there was one when it was queued
            raise Lapsed("no_text_carrier")
        return self._channels[channel]

    async def _not_sent(self, notice: Notice, error: Exception) -> bool:
        """Whether the notice is finished with. The error goes no further: it may name a person."""
        told = {"template": notice.template, "channel": notice.channel}
        if isinstance(error, Refused):
            await mark_refused(self._records, notice.key, self._clock(), error.code)
            log.warning("notice.refused", code=error.code, **told)
            return True
        if isinstance(error, Lapsed):
            await mark_lapsed(self._records, notice.key, error.code)
            log.warning("notice.lapsed", code=error.code, **told)
            return True
        code = error.code if isinstance(error, Misconfigured) else DELAYED
        await mark_delayed(self._records, notice.key, code)
        log.warning("notice.delayed", code=code, error=type(error).__name__, **told)
        return False

    async def _is_unfinished(self, key: str) -> bool:
        state = (await get_notice(self._records, key)).state
        return state in (NoticeState.QUEUED, NoticeState.SENDING)


def _outgoing(notice: Notice, address: str | None) -> Outgoing:
    if address is None and notice.channel == SMS:
        raise Lapsed("no_mobile")
    if address is None:
        raise Refused("no_mailbox")
    again = notice.attempts > 1
    return Outgoing(notice.key, address, notice.subject, notice.body, notice.language, again=again)
