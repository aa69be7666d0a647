"""Long forms that are written over days: every field kept in a draft of the writer's own.

A draft holds the form's fields by name as they were typed, so that half a text is kept too. What
was submitted since is newer than the draft, and is what the form starts from then.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from starlette.responses import Response

from api.pages import drafting
from api.pages.doing import Wrong, shown_again
from api.pages.page import PlacePage, Typed
from api.schemas.values import Prose
from criteria.visibility import Kind
from records.drafts import find_draft
from records.errors import DraftConflict
from records.revisions import Revision

_PROSE: TypeAdapter[str] = TypeAdapter(Prose)
_MOST_FIELDS = 7000  # a thousand accuracy points, decided with reasons


@dataclass(frozen=True)
class Sheet:
    """A form with a draft. `takes` says whether a field of this name belongs to it."""

    kind: Kind
    subject: str
    takes: Callable[[str], bool]


@dataclass(frozen=True)
class Pair:
    """A field of which two texts exist: the one saved in another window, and the one typed here."""

    name: str
    saved: str
    mine: str


@dataclass(frozen=True)
class Filled:
    """What a form starts from. `saved_at` is when the draft was saved, None for no draft."""

    values: Mapping[str, str]
    version: int
    saved_at: datetime | None
    pairs: tuple[Pair, ...] = ()


async def filled(
    page: PlacePage, sheet: Sheet, last: Revision | None, start: Mapping[str, str]
) -> Filled:
    """The writer's draft; or `start`, where there is none or `last` was submitted since."""
    here = page.here
    draft = await find_draft(here.records, here.viewer, here.reference, sheet.kind, sheet.subject)
    version = draft.version if draft else 0
    if draft is None or (last is not None and last.created_at >= draft.updated_at):
        return Filled(start, version, None)
    return Filled(draft.content, version, draft.updated_at)


def fields_of(typed: Typed, sheet: Sheet) -> dict[str, str]:
    """The sheet's fields as they were typed. Raises Wrong for one that cannot be kept."""
    names = [
        name for name in dict.fromkeys(name for name, _ in typed.fields()) if sheet.takes(name)
    ]
    if len(names) > _MOST_FIELDS:
        raise Wrong(("", "There are too many of these."))
    values = {name: typed.text(name) for name in names}
    faults = [
        (name, "This cannot be taken: shorten it, or type it again.")
        for name, text in values.items()
        if not _fits(text)
    ]
    if faults:
        raise Wrong(*faults)
    return values


def _fits(text: str) -> bool:
    try:
        _PROSE.validate_python(text)
    except ValidationError:
        return False
    return True


async def save(
    page: PlacePage,
    sheet: Sheet,
    again: Callable[[tuple[Pair, ...]], Awaitable[Response]],
    then: str,
    change: Callable[[dict[str, str]], dict[str, str]] = dict,
) -> Response:
    """Save what was typed: by a script, in JSON; by a button, and on to `then`.

    `change` is what the pressed button does to the fields, such as adding one. Of two windows the
    second shows both texts, and saves over the first only when its writer says so.
    """
    try:
        fields = change(fields_of(page.typed, sheet))
        draft = await drafting.save(page, sheet.kind, sheet.subject, fields)
    except DraftConflict as conflict:
        if page.is_fetch():
            return drafting.conflicting()
        saved = conflict.current.content if conflict.current else {}
        pairs = _differing(saved, fields)
        page.typed = drafting.without_version(page.typed)
        answer = await again(pairs)
        answer.status_code = 412
        return answer
    except Wrong as error:
        if page.is_fetch():
            return drafting.unsaved()
        return await shown_again(page, error, lambda: again(()))
    return drafting.saved(page, draft) if page.is_fetch() else page.go(then)


def _differing(saved: Mapping[str, str], mine: Mapping[str, str]) -> tuple[Pair, ...]:
    names = dict.fromkeys([*saved, *mine])
    pairs = (Pair(name, saved.get(name, ""), mine.get(name, "")) for name in names)
    return tuple(pair for pair in pairs if pair.saved != pair.mine)
