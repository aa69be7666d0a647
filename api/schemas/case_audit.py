"""Bodies of the case audit: allocation, case file audits and reviews, judgements."""

from typing import Literal

from pydantic import Field

from api.schemas.values import (
    CaseReference,
    Code,
    PersonId,
    Prose,
    Said,
    Score,
    Sent,
    Shown,
    example,
)

Deadline = Literal["immediate", "three_months", "six_months"]


class AllocationIn(Sent):
    """Who reviews which case. Left out, the cases are shared out evenly over the inspectors."""

    model_config = example(reviewers={"N-0417": "p-inspector-1", "N-0502": "p-inspector-2"})

    reviewers: dict[CaseReference, PersonId] | None = None


class MarkIn(Sent):
    """One side's view of one case file: the force's audit or the inspector's review.

    `scores` and `stages` are by journey stage; a stage may be scored "not_applicable" or
    "not_seen". Where the programme grades no cases or scores nothing, leave those out.
    """

    model_config = example(
        grade="requires_improvement",
        scores={"initial-contact": "3", "police-detention": "not_applicable"},
        stages={"initial-contact": "The call was graded at once and a unit sent within the hour."},
        summary="Prompt first contact; the risk assessment came late.",
        strengths="The officer spoke to the child alone.",
        concerns="No strategy discussion is recorded.",
    )

    grade: Score | None = None
    scores: dict[Code, Score] = Field(default={}, max_length=100)
    stages: dict[Code, Prose] = Field(default={}, max_length=100)
    summary: Prose = ""
    strengths: Prose | None = None
    concerns: Prose | None = None


class Recommendation(Sent):
    text: Said
    deadline: Deadline


class JudgementIn(Sent):
    """The judgement on one indicator. `evidence` is by expectation, `cases` are referred to."""

    model_config = example(
        score="3",
        narrative="Practice is mostly sound, but supervision of risk assessments varies.",
        evidence={"leadership.01": "Seen in the chief officer's weekly briefing."},
        cases=["N-0417"],
        recommendations=[
            {"text": "Review how risk assessments are supervised.", "deadline": "three_months"}
        ],
    )

    score: Score | None = None
    narrative: Prose = ""
    evidence: dict[Code, Prose] = Field(default={}, max_length=300)
    cases: list[CaseReference] = Field(default=[], max_length=200)
    recommendations: list[Recommendation] = Field(default=[], max_length=50)


class CaseOut(Shown):
    """A case of the sample. A force is told nothing of reviewers and reviews."""

    reference: str
    case_type: str
    audit_in: bool
    reviewer: str | None = None
    review_in: bool | None = None


class CaseList(Shown):
    items: list[CaseOut]
