"""The demonstration, as a newcomer sees it: one whole inspection, and what it left behind."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType

from records.chain import verify_export
from records.journal import export, verify
from records.session import Records
from tests.journeys.conftest import Played
from touchstone.keys import KeyRing
from touchstone.temporal import connect
from workflows.names import inspection_workflow_id

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]

PHASES = ["self_assessment", "submission", "case_audit", "moderation", "report", "follow_up"]


def test_the_demonstration_goes_through_every_phase_in_order(played: Played) -> None:
    figures = played.figures
    assert figures["phases"] == PHASES
    assert (figures["cases"], figures["reviews"], figures["second_reviews"]) == (33, 33, 0)
    assert figures["referrals"] == 1
    assert figures["journal_ok"] is True
    assert figures["journal_entries"] >= figures["acts"]


async def test_an_act_costs_at_most_twelve_events_and_two_kilobytes(played: Played) -> None:
    figures = played.figures
    acts = figures["history_events"] / figures["events_per_act"]
    assert figures["history_events"] - await redone(played) <= 12 * acts
    assert figures["history_events"] <= 2200
    assert figures["history_bytes"] <= 350_000
    assert figures["history_bytes"] / acts < 2000


async def redone(played: Played) -> int:
    """Events of tasks that a busy machine let run out, and that were done again."""
    client = await connect(played.settings, KeyRing.load(played.settings.keys_folder))
    handle = client.get_workflow_handle(inspection_workflow_id(played.figures["inspection"]))
    kinds = Counter(EventType.Name(e.event_type) for e in (await handle.fetch_history()).events)
    of_tasks = sum(n for kind, n in kinds.items() if kind.startswith("EVENT_TYPE_WORKFLOW_TASK_"))
    return of_tasks - 3 * kinds["EVENT_TYPE_WORKFLOW_TASK_COMPLETED"]


def test_every_document_is_the_one_that_is_told_of(played: Played) -> None:
    kinds = {document["kind"] for document in played.figures["documents"]}
    assert {"notice_letter", "self_assessment_template", "published_report"} <= kinds
    for document in played.figures["documents"]:
        content = Path(document["path"]).read_bytes()
        assert len(content) == document["bytes"]
        assert hashlib.sha256(content).hexdigest() == document["sha256"]


def test_the_published_report_is_the_signed_one_byte_for_byte(played: Played) -> None:
    hashes = {d["kind"]: d["sha256"] for d in played.figures["documents"]}
    assert hashes["published_report"] == hashes["final_report"]
    assert hashes["published_report_html"] == hashes["final_report_html"]


async def test_the_journal_verifies_with_and_without_the_database(played: Played) -> None:
    records = Records.open(played.settings.database_url)
    try:
        assert (await verify(records)).ok
        entries = await export(records, played.figures["inspection"])
    finally:
        await records.close()
    assert verify_export(entries).ok
    entries[10]["event"] = "something_else"
    verdict = verify_export(entries)
    assert (verdict.ok, verdict.position) == (False, 11)
