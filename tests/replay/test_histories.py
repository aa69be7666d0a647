"""The recorded histories themselves: whole lives, sealed, small, and written the same each time."""

import gzip
import inspect
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType

from touchstone.codec import SEALED, NotSealed, SealingCodec
from touchstone.people import demonstration_people
from touchstone.replay.histories import FACTS, FOLDER, NAMESPACE, Recorded, fixture_keys, keep
from touchstone.settings import Settings
from workflows import contracts

FILES = sorted((FOLDER / "histories").rglob("*.json.gz"))
SHORTEST = 6  # letters: shorter words turn up in sealed bytes by chance
BY_FILE = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


@BY_FILE
def test_no_name_and_no_id_of_a_person_stands_in_a_history(file: Path) -> None:
    text = _text(file) + " ".join(_bare_values(json.loads(_text(file))))
    people = demonstration_people(date(2026, 11, 22))
    words = {word for one in people for word in re.findall(r"\w+", one.name)}
    secret = {word for word in words if len(word) >= SHORTEST} | {one.id for one in people}
    assert len(secret) > 40
    assert [word for word in sorted(secret | {"p-lead"}) if word in text] == []


@BY_FILE
def test_every_payload_is_sealed_but_for_the_search_attributes(file: Path) -> None:
    payloads = list(_payloads(json.loads(_text(file))))
    assert len(payloads) > 1
    assert {payload.metadata["encoding"] for payload in payloads} == {SEALED}


@BY_FILE
def test_the_committed_key_opens_the_histories_and_nothing_of_a_real_stack(file: Path) -> None:
    payload = next(_payloads(json.loads(_text(file))))
    with fixture_keys() as keys:
        assert SealingCodec(keys, NAMESPACE).open(payload).data
        real = SealingCodec(keys, Settings.model_fields["temporal_namespace"].default)
        with pytest.raises(NotSealed):
            real.open(payload)


def test_every_workflow_is_recorded_to_its_end(histories: list[Recorded]) -> None:
    ends = {one.history.events[-1].event_type for one in histories}
    assert ends == {EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED}


def test_every_activity_stands_in_a_history(histories: list[Recorded]) -> None:
    declared = {name for name, _ in inspect.getmembers(contracts, inspect.iscoroutinefunction)}
    scheduled = {
        event.activity_task_scheduled_event_attributes.activity_type.name
        for one in histories
        for event in one.history.events
    }
    assert scheduled - {""} == declared


def test_the_facts_fit_the_histories(histories: list[Recorded]) -> None:
    facts = json.loads((FOLDER / FACTS).read_text("utf-8"))
    assert facts["events"] == {one.name: len(one.history.events) for one in histories}
    sdk = {
        event.workflow_task_completed_event_attributes.sdk_metadata.sdk_version
        for one in histories
        for event in one.history.events
    }
    assert sdk - {""} == {facts["sdk"]}


def test_the_same_histories_give_the_same_files(tmp_path: Path, histories: list[Recorded]) -> None:
    keep({one.name: one.history for one in histories}, tmp_path)
    written = sorted(tmp_path.rglob("*.json.gz"))
    assert [file.name for file in written] == [file.name for file in FILES]
    for before, after in zip(FILES, written, strict=True):
        assert after.read_bytes() == before.read_bytes()
    assert (tmp_path / FACTS).read_bytes() == (FOLDER / FACTS).read_bytes()


def test_all_histories_together_stay_below_half_a_megabyte() -> None:
    assert 0 < sum(file.stat().st_size for file in FILES) < 500_000


def _text(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode()


def _payloads(node: Any) -> Iterator[Payload]:
    """Every payload of a history, but for its search attributes: they are open by design."""
    if isinstance(node, list):
        for item in node:
            yield from _payloads(item)
    elif isinstance(node, dict):
        if "metadata" in node and "data" in node:
            yield json_format.ParseDict(node, Payload())
        else:
            for name, value in node.items():
                yield from _payloads(value) if name != "indexedFields" else ()


def _bare_values(node: Any) -> Iterator[str]:
    """The search attributes' values as they can be read."""
    if isinstance(node, list):
        for item in node:
            yield from _bare_values(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == "indexedFields":
                yield from (
                    b64decode(payload.get("data", "")).decode() for payload in value.values()
                )
            else:
                yield from _bare_values(value)
