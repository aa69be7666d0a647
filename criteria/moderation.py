"""What routes itself to the moderation panel: where force and inspectors see a case differently.

How far apart they must be is data of the programme (the official documents know no moderation).
"Not applicable" and "not seen" are never a difference.
"""

from criteria.outline import ProgrammeOutline
from criteria.scoring import distance


def differs(
    outline: ProgrammeOutline,
    one_grade: str | None,
    other_grade: str | None,
    one_scores: list[str],
    other_scores: list[str],
) -> bool:
    """Whether two views of one case are far enough apart to be moderated."""
    if (
        outline.grade_steps
        and grade_distance(outline, one_grade, other_grade) >= outline.grade_steps
    ):
        return True
    steps = min(outline.score_steps, len(outline.scores) - 1)  # yes/no has a single step
    pairs = zip(one_scores, other_scores, strict=False)
    return steps > 0 and any(distance(outline.scoring, one, other) >= steps for one, other in pairs)


def grade_distance(outline: ProgrammeOutline, one: str | None, other: str | None) -> int:
    """Steps between two grades; 0 where the programme grades no cases or one is absent."""
    grades = outline.case_grades
    if one not in grades or other not in grades:
        return 0
    return abs(grades.index(one) - grades.index(other))
