"""What the force gave, by kind and version: listed here and to be downloaded at any time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.access import SHARERS, Access, serving
from api.composing.report import POINTS
from api.composing.submission import ELIGIBLE_CASES
from api.pages.deps import PlaceDep
from api.pages.page import PlacePage
from api.shown.returning import RETURN
from criteria.roles import Role, Side
from criteria.visibility import Kind
from records.revisions import Revision, list_revisions, list_standing

router = APIRouter(prefix="/inspections/{ref}/given", include_in_schema=False)

GIVERS = serving(SHARERS | {Role.CHIEF_OFFICER_LEAD, Role.CASE_AUDITOR})
ACCESS: dict[str, Access] = {"page_given": GIVERS}


@dataclass(frozen=True)
class Gift:
    """One thing that the force gave. `files` are (what it is called, below /given)."""

    what: str
    given_at: datetime
    note: str
    hash: str
    files: list[tuple[str, str]]


@router.get("", name="page_given")
async def given(page: PlaceDep) -> Response:
    """Everything the force gave that this person may read, the latest of each kind first."""
    gifts = [
        *await _versions(page, Kind.RETURN, RETURN, _return),
        *await _versions(page, Kind.ELIGIBLE_CASES, ELIGIBLE_CASES, _cases),
        *await _together(page, Kind.AUDIT, page.say("Case file audits"), "audits.csv"),
        *await _versions(page, Kind.ACCURACY_POINTS, POINTS, _points),
        *await _together(
            page, Kind.FOLLOW_UP_ENTRY, page.say("Follow-up answers"), "follow-up.txt"
        ),
    ]
    return page.render("force/given.html", gifts=gifts)


async def given_revisions(page: PlacePage, kind: Kind, subject: str) -> list[Revision]:
    """The versions of one subject that came from the force and were taken, oldest first."""
    here = page.here
    found = await list_revisions(here.records, here.viewer, here.reference, kind, subject)
    return [one for one in found if one.side is Side.FORCE and one.accepted_at]


async def given_standing(page: PlacePage, kind: Kind) -> list[Revision]:
    """What stands of a kind that came from the force, by subject."""
    here = page.here
    found = await list_standing(here.records, here.viewer, here.reference, kind)
    return [one for one in found if one.side is Side.FORCE]


async def _versions(
    page: PlacePage, kind: Kind, subject: str, told: Callable[[PlacePage, Revision], Any]
) -> list[Gift]:
    found = await given_revisions(page, kind, subject)
    return [Gift(hash=one.hash, given_at=one.created_at, **told(page, one)) for one in found[::-1]]


async def _together(page: PlacePage, kind: Kind, what: str, file: str) -> list[Gift]:
    found = await given_standing(page, kind)
    if not found:
        return []
    last = max(one.created_at for one in found)
    note = page.language.count("%(num)s in", "%(num)s in", len(found)) % {"num": len(found)}
    form = page.say("Spreadsheet (CSV)") if file.endswith("csv") else page.say("Text")
    return [Gift(what, last, note, "", [(form, file)])]


def _return(page: PlacePage, revision: Revision) -> dict[str, Any]:
    approved = page.say("approved") if revision.approved_at else page.say("submitted, not approved")
    stem = f"return-{revision.version}"
    files = [(page.say("Word"), f"{stem}.docx"), (page.say("Text"), f"{stem}.txt")]
    what = page.say("Self-assessment, version %(version)s", version=revision.version)
    return {"what": what, "note": approved, "files": files}


def _cases(page: PlacePage, revision: Revision) -> dict[str, Any]:
    number = len(revision.content["cases"])
    counted = page.language.count("%(num)s case", "%(num)s cases", number)
    what = page.say("Eligible cases, version %(version)s", version=revision.version)
    files = [(page.say("Spreadsheet (CSV)"), f"eligible-cases-{revision.version}.csv")]
    return {"what": what, "note": counted % {"num": number}, "files": files}


def _points(page: PlacePage, revision: Revision) -> dict[str, Any]:
    number = len(revision.content["points"])
    counted = page.language.count("%(num)s point", "%(num)s points", number)
    what = page.say("Factual accuracy check, answer %(version)s", version=revision.version)
    files = [(page.say("Spreadsheet (CSV)"), f"accuracy-points-{revision.version}.csv")]
    return {"what": what, "note": counted % {"num": number}, "files": files}
