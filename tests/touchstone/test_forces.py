"""`./run forces`: the registered mailbox of a force is checked, kept, and its change on record."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from criteria.mailbox import force_of, is_address, mailbox_of
from records import migrations
from records.journal import HOUSE, export
from records.people import get_force
from records.session import Records
from touchstone.cli import main
from touchstone.people import put_demonstration_people
from touchstone.settings import load_settings

ADDRESS = "inspections@northshire.police.example"


@pytest.mark.parametrize("text", [ADDRESS, "o'neill+pvp@a-b.c.example", "a@b.example"])
def test_an_address_that_channels_can_send_to_is_taken(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "a@", "@b.example", "a@b", "a@b@c.example", "a b@c.example", "a@-b.example"),
        *("a@b.example\n", "a@b.example, c@d.example", "<a@b.example>", "é@b.example", "a@b..c"),
        *("a..b@c.example", ".a@b.example", f"{'a' * 65}@b.example", f"a@{'b.' * 130}example"),
        *("a@b.example\r\nBcc: c@d.example", "a@127.0.0.1"),
    ],
)
def test_what_no_channel_can_send_to_is_none(text: str) -> None:
    assert not is_address(text)


def test_the_name_of_a_mailbox_is_its_forces_and_no_persons() -> None:
    assert force_of(mailbox_of("X01")) == "X01"
    assert force_of("p-x01-liaison") is None


async def test_a_house_registers_a_mailbox_and_the_demonstration_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOUCHSTONE_DATA_FOLDER", str(tmp_path))
    url = load_settings().database_url
    await migrations.upgrade(url)

    async def told(code: int, *given: str) -> str:
        assert await asyncio.to_thread(main, ["forces", *given]) == code
        out = capsys.readouterr()
        return out.out + out.err

    assert "X01  no mailbox  Northshire Constabulary" in await told(0, "list")
    assert f"is {ADDRESS}." in await told(0, "mailbox", "X01", ADDRESS)
    assert "as before" in await told(0, "mailbox", "X01", ADDRESS)
    assert "no force X99" in await told(1, "mailbox", "X99", ADDRESS)
    assert "no e-mail address" in await told(1, "mailbox", "X01", "inspections at northshire")
    assert "is none." in await told(0, "mailbox", "X02", "none")
    records = Records.open(url)
    try:
        await put_demonstration_people(records, datetime(2027, 1, 11, tzinfo=UTC))
        assert (await get_force(records, "X01")).mailbox == ADDRESS
        assert (await get_force(records, "X02")).mailbox is None
        assert (await get_force(records, "X03")).mailbox is not None
        entries = await export(records, HOUSE)
    finally:
        await records.close()
    assert [(one["event"], one["body"]) for one in entries] == [
        ("mailbox_registered", {"force": "X01"}),
        ("mailbox_removed", {"force": "X02"}),
    ]
    assert f"X01  {ADDRESS}" in await told(0, "list")
