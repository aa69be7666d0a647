"""No content leaves the records: everything that anybody wrote in the demonstration is a canary.

Every run of seven words of every text, and every name of a person, is looked for in what the
engine, the logs and the notices hold: as it lies there, and with the seal taken off.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf import json_format
from sqlalchemy import select
from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.converter import PayloadCodec

from records.session import Records
from records.tables import (
    DraftTable,
    FileTable,
    JournalTable,
    NoticeTable,
    PersonTable,
    RevisionTable,
)
from tests.journeys.conftest import Played
from touchstone.codec import SealingCodec
from touchstone.keys import KeyRing
from touchstone.temporal import connect

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

RUN = 7  # words


async def test_no_text_and_no_name_is_found_outside_the_records(played: Played) -> None:
    records = Records.open(played.settings.database_url)
    try:
        canaries = await _canaries(records)
        assert len(canaries) > 5000, "the demonstration wrote too little to prove anything"
        assert _found(canaries, "as if: " + next(iter(canaries)) + " stood here")
        held = [*await _rows(records), *_logs(played), *[item async for item in _engine(played)]]
    finally:
        await records.close()
    assert len(held) > 100
    leaks = {where: _found(canaries, text) for where, text in held}
    assert {where: found[:3] for where, found in leaks.items() if found} == {}


async def _canaries(records: Records) -> set[str]:
    """Runs of words of every text, and first and last names of every person, lower case."""
    async with records.reading() as session:
        contents = [
            *await session.scalars(select(RevisionTable.content)),
            *await session.scalars(select(DraftTable.content)),
        ]
        names = list(await session.scalars(select(PersonTable.name)))
    found = {run for content in contents for text in _texts(content) for run in _runs(text)}
    return found | {_plain(name) for name in names}


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)
    elif isinstance(content, str):
        yield content


def _runs(text: str) -> Iterator[str]:
    words = _plain(text).split()
    for start in range(len(words) - RUN + 1):
        yield " ".join(words[start : start + RUN])


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.lower()))


def _found(canaries: set[str], text: str) -> list[str]:
    """The canaries that stand in a text, whatever stands between their words."""
    words = _plain(text).split()
    lengths = {len(canary.split()) for canary in canaries}
    runs = {
        " ".join(words[start : start + length])
        for length in lengths
        for start in range(len(words) - length + 1)
    }
    return sorted(runs & canaries)


async def _rows(records: Records) -> list[tuple[str, str]]:
    """What people are told and how files are called; and the journal, which holds ids and codes."""
    async with records.reading() as session:
        notices = await session.execute(
            select(NoticeTable.key, NoticeTable.subject, NoticeTable.body, NoticeTable.facts)
        )
        files = await session.scalars(select(FileTable.name))
        entries = await session.execute(select(JournalTable.event, JournalTable.body))
        return [
            *((f"notice {row[0]}", " ".join(map(str, row))) for row in notices),
            *(("file name", name) for name in files),
            *(("journal", " ".join(map(str, row))) for row in entries),
        ]


def _logs(played: Played) -> Iterator[tuple[str, str]]:
    for log in (played.settings.data_folder / "logs").glob("*.log"):
        yield f"log {log.name}", log.read_text("utf-8", "replace")


async def _engine(played: Played) -> Any:
    """Each workflow: ids and search attributes, its raw history, and the history unsealed."""
    settings = played.settings
    keys = KeyRing.load(settings.keys_folder)
    client: Client = await connect(settings, keys)
    codec = SealingCodec(keys, settings.temporal_namespace)
    async for execution in client.list_workflows():
        yield f"listing of {execution.id}", str(execution.raw_info)
        history = await client.get_workflow_handle(
            execution.id, run_id=execution.run_id
        ).fetch_history()
        raw = history.to_json()
        yield f"sealed history of {execution.id}", raw
        yield f"unsealed history of {execution.id}", await _unsealed(codec, json.loads(raw))


async def _unsealed(codec: PayloadCodec, history: Any) -> str:
    """The data of every payload in a history, opened."""
    opened = [
        (await codec.decode([payload]))[0].data.decode("utf-8", "replace")
        for payload in _payloads(history)
    ]
    assert opened, "a history without payloads proves nothing"
    return "\n".join(opened)


def _payloads(node: Any) -> Iterator[Payload]:
    if isinstance(node, list):
        for item in node:
            yield from _payloads(item)
    elif isinstance(node, dict):
        if "metadata" in node and "data" in node:
            yield json_format.ParseDict(node, Payload())
        else:
            for value in node.values():
                yield from _payloads(value)
