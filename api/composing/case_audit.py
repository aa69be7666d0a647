"""Sample, allocation, the two sides' views of each case, and judgements on indicators."""

import secrets
from collections.abc import Iterable

from api.acting import Composed
from api.here import Here
from api.schemas.case_audit import AllocationIn, JudgementIn, MarkIn
from criteria import sampling
from criteria.errors import Rule, RuleBroken, require
from criteria.roles import Role
from criteria.visibility import Kind
from records.revisions import NewRevision, get_revision
from workflows.state import InspectionState

SAMPLE = "sample"
ALLOCATION = "allocation"


async def draw_sample(here: Here) -> Composed:
    """Draw from the frozen list. Whoever has seed and list can draw the same again."""
    state = await here.state()
    require(state.accepted_at is not None, Rule.SUBMISSION_NOT_ACCEPTED)
    if state.eligible_revision is None:
        raise RuleBroken(Rule.ELIGIBLE_CASES_MISSING)
    listed = await get_revision(here.records, here.viewer, here.reference, state.eligible_revision)
    eligible: dict[str, list[str]] = {}
    for case in listed.content["cases"]:
        eligible.setdefault(case["case_type"], []).append(case["reference"])
    draw = sampling.draw(eligible, state.programme.case_types, secrets.token_hex(16))
    content = {
        "rule": draw.rule,
        "rule_text": sampling.RULE_IN_WORDS,
        "seed": draw.seed,
        "order": {code: list(cases) for code, cases in draw.order.items()},
        "drawn": {code: list(cases) for code, cases in draw.drawn.items()},
        "reserves": {code: list(cases) for code, cases in draw.reserves.items()},
        "eligible_revision": listed.id,
        "eligible_hash": listed.hash,
    }
    message = {"revision": "$0", "cases": draw.cases()}
    return Composed(message, [NewRevision(Kind.SAMPLE, SAMPLE, content)])


async def allocate_cases(here: Here, sent: AllocationIn) -> Composed:
    state = await here.state()
    reviewers = sent.reviewers if sent.reviewers is not None else share_out(state)
    message = {"revision": "$0", "reviewers": dict(reviewers)}
    revision = NewRevision(Kind.ALLOCATION, ALLOCATION, {"reviewers": dict(reviewers)})
    return Composed(message, [revision])


def share_out(state: InspectionState) -> dict[str, str]:
    """Every case to an inspector in turn, type by type: totals and types differ by one at most.

    A case that has been reviewed stays with its reviewer.
    """
    inspectors = sorted(state.people.get(Role.INSPECTOR.value, []))
    if not inspectors:
        raise RuleBroken(Rule.ROLE_NOT_FILLED, Role.INSPECTOR.value)
    done = {name: case.reviewer for name, case in state.cases.items() if case.review}
    open_cases = sorted((c.type, name) for name, c in state.cases.items() if name not in done)
    turns = {name: inspectors[n % len(inspectors)] for n, (_, name) in enumerate(open_cases)}
    return {**turns, **{name: reviewer for name, reviewer in done.items() if reviewer}}


async def mark(here: Here, kind: Kind, case: str, sent: MarkIn) -> Composed:
    """A case file audit or review. Scores go to the engine in the programme's order."""
    outline = (await here.state()).programme
    _require_known(outline.case_stages, [*sent.scores, *sent.stages])
    require(bool(outline.scores) or not sent.scores, Rule.SCORE_OUTSIDE_MODE, *sent.scores)
    scores = [sent.scores[stage] for stage in outline.case_stages if stage in sent.scores]
    message = {"revision": "$0", "case": case, "scores": scores}
    if sent.grade is not None:
        message["grade"] = sent.grade
    return Composed(message, [NewRevision(kind, case, sent.model_dump(mode="json"))])


async def judge_indicator(here: Here, indicator: str, sent: JudgementIn) -> Composed:
    """A judgement. The engine hears which expectations have evidence, not what it says."""
    state, programme = await here.state(), await here.programme()
    nodes = {node.id: node for node in programme.criteria.nodes()}
    require(indicator in state.programme.indicators, Rule.INDICATOR_UNKNOWN)
    expectations = [expectation.id for expectation in nodes[indicator].expectations]
    _require_known(expectations, sent.evidence)
    unknown = [case for case in sent.cases if case not in state.cases]
    require(not unknown, Rule.CASE_NOT_IN_SAMPLE, *unknown)
    evidenced = [code for code in expectations if sent.evidence.get(code, "").strip()]
    message = {"revision": "$0", "indicator": indicator, "evidenced": evidenced}
    if sent.score is not None:
        message["score"] = sent.score
    return Composed(message, [NewRevision(Kind.JUDGEMENT, indicator, sent.model_dump(mode="json"))])


def _require_known(known: Iterable[str], named: Iterable[str]) -> None:
    unknown = sorted(set(named) - set(known))
    require(not unknown, Rule.INDICATOR_UNKNOWN, *unknown)
