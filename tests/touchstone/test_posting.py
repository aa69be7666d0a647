"""Settings to channels: which is chosen, and what each needs."""

from typing import Any

import pytest

from activities.channels.notify import Notify, NotifyTexts
from activities.channels.outbox import Outbox, OutboxTexts
from activities.channels.smtp import Smtp
from tests.notify_service import KEY, TEMPLATE
from touchstone.posting import channel, channels_of
from touchstone.settings import BadSetting, Settings

COMPLETE: dict[str, dict[str, Any]] = {
    "smtp": {"smtp_host": "mail.house.example", "smtp_sender": "touchstone@house.example"},
    "notify": {"notify_key": KEY, "notify_template": TEMPLATE},
}


def test_without_a_setting_notices_lie_in_the_outbox() -> None:
    assert isinstance(channel(Settings()), Outbox)


def test_a_mail_server_is_reached_with_encryption_unless_told_otherwise() -> None:
    found = channel(Settings(notice_channel="smtp", smtp_password="hush", **COMPLETE["smtp"]))
    assert isinstance(found, Smtp)
    assert (found.security, found.port, found.name) == ("starttls", 587, "smtp")
    assert "hush" not in repr(found)


def test_notify_is_reached_at_its_own_address_and_shows_no_key() -> None:
    found = channel(Settings(notice_channel="notify", **COMPLETE["notify"]))
    assert isinstance(found, Notify)
    assert found.address == "https://api.notifications.service.gov.uk"
    assert KEY not in repr(found)


@pytest.mark.parametrize(
    ("way", "lacking"), [(way, name) for way, given in COMPLETE.items() for name in given]
)
def test_a_channel_that_lacks_a_setting_is_refused_by_the_settings_name(
    way: str, lacking: str
) -> None:
    given = {name: value for name, value in COMPLETE[way].items() if name != lacking}
    with pytest.raises(BadSetting, match=f"TOUCHSTONE_{lacking.upper()} is needed"):
        channel(Settings(notice_channel=way, **given))


def test_text_messages_lie_in_the_outbox_beside_the_mails() -> None:
    assert isinstance(channels_of(Settings(notify_sms_template="t"))["sms"], OutboxTexts)


@pytest.mark.parametrize("way", COMPLETE)
def test_text_messages_leave_by_notify_once_there_is_a_template_and_else_not_at_all(
    way: str,
) -> None:
    given = {"notice_channel": way, **COMPLETE[way], "notify_key": KEY}
    assert set(channels_of(Settings(**given))) == {"email"}
    texts = channels_of(Settings(**given, notify_sms_template="t"))["sms"]
    assert isinstance(texts, NotifyTexts)
    assert (texts.template, texts.name) == ("t", "notify")


def test_a_template_of_texts_without_a_key_is_refused() -> None:
    given = {"notice_channel": "smtp", **COMPLETE["smtp"], "notify_sms_template": "t"}
    with pytest.raises(BadSetting, match="TOUCHSTONE_NOTIFY_KEY is needed for text messages"):
        channels_of(Settings(**given))
