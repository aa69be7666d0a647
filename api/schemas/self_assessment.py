"""Bodies of the self-assessment: answers in draft, shares, the return and the decision on it."""

from datetime import datetime

from pydantic import AwareDatetime, Field

from api.schemas.values import Line, Prose, RevisionId, Said, Sent, Shown, example


class AnswerIn(Sent):
    """The draft of one answer. `evidence` lists documents or figures that support it."""

    model_config = example(
        text="The chief officer group reviews child protection performance every month.",
        evidence=["Performance board minutes, September 2026"],
    )

    text: Prose
    evidence: list[Line] = Field(default=[], max_length=100)


class ShareOut(Shown):
    person: str
    internal_due: datetime | None


class AnswerRow(Shown):
    """A row of the self-assessment. `status` is empty, drafted or asked_again."""

    row: str
    section: str
    indicator: str
    guidance: str
    status: str
    version: int
    author: str | None
    updated_at: datetime | None
    shared_with: list[ShareOut]


class AnswerRows(Shown):
    items: list[AnswerRow]


class ShareIn(Sent):
    """A row is given to a contributor; `internal_due` is a date of the force's own."""

    model_config = example(internal_due="2027-01-29T17:00:00Z")

    internal_due: AwareDatetime | None = None


class ApprovalIn(Sent):
    """The return that is approved: the revision that was read."""

    model_config = example(revision="r-ab3dmfrggzdfmztwq2lk")

    revision: RevisionId


class SendingBackIn(Sent):
    model_config = example(
        revision="r-ab3dmfrggzdfmztwq2lk", reason="Row 1.4 does not say how training is checked."
    )

    revision: RevisionId
    reason: Said
