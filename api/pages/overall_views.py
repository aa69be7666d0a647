"""What the page of the overall assessment shows: official text, what is missing, what was given."""

from dataclasses import dataclass
from typing import Any

from api.pages.colleagues import colleagues, holders
from api.pages.in_words import InWords
from api.pages.moderation_queue import path_of, waiting_items
from api.pages.page import PlacePage
from api.pages.sheets import Filled, Pair, Sheet, filled
from criteria.roles import Role
from criteria.schedule import Expectation, Node
from criteria.visibility import Kind
from records.revisions import Revision, list_revisions
from workflows.moderation import TEAM
from workflows.phases import audits_missing, everything_is_in, reviews_missing
from workflows.rule import holds
from workflows.state import InspectionState

LEADS = (Role.INSPECTION_LEAD, Role.DEPUTY_LEAD)
_FIELDS = ("practice", "fit_with_policy", "score")
EVIDENCE = "expectations"


@dataclass(frozen=True)
class Below:
    """One indicator below the overall: whether it is judged and moderated, and where to do that."""

    name: str
    path: str
    judged: bool
    moderated: bool
    score: str


@dataclass(frozen=True)
class OverallView:
    """Everything that the page needs. `given` stands now; `last` was given at some time."""

    node: Node
    legend: str
    below: list[Below]
    audits: int
    reviews: int
    cases: int
    cases_path: str
    ready: bool
    given: Revision | None
    last: Revision | None
    score: str
    evidence: list[tuple[Expectation, str]]
    given_by: str
    confirmed_by: str
    stale: bool
    published: bool
    drafted: bool
    filled: Filled
    leads: list[str]
    chairs: list[str]
    own: bool  # the person gave it, or is of the team: somebody else confirms
    scored: bool

    @property
    def done(self) -> int:
        return sum(one.judged and one.moderated for one in self.below)


def sheet_of(node: Node) -> Sheet:
    """The form of the overall assessment."""
    known = {*_FIELDS, *(f"{EVIDENCE}.{one.id}" for one in node.expectations)}
    return Sheet(Kind.OVERALL, node.id, known.__contains__)


async def overall_view(
    page: PlacePage, words: InWords, pairs: tuple[Pair, ...] = ()
) -> OverallView:
    here, state = page.here, await page.here.state()
    node = words.programme.criteria.overall()
    said = await list_revisions(here.records, here.viewer, here.reference, Kind.OVERALL, node.id)
    accepted = [one for one in said if one.accepted_at]
    last, overall = (accepted[-1] if accepted else None), state.overall
    given = last if overall and last and last.id == overall.revision else None
    names, people = await colleagues(page), await here.people()
    written = await filled(page, sheet_of(node), last, _fields(last))
    waiting = waiting_items(state)
    evidence = (given.content.get("expectations") or {}) if given else {}
    return OverallView(
        node=node,
        legend=_legend(words),
        below=_below(page, words, state, waiting),
        audits=len(audits_missing(state)),
        reviews=len(reviews_missing(state)),
        cases=sum(item.startswith("case:") for item in waiting),
        cases_path=path_of(page, waiting[0]) if waiting else "",
        ready=everything_is_in(state) and not waiting,
        given=given,
        last=last,
        score=words.score(overall.score) if overall else "",
        evidence=[(one, evidence.get(one.id, "")) for one in node.expectations],
        given_by=names(overall.by) if overall else "",
        confirmed_by=names(overall.confirmed_by) if overall and overall.confirmed_by else "",
        stale=last is not None and given is None,
        published=state.report.published is not None,
        drafted=state.report.draft is not None,
        filled=Filled(written.values, written.version, written.saved_at, pairs),
        leads=holders(names, people, *LEADS),
        chairs=holders(names, people, Role.PANEL_CHAIR),
        own=_is_own(page, state),
        scored=state.programme.overall_scored,
    )


def _is_own(page: PlacePage, state: InspectionState) -> bool:
    gave = state.overall is not None and state.overall.by == page.person.id
    return gave or holds(state, page.person.id, *TEAM)


def _fields(last: Revision | None) -> dict[str, str]:
    """The fields of the form from what was given last."""
    content: dict[str, Any] = last.content if last else {}
    evidence = content.get("expectations") or {}
    fields = {name: content.get(name) or "" for name in _FIELDS}
    return {**fields, **{f"{EVIDENCE}.{code}": text for code, text in evidence.items()}}


def _below(
    page: PlacePage, words: InWords, state: InspectionState, waiting: list[str]
) -> list[Below]:
    found = []
    for code in state.programme.indicators:
        judged, item = state.judgements.get(code), f"indicator:{code}"
        to_panel = item in waiting and page.may("page_moderation_item")
        judging = f"{page.path}/judgements" if page.may("page_judgements") else ""
        path = path_of(page, item) if to_panel else judging
        moderated = bool(judged and judged.moderated)
        score = words.score(judged.score) if judged else ""
        found.append(Below(words.name(code), path, judged is not None, moderated, score))
    return found


def _legend(words: InWords) -> str:
    """The schedule's own sentence about the overall assessment, where it has one."""
    legends = words.programme.criteria.legends
    return next((one.text for one in legends if one.id == "overall-assessment"), "")
