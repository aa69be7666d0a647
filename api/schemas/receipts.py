"""The body of a receipt. Notify sends more, an address among it: none of that is read or kept."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class NotifyReceipt(BaseModel):
    """What GOV.UK Notify says of one notice."""

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "740e5834-3a29-46b4-9a6f-16142fde533a",
                    "status": "delivered",
                    "completed_at": "2027-01-11T09:00:05.000000Z",
                }
            ]
        },
    )

    id: Annotated[str, Field(min_length=1, max_length=100, description="Notify's id of it.")]
    status: Annotated[str, Field(min_length=1, max_length=60)]
    completed_at: Annotated[AwareDatetime | None, Field(description="When its end came.")] = None
