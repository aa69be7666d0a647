"""Bodies of the report: draft and final text, the accuracy check, signature and publication."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from api.schemas.case_audit import Deadline
from api.schemas.documents import DocumentOut
from api.schemas.values import Code, Line, Prose, Said, Sent, Sha256, Shown, example

Paragraphs = list[Prose]


class ReportRecommendation(Sent):
    """`indicator` is the code of the indicator that the recommendation follows from."""

    text: Said
    deadline: Deadline
    indicator: Code


class ReportTextIn(Sent):
    """The report's own text: what the facts of the inspection do not say by themselves.

    A final text may name the day on which it is planned to be published: it is printed in it.
    """

    model_config = example(
        summary=["The force puts children first, and most of those we saw were kept safe."],
        introduction=["We inspected in March 2027."],
        sections={"leadership": ["Leaders know their force's weak points."]},
        conclusion=["The force knows what it must do next."],
        recommendations=[
            {
                "text": "Review how risk assessments are supervised.",
                "deadline": "three_months",
                "indicator": "assessment-and-help",
            }
        ],
    )

    summary: Paragraphs = Field(max_length=500)
    introduction: Paragraphs | None = Field(default=None, max_length=500)
    sections: dict[Code, Paragraphs] = Field(default={}, max_length=100)
    case_files: Paragraphs | None = Field(default=None, max_length=500)
    conclusion: Paragraphs = Field(default=[], max_length=500)
    recommendations: list[ReportRecommendation] = Field(default=[], max_length=200)
    publication_date: date | None = None


class AccuracyPoint(Sent):
    """A point on the draft. `paragraph` is the number printed beside it, such as 5.12."""

    paragraph: Line
    kind: Literal["error", "omission", "wording"]
    text: Said
    evidence: Prose | None = None


class AccuracyIn(Sent):
    """The force's points on the draft; an empty list says that it is accurate."""

    model_config = example(
        points=[
            {
                "paragraph": "5.12",
                "kind": "error",
                "text": "The team has nine officers, not seven.",
                "evidence": "Establishment list, March 2027",
            }
        ]
    )

    points: list[AccuracyPoint] = Field(max_length=2000)


class AccuracyDecision(Sent):
    """`point` counts the force's points from 1."""

    point: int = Field(ge=1, le=2000)
    accepted: bool
    reason: Said


class AccuracyDecisionsIn(Sent):
    model_config = example(
        decisions=[{"point": 1, "accepted": True, "reason": "The list bears it out."}]
    )

    decisions: list[AccuracyDecision] = Field(max_length=2000)


class OnTextIn(Sent):
    """The hash of the final text that is signed or published: that of the document read."""

    model_config = example(
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    )

    sha256: Sha256


class AccuracyOut(Shown):
    """The accuracy check: `settled` once nothing of it is outstanding."""

    answered: bool
    points: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    settled: bool


class ReportOut(Shown):
    """Where the report stands. `sha256_to_sign` is that of the final text as it stands now."""

    drafts: int
    draft_sent: bool
    draft_documents: list[DocumentOut]
    accuracy: AccuracyOut
    finals: int
    final_documents: list[DocumentOut]
    sha256_to_sign: str | None
    signed: bool
    published: bool
