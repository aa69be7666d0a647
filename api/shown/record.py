"""Journal, notices and history as they are shown."""

from typing import Any
from urllib.parse import quote

from api.here import Here
from api.parts import HistoryFigures
from api.schemas.record import HistoryOut, JournalEntry, JournalPage, NoticeOut, VerdictOut
from records.journal import Verdict
from records.notices import Notice


def journal_page(entries: list[dict[str, Any]], after: int, limit: int) -> JournalPage:
    """The entries after a position, at most `limit` of them."""
    following = [entry for entry in entries if entry["position"] > after]
    shown = [JournalEntry.model_validate(entry) for entry in following[:limit]]
    more = len(following) > limit
    return JournalPage(items=shown, next=str(shown[-1].position) if more else None)


def verdict_out(verdict: Verdict, head: str) -> VerdictOut:
    return VerdictOut(
        ok=verdict.ok,
        entries=verdict.entries,
        position=verdict.position,
        fault=verdict.fault,
        head=head or None,
    )


def notice_out(notice: Notice) -> NoticeOut:
    return NoticeOut(
        key=notice.key,
        reference=notice.reference,
        template=notice.template,
        task=notice.task_id,
        recipient=notice.recipient,
        channel=notice.channel,
        state=notice.state,
        queued_at=notice.queued_at,
        sent_at=notice.sent_at,
        delivered_at=notice.delivered_at,
        failed_at=notice.failed_at,
        failure=notice.failure,
        attempts=notice.attempts,
    )


def history_out(here: Here, figures: HistoryFigures) -> HistoryOut:
    parts = here.parts
    workflow = quote(here.workflow_id, safe="")
    place = f"{parts.temporal_ui}/namespaces/{parts.temporal_namespace}/workflows/{workflow}"
    return HistoryOut(
        workflow_id=here.workflow_id,
        events=figures.events,
        bytes=figures.bytes,
        ui_url=place if parts.temporal_ui else None,
    )
