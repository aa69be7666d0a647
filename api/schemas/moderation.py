"""Bodies of moderation: what waits for the panel, its decisions, the overall assessment."""

from typing import Literal

from pydantic import Field

from api.schemas.content import RevisionOut
from api.schemas.values import Code, Prose, RevisionId, Said, Score, Sent, Shown, example


class ModerationIn(Sent):
    """The panel's decision. `score` is the amended score, or for a case the amended grade."""

    model_config = example(
        decision="amend", score="2", reason="Two cases show that the risk was missed."
    )

    decision: Literal["confirm", "amend", "return"]
    score: Score | None = None
    reason: Said


class OverallIn(Sent):
    """The overall assessment: practice, and fit with policy, apart. Never computed."""

    model_config = example(
        practice="Children are mostly kept safe, though practice varies between areas.",
        fit_with_policy="Policy is followed closely where it exists; two areas have none.",
        expectations={"overall.01": "Outcomes improve where partners meet early."},
        score=None,
    )

    practice: Said
    fit_with_policy: Said
    expectations: dict[Code, Prose] | None = Field(default=None, max_length=300)
    score: Score | None = None


class ConfirmationIn(Sent):
    model_config = example(revision="r-ab3dmfrggzdfmztwq2lk")

    revision: RevisionId


class ModerationItem(Shown):
    """An item that waits for the panel: a judgement, or both sides' view of one case."""

    item: str
    judgement: RevisionOut | None = None
    audit: RevisionOut | None = None
    review: RevisionOut | None = None


class ModerationItems(Shown):
    items: list[ModerationItem]
