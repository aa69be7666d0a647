"""Bodies about notices that did not arrive."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.values import Said, Sent, example
from criteria.roles import Role

Unreached = Role | Literal["mailbox"]  # whom a notice did not reach: by role, or that office
Reference = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class SettlementIn(Sent):
    """How those not reached came to know what these notices said, or that they go out again."""

    model_config = example(
        notices=["9f86d081884c7d659a2feaa0c55ad015"],
        again=False,
        reason="Rang the staff officer on 4 March at 10:05 and read the notice to her.",
    )

    notices: Annotated[list[Reference], Field(min_length=1, max_length=200)]
    again: bool = False
    reason: Said
