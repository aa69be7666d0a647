"""Forms that save a draft and can be sent as an act: one flow, and both texts when two were typed.

A form's fields are flat (name, text); what differs between two of them is shown field by field, so
that neither is lost.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError
from starlette.responses import Response

from api.pages import drafting
from api.pages.doing import Wrong, shown_again
from api.pages.page import PlacePage, Typed
from api.schemas.values import Sent
from criteria.errors import RuleBroken
from criteria.visibility import Kind
from records.drafts import Draft
from records.errors import DraftConflict

Fields = list[tuple[str, str]]

_OURS = frozenset({"form_token", "act_key", "version", "go"})


@dataclass(frozen=True)
class DraftForm:
    """A form over one draft. `fields` is a draft's content as fields; `said` names a field and
    says its text as a person reads it; `joins` are fields whose two texts may be put together.
    """

    kind: Kind
    subject: str
    path: str
    title: str
    read: Callable[[Typed], Sent]
    fields: Callable[[dict[str, Any]], Fields]
    said: Callable[[str, str], tuple[str, str]]
    joins: Callable[[str], bool]
    again: Callable[[], Awaitable[Response]]


@dataclass(frozen=True)
class Difference:
    """A field of which two texts were typed, as they are shown."""

    label: str
    saved: str
    mine: str


async def save(page: PlacePage, form: DraftForm) -> Response | None:
    """Save what was typed. Gives the answer, or None where the form asks to be sent as well."""
    try:
        draft = await _save(page, form)
    except DraftConflict as conflict:
        if page.is_fetch():
            return drafting.conflicting()
        return both(page, form, conflict.current)
    except (Wrong, ValidationError, RuleBroken) as error:
        if page.is_fetch():
            return drafting.unsaved()
        return await shown_again(page, error, form.again)
    if page.is_fetch():
        return drafting.saved(page, draft)
    if page.typed.text("go") == "submit":
        page.typed = drafting.without_version(page.typed)
        return None
    return page.go(form.path)


async def _save(page: PlacePage, form: DraftForm) -> Draft:
    content = form.read(page.typed).model_dump(mode="json")
    try:
        return await drafting.save(page, form.kind, form.subject, content)
    except DraftConflict as conflict:
        # The same text twice (a second tab, a save whose answer was lost) is no conflict.
        if conflict.current is not None and conflict.current.content == content:
            return conflict.current
        raise


def both(page: PlacePage, form: DraftForm, standing: Draft | None) -> Response:
    """Both texts, field by field where they differ. Whatever is chosen is saved over what stands
    now.
    """
    saved = form.fields(standing.content) if standing else []
    mine = [(name, text) for name, text in page.typed.fields() if name not in _OURS]
    values = {
        "form": form,
        "standing": standing,
        "version": standing.version if standing else 0,
        "differences": _differences(form, saved, mine),
        "mine": mine,
        "joined": _joined(form, saved, mine),
    }
    page.typed = Typed()  # its version is the old one
    status = HTTPStatus.PRECONDITION_FAILED
    return page.render("inspectors/conflict.html", http_status=status, **values)


def _differences(form: DraftForm, saved: Fields, mine: Fields) -> list[Difference]:
    names = dict.fromkeys(name for name, _ in (*mine, *saved))
    found = []
    for name in names:
        theirs, ours = _texts(saved, name), _texts(mine, name)
        if theirs != ours:
            label = form.said(name, "")[0]
            shown = [
                "; ".join(form.said(name, one)[1] for one in texts) for texts in (theirs, ours)
            ]
            found.append(Difference(label, *shown))
    return found


def _joined(form: DraftForm, saved: Fields, mine: Fields) -> Fields:
    """Mine, with what only the other has; where both have a text, one after the other."""
    joined: Fields = []
    for name in dict.fromkeys(name for name, _ in (*mine, *saved)):
        theirs, ours = _texts(saved, name), _texts(mine, name)
        if form.joins(name) and theirs and ours and theirs != ours:
            joined.append((name, "\n\n".join([*theirs, *ours])))
        else:
            joined += [(name, text) for text in (ours or theirs)]
    return joined


def _texts(fields: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [text.strip() for found, text in fields if found == name and text.strip()]
