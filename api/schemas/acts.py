"""An act as it is answered: what it was, where it stands, what came of it."""

from datetime import datetime

from api.schemas.values import Shown, example
from records.acts import Act, ActState


class ActOut(Shown):
    """An act. `rule` and `codes` say why it was refused, in codes."""

    model_config = example(
        id="act-mfrggzdfmztwq2lkn5xa",
        kind="submit_return",
        inspection="NCP-2027-0001",
        state="accepted",
        rule=None,
        codes=[],
        received_at="2027-02-05T15:12:09Z",
        decided_at="2027-02-05T15:12:09Z",
        revision_ids=["r-ab3dmfrggzdfmztwq2lk"],
        links={
            "self": "/api/v1/acts/act-mfrggzdfmztwq2lkn5xa",
            "inspection": "/api/v1/inspections/NCP-2027-0001",
        },
    )

    id: str
    kind: str
    inspection: str
    state: ActState
    rule: str | None
    codes: list[str]
    received_at: datetime
    decided_at: datetime | None
    revision_ids: list[str]
    links: dict[str, str]


def act_out(act: Act) -> ActOut:
    return ActOut(
        id=act.id,
        kind=act.kind,
        inspection=act.inspection,
        state=act.state,
        rule=act.rule,
        codes=list(act.codes or ()),
        received_at=act.received_at,
        decided_at=act.decided_at,
        revision_ids=list(act.revision_ids),
        links={
            "self": f"/api/v1/acts/{act.id}",
            "inspection": f"/api/v1/inspections/{act.inspection}",
        },
    )
