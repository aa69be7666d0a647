"""A case and a case file review as the inspectors' pages show them, stage by stage."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.here import Here
from criteria import scoring
from criteria.conduct import Anchor, CaseGrade
from criteria.programme import Programme
from criteria.schedule import Node
from criteria.scoring import NOT_APPLICABLE, NOT_SEEN
from records.people import names_of as people_called

APART = (NOT_APPLICABLE, NOT_SEEN)


@dataclass(frozen=True)
class Marking:
    """What a case file is marked by: stages with their criteria, scores, grades, case types.

    `scores` and `grades` are empty where the programme has none; `anchors` say what scores mean.
    """

    stages: tuple[Node, ...]
    scores: tuple[str, ...]
    anchors: dict[str, Anchor]
    grades: tuple[CaseGrade, ...]
    types: dict[str, str]

    @classmethod
    def of(cls, programme: Programme) -> "Marking":
        return cls(
            stages=tuple(programme.criteria.node(one) for one in programme.judging.case_stages),
            scores=scoring.scores(programme.scoring.mode),
            anchors={anchor.score: anchor for anchor in programme.scoring.anchors},
            grades=programme.cases.grades,
            types={one.code: one.title for one in programme.cases.types},
        )

    @property
    def marks(self) -> tuple[str, ...]:
        """Everything that a stage of a case can be given; nothing where there are no scores."""
        return (*self.scores, *APART) if self.scores else ()

    def grade(self, code: str | None) -> str:
        """The title of a grade."""
        return next((one.title for one in self.grades if one.code == code), "")


def review_fields(content: dict[str, Any]) -> list[tuple[str, str]]:
    """A review's or audit's content as the fields of its form."""
    single = [(name, content.get(name)) for name in ("grade", "summary", "strengths", "concerns")]
    scores = [(f"score.{stage}", one) for stage, one in (content.get("scores") or {}).items()]
    texts = [(f"stage.{stage}", one) for stage, one in (content.get("stages") or {}).items()]
    return [(name, str(text)) for name, text in (*scores, *texts, *single) if text]


async def names_of(here: Here, people: Iterable[str | None]) -> dict[str, str]:
    """Id -> name of these people; an id that nobody has stands for itself."""
    asked = {one for one in people if one}
    return {person: person for person in asked} | await people_called(here.records, asked)
