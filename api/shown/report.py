"""Where the report stands, for each of those who may know it."""

from typing import Any

from api.here import Here
from api.schemas.documents import DocumentOut
from api.schemas.report import AccuracyOut, ReportOut
from criteria.roles import Side
from criteria.visibility import Kind
from records.errors import NotFound
from records.files import StoredFile, list_files
from records.revisions import find_standing
from workflows.report import accuracy_is_settled, final_document, ready_to_sign
from workflows.state import InspectionState


async def report_status(here: Here) -> ReportOut:
    """Raises NotFound before there is a draft that the viewer may know of."""
    state = await here.state()
    of_the_force = here.viewer.side is Side.FORCE
    sent = "draft_sent" in state.events
    if of_the_force and not sent:
        raise NotFound("report", here.reference)
    text = state.report
    knows_final = not of_the_force or text.published is not None
    files = await list_files(here.records, here.viewer, here.reference)
    return ReportOut(
        drafts=text.drafts,
        draft_sent=sent,
        draft_documents=_of_kind(files, "draft_report"),
        accuracy=await _accuracy(here, state),
        finals=text.finals if knows_final else 0,
        final_documents=[
            *_of_kind(files, "final_report"),
            *_of_kind(files, "published_report"),
        ],
        sha256_to_sign=_to_sign(state) if knows_final else None,
        signed=text.signed is not None and knows_final,
        published=text.published is not None,
    )


def _to_sign(state: InspectionState) -> str | None:
    return state.documents[final_document(state)] if ready_to_sign(state) else None


async def _accuracy(here: Here, state: InspectionState) -> AccuracyOut:
    answered = state.report.points is not None
    decided = state.report.decided is not None
    return AccuracyOut(
        answered=answered,
        points=await _listed(here, Kind.ACCURACY_POINTS, "points") if answered else [],
        decisions=await _listed(here, Kind.ACCURACY_DECISIONS, "decisions") if decided else [],
        settled=accuracy_is_settled(state),
    )


async def _listed(here: Here, kind: Kind, name: str) -> list[dict[str, Any]]:
    found = await find_standing(here.records, here.viewer, here.reference, kind, name)
    return list(found.content[name]) if found else []


def _of_kind(files: list[StoredFile], kind: str) -> list[DocumentOut]:
    """Files of a kind, in each form it is rendered in (`final_report`, `final_report_pdf`)."""
    return [DocumentOut.model_validate(file) for file in files if file.kind.startswith(kind)]
