"""Rendering documents: facts from the record, bytes from a process pool, a file and its row."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from temporalio import activity

from activities.demonstration import as_of
from activities.on_record import OnRecord, read_record
from activities.report import report_facts
from activities.self_assessment import letter_facts, template_facts
from criteria.visibility import Audience
from documents.letter import notice_letter
from documents.report import report_html, report_pdf
from documents.report_facts import Status
from documents.template import self_assessment_template
from records.acts import ActState, list_acts
from records.file_store import FileStore
from records.files import NewFile, add_file
from records.session import Records
from workflows.contracts import DocumentOrder, Rendered
from workflows.names import inspection_workflow_id
from workflows.uk_time import local_day

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HTML = "text/html"
JSON = "application/json"
INSPECTORATE = "inspectorate"  # no audience outside it


@dataclass(frozen=True)
class Made:
    """One file made from the record."""

    kind: str
    suffix: str
    media_type: str
    audience: str
    render: Callable[[], bytes]


class RenderingActivities:
    """Renders in `pool`, so that no event loop waits for Word or PDF."""

    def __init__(
        self,
        records: Records,
        files: FileStore,
        pool: Executor,
        clock: Callable[[], datetime],
        *,
        demonstration: bool = False,
    ) -> None:
        self._records = records
        self._files = files
        self._pool = pool
        self._clock = clock
        self._demonstration = demonstration

    @activity.defn(name="render_documents")
    async def render_documents(self, order: DocumentOrder) -> Rendered:
        """Idempotent: the same facts give the same bytes, the same bytes one file."""
        ordered_for = await self._now(order.reference)
        made = {name: await self._render(order, name, ordered_for) for name in order.documents}
        return Rendered(made, (await self._now(order.reference)).isoformat())

    async def _now(self, reference: str) -> datetime:
        now = self._clock()
        if not self._demonstration:
            return now
        acts = await list_acts(self._records, inspection_workflow_id(reference), ActState.ACCEPTED)
        happened = max((act.received_at for act in acts), default=now)
        return as_of(happened, now, demonstration=True)

    async def _render(self, order: DocumentOrder, document: str, now: datetime) -> str:
        kind, _, version = document.partition("/")
        audience = Audience.FORCE_NOTICE if kind in _LETTERS else Audience.PUBLISHED_REPORT
        on = await read_record(self._records, order.reference, audience)
        hashes = {}
        for made in _files_of(kind, version, on, now):
            hashes[made.kind] = await self._keep(order, version, made, now)
            activity.heartbeat()
        return await self._sealed(order, kind, version, hashes, now)

    async def _keep(self, order: DocumentOrder, version: str, made: Made, now: datetime) -> str:
        loop = asyncio.get_running_loop()
        content = await loop.run_in_executor(self._pool, made.render)
        return await self._enter(order.reference, version, made, content, now)

    async def _sealed(
        self,
        order: DocumentOrder,
        kind: str,
        version: str,
        hashes: dict[str, str],
        now: datetime,
    ) -> str:
        """One hash for what was made: of the file, or of a manifest that names several."""
        if len(hashes) == 1:
            return next(iter(hashes.values()))
        manifest = json.dumps({"sha256": hashes}, sort_keys=True, indent=2).encode()
        made = Made(f"{kind}_manifest", "json", JSON, INSPECTORATE, lambda: manifest)
        await self._enter(order.reference, version, made, manifest, now)
        return hashlib.sha256(manifest).hexdigest()

    async def _enter(
        self, reference: str, version: str, made: Made, content: bytes, now: datetime
    ) -> str:
        sha256 = await self._files.put(content)
        name = f"{reference}-{made.kind.replace('_', '-')}-{version}.{made.suffix}"
        new = NewFile(
            reference, made.kind, name, made.media_type, len(content), sha256, made.audience
        )
        async with self._records.transaction() as session:
            await add_file(session, new, now)
        return sha256


_LETTERS = ("notice_letter", "self_assessment_template")


def _files_of(kind: str, version: str, on: OnRecord, now: datetime) -> list[Made]:
    if kind == "notice_letter":
        render = partial(notice_letter, letter_facts(on, int(version)))
        return [Made(kind, "docx", WORD, Audience.FORCE_NOTICE, render)]
    if kind == "self_assessment_template":
        render = partial(self_assessment_template, template_facts(on))
        return [Made(kind, "docx", WORD, Audience.FORCE_NOTICE, render)]
    is_draft = kind == "draft_report"
    status = Status.DRAFT if is_draft else Status.FINAL
    audience = Audience.DRAFT_REPORT if is_draft else INSPECTORATE
    facts = report_facts(on, status, version, local_day(now))
    return [
        Made(kind, "pdf", PDF, audience, partial(report_pdf, facts)),
        Made(f"{kind}_html", "html", HTML, audience, partial(report_html, facts)),
    ]
