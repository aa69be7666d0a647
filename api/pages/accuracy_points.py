"""Points on the draft while they are being written: one draft each, keyed by draft and paragraph.

A key is "5.12:1": the paragraph's printed number and which of its points; its draft's subject also
names the round, so that points on an earlier draft report are never sent on a later one.
"""

import re
from dataclasses import dataclass
from typing import Any

from api.pages.doing import Wrong
from api.pages.page import PlacePage
from api.pages.row_views import Names
from criteria.visibility import Kind
from records.drafts import Draft, list_drafts
from workflows.state import InspectionState

WHOLE = "whole"  # of the report, or of a paragraph that the writer names
MOST = 5  # points on one paragraph

_KEY = re.compile(r"([0-9A-Za-z][0-9A-Za-z.]{0,20}):([1-9])")


@dataclass(frozen=True)
class Box:
    """A box for one point. `filled` says whether there is one in it."""

    key: str
    id: str
    version: int
    paragraph: str
    kind: str
    text: str
    evidence: str
    filled: bool
    saved_at: Any
    saved_by: str


def key_of(round_: int, key: str) -> str:
    """The subject of a point's draft. Raises Wrong for an address that names no box."""
    if not _KEY.fullmatch(key):
        raise Wrong(("", "This form is not whole: open the page again and send it once more."))
    return f"{round_}:{key}"


def paragraph_of(key: str) -> str:
    """The paragraph that a box stands beside; "" for one about the whole report."""
    paragraph = key.partition(":")[0]
    return "" if paragraph == WHOLE else paragraph


def id_of(key: str) -> str:
    """The key as the ids of a box's fields end in it."""
    return re.sub(r"[.:]", "-", key)


def round_of(state: InspectionState) -> int:
    """Which draft report the points are about."""
    return state.report.drafts


async def drafted(page: PlacePage) -> list[Draft]:
    """The drafts of this round's points, in the order of the report."""
    here, state = page.here, await page.here.state()
    found = await list_drafts(here.records, here.viewer, here.reference, Kind.ACCURACY_POINTS)
    start = f"{round_of(state)}:"
    return sorted((one for one in found if one.subject.startswith(start)), key=_order)


def points_of(found: list[Draft]) -> list[dict[str, Any]]:
    """The points as they are sent. A box that was emptied is none."""
    return [
        {**one.content, "evidence": one.content["evidence"] or None}
        for one in found
        if one.content["text"]
    ]


def digest_of(found: list[Draft]) -> str:
    """Changes with every save: what is sent is what was seen."""
    return f"{len(found)}-{sum(one.version for one in found)}"


def boxes_for(paragraph: str, found: list[Draft], names: Names) -> list[Box]:
    """The boxes beside a paragraph: those that were written in, and an empty one."""
    mine = {one.subject.partition(":")[2]: one for one in found}
    boxes = []
    for number in range(1, MOST + 1):
        draft = mine.get(f"{paragraph}:{number}")
        boxes.append(_box(f"{paragraph}:{number}", draft, names))
        if draft is None or not draft.content["text"]:
            break
    return boxes


def _box(key: str, draft: Draft | None, names: Names) -> Box:
    said = draft.content if draft else {}
    return Box(
        key=key,
        id=id_of(key),
        version=draft.version if draft else 0,
        paragraph=said.get("paragraph", ""),
        kind=said.get("kind", "error"),
        text=said.get("text", ""),
        evidence=said.get("evidence", ""),
        filled=bool(said.get("text")),
        saved_at=draft.updated_at if draft else None,
        saved_by=names(draft.author) if draft else "",
    )


def _order(draft: Draft) -> list[tuple[int, str]]:
    """5.2 before 5.12; letters (annexes) after numbers, the whole report last."""
    parts = re.split(r"[.:]", draft.subject)
    return [(int(part), "") if part.isdecimal() else (10_000, part) for part in parts]
