"""Settings to the channel by which notices leave, and to whom tells what became of them."""

import asyncio
import socket

from activities.channels import Channel
from activities.channels.notify import Notify, NotifyTexts
from activities.channels.outbox import Outbox, OutboxTexts
from activities.channels.smtp import Smtp
from records.projection import EMAIL, SMS
from touchstone.settings import BadSetting, Settings

LOOK_UP_SECONDS = 5.0


def channel(settings: Settings) -> Channel:
    """The channel that TOUCHSTONE_NOTICE_CHANNEL names. Raises BadSetting if it lacks a setting."""
    if settings.notice_channel == "smtp":
        return Smtp(
            _needed(settings, "smtp_host"),
            settings.smtp_port,
            _needed(settings, "smtp_sender"),
            settings.smtp_security,
            settings.smtp_user or None,
            settings.smtp_password or None,
        )
    if settings.notice_channel == "notify":
        key, template = _needed(settings, "notify_key"), _needed(settings, "notify_template")
        return Notify(key, template, settings.notify_address)
    return Outbox(settings.data_folder / "outbox")


def channel_of_texts(settings: Settings) -> Channel | None:
    """By which text messages leave: GOV.UK Notify, also beside a mail server, once it has a
    template for them; the outbox beside the outbox. None where nothing carries them.

    Raises BadSetting for a template without a key.
    """
    if settings.notice_channel == "outbox":
        return OutboxTexts(settings.data_folder / "outbox")
    if not settings.notify_sms_template:
        return None
    key = _needed(settings, "notify_key", "text messages")
    return NotifyTexts(key, settings.notify_sms_template, settings.notify_address)


def channels_of(settings: Settings) -> dict[str, Channel]:
    """The channel of each kind of notice; of text messages only where something carries them."""
    texts = channel_of_texts(settings)
    return {EMAIL: channel(settings), **({SMS: texts} if texts else {})}


def receipts(settings: Settings) -> Notify | None:
    """Whom to ask what became of notices that went through Notify, whatever the channel is now."""
    if not settings.notify_key:
        return None
    return Notify(settings.notify_key, settings.notify_template or "", settings.notify_address)


async def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, those first that the system prefers; none for one unknown."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _needed(settings: Settings, name: str, by: str = "") -> str:
    value = getattr(settings, name)
    if not value:
        by = by or f"the channel {settings.notice_channel}"
        raise BadSetting(f"TOUCHSTONE_{name.upper()} is needed for {by}.")
    return str(value)
