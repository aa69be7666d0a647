"""Opening, service by hand and deemed service of the notice letter."""

from api.acting import Composed
from api.schemas.delivery import ServiceIn


async def record_service(sent: ServiceIn) -> Composed:
    return Composed({"at": sent.at.isoformat(), "how": sent.how})


async def bare() -> Composed:
    """An act that says nothing beyond itself."""
    return Composed({})
