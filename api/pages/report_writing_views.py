"""What the report's editor shows: its parts with the facts beside them, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.colleagues import colleagues, holders
from api.pages.in_words import Choice, InWords
from api.pages.overall_views import LEADS
from api.pages.page import PlacePage
from api.pages.report_beside import Beside, Figures, beside_each, grades_of, proposed, scores_of
from api.pages.report_points import PointView, points_of
from api.pages.report_text import (
    CASE_FILES,
    CONCLUSION,
    DEADLINES,
    SECTION,
    SUMMARY,
    Part,
    Recommended,
    fields_from,
    parts_of,
    recommendations,
    takes,
    with_recommendations,
)
from api.pages.sheets import Filled, Pair, Sheet, filled
from criteria.roles import Role
from criteria.visibility import Kind
from records.revisions import Revision, find_standing
from workflows.report import accuracy_is_settled
from workflows.state import InspectionState

DRAFT, FINAL = "draft", "final"


@dataclass(frozen=True)
class Written:
    """A part of the report in the editor. `points` are accepted ones on this chapter."""

    part: Part
    beside: Beside | None
    figures: Figures | None
    points: list[PointView]


@dataclass(frozen=True)
class WritingView:
    """The editor of the draft's or the final text. `ready` says that it can be submitted."""

    which: str
    path: str
    parts: list[Written]
    made: list[str]  # sections that are made from the facts alone
    filled: Filled
    recommended: list[Recommended]
    deadlines: tuple[str, ...]
    indicators: list[Choice]
    labels: Mapping[str, str]
    elsewhere: list[PointView]
    accepted: int
    refused: int
    ready: bool
    confirmed: bool
    drafts: int
    finals: int
    signed: bool
    published: bool
    settled: bool
    answered: bool
    leads: list[str]
    chairs: list[str]
    deciders: list[str]


def sheet_of(which: str) -> Sheet:
    """The form of the draft's or the final text."""
    return Sheet(Kind.REPORT_TEXT, which, takes)


async def submitted(page: PlacePage) -> dict[str, Revision]:
    """The texts that stand, by `DRAFT` and `FINAL`."""
    here = page.here
    found = {
        which: await find_standing(
            here.records, here.viewer, here.reference, Kind.REPORT_TEXT, which
        )
        for which in (DRAFT, FINAL)
    }
    return {which: one for which, one in found.items() if one is not None}


def latest(texts: Mapping[str, Revision]) -> Revision | None:
    """The text that was submitted last, whichever it was; of two at one instant, the final."""
    return max(texts.values(), key=lambda one: (one.created_at, one.subject == FINAL), default=None)


async def start(page: PlacePage, words: InWords, which: str, beside: dict[str, Beside]) -> Filled:
    """What the form starts from: the writer's draft, the last text, or else the judgements."""
    last = latest(await submitted(page))
    if last is not None:
        return await filled(page, sheet_of(which), last, fields_from(last.content))
    fields = {f"{SECTION}.{code}": one.narrative for code, one in beside.items()}
    overall = words.programme.criteria.overall().id
    fields.pop(f"{SECTION}.{overall}", None)  # its statements are printed as they were given
    order = words.programme.report_order()
    fields = with_recommendations(fields, proposed(beside, order))
    return await filled(page, sheet_of(which), None, fields)


async def writing_view(
    page: PlacePage, words: InWords, which: str, pairs: tuple[Pair, ...] = ()
) -> WritingView:
    """Everything that the editor's page needs."""
    state = await page.here.state()
    beside = await beside_each(page, words, state)
    written = await start(page, words, which, beside)
    values = _typed(page, written.values)
    all_parts = parts_of(words.programme)
    points = await points_of(page.here) if which == FINAL else []
    accepted = [one for one in points if one.accepted]
    titles = {part.title for part in all_parts if part.field}
    names, people = await colleagues(page), await page.here.people()
    return WritingView(
        which=which,
        path=f"{page.path}/report/{which}",
        parts=[_part(words, state, one, beside, accepted) for one in all_parts if one.field],
        made=[part.title for part in all_parts if not part.field],
        filled=Filled(values, written.version, written.saved_at, pairs),
        recommended=recommendations(values),
        deadlines=DEADLINES,
        indicators=[Choice(c, words.name(c)) for c in words.programme.report_order()],
        labels=_labels(page, all_parts, values),
        elsewhere=[one for one in accepted if one.chapter not in titles],
        accepted=len(accepted),
        refused=sum(one.accepted is False for one in points),
        **_standing(state, which),
        leads=holders(names, people, *LEADS),
        chairs=holders(names, people, Role.PANEL_CHAIR),
        deciders=holders(names, people, Role.ACCURACY_DECIDER),
    )


def _standing(state: InspectionState, which: str) -> dict[str, Any]:
    report, overall = state.report, state.overall
    confirmed = overall is not None and overall.confirmed_by is not None
    settled = report.draft is not None and accuracy_is_settled(state)
    published = report.published is not None
    return {
        "ready": confirmed and not published and (which == DRAFT or settled),
        "confirmed": confirmed,
        "drafts": report.drafts if report.draft else 0,
        "finals": report.finals if report.final else 0,
        "signed": report.signed is not None,
        "published": published,
        "settled": settled,
        "answered": report.points is not None,
    }


def _part(
    words: InWords,
    state: InspectionState,
    part: Part,
    beside: dict[str, Beside],
    accepted: list[PointView],
) -> Written:
    figures = None
    if part.field == SUMMARY:
        figures = scores_of(words, state)
    elif part.field == CASE_FILES:
        figures = grades_of(words, state)
    points = [one for one in accepted if one.chapter == part.title]
    return Written(part, beside.get(part.node or ""), figures, points)


def _typed(page: PlacePage, values: Mapping[str, str]) -> Mapping[str, str]:
    """What was typed stands before what was saved, so that a refused form loses nothing."""
    if not page.typed:
        return values
    return {name: page.typed.text(name) for name, _ in page.typed.fields() if takes(name)}


def _labels(page: PlacePage, parts: list[Part], values: Mapping[str, str]) -> dict[str, str]:
    labels = {part.field: part.title for part in parts if part.field}
    labels.setdefault(CONCLUSION, page.say("Conclusion"))
    for one in recommendations(values):
        for what in ("text", "deadline", "indicator"):
            said = page.say("Recommendation %(number)s", number=one.number)
            labels[f"rec-{one.number}-{what}"] = said
    return labels
