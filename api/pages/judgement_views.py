"""What a judgement rests on: reviews by that stage, the force's own rows, the official words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from api.here import Here
from api.pages.case_views import APART, Marking, names_of
from api.pages.page import PlacePage
from api.shown.cases import note_access
from criteria import scoring
from criteria.programme import Programme
from criteria.schedule import Node, NodeKind
from criteria.visibility import Kind
from documents.charts import StackedBar, stacked_bars
from documents.template_facts import references_of
from records.drafts import Draft, list_drafts
from records.revisions import Revision, find_standing, list_standing
from workflows.state import InspectionState, JudgementState


@dataclass(frozen=True)
class StageReview:
    """What one review says of one stage."""

    case: str
    type: str
    score: str
    text: str
    reviewer: str
    path: str


@dataclass(frozen=True)
class RowAnswer:
    """A row of the force's return that speaks to the indicator; `text` is "" where none came."""

    number: str
    indicator: str
    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Grounds:
    """Everything that the judgement of an indicator rests on. `counts` is (score, cases)."""

    reviews: list[StageReview]
    counts: list[tuple[str, int]]
    chart: Markup
    rows: list[RowAnswer]
    return_seen: bool


@dataclass(frozen=True)
class JudgementRow:
    """An indicator in the list. `status`: "", "drafted", "given" or "moderated"."""

    node: Node
    path: str
    status: str
    score: str
    by: str
    decision: str
    since: int  # reviews of the stage that came in after the judgement
    revised: int


async def judgement_rows(page: PlacePage) -> list[JudgementRow]:
    """The indicators below the overall, in the schedule's order, and how far each is."""
    here, state, programme = page.here, await page.here.find_state(), await page.here.programme()
    drafts = await list_drafts(here.records, here.viewer, here.reference, Kind.JUDGEMENT)
    given = await list_standing(here.records, here.viewer, here.reference, Kind.JUDGEMENT)
    reviews = await list_standing(here.records, here.viewer, here.reference, Kind.REVIEW)
    judged = state.judgements if state else {}
    names = await names_of(here, [one.by for one in judged.values()])
    drafted = {draft.subject for draft in drafts}
    at = {one.subject: one.accepted_at for one in given}
    return [
        JudgementRow(
            node=programme.criteria.node(code),
            path=f"{page.path}/judgements/{code}",
            status=_status(judged.get(code), code in drafted),
            score=(judged[code].score or "") if code in judged else "",
            by=names.get(judged[code].by, "") if code in judged else "",
            decision=(judged[code].moderated or "") if code in judged else "",
            since=_since(reviews, at.get(code)) if _of_cases(programme, code) else 0,
            revised=state.revised.get(code, 0) if state else 0,
        )
        for code in programme.outline().indicators
    ]


async def grounds(page: PlacePage, code: str) -> Grounds:
    """What stands on this indicator, as far as the viewer may see it. The opening is noted."""
    here, programme = page.here, await page.here.programme()
    reviews = await _reviews(page, programme, code) if _of_cases(programme, code) else []
    answered = await find_standing(here.records, here.viewer, here.reference, Kind.RETURN, "return")
    counts = _counts(programme, reviews)
    return Grounds(
        reviews=reviews,
        counts=counts,
        chart=_chart(page, counts) if counts else Markup(""),
        rows=_rows(programme, code, answered),
        return_seen=answered is not None,
    )


def since_given(given: Revision | None, reviews: Sequence[Revision]) -> int:
    """How many reviews came in after a judgement."""
    return _since(reviews, given.accepted_at if given else None)


async def _reviews(page: PlacePage, programme: Programme, code: str) -> list[StageReview]:
    here, marking = page.here, Marking.of(programme)
    await note_access(here, "reviews_by_stage", code)
    found = await list_standing(here.records, here.viewer, here.reference, Kind.REVIEW)
    state = await here.find_state()
    names = await names_of(here, [one.author for one in found])
    return [_review(page, marking, state, one, code, names) for one in found]


def _review(
    page: PlacePage,
    marking: Marking,
    state: InspectionState | None,
    review: Revision,
    code: str,
    names: dict[str, str],
) -> StageReview:
    known = state.cases.get(review.subject) if state else None
    content: dict[str, Any] = review.content
    return StageReview(
        case=review.subject,
        type=marking.types.get(known.type, "") if known else "",
        score=str((content.get("scores") or {}).get(code, "")),
        text=str((content.get("stages") or {}).get(code, "")),
        reviewer=names[review.author],
        path=f"{page.path}/cases/{review.subject}/compare",
    )


def _counts(programme: Programme, reviews: Sequence[StageReview]) -> list[tuple[str, int]]:
    """Cases for each score, best first; none where the programme has no scores."""
    scores = scoring.scores(programme.scoring.mode)
    if not scores or not reviews:
        return []
    counted = Counter(one.score for one in reviews)
    best_first = scores if "yes" in scores else tuple(reversed(scores))
    apart = tuple(one for one in APART if counted[one])
    return [(score, counted[score]) for score in (*best_first, *apart)]


def _chart(page: PlacePage, counts: Sequence[tuple[str, int]]) -> Markup:
    words = {"yes": "Yes", "no": "No", "not_applicable": "Not applicable", "not_seen": "Not seen"}
    bars = [StackedBar(page.say(words.get(score, score)), (cases,)) for score, cases in counts]
    title = page.say("Scores of the cases reviewed")
    # Our own drawing; it escapes what it is given.
    return Markup(stacked_bars("scores", title, (page.say("Cases"),), bars, grades=1))


def _rows(programme: Programme, code: str, answered: Revision | None) -> list[RowAnswer]:
    given: dict[str, Any] = answered.content.get("answers", {}) if answered else {}
    printed = {row.id: row for section in programme.template.sections for row in section.rows}
    numbers = references_of(programme.template)
    return [
        RowAnswer(
            number=numbers.get(row, ""),
            indicator=printed[row].indicator,
            text=str(given.get(row, {}).get("text", "")),
            evidence=tuple(given.get(row, {}).get("evidence", ())),
        )
        for row in programme.map.rows_for(code)
        if row in printed
    ]


def _of_cases(programme: Programme, code: str) -> bool:
    """Whether case files speak to the indicator."""
    return programme.criteria.node(code).kind is NodeKind.JOURNEY_STAGE


def _since(reviews: Sequence[Revision], moment: datetime | None) -> int:
    return sum(1 for one in reviews if moment and one.accepted_at and one.accepted_at > moment)


def _status(judged: JudgementState | None, drafted: bool) -> str:
    if judged is None:
        return "drafted" if drafted else ""
    return "moderated" if judged.moderated else "given"


async def own_draft(here: Here, code: str) -> Draft | None:
    """The viewer's own draft of a judgement."""
    found = await list_drafts(here.records, here.viewer, here.reference, Kind.JUDGEMENT)
    return next((draft for draft in found if draft.subject == code), None)
