"""The facts that stand beside the report's text while it is written: judgements, scores, cases.

They are what the document prints by itself. With written evidence only there is no number at all.
"""

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from api.pages.case_scores import Tally, tally_of
from api.pages.in_words import InWords
from api.pages.page import PlacePage
from api.pages.report_text import Recommended
from criteria.schedule import Node, NodeKind
from criteria.scoring import ScoringMode
from criteria.visibility import Kind
from documents.charts import ScoreBar, StackedBar, score_bars, stacked_bars
from documents.report_scores import BEST, as_number
from records.revisions import find_standing, list_standing
from workflows.state import InspectionState


@dataclass(frozen=True)
class Beside:
    """What is known of one indicator: `score` in words, the narrative, evidence by expectation."""

    node: Node
    score: str
    anchor: str
    narrative: str
    evidence: list[tuple[str, str]]
    tally: Tally | None
    proposed: list[tuple[str, str]]  # recommendations of the judgement: text, deadline


@dataclass(frozen=True)
class Figures:
    """A table with its chart; `columns` and `rows` hold words and counts as printed."""

    columns: list[str]
    rows: list[list[str]]
    chart: Markup | None


async def beside_each(page: PlacePage, words: InWords, state: InspectionState) -> dict[str, Beside]:
    """Node -> what is known of it. The overall's narrative is its two statements."""
    here = page.here
    judged = {
        one.subject: one.content
        for one in await list_standing(here.records, here.viewer, here.reference, Kind.JUDGEMENT)
    }
    found = {}
    for node in words.programme.criteria.nodes():
        said = judged.get(node.id, {})
        if node.kind is NodeKind.OVERALL:
            found[node.id] = await _overall(page, words, state, node)
            continue
        given = state.judgements.get(node.id)
        score = given.score if given else None
        texts = {one.id: one.text for one in node.expectations}
        evidence = (said.get("evidence") or {}).items()
        proposed = [(one["text"], one["deadline"]) for one in said.get("recommendations") or []]
        found[node.id] = Beside(
            node=node,
            score=words.score(score),
            anchor=words.anchor(score),
            narrative=said.get("narrative") or "",
            evidence=[(texts[code], text) for code, text in evidence if text and code in texts],
            tally=tally_of(words, state, node.id),
            proposed=proposed,
        )
    return found


async def _overall(page: PlacePage, words: InWords, state: InspectionState, node: Node) -> Beside:
    here = page.here
    found = await find_standing(here.records, here.viewer, here.reference, Kind.OVERALL, node.id)
    said = found.content if found and state.overall else {}
    score = state.overall.score if state.overall else None
    texts = {one.id: one.text for one in node.expectations}
    evidence = (said.get("expectations") or {}).items()
    narrative = "\n\n".join(said[name] for name in ("practice", "fit_with_policy") if name in said)
    return Beside(
        node=node,
        score=words.score(score),
        anchor=words.anchor(score),
        narrative=narrative,
        evidence=[(texts[code], text) for code, text in evidence if text and code in texts],
        tally=None,
        proposed=[],
    )


def proposed(found: dict[str, Beside], order: tuple[str, ...]) -> list[Recommended]:
    """The recommendations of all judgements in the order of the report, to start from."""
    named = [(code, text, when) for code in order for text, when in found[code].proposed]
    return [Recommended(0, text, when, code) for code, text, when in named]


def scores_of(words: InWords, state: InspectionState) -> Figures | None:
    """Every score in the order of the report; None with written evidence only."""
    if not words.is_scored:
        return None
    order = [code for code in words.programme.report_order() if code in state.judgements]
    scores = [(words.name(code), state.judgements[code].score) for code in order]
    none = words.page.say("No score")
    chart = None
    if words.programme.scoring.mode is ScoringMode.SCALE_1_5:
        title = words.page.say("Scores by chapter, 5 is best")
        bars = [ScoreBar(name, as_number(code), words.score(code) or none) for name, code in scores]
        chart = Markup(score_bars("scores", title, BEST, bars))
    columns = [words.page.say("What we judged"), words.page.say("Judgement")]
    return Figures(columns, [[name, words.score(code) or none] for name, code in scores], chart)


def grades_of(words: InWords, state: InspectionState) -> Figures | None:
    """The inspectors' grades by case type; None where the programme grades no cases."""
    grades, types = words.grades(), words.programme.cases.types
    if not grades or not state.cases:
        return None
    counted = Counter((case.type, case.grade) for case in state.cases.values())
    drawn = [one for one in types if any(case.type == one.code for case in state.cases.values())]
    codes = [*(one.value for one in grades), None]
    names = [*(one.text for one in grades), words.page.say("Not graded")]
    bars = [
        StackedBar(kind.title, tuple(counted[kind.code, code] for code in codes)) for kind in drawn
    ]
    title = words.page.say("Inspectors’ grades by type of case")
    chart = Markup(stacked_bars("grades", title, names, bars, grades=len(grades)))
    rows = [[bar.label, *(str(count) for count in bar.counts)] for bar in bars]
    return Figures([words.page.say("Type of case"), *names], rows, chart)
