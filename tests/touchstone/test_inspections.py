"""`./run inspections`: who must act, what the timer waits for; nothing but codes and dates."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.pages.operations import _VIEWS
from records import migrations
from records.processes import Process, open_process
from records.session import Records
from tests.builders import PEOPLE
from tests.records.builders import NORTH, WEST, build_house
from tests.workflows.desk import ISSUED, Desk
from tests.workflows.straight import a_follow_up, a_referral, at
from touchstone.cli import main
from touchstone.inspections import listed
from touchstone.settings import ROOT, load_settings
from workflows.names import FOLLOW_UP, INSPECTION, REFERRAL
from workflows.patch import to_document


def process(name: str, kind: str, desk: Desk[Any]) -> Process:
    """What the records hold of a process that stands as on the desk."""
    state = to_document(desk.state)
    return Process(f"x/{name}", name, kind, state, "x", 1, ISSUED, None, None)


def lines(kind: str, desk: Desk[Any], **later: int) -> list[str]:
    [one] = listed([process("T-1", kind, desk)], desk.now + timedelta(**later))
    return list(one.lines())


def test_each_says_its_phase_its_force_who_must_act_and_what_its_timer_waits_for() -> None:
    assert lines(INSPECTION, at("issued")) == [
        "T-1  X01  self assessment",
        "    must act: head of PVP, liaison; first due 17:00 on Monday 25 January 2027",
        "    The timer fires at 09:00 on Monday 18 January 2027:"
        " reminder notice for eligible cases.",
    ]


def test_what_is_late_and_what_is_paused_is_marked_so() -> None:
    assert lines(REFERRAL, a_referral(), hours=2)[0] == "T-1  X01  case referred back  OVERDUE"
    assert lines(FOLLOW_UP, a_follow_up())[0] == "T-1  X01  follow-up"
    desk = at("issued")
    desk.act("p-lead", "pause_inspection", {"reason": "r"})
    assert lines(INSPECTION, desk, days=90)[::2] == [
        "T-1  X01  self assessment  PAUSED",
        "    The timer waits for nothing: the clocks stand still.",
    ]


def test_it_says_what_was_last_done_and_which_of_lead_and_deputy_is_asked() -> None:
    desk = at("submitted")
    desk.state.last_done = "2027-02-05T11:30Z submit_return"
    assert lines(INSPECTION, desk)[-1] == (
        "    Last done: submit return, at 11:30 on Friday 5 February 2027."
    )
    desk = at("registered")  # the acceptance is asked for
    told = "\n".join(lines(INSPECTION, desk))
    assert ("inspection lead" in told, "deputy lead" in told) == (True, False)
    desk.act("p-hmi", "mark_lead_away")
    told = "\n".join(lines(INSPECTION, desk))
    assert ("inspection lead" in told, "deputy lead" in told) == (False, True)


def test_an_inspection_that_only_its_follow_up_goes_on_with_says_so() -> None:
    assert lines(INSPECTION, at("published"))[1] == (
        "    must act: nobody; its follow-up stands by itself"
    )


def test_what_is_due_first_stands_first_and_nobody_is_named() -> None:
    processes = [
        process("T-1", INSPECTION, at("issued")),
        process("T-1-R1", REFERRAL, a_referral()),
    ]
    found = listed(processes, ISSUED)
    assert [one.name for one in found] == ["T-1-R1", "T-1"]
    text = "\n".join(line for one in found for line in one.lines())
    assert not [id_ for ids in PEOPLE.values() for id_ in ids if id_ in text]


async def test_the_command_reads_the_records_with_no_engine_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOUCHSTONE_DATA_FOLDER", str(tmp_path))
    address = load_settings().database_url
    await migrations.upgrade(address)
    records = Records.open(address)
    await build_house(records)
    async with records.transaction() as session:
        for name, year in (("late", "1999"), ("not-late", "2999")):
            desk = a_referral()
            desk.state.events["referred"] = f"{year}-01-11T10:00:00+00:00"
            state = to_document(desk.state)
            await open_process(session, f"referral/{name}", NORTH, REFERRAL, ISSUED, state)
        await open_process(session, f"inspection/{WEST}", WEST, INSPECTION, ISSUED)
    await records.close()
    for given, shown in (([], ["late", "not-late"]), (["--overdue"], ["late"])):
        assert await asyncio.to_thread(main, ["inspections", *given]) == 0
        told = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in told if not line.startswith(" ")][:-1] == shown
        assert told[-1].startswith(f"{len(shown)} ")


def test_the_addresses_in_the_documents_are_those_of_the_page_for_operators() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    namespace = load_settings().temporal_namespace
    for name, query in _VIEWS.items():
        if name != "running":
            assert f"/namespaces/{namespace}/workflows?query={quote(query)}>" in text, name
