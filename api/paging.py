"""Lists that come page by page: where a page starts and how long it is."""

from typing import Annotated

from fastapi import Query

from records.pages import LARGEST

After = Annotated[
    str | None,
    Query(max_length=500, description="The `next` of the page before; leave out for the first."),
]
Limit = Annotated[int, Query(ge=1, le=LARGEST, description="Most items on a page.")]
