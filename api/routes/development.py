"""Development only: signing in as a demonstration person (see api/identity.py)."""

from fastapi import APIRouter, Request

from api.deps import PartsDep
from api.identity import require_demonstration_person, require_development
from api.schemas.register import PersonList, PersonOut, SignedIn, SignInIn
from records.people import get_person, list_people

router = APIRouter(prefix="/api/v1/development", tags=["development"])


@router.get("/people")
async def list_development_people(parts: PartsDep, request: Request) -> PersonList:
    """The demonstration people, all invented, as whom anybody at this machine may sign in."""
    require_development(parts, request)
    found = [person for person in await list_people(parts.records) if person.demonstration]
    return PersonList(items=[PersonOut.model_validate(person) for person in found])


@router.post("/sign-in")
async def development_sign_in(parts: PartsDep, request: Request, sent: SignInIn) -> SignedIn:
    """A token for a demonstration person, from this machine only."""
    require_development(parts, request)
    person = await get_person(parts.records, sent.person)
    require_demonstration_person(person)
    return SignedIn(token=parts.identity.token(person.id), person=PersonOut.model_validate(person))
