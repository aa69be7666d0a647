"""One item before the panel, with both sides next to each other or everything it rests on."""

from dataclasses import dataclass

from api.pages.case_scores import StageView, Tally, stages_of, tally_of
from api.pages.in_words import CASE, Choice, InWords
from api.pages.moderation_queue import DecidedView, decided_view, path_of, waiting_items
from api.pages.page import PlacePage
from api.pages.row_views import Names
from api.shown.cases import note_access
from criteria.schedule import Expectation, Node
from criteria.visibility import Kind
from documents.template_facts import references_of
from records.errors import NotFound
from records.revisions import Revision, find_standing, get_revision, list_revisions
from workflows.state import InspectionState


@dataclass(frozen=True)
class CaseSides:
    """The force's audit and the inspectors' review of one case, next to each other."""

    reference: str
    case_type: str
    stages: list[StageView]
    audit: Revision | None
    review: Revision | None
    grades: tuple[str, str]
    grades_differ: bool


@dataclass(frozen=True)
class JudgementSides:
    """A judgement with everything it rests on."""

    node: Node
    revision: Revision
    score: str
    anchor: str
    evidence: list[tuple[Expectation, str]]
    tally: Tally | None
    answers: list[tuple[str, str, str]]  # what the force's return says: number, indicator, text


@dataclass(frozen=True)
class ItemView:
    """One item before the panel. `choices` are the scores or grades that it can be amended to."""

    item: str
    name: str
    waits: bool
    place: int
    of: int
    after: str  # the address of the next one that waits; the queue's, if there is none
    case: CaseSides | None
    judgement: JudgementSides | None
    choices: list[Choice]
    earlier: list[DecidedView]


async def item_view(page: PlacePage, words: InWords, names: Names, item: str) -> ItemView:
    """One item, waiting or decided. Raises NotFound for one that never came to the panel."""
    here, state = page.here, await page.here.find_state()
    said = await list_revisions(here.records, here.viewer, here.reference, Kind.MODERATION, item)
    waiting = waiting_items(state) if state else []
    earlier = [decided_view(page, words, names, one) for one in said if one.accepted_at]
    if state is None or (item not in waiting and not earlier):
        raise NotFound("item", item)
    kind, _, subject = item.partition(":")
    is_case = kind == CASE
    return ItemView(
        item=item,
        name=words.item(item),
        waits=item in waiting,
        place=waiting.index(item) + 1 if item in waiting else 0,
        of=len(waiting),
        after=next_path(page, waiting, item),
        case=await _case(page, words, state, subject) if is_case else None,
        judgement=None if is_case else await _judgement(page, words, state, subject),
        choices=words.grades() if is_case else words.scores(),
        earlier=list(reversed(earlier)),
    )


def next_path(page: PlacePage, waiting: list[str], item: str) -> str:
    """Where the panel goes on after this item: the one that follows it, round to the first."""
    place = waiting.index(item) if item in waiting else -1
    others = [*waiting[place + 1 :], *waiting[: max(place, 0)]]
    return path_of(page, others[0]) if others else f"{page.path}/moderation"


async def _case(page: PlacePage, words: InWords, state: InspectionState, subject: str) -> CaseSides:
    here, case = page.here, state.cases[subject]
    await note_access(here, "moderation", subject)
    audit, review = [
        await find_standing(here.records, here.viewer, here.reference, kind, subject)
        for kind in (Kind.AUDIT, Kind.REVIEW)
    ]
    said = tuple((one.content.get("stages") or {}) if one else {} for one in (audit, review))
    titles = {one.code: one.title for one in words.programme.cases.types}
    grades = [mark.grade if mark else None for mark in (case.audit, case.review)]
    return CaseSides(
        subject,
        titles.get(case.type, case.type),
        stages_of(words, state, case, (said[0], said[1])),
        audit,
        review,
        (words.grade(grades[0]), words.grade(grades[1])),
        grades[0] != grades[1],
    )


async def _judgement(
    page: PlacePage, words: InWords, state: InspectionState, code: str
) -> JudgementSides | None:
    here, node = page.here, words.node(code)
    found = await find_standing(here.records, here.viewer, here.reference, Kind.JUDGEMENT, code)
    if found is None or code not in state.judgements:
        return None  # returned for evidence, and not judged anew yet
    score, evidence = state.judgements[code].score, found.content.get("evidence") or {}
    return JudgementSides(
        node,
        found,
        words.score(score),
        words.anchor(score),
        [(one, evidence.get(one.id, "")) for one in node.expectations],
        tally_of(words, state, code),
        await answers_on(page, words, state, code),
    )


async def answers_on(
    page: PlacePage, words: InWords, state: InspectionState, code: str
) -> list[tuple[str, str, str]]:
    """What the force's approved return says to the rows that speak to this indicator."""
    here, kept = page.here, state.returned.accepted or state.returned.approved
    if not kept:
        return []
    try:
        found = await get_revision(here.records, here.viewer, here.reference, kept)
    except NotFound:
        return []
    numbers, answers = references_of(words.programme.template), found.content.get("answers") or {}
    rows = {row.id: row.indicator for row in words.programme.template.rows()}
    return [
        (numbers[row], rows[row], answers[row]["text"])
        for row in words.programme.map.rows_for(code)
        if row in answers and row in rows
    ]
