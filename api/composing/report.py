"""The report's texts, the accuracy check point by point, signature and publication."""

from api.acting import Composed
from api.here import Here
from api.schemas.report import AccuracyDecisionsIn, AccuracyIn, ReportTextIn
from criteria.errors import Rule, require
from criteria.visibility import Kind
from records.revisions import NewRevision

DRAFT, FINAL = "draft", "final"
POINTS, DECISIONS = "points", "decisions"


async def report_text(here: Here, subject: str, sent: ReportTextIn) -> Composed:
    """The draft's or the final text. Sections are named by indicator or by report section."""
    programme = await here.programme()
    nodes = {node.id for node in programme.criteria.nodes()}
    sections = nodes | {section.code for section in programme.report.sections}
    named = {recommendation.indicator for recommendation in sent.recommendations}
    unknown = sorted((set(sent.sections) - sections) | (named - nodes))
    require(not unknown, Rule.INDICATOR_UNKNOWN, *unknown)
    revision = NewRevision(Kind.REPORT_TEXT, subject, sent.model_dump(mode="json"))
    return Composed({"revision": "$0"}, [revision])


async def answer_accuracy_check(sent: AccuracyIn) -> Composed:
    revision = NewRevision(Kind.ACCURACY_POINTS, POINTS, sent.model_dump(mode="json"))
    return Composed({"revision": "$0", "points": len(sent.points)}, [revision])


async def decide_accuracy(here: Here, sent: AccuracyDecisionsIn) -> Composed:
    """The decisions. Raises RuleBroken(POINTS_MISSING) unless each point has exactly one."""
    points = (await here.state()).report.points
    decided = sorted(decision.point for decision in sent.decisions)
    each_once = points is None or decided == list(range(1, points + 1))
    require(each_once, Rule.POINTS_MISSING)
    accepted = sum(decision.accepted for decision in sent.decisions)
    revision = NewRevision(Kind.ACCURACY_DECISIONS, DECISIONS, sent.model_dump(mode="json"))
    refused = len(sent.decisions) - accepted
    return Composed({"revision": "$0", "accepted": accepted, "refused": refused}, [revision])


async def on_text(sha256: str) -> Composed:
    """Signing or publishing exactly the text of this hash."""
    return Composed({"sha256": sha256})
