"""The factual accuracy check as its pages show it: the whole, and a chapter with its boxes."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from api.pages.accuracy_points import WHOLE, boxes_for, digest_of, drafted, points_of
from api.pages.page import PlacePage
from api.pages.row_views import force_names
from api.shown.draft_report import sent_chapters, sent_files
from api.shown.report import report_status
from documents.report_reading import ReadChapter
from records.drafts import Draft
from records.errors import NotFound
from records.tasks import list_tasks


@dataclass(frozen=True)
class ChapterLine:
    """A chapter in the contents: how many paragraphs it has and how many points are on it."""

    chapter: ReadChapter
    path: str
    points: int


async def accuracy_chapter(
    page: PlacePage,
    place: str,
    key: str = "",
    before: Draft | None = None,
    status: int = 0,
) -> Response:
    """A chapter, counted from 1. `key` is the box that could not be saved, `before` what a
    colleague saved in it meanwhile. Raises NotFound.
    """
    state, chapters = await page.here.state(), await sent_chapters(page.here)
    if not (place.isdecimal() and len(place) < 4 and 1 <= int(place) <= len(chapters)):
        raise NotFound("chapter", place)
    here = chapters[int(place) - 1]
    found, names = await drafted(page), await force_names(page)
    boxes = {one.number: boxes_for(one.number, found, names) for one in here.paragraphs}
    return page.render(
        "force/accuracy_chapter.html",
        http_status=status,
        chapter=here,
        place=int(place),
        of=len(chapters),
        boxes=boxes,
        open=state.report.points is None,
        wrong_key=key,
        before=_told(before),
        before_by=names(before.author) if before else "",
    )


async def accuracy_overview(
    page: PlacePage, key: str = "", before: Draft | None = None, status: int = 0
) -> Response:
    """The check as a whole; or that no draft has been sent yet."""
    state = await page.here.find_state()
    if state is None or "draft_sent" not in state.events:
        return page.render("force/accuracy_none.html")
    chapters, found = await sent_chapters(page.here), await drafted(page)
    names, report = await force_names(page), await report_status(page.here)
    tasks = await list_tasks(page.records, page.viewer, page.here.reference)
    return page.render(
        "force/accuracy.html",
        http_status=status,
        asked=next((task for task in tasks if task.task == "accuracy_check"), None),
        chapters=_lines(page, chapters, found),
        files=await sent_files(page.here),
        points=points_of(found),
        seen=digest_of(found),
        boxes=boxes_for(WHOLE, found, names),
        accuracy=report.accuracy,
        decided={one["point"]: one for one in report.accuracy.decisions},
        wrong_key=key,
        before=_told(before),
        before_by=names(before.author) if before else "",
    )


def _lines(
    page: PlacePage, chapters: tuple[ReadChapter, ...], found: list[Draft]
) -> list[ChapterLine]:
    raised = [point["paragraph"] for point in points_of(found)]
    return [
        ChapterLine(
            one,
            f"{page.path}/accuracy-check/chapters/{place}",
            sum(raised.count(paragraph.number) for paragraph in one.paragraphs),
        )
        for place, one in enumerate(chapters, start=1)
    ]


def _told(before: Draft | None) -> dict[str, Any]:
    return before.content if before else {}
