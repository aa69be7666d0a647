"""What the inspectors' reviews say of each journey stage: a count for each score, drawn and told.

Only for those who may read reviews, and only where the programme scores at all.
"""

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from api.pages.page import PlacePage
from criteria.scoring import NOT_APPLICABLE, NOT_SEEN
from documents.charts import StackedBar, stacked_bars
from workflows.state import InspectionState


@dataclass(frozen=True)
class Reviews:
    """The counts. `series` are scores, best first, then the marks that are no score."""

    series: list[str]
    grades: int
    stages: list[tuple[str, list[int]]]
    reviewed: int
    cases: int


async def reviews_of(page: PlacePage, state: InspectionState | None) -> Reviews | None:
    """The reviews that are in, by stage; None where nothing may or can be shown."""
    if state is None or not page.may("get_review") or not state.programme.scores:
        return None
    # The process holds the scores by themselves: no review is opened for this.
    found = [case.review.scores for case in state.cases.values() if case.review]
    if not found:
        return None
    names = {node.id: node.name for node in (await page.here.programme()).criteria.nodes()}
    scores = _best_first(list(state.programme.scores))
    series = [*scores, NOT_APPLICABLE, NOT_SEEN]
    stages = []
    for place, stage in enumerate(state.programme.case_stages):
        counted = Counter(scores_given[place] for scores_given in found)
        stages.append((names[stage], [counted[score] for score in series]))
    return Reviews(series, len(scores), stages, len(found), len(state.cases))


def chart(page: PlacePage, reviews: Reviews) -> Markup:
    """The same as bars; the marks that are no score are one series there."""
    best = reviews.grades
    bars = [StackedBar(n, (*counts[:best], sum(counts[best:]))) for n, counts in reviews.stages]
    title = page.say("Case file reviews by journey stage")
    said = [name_of(page, score) for score in reviews.series[:best]] + [page.say("no score")]
    return Markup(stacked_bars("reviews", title, said, bars, grades=reviews.grades))


def name_of(page: PlacePage, score: str) -> str:
    """What a score is called in the legend."""
    return page.say("score %(number)s", number=score) if score.isdecimal() else page.say(score)


def _best_first(scores: list[str]) -> list[str]:
    """Of numbers the highest is best; yes and no are printed so already."""
    return scores[::-1] if scores and scores[0].isdecimal() else scores
