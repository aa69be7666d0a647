"""Clarification, the list of eligible cases, and the acceptance that freezes both."""

from collections import Counter

from api.acting import Composed
from api.here import Here
from api.schemas.submission import AcceptanceIn, ClarificationIn, EligibleCasesIn
from criteria.errors import Rule, require
from criteria.sampling import find_twice
from criteria.visibility import Kind
from records.revisions import NewRevision

ELIGIBLE_CASES = "eligible_cases"


async def return_for_clarification(sent: ClarificationIn) -> Composed:
    content = {"text": sent.reason, "rows": list(sent.rows)}
    message = {"reason": "$0", "rows": list(sent.rows)}
    return Composed(message, [NewRevision(Kind.REASON, "clarification", content)])


async def register_eligible_cases(sent: EligibleCasesIn) -> Composed:
    """Raises RuleBroken(CASE_REFERENCE_TWICE) with the references that stand there twice."""
    twice = find_twice([case.reference for case in sent.cases])
    require(not twice, Rule.CASE_REFERENCE_TWICE, *twice[:20])
    counts = Counter(case.case_type for case in sent.cases)
    content = {"cases": [case.model_dump(mode="json", exclude_none=True) for case in sent.cases]}
    message = {"revision": "$0", "counts": dict(sorted(counts.items()))}
    return Composed(message, [NewRevision(Kind.ELIGIBLE_CASES, ELIGIBLE_CASES, content)])


async def accept_submission(here: Here, sent: AcceptanceIn) -> Composed:
    state = await here.state()
    chosen = {
        "return_revision": sent.return_revision or state.returned.approved,
        "eligible_revision": sent.eligible_revision or state.eligible_revision,
    }
    return Composed({name: revision for name, revision in chosen.items() if revision})
