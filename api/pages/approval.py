"""The approval: the chief-officer lead reads the whole return and approves it or sends it back."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import self_assessment as composing
from api.pages import doing
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing, Wrong
from api.pages.page import PlacePage, Typed
from api.pages.row_views import Names, force_names
from api.schemas.self_assessment import ApprovalIn, SendingBackIn
from api.shown.returning import Stage, approvers, latest_return, stage_of
from criteria.template import Template
from documents.template_facts import references_of, sections_of
from records.revisions import Revision

router = APIRouter(prefix="/inspections/{ref}/self-assessment/approval", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_approval": CALLS["approve_return"],
    "page_approval_send": CALLS["approve_return"],
    "page_sending_back": CALLS["send_back_return"],
}


@dataclass(frozen=True)
class PrintedAnswer:
    """An answer as it was submitted, under the number by which the template names it."""

    number: str
    code: str
    section: str
    indicator: str
    text: str
    evidence: list[str]
    authors: list[str]


@router.get("", name="page_approval")
async def approval(page: PlaceDep) -> Response:
    """The whole return, and the decision on it."""
    return await _shown(page)


@router.post("", name="page_approval_send")
async def approve(page: PlaceFormDep) -> Response:
    """Approve exactly the return that was read."""
    return await doing.act(
        page,
        Doing("approve_return"),
        _approved,
        lambda sent: lambda: composing.approve_return(sent.revision),
        again=lambda: _shown(page),
        then=f"{page.path}/self-assessment/receipt",
    )


@router.post("/sending-back", name="page_sending_back")
async def send_back(page: PlaceFormDep) -> Response:
    """Send the return back to those who prepared it, with a reason."""
    return await doing.act(
        page,
        Doing("send_back_return"),
        _sent_back,
        lambda sent: lambda: composing.send_back_return(sent),
        again=lambda: _shown(page),
        then=f"{page.path}/self-assessment",
    )


def _approved(typed: Typed) -> ApprovalIn:
    if not typed.text("declared"):
        raise Wrong(("declared", "Confirm the declaration, or send the return back with a reason."))
    return ApprovalIn(revision=typed.text("revision"))


def _sent_back(typed: Typed) -> SendingBackIn:
    if not typed.text("reason"):
        raise Wrong(("reason", "Say why it goes back and what should change."))
    return SendingBackIn(revision=typed.text("revision"), reason=typed.text("reason"))


async def _shown(page: PlacePage) -> Response:
    here, state = page.here, await page.here.find_state()
    revision, names = await latest_return(here), await force_names(page)
    stage = stage_of(state)
    preparers = state.returned.preparers if state else []
    free, _ = await approvers(here, set(preparers))
    return page.render(
        "force/approval.html",
        stage=stage,
        waits=stage is Stage.SUBMITTED,
        revision=revision,
        sections=printed(revision, (await here.programme()).template, names),
        barred=here.person.id in preparers,
        others=names.of([person for person in free if person != here.person.id]),
        preparers=sorted(names.of(list(preparers))),
    )


def printed(
    revision: Revision | None, template: Template, names: Names
) -> list[tuple[str, list[PrintedAnswer]]]:
    """The return as it is read: section heading -> its answers, the opening outline first."""
    given: dict[str, dict[str, Any]] = revision.content["answers"] if revision else {}
    numbers, opening = references_of(template), template.opening
    asked = [("", opening.id, opening.prompt)] if opening else []
    for section in sections_of(template):
        asked += [(section.heading, row.code, row.indicator) for row in section.rows]
    sections: dict[str, list[PrintedAnswer]] = {}
    for heading, code, indicator in asked:
        if code not in given:
            continue
        said = given[code]
        sections.setdefault(heading, []).append(
            PrintedAnswer(
                number=numbers[code],
                code=code,
                section=heading,
                indicator=indicator,
                text=said["text"],
                evidence=list(said.get("evidence", [])),
                authors=names.of(list(said.get("authors", []))),
            )
        )
    return list(sections.items())
