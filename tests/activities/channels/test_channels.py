"""Channels against real servers: a mail sink, and a service that speaks Notify's API."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from notifications_python_client.errors import HTTPError

from activities.channels import Misconfigured, Outgoing, Refused
from activities.channels.notify import Fate, Notify, NotifyTexts
from activities.channels.outbox import Outbox, OutboxTexts
from activities.channels.smtp import Smtp
from documents.two_languages import below_one_another
from tests.mail_sink import MailSink, mail_sink
from tests.notify_service import (
    KEY,
    NOBODYS_NUMBER,
    SERVICE,
    TEMPLATE,
    TEXT_TEMPLATE,
    NotifyService,
    notify_service,
)

NOTICE = Outgoing("inspection/X:e1:p-1", "one@force.example", "Subject", "Body\n", "en")


def written(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_the_outbox_refuses_what_no_mail_can_reach_and_writes_nothing(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    with pytest.raises(Refused) as refused:
        await outbox.send(replace(NOTICE, address="office@force.invalid"))
    assert (refused.value.code, written(tmp_path)) == ("bad_address", [])
    await outbox.send(NOTICE)
    assert written(tmp_path) == [f"{NOTICE.reference}.eml"]


@pytest.fixture
async def sink() -> AsyncIterator[MailSink]:
    async with mail_sink() as opened:
        yield opened


@pytest.fixture
def service() -> Iterator[NotifyService]:
    with notify_service() as opened:
        yield opened


def smtp_to(sink: MailSink) -> Smtp:
    return Smtp("127.0.0.1", sink.port, "touchstone@house.example", "none")


def notify_at(service: NotifyService, key: str = KEY) -> Notify:
    return Notify(key, TEMPLATE, service.address)


# A mail server


async def test_mail_holds_what_is_said_and_a_message_id_that_names_nobody(sink: MailSink) -> None:
    reference = await smtp_to(sink).send(NOTICE)
    [mail] = sink.messages
    assert (mail["To"], mail["Subject"]) == ("one@force.example", "Subject")
    assert mail["Message-ID"] == reference
    assert "p-1" not in reference
    assert mail.get_payload() == "Body\r\n"


async def test_mail_in_two_languages_arrives_as_written_and_names_both(sink: MailSink) -> None:
    body = below_one_another({"cy": "Ewch i’r tŷ.\n", "en": "Go to the house.\n"})
    subject = "T-1: Mae’r adroddiad wedi’i gyhoeddi / The report is published"
    await smtp_to(sink).send(replace(NOTICE, subject=subject, body=body, language="cy"))
    mail = message_from_bytes(sink.got[0], policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert (mail["Subject"], mail["Content-Language"]) == (subject, "cy, en")
    assert mail.get_content().splitlines() == body.splitlines()
    await smtp_to(sink).send(NOTICE)
    assert sink.messages[1]["Content-Language"] == "en"


async def test_mail_sent_twice_has_one_message_id(sink: MailSink) -> None:
    smtp = smtp_to(sink)
    first, second = await smtp.send(NOTICE), await smtp.send(replace(NOTICE, again=True))
    assert first == second
    assert [mail["Message-ID"] for mail in sink.messages] == [first, first]
    assert await smtp.send(replace(NOTICE, key="another")) != first


async def test_mail_to_nobody_is_refused_for_good_and_mail_that_must_wait_is_not(
    sink: MailSink,
) -> None:
    with pytest.raises(Refused) as caught:
        await smtp_to(sink).send(replace(NOTICE, address="nobody@force.example"))
    assert caught.value.code == "bad_address"
    with pytest.raises(Exception, match="later") as told:
        await smtp_to(sink).send(replace(NOTICE, address="later@force.example"))
    assert not isinstance(told.value, Refused | Misconfigured)
    assert sink.got == []


async def test_a_server_that_does_not_send_for_us_is_no_fault_of_the_address(
    sink: MailSink,
) -> None:
    with pytest.raises(Misconfigured) as caught:
        await smtp_to(sink).send(replace(NOTICE, address="foreign@force.example"))
    assert caught.value.code == "relaying_refused"
    sink.sender_answer = "550 5.7.1 not your domain"
    with pytest.raises(Misconfigured) as caught:
        await smtp_to(sink).send(NOTICE)
    assert caught.value.code == "sender_refused"


@pytest.mark.parametrize(("answer", "final"), [("554 no", True), ("452 disk full", False)])
async def test_a_message_is_refused_for_good_or_for_now(
    sink: MailSink, answer: str, final: bool
) -> None:
    sink.data_answer = answer
    with pytest.raises(Exception, match="refused" if final else "disk full") as caught:
        await smtp_to(sink).send(NOTICE)
    assert isinstance(caught.value, Refused) is final


# GOV.UK Notify


async def test_notify_gets_a_signed_call_with_a_reference_that_names_nobody(
    service: NotifyService,
) -> None:
    assert await notify_at(service).send(NOTICE) == "n-0"
    [taken] = service.taken
    assert taken["personalisation"] == {"subject": "Subject", "body": "Body\n"}
    assert taken["email_address"] == "one@force.example"
    assert "p-1" not in taken["reference"]
    assert service.refused_tokens == 0


async def test_what_notify_took_without_saying_so_is_looked_up_and_not_sent_again(
    service: NotifyService,
) -> None:
    notify = notify_at(service)
    service.lost = True
    with pytest.raises(HTTPError):
        await notify.send(NOTICE)
    assert await notify.send(replace(NOTICE, again=True)) == "n-0"
    assert len(service.taken) == 1
    service.lost = False
    await notify.send(replace(NOTICE, again=True, key="never sent"))
    assert len(service.taken) == 2


async def test_a_bad_address_is_refused_for_good(service: NotifyService) -> None:
    with pytest.raises(Refused) as caught:
        await notify_at(service).send(replace(NOTICE, address="nobody@force.example"))
    assert caught.value.code == "bad_address"


async def test_a_key_that_notify_refuses_is_a_fault_of_the_settings(service: NotifyService) -> None:
    wrong = f"test-{SERVICE}-99999999-9999-4999-8999-999999999999"
    with pytest.raises(Misconfigured) as caught:
        await notify_at(service, wrong).send(NOTICE)
    assert caught.value.code == "key_refused"
    assert service.refused_tokens == 1
    assert service.taken == []


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_what_notify_cannot_do_just_now_is_tried_again(
    service: NotifyService, status: int
) -> None:
    service.fault = (status, "Exception", "not now")
    with pytest.raises(HTTPError):
        await notify_at(service).send(NOTICE)


async def test_trial_mode_is_a_fault_of_the_settings(service: NotifyService) -> None:
    service.fault = (400, "BadRequestError", "Can't send to this recipient in trial mode")
    with pytest.raises(Misconfigured) as caught:
        await notify_at(service).send(NOTICE)
    assert caught.value.code == "request_refused"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (("subject", "body", "first name"), "template_field_unknown:first_name"),
        (("subject",), "template_field_missing:body"),
    ],
)
async def test_a_template_with_other_fields_is_refused_by_the_fields_name_and_nothing_sent(
    service: NotifyService, fields: tuple[str, ...], code: str
) -> None:
    notify = notify_at(service)
    service.fields = fields
    with pytest.raises(Misconfigured) as caught:
        await notify.send(NOTICE)
    assert caught.value.code == code
    assert service.taken == []
    service.fields = ("subject", "body")
    assert await notify.send(NOTICE) == "n-0"


async def test_a_field_added_to_the_template_later_is_refused_by_its_name(
    service: NotifyService,
) -> None:
    notify = notify_at(service)
    await notify.send(NOTICE)
    service.fields = ("subject", "body", "rank")
    with pytest.raises(Misconfigured) as caught:
        await notify.send(replace(NOTICE, key="another"))
    assert caught.value.code == "template_field_unknown:rank"


async def test_notify_is_asked_what_became_of_a_notice(service: NotifyService) -> None:
    notify = notify_at(service)
    taken_as = await notify.send(NOTICE)
    assert await notify.look_up(taken_as) == Fate("sending")
    service.statuses[taken_as] = "permanent-failure"
    assert await notify.look_up(taken_as) == Fate("permanent-failure")
    assert await notify.look_up("n-99") is None


# Text messages

TEXT = replace(NOTICE, key="inspection/X:e1:p-1:sms", address="+447700900123")


def texts_at(service: NotifyService, template: str = TEXT_TEMPLATE) -> NotifyTexts:
    return NotifyTexts(KEY, template, service.address)


async def test_a_text_in_the_outbox_is_a_file_with_its_number_and_words_written_once(
    tmp_path: Path,
) -> None:
    outbox = OutboxTexts(tmp_path / "outbox")
    await outbox.send(TEXT)
    await outbox.send(replace(TEXT, body="Other words\n"))
    [file] = (tmp_path / "outbox").iterdir()
    assert file.name == f"{TEXT.reference}.sms.txt"
    assert file.read_text() == "To: +447700900123\n\nBody\n"


async def test_notify_gets_a_text_with_its_own_template_and_a_reference_that_names_nobody(
    service: NotifyService,
) -> None:
    assert await texts_at(service).send(TEXT) == "n-0"
    [taken] = service.taken
    assert (taken["phone_number"], taken["template_id"]) == ("+447700900123", TEXT_TEMPLATE)
    assert taken["personalisation"] == {"body": "Body\n"}
    assert taken["reference"] == TEXT.reference != NOTICE.reference


async def test_a_text_that_notify_took_without_saying_so_is_not_sent_again(
    service: NotifyService,
) -> None:
    texts = texts_at(service)
    service.lost = True
    with pytest.raises(HTTPError):
        await texts.send(TEXT)
    assert await texts.send(replace(TEXT, again=True)) == "n-0"
    assert len(service.taken) == 1


async def test_a_number_that_notify_refuses_is_refused_for_good(service: NotifyService) -> None:
    with pytest.raises(Refused) as caught:
        await texts_at(service).send(replace(TEXT, address=NOBODYS_NUMBER))
    assert caught.value.code == "bad_number"


async def test_a_template_of_e_mail_is_refused_for_texts(service: NotifyService) -> None:
    with pytest.raises(Misconfigured) as caught:
        await texts_at(service, TEMPLATE).send(TEXT)
    assert caught.value.code == "template_field_unknown:subject"
    assert service.taken == []
