"""The panel's decisions, and the overall assessment that comes last."""

from api.acting import Composed
from api.here import Here
from api.schemas.moderation import ModerationIn, OverallIn
from criteria.errors import Rule, require
from criteria.visibility import Kind
from records.revisions import NewRevision


async def moderate(item: str, sent: ModerationIn) -> Composed:
    message = {"revision": "$0", "item": item, "decision": sent.decision}
    if sent.score is not None:
        message["score"] = sent.score
    content = {"item": item, **sent.model_dump(mode="json")}
    return Composed(message, [NewRevision(Kind.MODERATION, item, content)])


async def give_overall(here: Here, sent: OverallIn) -> Composed:
    overall = (await here.programme()).criteria.overall()
    known = {expectation.id for expectation in overall.expectations}
    unknown = sorted(set(sent.expectations or {}) - known)
    require(not unknown, Rule.INDICATOR_UNKNOWN, *unknown)
    message = {"revision": "$0"}
    if sent.score is not None:
        message["score"] = sent.score
    return Composed(message, [NewRevision(Kind.OVERALL, overall.id, sent.model_dump(mode="json"))])


async def confirm_overall(revision: str) -> Composed:
    return Composed({"revision": revision})
