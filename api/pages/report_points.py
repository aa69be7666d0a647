"""The force's points on the draft, each with the paragraph it is about and what was decided."""

from dataclasses import dataclass

from api.here import Here
from api.shown.draft_report import sent_chapters
from api.shown.report import report_status
from documents.report_reading import ReadChapter


@dataclass(frozen=True)
class PointView:
    """A point of the force. `number` counts from 1; `accepted` is None while it is not decided."""

    number: int
    paragraph: str
    kind: str
    text: str
    evidence: str
    chapter: str  # the title of the chapter; "" where the paragraph is not found
    printed: str  # the paragraph as it was sent
    accepted: bool | None
    reason: str


async def points_of(here: Here) -> list[PointView]:
    """Every point in the order in which the force sent them; none before its answer."""
    accuracy = (await report_status(here)).accuracy
    places = _places(await sent_chapters(here)) if accuracy.points else {}
    decided = {one["point"]: one for one in accuracy.decisions}
    found = []
    for number, point in enumerate(accuracy.points, start=1):
        chapter, printed = places.get(point["paragraph"], ("", ""))
        decision = decided.get(number)
        found.append(
            PointView(
                number=number,
                paragraph=point["paragraph"],
                kind=point["kind"],
                text=point["text"],
                evidence=point.get("evidence") or "",
                chapter=chapter,
                printed=printed,
                accepted=decision["accepted"] if decision else None,
                reason=decision["reason"] if decision else "",
            )
        )
    return found


def _places(chapters: tuple[ReadChapter, ...]) -> dict[str, tuple[str, str]]:
    """The printed number of a paragraph -> its chapter's title and its text."""
    return {
        one.number: (chapter.title, one.text) for chapter in chapters for one in chapter.paragraphs
    }
