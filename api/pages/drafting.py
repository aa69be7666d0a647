"""How a form saves a draft: over the version that the writer saw, by a script or by its button.

A script is answered in JSON; a save that comes second raises DraftConflict, with the text that
stands, so that the page can show both.
"""

from http import HTTPStatus
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import JSONResponse, Response

from api.pages import wording
from api.pages.doing import Wrong
from api.pages.page import PlacePage, Typed
from criteria.visibility import Kind
from records.drafts import Draft, save_draft

_MOST_SAVES = 999_999_999


async def save(page: PlacePage, kind: Kind, subject: str, content: dict[str, Any]) -> Draft:
    """Save what was typed. Raises DraftConflict, Wrong for a form that is not whole, NotFound."""
    return await save_draft(
        page.records,
        page.viewer,
        page.here.reference,
        kind,
        subject,
        content,
        expected_version=version_of(page),
        at=page.here.now(),
    )


def version_of(page: PlacePage) -> int:
    """The version that the form was opened with."""
    given = page.typed.text("version")
    if not (given.isdecimal() and len(given) < 10) or int(given) > _MOST_SAVES:
        raise Wrong(("", "This form is not whole: open the page again and send it once more."))
    return int(given)


def without_version(typed: Typed) -> Typed:
    """What was typed, to be saved over the version that stands now."""
    return Typed(FormData([(name, text) for name, text in typed.fields() if name != "version"]))


def saved(page: PlacePage, draft: Draft) -> Response:
    """What a script is told of a save."""
    clock = wording.filters(page.language)["clock"](draft.updated_at)
    said = page.say("Saved at %(time)s", time=clock)
    return JSONResponse({"version": draft.version, "said": said})


def conflicting() -> Response:
    """What a script is told of a save that came second: it sends the form, to be shown both."""
    return JSONResponse({}, HTTPStatus.PRECONDITION_FAILED)


def unsaved() -> Response:
    """What a script is told of a save that cannot be taken."""
    return JSONResponse({}, HTTPStatus.UNPROCESSABLE_ENTITY)
