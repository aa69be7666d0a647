"""Bodies of the submission: clarification, lists of eligible cases, acceptance."""

from datetime import date

from pydantic import Field

from api.schemas.values import CaseReference, Code, Line, RevisionId, Said, Sent, example


class ClarificationIn(Sent):
    """Rows that are asked about again, and why."""

    model_config = example(rows=["sa.l4"], reason="Please say how the training is checked.")

    rows: list[Code] = Field(max_length=100)
    reason: Said


class EligibleCase(Sent):
    """A case that could be sampled. The reference is a number of the force's own, never a name."""

    reference: CaseReference
    case_type: Code
    date: date
    local_authority: Line | None = None


class EligibleCasesIn(Sent):
    model_config = example(
        cases=[
            {
                "reference": "N-0417",
                "case_type": "domestic-abuse",
                "date": "2026-11-03",
                "local_authority": "Northshire",
            },
            {"reference": "N-0502", "case_type": "missing-children", "date": "2026-10-19"},
        ]
    )

    cases: list[EligibleCase] = Field(max_length=20_000)


class AcceptanceIn(Sent):
    """What is accepted; left out, it is what stands approved and registered now."""

    model_config = example(
        return_revision="r-ab3dmfrggzdfmztwq2lk", eligible_revision="r-cd5emfrggzdfmztwq2lk"
    )

    return_revision: RevisionId | None = None
    eligible_revision: RevisionId | None = None
