"""The list of eligible cases: rows pasted or uploaded, checked and kept, then registered.

Good rows are kept as a draft of the force; faulty ones are named and given back to be corrected.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import submission as composing
from api.composing.submission import ELIGIBLE_CASES
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong, shown_again
from api.pages.eligible_rows import empty, keep, kept_draft, list_sheet, sent_text
from api.pages.page import Fault, PlacePage, Typed
from api.schemas.submission import EligibleCasesIn
from criteria.visibility import Kind
from records.drafts import Draft
from records.errors import NotFound
from records.revisions import Revision, list_revisions

router = APIRouter(prefix="/inspections/{ref}/eligible-cases", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_eligible_cases": CALLS["get_eligible_cases"],
    "page_eligible_list": CALLS["get_eligible_cases"],
    "page_eligible_rows": CALLS["register_eligible_cases"],
    "page_eligible_emptying": CALLS["register_eligible_cases"],
    "page_eligible_cases_send": CALLS["register_eligible_cases"],
}

_SHOWN = 100  # rows and faults on one page


@dataclass(frozen=True)
class TypeCount:
    """How many cases of a type are kept and registered, against how many will be drawn."""

    code: str
    title: str
    quota: int
    kept: int
    registered: int


@router.get("", name="page_eligible_cases")
async def eligible_cases(page: PlaceDep) -> Response:
    """What is registered, what is kept to be registered, and what was wrong with the rest."""
    return await _shown(page, status=200)


@router.get("/list.csv", name="page_eligible_list")
async def eligible_list(page: PlaceDep) -> Response:
    """The registered list, for spreadsheets."""
    revision = await _registered(page)
    if revision is None:
        raise NotFound("eligible cases", page.here.reference)
    name = f'attachment; filename="{page.here.reference}-eligible-cases.csv"'
    headers = {"Content-Disposition": name}
    return Response(list_sheet(revision), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("", name="page_eligible_cases_send")
async def register(page: PlaceFormDep) -> Response:
    """Register the kept list, as it was seen."""
    draft = await kept_draft(page)
    return await doing.act(
        page,
        Doing("register_eligible_cases"),
        lambda typed: _seen(typed, draft),
        lambda sent: lambda: composing.register_eligible_cases(sent),
        again=lambda: _shown(page),
        then=f"{page.path}/eligible-cases",
    )


@router.post("/rows", name="page_eligible_rows")
async def add_rows(page: PlaceFormDep) -> Response:
    """Check what was pasted or uploaded, and keep the good rows with those kept before."""
    try:
        await keep(page, await sent_text(page.typed))
    except Wrong as error:
        return await shown_again(page, error, lambda: _shown(page))
    finally:
        await page.request.close()  # the uploaded file
    return page.go(f"{page.path}/eligible-cases")


@router.post("/emptying", name="page_eligible_emptying")
async def start_again(page: PlaceFormDep) -> Response:
    """Empty the kept list. What has been registered stands."""
    await empty(page)
    return page.go(f"{page.path}/eligible-cases")


def _seen(typed: Typed, draft: Draft | None) -> EligibleCasesIn:
    if draft is None or not draft.content["cases"]:
        raise Wrong(("rows", "No row is kept yet: paste or upload the list first."))
    if typed.text("version") != str(draft.version):
        wrong = "The kept list has changed since you opened this page. Look at it and send again."
        raise Wrong(("rows", wrong))
    return EligibleCasesIn(cases=draft.content["cases"])


async def _registered(page: PlacePage) -> Revision | None:
    here = page.here
    found = await list_revisions(
        here.records, here.viewer, here.reference, Kind.ELIGIBLE_CASES, ELIGIBLE_CASES
    )
    taken = [one for one in found if one.accepted_at]
    return taken[-1] if taken else None


async def _shown(page: PlacePage, status: int = 0) -> Response:
    state, draft = await page.here.find_state(), await kept_draft(page)
    registered = await _registered(page)
    kept = draft.content if draft else {"cases": [], "faults": [], "left_out": []}
    if kept["left_out"] and not page.faults:
        count = page.language.count
        said = count(
            "%(num)s row was left out", "%(num)s rows were left out", len(kept["left_out"])
        )
        page.faults = [Fault("rows", said % {"num": len(kept["left_out"])})]
    listed = registered.content["cases"] if registered else []
    return page.render(
        "force/eligible_cases.html",
        http_status=status,
        frozen=bool(state and (state.accepted_at or state.closed_at)),
        registered=registered,
        listed=listed[:_SHOWN],
        of_listed=len(listed),
        kept=kept,
        version=draft.version if draft else 0,
        same=bool(registered and kept["cases"] == listed),
        counts=_counts((await page.here.programme()).cases.types, kept["cases"], listed),
        titles={one.code: one.title for one in (await page.here.programme()).cases.types},
        fault_limit=_SHOWN,
    )


def _counts(types: Any, kept: list[Mapping[str, Any]], listed: list[Mapping[str, Any]]) -> Any:
    of_kept = Counter(case["case_type"] for case in kept)
    of_listed = Counter(case["case_type"] for case in listed)
    return [
        TypeCount(one.code, one.title, one.quota, of_kept[one.code], of_listed[one.code])
        for one in types
    ]
