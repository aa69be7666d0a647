"""What stands in Temporal: nothing readable but ids, kinds, codes of roles and dates."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client, WorkflowHandle
from temporalio.common import SearchAttributeKey

from tests.builders import CASES, PEOPLE, an_issue, an_outline
from tests.workflows.engine import Driven, opened, working
from tests.workflows.kept import Kept
from tests.workflows.straight import REFERRAL, until
from touchstone.codec import SEALED, SealingCodec
from touchstone.keys import KeyRing
from workflows import view
from workflows.names import SEARCH_ATTRIBUTES
from workflows.patch import from_document
from workflows.referral import ReferralWorkflow
from workflows.state import InspectionState
from workflows.tasks import open_tasks

pytestmark = pytest.mark.engine

# Whatever our messages and states say: persons, cases, scores, grades, rows, periods. None so short
# that sealed bytes may hold it by chance.
PLAIN_WORDS = [
    *{person for persons in PEOPLE.values() for person in persons},
    *CASES,
    *an_outline().case_grades,
    "not_applicable",
    "score",
    "grade",
    "sa.context",
    "stage-1",
    "domestic_abuse",
    '"revision"',
    "2027-03-01",
    "test-programme",
    "reference",
    "self_assessment_template",
]


@pytest.fixture(scope="module")
async def histories(client: Client) -> dict[str, Any]:
    """An inspection to its publication and a referral: handles, raw histories and what was kept."""
    kept, reference = Kept(), f"T-{uuid.uuid4().hex[:8]}"
    async with working(client, kept) as queue:
        driven = await opened(client, queue, reference, an_issue())
        await driven.run(until("published"))
        await driven.until(lambda now: now.projected == "follow_up")
        referral = await opened(
            client,
            queue,
            f"{reference}-R1",
            REFERRAL,
            workflow=ReferralWorkflow,
            opening=("p-ann", "refer_back"),
        )
        await referral.settled()
        await driven.refusal("p-lead", "publish", {"sha256": "no such text"})
        return {
            "kept": kept,
            "inspection": driven,
            "referral": referral,
            "events": await raw(driven) + await raw(referral),
            "metadata": [await metadata(driven.handle), await metadata(referral.handle)],
            "described": await driven.handle.describe(),
        }


async def raw(driven: Driven) -> list[Any]:
    """The events as the server keeps them, every payload still as it was written."""
    return list((await driven.handle.fetch_history()).events)


async def metadata(handle: WorkflowHandle[Any, Any]) -> WorkflowMetadata:
    found: WorkflowMetadata = await handle.query(
        "__temporal_workflow_metadata", result_type=WorkflowMetadata
    )
    return found


async def test_raw_histories_hold_none_of_our_words(histories: dict[str, Any]) -> None:
    written = b"".join(event.SerializeToString() for event in histories["events"])
    assert len(written) > 20_000
    for word in PLAIN_WORDS:
        assert word.encode() not in written, word


async def test_every_payload_is_sealed_but_search_attributes(histories: dict[str, Any]) -> None:
    found = [pair for event in histories["events"] for pair in payloads(event)]
    assert len(found) > 200
    for path, payload in found:
        if "indexed_fields" not in path:
            assert payload.metadata["encoding"] == SEALED, path


async def test_summaries_name_no_person_and_no_score(
    histories: dict[str, Any], client: Client, keys: KeyRing
) -> None:
    codec = SealingCodec(keys, client.namespace)
    summaries = {
        codec.open(payload).data.decode()
        for event in histories["events"]
        for path, payload in payloads(event)
        if "user_metadata" in path
    }
    assert summaries == {
        '"next rung of a ladder"',
        '"open the follow-up"',
        '"render draft_report/1"',
        '"render final_report/1"',
        '"render notice_letter/1, self_assessment_template/1"',
    }


async def test_details_are_the_view_of_the_state(histories: dict[str, Any]) -> None:
    inspection, referral = (found.current_details for found in histories["metadata"])
    assert inspection.startswith("**Inspection T-")
    assert "follow up" in inspection
    assert "referral acknowledgement: liaison, head of PVP, by" in referral
    assert "Last done: follow up opened, at" in inspection
    assert "Last done: refer back, at" in referral
    for person in {person for persons in PEOPLE.values() for person in persons}:
        assert person not in inspection + referral


async def test_search_attributes_hold_what_is_registered(histories: dict[str, Any]) -> None:
    kept, driven = histories["kept"], histories["inspection"]
    state = from_document(InspectionState, kept.states[driven.handle.id])
    wanted = view.attributes(state, open_tasks(state), datetime.now(UTC))
    found = histories["described"].typed_search_attributes
    told = {pair.key.name: pair.value for pair in found if pair.key.name != "BuildIds"}
    assert set(told) <= set(SEARCH_ATTRIBUTES)  # that one is the server's own
    assert told == {name: value for name, value in wanted.items() if value not in (None, [])}
    assert found.get(SearchAttributeKey.for_keyword("InspectionPhase")) == "follow_up"


async def test_an_act_costs_what_the_budget_allows(client: Client) -> None:
    """At most 12 events and 2 kB an act, one by one, sealed."""
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, f"T-{uuid.uuid4().hex[:8]}", an_issue())
        await driven.run(until("allocated"))
        before = await raw(driven)
        acts = [step for step in until("judged") if step not in until("allocated")]
        await driven.run(acts)
        after = (await raw(driven))[len(before) :]
        size = sum(event.ByteSize() for event in after)
        assert len(after) / len(acts) <= 12
        assert size / len(acts) <= 2048


def payloads(message: Message, path: str = "") -> Iterator[tuple[str, Payload]]:
    """Every payload in a message, with the names of the fields that lead to it."""
    if isinstance(message, Payload):
        yield path, message
        return
    for field, value in message.ListFields():
        here = f"{path}.{field.name}"
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            entries = [item for item in value.values() if isinstance(item, Message)]
        else:
            entries = list(value) if field.is_repeated else [value]
        for entry in entries:
            yield from payloads(entry, here)
