"""Bodies of reopening a phase, and of what would follow from it."""

from datetime import datetime

from api.schemas.values import Said, Sent, Shown, example


class ReopeningIn(Sent):
    """Which phase, why, and what was seen to become void: `seen` of the preview."""

    model_config = example(
        phase="moderation",
        seen="0f3a9c1b2d4e5f60",
        reason="The panel had not been shown one of the reviews.",
    )

    phase: str
    seen: str
    reason: Said


class StandingOut(Shown):
    """What stands of one kind: of which cases or indicators, where there are several."""

    what: str
    count: int
    about: list[str]


class TaskForeseen(Shown):
    """A task as it would be asked: of whom, by when, and why then."""

    task: str
    roles: list[str]
    due: datetime | None
    why: str


class DateToCome(Shown):
    """The date of what is asked again later, in its turn."""

    kind: str
    due: datetime
    why: str


class ReopeningOut(Shown):
    """What follows if the phase is reopened now. `opens`: asked again; `lapses`: no longer asked;
    `moves`: asked as now, by a later date."""

    phase: str
    seen: str
    void: list[StandingOut]
    stays: list[StandingOut]
    opens: list[TaskForeseen]
    lapses: list[str]
    moves: list[TaskForeseen]
    to_come: list[DateToCome]
