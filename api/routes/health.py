"""Health for those who run the service: alive, and ready to be used."""

from fastapi import APIRouter, Response

from api.deps import PartsDep
from api.readiness import is_usable, look
from api.schemas.record import Health, Readiness

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz() -> Health:
    """Whether this process answers at all."""
    return Health(status="alive")


@router.get("/readyz")
async def readyz(parts: PartsDep, response: Response) -> Readiness:
    """Whether this process can work. With the engine away it can: acts are kept for later."""
    found = await look(parts)
    if not is_usable(found):
        response.status_code = 503
        return Readiness(status="unready", parts=found)
    return Readiness(status="ready" if all(found.values()) else "degraded", parts=found)
