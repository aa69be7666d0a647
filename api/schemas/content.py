"""Something said, as it is shown: a revision with its content."""

from datetime import datetime
from typing import Any

from api.schemas.values import Shown
from records.revisions import Revision


class RevisionOut(Shown):
    """A revision. `hash` is salted: it vouches for the content and tells nothing about it."""

    id: str
    kind: str
    subject: str
    version: int
    author: str
    created_at: datetime
    accepted_at: datetime | None
    approved_at: datetime | None
    hash: str
    content: dict[str, Any]


class RevisionList(Shown):
    items: list[RevisionOut]


def revision_out(revision: Revision) -> RevisionOut:
    return RevisionOut.model_validate(revision)
