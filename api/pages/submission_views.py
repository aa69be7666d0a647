"""What came in from the force as its page shows it: answers with their criteria, cases by type."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from api.composing.submission import ELIGIBLE_CASES
from api.pages.approval import PrintedAnswer, printed
from api.pages.page import PlacePage
from api.pages.row_views import criteria_of, force_names
from api.shown.returning import latest_return
from criteria.programme import Programme
from criteria.sampling import RULE_IN_WORDS
from criteria.schedule import Expectation, Node
from criteria.visibility import Kind
from records.people import names_of
from records.revisions import Revision, list_revisions
from workflows.state import InspectionState


@dataclass(frozen=True)
class RowSaid:
    """An answer with the part of the criteria that it speaks to."""

    answer: PrintedAnswer
    node: Node | None
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True)
class TypeCount:
    """The eligible cases of a type beside its quota, and how many were drawn."""

    title: str
    eligible: int
    quota: int
    drawn: int

    @property
    def to_draw(self) -> int:
        return min(self.eligible, self.quota)


@dataclass(frozen=True)
class SubmissionView:
    """The whole of the page."""

    revision: Revision | None
    by: str
    sections: list[tuple[str, list[RowSaid]]]
    cases: Revision | None
    counts: list[TypeCount]
    clarify: list[str]
    rounds: int
    absent: list[str]
    approved: str | None
    accepted_at: datetime | None
    ready: bool
    drawn: bool
    allocated: bool
    rule: str = RULE_IN_WORDS


async def submission_view(page: PlacePage) -> SubmissionView:
    """What came in, as far as this person may see it, and where it stands."""
    state, programme = await page.here.state(), await page.here.programme()
    revision = await latest_return(page.here)
    names = await names_of(page.records, [revision.author] if revision else [])
    sections = printed(revision, programme.template, await force_names(page))
    cases = await _eligible(page)
    return SubmissionView(
        revision=revision,
        by=names.get(revision.author, "") if revision else "",
        sections=[(head, [_row(programme, one) for one in rows]) for head, rows in sections],
        cases=cases,
        counts=_counts(programme, state) if cases else [],
        clarify=state.returned.clarify,
        rounds=state.returned.rounds,
        absent=list(state.absent),
        approved=state.returned.approved,
        accepted_at=datetime.fromisoformat(state.accepted_at) if state.accepted_at else None,
        ready=_is_ready(state),
        drawn=bool(state.cases),
        allocated=state.allocated,
    )


async def _eligible(page: PlacePage) -> Revision | None:
    here, subject = page.here, ELIGIBLE_CASES
    found = await list_revisions(
        here.records, here.viewer, here.reference, Kind.ELIGIBLE_CASES, subject
    )
    return found[-1] if found else None


def _row(programme: Programme, answer: PrintedAnswer) -> RowSaid:
    _, node, expectations = criteria_of(programme, answer.code)
    return RowSaid(answer, node, expectations)


def _counts(programme: Programme, state: InspectionState) -> list[TypeCount]:
    drawn = Counter(case.type for case in state.cases.values())
    return [
        TypeCount(one.title, state.eligible.get(one.code, 0), one.quota, drawn[one.code])
        for one in programme.cases.types
    ]


def _is_ready(state: InspectionState) -> bool:
    """Whether the submission can be accepted as it stands."""
    return_is_in = state.returned.approved is not None or "return" in state.absent
    list_is_in = state.eligible_revision is not None or "eligible_cases" in state.absent
    return state.accepted_at is None and return_is_in and list_is_in
