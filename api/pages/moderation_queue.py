"""The panel's queue as its page shows it: what waits and why it is here, what was decided."""

from dataclasses import dataclass, field
from datetime import datetime

from api.pages.case_scores import StageView, stages_of
from api.pages.in_words import CASE, InWords
from api.pages.page import PlacePage
from api.pages.row_views import Names
from criteria.visibility import Kind
from records.revisions import Revision, list_standing
from workflows import phases
from workflows.phases import to_moderate
from workflows.state import CaseState, InspectionState


@dataclass(frozen=True)
class Waiting:
    """An item that waits for the panel, and why it is here."""

    item: str
    name: str
    path: str
    grades: tuple[str, str] | None = None  # the force's and the inspectors', where they differ
    stages: list[StageView] = field(default_factory=list)  # those that are too far apart
    score: str = ""
    again: bool = False  # the panel returned it before

    @property
    def is_case(self) -> bool:
        return self.item.startswith(f"{CASE}:")


@dataclass(frozen=True)
class DecidedView:
    """A decision of the panel."""

    item: str
    name: str
    path: str
    decision: str
    score: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Queue:
    """What waits, what was decided, and what is not in yet."""

    waiting: list[Waiting]
    decided: list[DecidedView]
    audits: int = 0
    reviews: int = 0
    judgements: int = 0
    sampled: bool = False
    published: bool = False

    @property
    def awaited(self) -> bool:
        return bool(self.audits or self.reviews or self.judgements or not self.sampled)


async def queue(page: PlacePage, words: InWords, names: Names) -> Queue:
    """The panel's queue. No content of a case is read for it, so none is noted as opened."""
    state, here = await page.here.find_state(), page.here
    said = await list_standing(here.records, here.viewer, here.reference, Kind.MODERATION)
    if state is None:
        return Queue([], [])
    returned = {one.subject for one in said if one.content["decision"] == "return"}
    items = waiting_items(state)
    waiting = [_waiting(page, words, state, item, again=item in returned) for item in items]
    decided = [decided_view(page, words, names, one) for one in said if one.subject not in items]
    return Queue(
        waiting,
        sorted(decided, key=lambda one: one.at, reverse=True),
        audits=len(phases.audits_missing(state)),
        reviews=len(phases.reviews_missing(state)),
        judgements=len(phases.judgements_missing(state)),
        sampled=bool(state.cases or "eligible_cases" in state.absent),
        published=state.report.published is not None,
    )


def _waiting(
    page: PlacePage, words: InWords, state: InspectionState, item: str, *, again: bool
) -> Waiting:
    kind, _, subject = item.partition(":")
    name, path = words.item(item), path_of(page, item)
    if kind != CASE:
        score = words.score(state.judgements[subject].score)
        return Waiting(item, name, path, score=score, again=again)
    case = state.cases[subject]
    far = [one for one in stages_of(words, state, case) if one.apart]
    return Waiting(item, name, path, _differing(words, case), far, again=again)


def waiting_items(state: InspectionState) -> list[str]:
    """What waits for the panel: differing cases first, then judgements in the schedule's order."""
    order = [f"indicator:{code}" for code in state.programme.indicators]
    found = to_moderate(state)
    cases = sorted(item for item in found if item not in order)
    return [*cases, *(item for item in order if item in found)]


def path_of(page: PlacePage, item: str) -> str:
    return f"{page.path}/moderation/{item}"


def decided_view(page: PlacePage, words: InWords, names: Names, one: Revision) -> DecidedView:
    score = one.content.get("score")
    is_case = one.subject.startswith(f"{CASE}:")
    return DecidedView(
        item=one.subject,
        name=words.item(one.subject),
        path=path_of(page, one.subject),
        decision=one.content["decision"],
        score=(words.grade(score) if is_case else words.score(score)) if score else "",
        reason=one.content["reason"],
        by=names(one.author),
        at=one.accepted_at or one.created_at,
    )


def _differing(words: InWords, case: CaseState) -> tuple[str, str] | None:
    pair = (case.audit.grade if case.audit else None, case.review.grade if case.review else None)
    return (words.grade(pair[0]), words.grade(pair[1])) if pair[0] != pair[1] else None
