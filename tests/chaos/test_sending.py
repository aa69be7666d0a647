"""The worker killed between any two durable steps of a sending, at each channel: what arrives.

Outbox and GOV.UK Notify: each notice once. A mail server: once, but twice for one whose sender died
between the server's word and our note of it, both under one Message-ID.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from activities.projection import start_sending
from records.acts import ActState, list_acts
from records.notices import NoticeState, get_notice
from records.people import get_person, put_person
from records.tables import NoticeTable, TaskTable
from tests.chaos.points import BY_NAME
from tests.chaos.points import SENDING_POINTS as POINTS
from tests.chaos.wreck import Wreck, decided, until, wreckable
from tests.mail_sink import mail_sink
from tests.notify_service import KEY, TEMPLATE, notify_service
from tests.spine import PEOPLE, Spine, small_programme
from touchstone.wiring import now

pytestmark = [pytest.mark.engine, pytest.mark.chaos, pytest.mark.timeout(300)]

STRUCK = "-struck"  # the end of the names of batches that are struck


async def test_a_kill_at_any_point_of_a_sending_loses_no_notice_and_doubles_one_by_mail_alone(
    tmp_path: Path,
) -> None:
    async with mail_sink() as sink:
        with notify_service() as service:
            async with wreckable(
                tmp_path,
                smtp_host="127.0.0.1",
                smtp_port=sink.port,
                smtp_security="none",
                smtp_sender="touchstone@house.example",
                notify_key=KEY,
                notify_template=TEMPLATE,
                notify_address=service.address,
            ) as wreck:
                spine = Spine(wreck.kit.records, wreck.kit.gateway, programme=small_programme())
                await decided(wreck.kit, await spine.issue())
                for point in POINTS:
                    await strike(wreck, spine, point)
                await require_lead_is_asked(wreck, spine)
                await until(lambda: all_are_sent(wreck), "every notice to be sent")
                outbox = wreck.settings.data_folder / "outbox"
                written = [path.read_text() for path in outbox.glob("*.eml")]
    assert counted(text for text in written if "struck at" in text) == dict.fromkeys(POINTS, 1)
    assert counted(one["personalisation"]["subject"] for one in service.taken) == dict.fromkeys(
        POINTS, 1
    )
    mails = sink.messages
    assert counted(mail["Subject"] for mail in mails) == {**dict.fromkeys(POINTS, 1), POINTS[1]: 2}
    assert len({mail["Message-ID"] for mail in mails}) == len(POINTS)


async def strike(wreck: Wreck, spine: Spine, point: str) -> None:
    """Send one notice by each channel, side by side; the worker dies at the point and comes back.

    What it left is taken up again when its claims are old enough, while other points are struck.
    """
    wreck.arm(point, point)
    for channel in BY_NAME:
        batch = f"inspection/{spine.reference}:{point}-{channel}{STRUCK}"
        async with wreck.kit.records.transaction() as session:
            await session.execute(
                insert(NoticeTable).values(a_notice(spine, batch, channel, point))
            )
        await start_sending(wreck.kit.client, batch)
    await wreck.all_there(point, len(BY_NAME))
    wreck.kill_worker()
    wreck.start()


async def require_lead_is_asked(wreck: Wreck, spine: Spine) -> None:
    """A notice that a mail server refuses for good becomes one task, by way of the sweep."""
    records, person = wreck.kit.records, PEOPLE["head_of_pvp"][0]
    async with records.transaction() as session:
        found = await get_person(records, person)
        await put_person(session, replace(found, email="nobody@force.example"))
        batch = f"inspection/{spine.reference}:refused"
        notice = a_notice(spine, batch, "smtp", "no point") | {"recipient": person}
        await session.execute(insert(NoticeTable).values(notice))
    await start_sending(wreck.kit.client, batch)

    async def has_failed() -> bool:
        return (await get_notice(records, f"{batch}:key")).state is NoticeState.FAILED

    await until(has_failed, "the refusal")
    [act] = [
        a
        for a in await list_acts(records, f"inspection/{spine.reference}")
        if a.kind == "note_undelivered"
    ]
    assert (await decided(wreck.kit, act)).state is ActState.ACCEPTED
    async with records.reading() as session:
        tasks = await session.scalars(
            select(TaskTable.task).where(TaskTable.task.startswith("undelivered"))
        )
        assert list(tasks) == ["undelivered:head_of_pvp"]


def a_notice(spine: Spine, batch: str, channel: str, point: str) -> dict[str, object]:
    return {
        "key": f"{batch}:key",
        "batch": batch,
        "effect": batch,
        "inspection": spine.reference,
        "recipient": PEOPLE["liaison"][0],
        "channel": channel,
        "template": "asked",
        "facts": {},
        "language": "en",
        "subject": f"struck at {point}",
        "body": "Words of no importance.",
        "state": "queued",
        "queued_at": now(),
        "attempts": 0,
    }


async def all_are_sent(wreck: Wreck) -> bool:
    async with wreck.kit.records.reading() as session:
        found = await session.scalars(
            select(NoticeTable.state).where(NoticeTable.batch.endswith(STRUCK))
        )
        return set(found) == {"sent"}


def counted(texts: object) -> dict[str, int]:
    """Point -> how often it stands in these texts."""
    found: Counter[str] = Counter()
    for text in texts:  # type: ignore[attr-defined]
        found.update(point for point in POINTS if f"struck at {point}" in text)
    return dict(found)
