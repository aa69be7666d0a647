"""The factual accuracy check: the draft as it was sent, paragraph by paragraph, a box beside each.

Points are drafts of the force until they are sent together; then the decisions stand beside them.
"""

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import SHARERS, Access, serving
from api.composing import report as composing
from api.pages import doing, drafting
from api.pages.accuracy_points import (
    digest_of,
    drafted,
    id_of,
    key_of,
    paragraph_of,
    points_of,
    round_of,
)
from api.pages.accuracy_views import accuracy_chapter, accuracy_overview
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong, shown_again
from api.pages.page import PlacePage, Typed
from api.routes.documents import get_document
from api.schemas.report import AccuracyIn, AccuracyPoint
from criteria.errors import Rule, RuleBroken, require
from criteria.roles import Role
from criteria.visibility import Kind
from records.drafts import Draft
from records.errors import DraftConflict

router = APIRouter(prefix="/inspections/{ref}/accuracy-check", include_in_schema=False)

_READERS = serving(SHARERS | {Role.CHIEF_OFFICER_LEAD})
ACCESS: dict[str, Access] = {
    "page_accuracy_check": _READERS,
    "page_accuracy_chapter": _READERS,
    "page_accuracy_file": _READERS,
    "page_accuracy_point": _READERS,
    "page_accuracy_send": CALLS["answer_accuracy_check"],
}


@router.get("", name="page_accuracy_check")
async def accuracy_check(page: PlaceDep) -> Response:
    """The chapters to check, the points so far, and sending them; afterwards the decisions."""
    return await accuracy_overview(page)


@router.get("/chapters/{place}", name="page_accuracy_chapter")
async def chapter(page: PlaceDep, place: str) -> Response:
    """One chapter with its paragraphs and a box beside each. `place` counts from 1."""
    return await accuracy_chapter(page, place)


@router.get("/draft/{document}", name="page_accuracy_file")
async def draft_file(page: PlaceDep, document: str) -> Response:
    """The draft's own document, as it was sent."""
    return await get_document(page.here, document)


@router.post("", name="page_accuracy_send")
async def send_points(page: PlaceFormDep) -> Response:
    """Send every point, or say that the draft is accurate."""
    found = await drafted(page)
    return await doing.act(
        page,
        Doing("answer_accuracy_check"),
        lambda typed: _seen(typed, found),
        lambda sent: lambda: composing.answer_accuracy_check(sent),
        again=lambda: accuracy_overview(page),
        then=f"{page.path}/accuracy-check",
    )


@router.post("/points/{key}", name="page_accuracy_point")
async def save_point(page: PlaceFormDep, key: str) -> Response:
    """Save one point as a draft of the force."""
    try:
        saved = await _save(page, key)
    except DraftConflict as conflict:
        if page.is_fetch():
            return drafting.conflicting()
        page.typed = drafting.without_version(page.typed)
        return await _again(page, key, conflict.current, status=412)
    except (Wrong, RuleBroken) as error:
        if page.is_fetch():
            return drafting.unsaved()
        return await shown_again(page, error, lambda: _again(page, key))
    return drafting.saved(page, saved) if page.is_fetch() else page.go(_back(page, key))


async def _save(page: PlacePage, key: str) -> Draft:
    state = await page.here.state()
    require("draft_sent" in state.events, Rule.DRAFT_NOT_READY)
    require(state.report.points is None, Rule.ACCURACY_ALREADY_ANSWERED)
    paragraph = paragraph_of(key) or page.typed.text("paragraph") or "whole report"
    content = {"paragraph": paragraph, "kind": page.typed.text("kind") or "error"}
    content |= {name: page.typed.text(name) for name in ("text", "evidence")}
    try:
        AccuracyPoint.model_validate({**content, "text": content["text"] or "nothing"})
    except ValidationError:
        wrong = "This is too long or holds signs that cannot be printed: change it."
        raise Wrong((f"text-{id_of(key)}", wrong)) from None
    return await drafting.save(page, Kind.ACCURACY_POINTS, key_of(round_of(state), key), content)


def _seen(typed: Typed, found: list[Draft]) -> AccuracyIn:
    if typed.text("seen") != digest_of(found):
        wrong = "Points have been changed since you opened this page. Look at them and send again."
        raise Wrong(("", wrong))
    points = points_of(found)
    if not points and not typed.text("accurate"):
        raise Wrong(("accurate", "Confirm that the draft is accurate, or write a point first."))
    return AccuracyIn(points=[AccuracyPoint.model_validate(point) for point in points])


async def _again(
    page: PlacePage, key: str, before: Draft | None = None, status: int = 0
) -> Response:
    place = page.typed.text("place")
    if not place.isdecimal() or place == "0":
        return await accuracy_overview(page, key, before, status)
    return await accuracy_chapter(page, place, key, before, status)


def _back(page: PlacePage, key: str) -> str:
    place = page.typed.text("place")
    under = f"/chapters/{int(place)}" if place.isdecimal() and len(place) < 4 else ""
    return f"{page.path}/accuracy-check{under}#box-{id_of(key)}"
