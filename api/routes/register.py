"""The house: programmes, the register of forces, people who can be appointed."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.deps import Caller, caller
from api.schemas.register import (
    ForceList,
    ForceOut,
    PersonList,
    PersonOut,
    ProgrammeList,
    ProgrammeRow,
)
from criteria import describe
from criteria.roles import Side
from records import people
from records.errors import NotFound

router = APIRouter(prefix="/api/v1", dependencies=[Depends(caller)], tags=["register"])


@router.get("/programmes")
async def list_programmes(caller: Caller) -> ProgrammeList:
    """Every version of every programme by which an inspection can be issued."""
    return ProgrammeList(
        items=[
            ProgrammeRow(
                id=one.id,
                version=one.version,
                title=one.title,
                summary=one.summary,
                hash=one.hash,
                scoring=one.scoring.mode,
            )
            for one in caller.parts.programmes()
        ]
    )


@router.get("/programmes/{programme}")
async def get_programme(
    caller: Caller,
    programme: Annotated[
        str, Path(pattern=r"^[a-z0-9-]{1,80}$", examples=["national-child-protection"])
    ],
    version: Annotated[str | None, Query(pattern=r"^[0-9.]{1,20}$")] = None,
) -> dict[str, Any]:
    """A whole programme: template, criteria, the map between them, rules. The latest version,
    unless another is asked for.
    """
    found = [
        one
        for one in caller.parts.programmes()
        if one.id == programme and version in (None, one.version)
    ]
    if not found:
        raise NotFound("programme", programme)
    return describe.as_json(found[-1])


@router.get("/forces")
async def list_forces(caller: Caller) -> ForceList:
    """The register of forces, by code."""
    found = await people.list_forces(caller.parts.records)
    return ForceList(items=[ForceOut.model_validate(force) for force in found])


@router.get("/people")
async def list_people(
    caller: Caller,
    side: Side | None = None,
    force: Annotated[str | None, Query(pattern=r"^[0-9A-Z]{2,6}$")] = None,
) -> PersonList:
    """People who can be appointed, by name, with the roles that they may be given."""
    found = await people.list_people(caller.parts.records, side, force)
    return PersonList(items=[PersonOut.model_validate(person) for person in found])
