"""Sharing out rows of the self-assessment among the force's own people, with dates of its own.

None of this is shown to the inspectorate (records/shares.py).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import WRITERS, Access
from api.errors import InputFaults
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Wrong, shown_again
from api.pages.page import PlacePage, Typed
from api.pages.row_views import force_names, row_views
from api.shown.answers import require_contributor
from criteria.errors import RuleBroken
from records import shares
from workflows.uk_time import at_uk

router = APIRouter(prefix="/inspections/{ref}/self-assessment/sharing", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_sharing": CALLS["share_row"],
    "page_sharing_send": CALLS["share_row"],
}

_END_OF_DAY = time(17, 0)
_LONGEST = timedelta(days=366)  # ahead: beyond that a year was mistyped


@dataclass(frozen=True)
class Holder:
    """Somebody of the force who may be given rows."""

    id: str
    name: str
    roles: list[str]


@router.get("", name="page_sharing")
async def sharing(page: PlaceDep) -> Response:
    """Which rows are with whom."""
    return await _shown(page)


@router.post("", name="page_sharing_send")
async def share(page: PlaceFormDep) -> Response:
    """Give many rows to one person, or take them back."""
    try:
        rows, person = _chosen(page.typed)
        due = _day(page.typed, page.here.now()) if page.typed.text("do") != "take" else None
        for row in rows:
            await require_contributor(page.here, row, person)
    except (Wrong, InputFaults, ValidationError, RuleBroken) as error:
        return await shown_again(page, error, lambda: _shown(page))
    await _change(page, rows, person, due)
    return page.go(f"{page.path}/self-assessment/sharing?shared={len(rows)}")


async def _change(page: PlacePage, rows: list[str], person: str, due: datetime | None) -> None:
    reference, giver = page.here.reference, page.here.person.id
    async with page.records.transaction() as session:
        for row in rows:
            if page.typed.text("do") == "take":
                await shares.withdraw_row(session, reference, row, person)
            else:
                given = shares.Share(reference, row, person, due, giver)
                await shares.share_row(session, given)


def _chosen(typed: Typed) -> tuple[list[str], str]:
    rows, person, faults = list(dict.fromkeys(typed.all("rows"))), typed.text("person"), []
    if not rows:
        faults.append(("rows", "Choose the rows: tick one or more of them."))
    if not person:
        faults.append(("person", "Choose the person."))
    if faults:
        raise Wrong(*faults)
    return rows, person


def _day(typed: Typed, now: datetime) -> datetime | None:
    """The end of the day that was typed, to come and within a year; None where none was."""
    parts = [typed.text(f"due-{part}") for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        year, month, day = (int(part) for part in parts)
        due = at_uk(date(year, month, day), _END_OF_DAY)
        if not now <= due <= now + _LONGEST:
            raise ValueError(due)
        return due
    except (ValueError, OverflowError):
        raise Wrong(
            (
                "due-day",
                "Enter a date to come, within a year, such as 29 1 2027, or leave it empty.",
            )
        ) from None


async def _shown(page: PlacePage) -> Response:
    names = await force_names(page)
    rows, holders = await row_views(page, names), []
    held = await page.here.people()
    people = {person for role in WRITERS for person in held.get(role.value, [])}
    for person in sorted(people, key=names):
        roles = [role for role, ids in held.items() if person in ids]
        holders.append(Holder(person, names(person), roles))
    done = page.request.query_params.get("shared", "")
    shared = int(done) if done.isdecimal() and len(done) < 4 else 0
    return page.render("force/sharing.html", rows=rows, holders=holders, shared=shared)
