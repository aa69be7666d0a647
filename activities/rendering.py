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

from activities.on_record import OnRecord, read_record
from activities.report import report_facts
from activities.self_assessment import letter_facts, template_facts
from criteria.visibility import Audience
from documents.letter import notice_letter
from documents.report import report_html, report_pdf
from documents.report_facts import Status
from documents.template import self_assessment_template
from records.file_store import FileStore
from records.files import NewFile, add_file
from records.session import Records
from workflows.contracts import DocumentOrder, Rendered
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
        self, records: Records, files: FileStore, pool: Executor, clock: Callable[[], datetime]
    ) -> None:
        self._records = records
        self._files = files
        self._pool = pool
        self._clock = clock

    @activity.defn(name="render_documents")
    async def render_documents(self, order: DocumentOrder) -> Rendered:
        """Idempotent: the same facts give the same bytes, the same bytes one file."""
        return Rendered({name: await self._render(order, name) for name in order.documents})

    async def _render(self, order: DocumentOrder, document: str) -> str:
        kind, _, version = document.partition("/")
        audience = Audience.FORCE_NOTICE if kind in _LETTERS else Audience.PUBLISHED_REPORT
        on = await read_record(self._records, order.reference, audience)
        hashes = {}
        for made in _files_of(kind, version, on, self._clock()):
            hashes[made.kind] = await self._keep(order, version, made)
            activity.heartbeat()
        return await self._sealed(order, kind, version, hashes)

    async def _keep(self, order: DocumentOrder, version: str, made: Made) -> str:
        loop = asyncio.get_running_loop()
        content = await loop.run_in_executor(self._pool, made.render)
        return await self._enter(order.reference, version, made, content)

    async def _sealed(
        self, order: DocumentOrder, kind: str, version: str, hashes: dict[str, str]
    ) -> str:
        """One hash for what was made: of the file, or of a manifest that names several."""
        if len(hashes) == 1:
            return next(iter(hashes.values()))
        manifest = json.dumps({"sha256": hashes}, sort_keys=True, indent=2).encode()
        made = Made(f"{kind}_manifest", "json", JSON, INSPECTORATE, lambda: manifest)
        await self._enter(order.reference, version, made, manifest)
        return hashlib.sha256(manifest).hexdigest()

    async def _enter(self, reference: str, version: str, made: Made, content: bytes) -> str:
        sha256 = await self._files.put(content)
        name = f"{reference}-{made.kind.replace('_', '-')}-{version}.{made.suffix}"
        new = NewFile(
            reference, made.kind, name, made.media_type, len(content), sha256, made.audience
        )
        async with self._records.transaction() as session:
            await add_file(session, new, self._clock())
        return sha256


_LETTERS = ("notice_letter", "self_assessment_template")


def _files_of(kind: str, version: str, on: OnRecord, now: datetime) -> list[Made]:
    if kind == "notice_letter":
        render = partial(notice_letter, letter_facts(on))
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
