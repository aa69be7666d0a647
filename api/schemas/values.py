"""The forms that values have on the wire: codes, references, lines and prose, and their limits."""

from typing import Annotated, Any

from fastapi import Body
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

# Printable text; other control characters no database and no document takes alike.
_ALLOWED_CONTROLS = "\n\r\t"


def _printable(text: str) -> str:
    if any((sign < " " and sign not in _ALLOWED_CONTROLS) or sign == "\x7f" for sign in text):
        raise ValueError("holds control characters")
    return text


Line = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_printable)]
Prose = Annotated[str, Field(max_length=40_000), AfterValidator(_printable)]
Said = Annotated[Prose, Field(min_length=1)]  # a text that may not be left out
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._:-]{0,80}$")]
PersonId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$", examples=["p-inspector-1"])]
RevisionId = Annotated[
    str, Field(pattern=r"^r-[a-z0-9]{4,40}$", examples=["r-ab3dmfrggzdfmztwq2lk"])
]
Score = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,20}$", examples=["3"])]
# No names: a reference is the force's own number of the case.
CASE_PATTERN = r"^[A-Z0-9][A-Z0-9/-]{1,29}$"
CaseReference = Annotated[str, Field(pattern=CASE_PATTERN, examples=["N-0417"])]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Sent(BaseModel):
    """A body that is sent to us. Unknown fields are refused: they are mostly misspelt ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Sent):
    """A body without content: an empty object."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})


# For acts that need no content: a body may be left out.
Empty = Annotated[Nothing, Body()]


class Shown(BaseModel):
    """A body that we answer with."""

    model_config = ConfigDict(from_attributes=True)


def example(**values: Any) -> ConfigDict:
    """The model's configuration with one example."""
    return ConfigDict(json_schema_extra={"examples": [values]})
