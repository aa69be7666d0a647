"""Documents as they are listed; their bytes come as they are."""

from datetime import datetime

from api.schemas.values import Shown


class DocumentOut(Shown):
    """A stored document. `size` is in bytes."""

    id: str
    kind: str
    version: int
    name: str
    media_type: str
    size: int
    sha256: str
    made_at: datetime


class DocumentList(Shown):
    items: list[DocumentOut]
