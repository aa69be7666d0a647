"""What addresses name beside the inspection: a case, a row, a task, and their forms."""

from typing import Annotated

from fastapi import Path

from api.schemas.values import CASE_PATTERN
from criteria.roles import Role

# A case reference may hold strokes: routes declare it as `{case:path}`.
Case = Annotated[str, Path(pattern=CASE_PATTERN, examples=["N-0417"])]
Item = Annotated[
    str,
    Path(
        pattern=r"^(indicator:[a-z0-9][a-z0-9._-]{0,80}|case:[A-Z0-9][A-Z0-9/-]{1,29})$",
        description="What the panel decides on: `indicator:{code}` or `case:{reference}`.",
        examples=["indicator:leadership"],
    ),
]
Row = Annotated[str, Path(pattern=r"^[a-z0-9._-]{1,40}$", examples=["sa.l1"])]
Indicator = Annotated[str, Path(pattern=r"^[a-z0-9._-]{1,80}$", examples=["leadership"])]
TaskName = Annotated[str, Path(pattern=r"^[a-z0-9_:-]{1,80}$", examples=["return"])]
PersonPath = Annotated[
    str, Path(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$", examples=["p-x01-contributor-1"])
]
RoleName = Annotated[Role, Path(examples=["liaison"])]
Referral = Annotated[
    str,
    Path(pattern=r"^[A-Z]{2,8}-[0-9]{4}-[0-9]{4,8}-R[0-9]{1,6}$", examples=["NCP-2027-0001-R1"]),
]
FileId = Annotated[str, Path(pattern=r"^f-[a-z0-9]{4,40}$", examples=["f-mfrggzdfmztwq2lkn5xa"])]
ActId = Annotated[str, Path(pattern=r"^act-[a-z0-9]{4,40}$", examples=["act-mfrggzdfmztwq2lkn5xa"])]
