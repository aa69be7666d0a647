"""Drafts as they are shown: the text that stands, and the version to name when saving over it."""

from datetime import datetime
from typing import Any

from api.schemas.values import Shown
from records.drafts import Draft


class DraftOut(Shown):
    """A draft. `version` 0 means that nothing has been saved yet; the ETag says the same."""

    subject: str
    version: int
    author: str | None
    updated_at: datetime | None
    content: dict[str, Any]


def draft_out(subject: str, draft: Draft | None) -> DraftOut:
    if draft is None:
        return DraftOut(subject=subject, version=0, author=None, updated_at=None, content={})
    return DraftOut.model_validate(draft)


def etag(draft: DraftOut) -> str:
    return f'"v{draft.version}"'
