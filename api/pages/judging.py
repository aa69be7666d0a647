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
from api.pages.doing import Doing, Wrong
from api.pages.draft_forms import DraftForm, Fields
from api.pages.judgement_views import Grounds, grounds, judgement_rows, own_draft
from api.pages.page import PlacePage, Typed
from api.schemas.case_audit import JudgementIn, Recommendation
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
        lambda typed: _whole(page, typed, programme, code),
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
        read=_read,
        fields=_fields,
        said=lambda name, text: _said(page, node, name, text),
        joins=lambda name: name == "narrative" or name.startswith("evidence."),
        again=lambda: _shown(page, code),
    )


def _read(typed: Typed) -> JudgementIn:
    deadlines = typed.by_prefix("rec_deadline")
    lines = [(number, text) for number, text in typed.by_prefix("rec_text").items() if text]
    return JudgementIn(
        score=typed.text("score") or None,
        narrative=typed.text("narrative"),
        evidence={one: text for one, text in typed.by_prefix("evidence").items() if text},
        cases=typed.all("cases"),
        recommendations=[
            Recommendation(text=text, deadline=deadlines.get(number) or "three_months")
            for number, text in lines
        ],
    )


def _whole(page: PlacePage, typed: Typed, programme: Programme, code: str) -> JudgementIn:
    """What was typed, once nothing is missing that the programme asks for."""
    sent, faults, node = _read(typed), [], programme.criteria.node(code)
    if scoring.scores(programme.scoring.mode) and sent.score is None:
        faults.append(("score", "Choose the score."))
    if not sent.narrative:
        faults.append(("narrative", "Write what was found and how it was weighed."))
    if code in programme.judging.evidence_for_each_expectation:
        for number, one in enumerate(node.expectations, 1):
            if not sent.evidence.get(one.id):
                wrong = "Expectation %(number)s: write the evidence; each of them needs some."
                faults.append((f"evidence.{one.id}", page.say(wrong, number=number)))
    if faults:
        raise Wrong(*faults)
    return sent


def _fields(content: dict[str, Any]) -> Fields:
    """A judgement's content as the fields of its form."""
    found = [("score", content.get("score") or ""), ("narrative", content.get("narrative") or "")]
    found += [(f"evidence.{one}", text) for one, text in (content.get("evidence") or {}).items()]
    found += [("cases", case) for case in content.get("cases") or []]
    for number, one in enumerate(content.get("recommendations") or [], 1):
        found += [(f"rec_text.{number}", one["text"]), (f"rec_deadline.{number}", one["deadline"])]
    return [(name, text) for name, text in found if text]


def _said(page: PlacePage, node: Node, name: str, text: str) -> tuple[str, str]:
    """A field's name and text as a person reads them."""
    labels = {"score": "Score", "narrative": "Narrative", "cases": "Cases referred to"}
    what, _, rest = name.partition(".")
    if name in labels:
        return page.say(labels[name]), page.say({"yes": "Yes", "no": "No"}.get(text, text))
    if what == "evidence":
        return next((one.text for one in node.expectations if one.id == rest), rest), text
    if what == "rec_text":
        return page.say("Recommendation %(number)s", number=rest), text
    words = {"immediate": "immediately", "three_months": "within three months"}
    said = page.say(words.get(text, "within six months"))
    return page.say("Recommendation %(number)s: by when", number=rest), said


async def _shown(page: PlacePage, code: str) -> Response:
    return page.render("inspectors/judgement.html", view=await _view(page, code))


async def _view(page: PlacePage, code: str) -> JudgementView:
    here, programme, state = page.here, await page.here.programme(), await page.here.find_state()
    given = await find_standing(here.records, here.viewer, here.reference, Kind.JUDGEMENT, code)
    draft = await own_draft(here, code)
    fields = page.typed.fields() if page.typed else _fields(_content(draft, given))
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
