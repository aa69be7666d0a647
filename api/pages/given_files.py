"""The files of what the force gave, and the self-assessment in Word while it is being written."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing.report import POINTS
from api.composing.submission import ELIGIBLE_CASES
from api.pages.approval import printed
from api.pages.deps import PlaceDep
from api.pages.eligible_rows import list_sheet
from api.pages.given import GIVERS, given_revisions, given_standing
from api.pages.page import PlacePage
from api.pages.row_views import force_names
from api.routes.documents import get_document
from api.shown.cases import note_access
from api.shown.returning import RETURN
from criteria.visibility import Kind
from documents.given import plain_text, sheet
from documents.template import Answer, self_assessment_template
from documents.template_facts import template_facts
from records.drafts import list_drafts
from records.errors import NotFound
from records.files import list_files
from records.people import get_force
from records.revisions import Revision
from workflows.delivery import printed as printed_date
from workflows.uk_time import local_day

router = APIRouter(prefix="/inspections/{ref}", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_template_file": CALLS["list_answers"],
    "page_answers_file": CALLS["list_answers"],
    "page_given_return_word": GIVERS,
    "page_given_return_text": GIVERS,
    "page_given_cases": GIVERS,
    "page_given_audits": GIVERS,
    "page_given_points": GIVERS,
    "page_given_follow_up": GIVERS,
}

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV, TEXT = "text/csv; charset=utf-8", "text/plain; charset=utf-8"


@router.get("/self-assessment/template.docx", name="page_template_file")
async def blank_template(page: PlaceDep) -> Response:
    """The template as it was issued, byte by byte."""
    files = await list_files(page.records, page.viewer, page.here.reference)
    found = [one for one in files if one.kind == "self_assessment_template"]
    if not found:
        raise NotFound("file", "self_assessment_template")
    return await get_document(page.here, found[-1].id)


@router.get("/self-assessment/answers.docx", name="page_answers_file")
async def answers_so_far(page: PlaceDep) -> Response:
    """The template filled with the drafts that are this person's to see."""
    here = page.here
    drafts = await list_drafts(here.records, here.viewer, here.reference, Kind.RETURN)
    content = await _in_word(page, {draft.subject: draft.content for draft in drafts})
    return _file(page, "self-assessment-answers.docx", content, WORD)


@router.get("/given/return-{version}.docx", name="page_given_return_word")
async def return_in_word(page: PlaceDep, version: str) -> Response:
    """A return as it was submitted, in the template."""
    revision = await _version(page, Kind.RETURN, RETURN, version)
    content = await _in_word(page, revision.content["answers"])
    return _file(page, f"return-{version}.docx", content, WORD)


@router.get("/given/return-{version}.txt", name="page_given_return_text")
async def return_in_text(page: PlaceDep, version: str) -> Response:
    """A return as it was submitted, as plain text."""
    revision = await _version(page, Kind.RETURN, RETURN, version)
    template, names = (await page.here.programme()).template, await force_names(page)
    parts = [
        (f"{one.number} {one.indicator}", "\n".join(Answer(one.text, tuple(one.evidence)).lines()))
        for _, answers in printed(revision, template, names)
        for one in answers
    ]
    content = plain_text(f"{template.title}, {page.here.reference}", _head(revision), parts)
    return _file(page, f"return-{version}.txt", content, TEXT)


@router.get("/given/eligible-cases-{version}.csv", name="page_given_cases")
async def eligible_cases(page: PlaceDep, version: str) -> Response:
    """A list of eligible cases as it was registered."""
    revision = await _version(page, Kind.ELIGIBLE_CASES, ELIGIBLE_CASES, version)
    return _file(page, f"eligible-cases-{version}.csv", list_sheet(revision), CSV)


@router.get("/given/audits.csv", name="page_given_audits")
async def audits(page: PlaceDep) -> Response:
    """The force's own case file audits, a case a line."""
    found = await given_standing(page, Kind.AUDIT)
    await note_access(page.here, "audits_given", "all")
    stages = (await page.here.programme()).judging.case_stages
    columns = ["case", "grade", "summary", "strengths", "concerns"]
    columns += [f"{part} {stage}" for stage in stages for part in ("score", "text")]
    rows = (_audit(audit, stages) for audit in found)
    return _file(page, "case-file-audits.csv", sheet(columns, rows), CSV)


@router.get("/given/accuracy-points-{version}.csv", name="page_given_points")
async def accuracy_points(page: PlaceDep, version: str) -> Response:
    """The force's points on a draft report."""
    revision = await _version(page, Kind.ACCURACY_POINTS, POINTS, version)
    columns = ("paragraph", "kind", "text", "evidence")
    rows = ([point.get(name) for name in columns] for point in revision.content["points"])
    return _file(page, f"accuracy-points-{version}.csv", sheet(columns, rows), CSV)


@router.get("/given/follow-up.txt", name="page_given_follow_up")
async def follow_up(page: PlaceDep) -> Response:
    """What the force answered after publication."""
    found = await given_standing(page, Kind.FOLLOW_UP_ENTRY)
    parts = [(one.subject.replace("_", " "), one.content.get("text", "")) for one in found]
    content = plain_text(f"Follow-up, {page.here.reference}", (), parts)
    return _file(page, "follow-up.txt", content, TEXT)


async def _version(page: PlacePage, kind: Kind, subject: str, version: str) -> Revision:
    """Raises NotFound, also for what this person may not read."""
    for revision in await given_revisions(page, kind, subject):
        if str(revision.version) == version:
            return revision
    raise NotFound(kind.value, version)


async def _in_word(page: PlacePage, given: Mapping[str, Mapping[str, Any]]) -> bytes:
    here, state = page.here, await page.here.state()
    issued = datetime.fromisoformat(state.events["issue"])
    back = printed_date(state, "return")
    facts = template_facts(
        (await here.programme()).template,
        here.reference,
        (await get_force(here.records, here.inspection.force_code)).name,
        local_day(issued),
        back.at,
        back.why,
    )
    answers = {
        row: Answer(said.get("text", ""), tuple(said.get("evidence", [])))
        for row, said in given.items()
    }
    # Off the loop: making a Word file takes a tenth of a second.
    return await asyncio.to_thread(self_assessment_template, facts, answers)


def _audit(audit: Revision, stages: tuple[str, ...]) -> list[Any]:
    said = audit.content
    row = [audit.subject, *(said.get(name) for name in ("grade", "summary", "strengths"))]
    row.append(said.get("concerns"))
    for stage in stages:
        row += [said.get(part, {}).get(stage) for part in ("scores", "stages")]
    return row


def _head(revision: Revision) -> list[str]:
    at = revision.created_at.isoformat(timespec="minutes")
    return [f"Version {revision.version}, submitted {at}", f"Hash {revision.hash}"]


def _file(page: PlacePage, name: str, content: bytes, media_type: str) -> Response:
    where = f'attachment; filename="{page.here.reference}-{name}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": where})
