"""The key under which a browser keeps what could not be sent, given to whoever is signed in.

The key is made from a signing secret and the person's id: the same person gets it again after a
new sign-in, nobody else ever does. Browsers hold it in memory only (docs/security.md).
"""

from base64 import b64encode
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from api.access import SIGNED_IN, Access
from api.pages.deps import PageDep
from records.errors import NotFound

router = APIRouter(include_in_schema=False)

ACCESS: dict[str, Access] = {"page_device_key": SIGNED_IN}

KeyId = Annotated[str, Query(alias="id", pattern=r"^[A-Za-z0-9._-]{0,80}$")]


@router.get("/device-key", name="page_device_key")
async def device_key(page: PageDep, key_id: KeyId = "") -> Response:
    """The newest key of this person, or the one of this id that older text was kept under."""
    try:
        id_, key = page.parts.identity.device_key(page.person.id, key_id)
    except LookupError:
        raise NotFound("key", key_id) from None
    return JSONResponse({"id": id_, "key": b64encode(key).decode("ascii")})
