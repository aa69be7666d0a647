"""Judgements on the indicators below the overall: the list, and one with all that it rests on."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.access import ACCESS as CALLS
from api.access import Access
from api.composing import case_audit as composing
from api.pages import doing, draft_forms
from api.pages.case_views import names_of
from api.pages.deps import PlaceDep, PlaceFormDep
from api.pages.doing import Doing
from api.pages.draft_forms import DraftForm, Fields
from api.pages.judgement_forms import fields_of, read_judgement, said_of, whole_judgement
from api.pages.judgement_views import Grounds, grounds, judgement_rows, own_draft
from api.pages.page import PlacePage
from api.schemas.paths import Indicator
from api.shown.judgements import require_indicator
from criteria import scoring
from criteria.conduct import Anchor
from criteria.programme import Programme
from criteria.schedule import Node
from criteria.visibility import Kind
from records.drafts import Draft
from records.revisions import Revision, find_standing
from workflows.state import InspectionState

router = APIRouter(prefix="/inspections/{ref}/judgements", include_in_schema=False)

ACCESS: dict[str, Access] = {
    "page_judgements": CALLS["list_judgements"],
    "page_judgement": CALLS["get_judgement"],
    "page_judgement_send": CALLS["judge_indicator"],
}

_EMPTY_LINES = 2  # recommendations offered beyond those written
_DEADLINES = ("immediate", "three_months", "six_months")


@dataclass(frozen=True)
class JudgementView:
    """One indicator: the judgement as it is drafted or stands, and everything it rests on."""

    node: Node
    path: str
    scores: tuple[str, ...]
    anchors: dict[str, Anchor]
    each_expectation: bool  # every expectation needs evidence
    filled: dict[str, str]
    chosen_cases: list[str]
    cases: list[str]
    recommendations: range
    version: int
    draft: Draft | None
    given: Revision | None
    given_by: str
    score_now: str
    moderated: str
    revised: int
    writable: bool
    accepted: bool
    grounds: Grounds

    @property
    def evidenced(self) -> bool:
        """Whether evidence on an expectation has been written."""
        return any(name.startswith("evidence.") and text for name, text in self.filled.items())


@router.get("", name="page_judgements")
async def judgements(page: PlaceDep) -> Response:
    """Nine stages and leadership, and how far each is."""
    rows = await judgement_rows(page)
    state = await page.here.find_state()
    accepted = state is not None and state.accepted_at is not None
    return page.render("inspectors/judgements.html", rows=rows, accepted=accepted)


@router.get("/{code}", name="page_judgement")
async def judgement(page: PlaceDep, code: Indicator) -> Response:
    """One indicator: a form for those who judge, else what stands."""
    await require_indicator(page.here, code)
    return await _shown(page, code)


@router.post("/{code}", name="page_judgement_send")
async def send_judgement(page: PlaceFormDep, code: Indicator) -> Response:
    """Save the draft (a script, or its button), or submit the judgement."""
    await require_indicator(page.here, code)
    programme = await page.here.programme()
    answer = await draft_forms.save(page, _form(page, programme, code))
    if answer is not None:
        return answer
    return await doing.act(
        page,
        Doing("judge_indicator", about=(("indicator", code),)),
        lambda typed: whole_judgement(page, typed, programme, code),
        lambda sent: lambda: composing.judge_indicator(page.here, code, sent),
        again=lambda: _shown(page, code),
        then=f"{page.path}/judgements/{code}",
    )


def _form(page: PlacePage, programme: Programme, code: str) -> DraftForm:
    node = programme.criteria.node(code)
    return DraftForm(
        kind=Kind.JUDGEMENT,
        subject=code,
        path=f"{page.path}/judgements/{code}",
        title=page.say("Judgement: %(indicator)s", indicator=node.name),
        read=read_judgement,
        fields=fields_of,
        said=lambda name, text: said_of(page, node, name, text),
        joins=lambda name: name == "narrative" or name.startswith("evidence."),
        again=lambda: _shown(page, code),
    )


async def _shown(page: PlacePage, code: str) -> Response:
    async with page.records.one_moment():
        view = await _view(page, code)
    return page.render("inspectors/judgement.html", view=view)


async def _view(page: PlacePage, code: str) -> JudgementView:
    here, programme, state = page.here, await page.here.programme(), await page.here.find_state()
    given = await find_standing(here.records, here.viewer, here.reference, Kind.JUDGEMENT, code)
    draft = await own_draft(here, code)
    fields = page.typed.fields() if page.typed else fields_of(_content(draft, given))
    judged = state.judgements.get(code) if state else None
    return JudgementView(
        node=programme.criteria.node(code),
        path=f"{page.path}/judgements/{code}",
        scores=scoring.scores(programme.scoring.mode),
        anchors={anchor.score: anchor for anchor in programme.scoring.anchors},
        each_expectation=code in programme.judging.evidence_for_each_expectation,
        filled=dict(fields),
        chosen_cases=[text for name, text in fields if name == "cases"],
        cases=sorted(state.cases) if state else [],
        recommendations=range(1, _lines(fields) + _EMPTY_LINES + 1),
        version=draft.version if draft else 0,
        draft=draft,
        given=given if judged else None,
        given_by=(await names_of(here, [judged.by]))[judged.by] if judged else "",
        score_now=(judged.score or "") if judged else "",
        moderated=(judged.moderated or "") if judged else "",
        revised=state.revised.get(code, 0) if state else 0,
        writable=_writable(page, state),
        accepted=state is not None and state.accepted_at is not None,
        grounds=await grounds(page, code),
    )


def _content(draft: Draft | None, given: Revision | None) -> dict[str, Any]:
    """My draft, else what stands: to be judged again, one starts from that."""
    if draft is not None:
        return draft.content
    return given.content if given else {}


def _lines(fields: Fields) -> int:
    """How many recommendations have been written."""
    written = [name for name, text in fields if name.startswith("rec_text.") and text]
    numbers = [name.partition(".")[2] for name in written]
    return max((int(one) for one in numbers if one.isdecimal() and len(one) < 4), default=0)


def _writable(page: PlacePage, state: InspectionState | None) -> bool:
    open_ = state is not None and state.accepted_at is not None and not state.report.published
    return open_ and page.may("judge_indicator") and not (state and state.closed_at)
