"""The timetable of an inspection of the demonstration world: which step on which day."""

from collections.abc import Iterator
from dataclasses import dataclass

from touchstone.demo.world import otherwise, steps
from touchstone.demo.world.rows import Row
from touchstone.demo.world.steps import PUBLICATION, Do


@dataclass(frozen=True)
class Step:
    """`day` counts from the issue; each act of the step takes so many `minutes` of working time."""

    day: int
    minutes: int
    do: Do


# From issue to follow-up, in order.
STEPS = {
    do.__name__: Step(day, minutes, do)
    for day, minutes, do in (
        (0, 30, steps.issue),
        (0, 30, steps.open_letter),
        (2, 30, steps.share_out),
        (3, 220, steps.draft),
        (8, 30, steps.list_cases),
        (17, 30, steps.send_return),
        (18, 30, steps.approve),
        (22, 30, steps.accept),
        (23, 30, steps.draw),
        (24, 30, steps.allocate),
        (25, 300, steps.audit),
        (40, 400, steps.review),
        (51, 220, steps.judge),
        (58, 120, steps.moderate),
        (64, 30, steps.give_overall),
        (65, 30, steps.confirm_overall),
        (72, 30, steps.draft_report),
        (79, 30, steps.raise_points),
        (82, 30, steps.decide_points),
        (85, 30, steps.finalise),
        (88, 30, steps.sign),
        (PUBLICATION, 30, steps.publish),
        (96, 30, steps.answer_follow_up),
    )
}
# What stands in the place of the next ones where an inspection is in the middle of them.
BRANCHES = {
    do.__name__: Step(day, minutes, do)
    for day, minutes, do in (
        (3, 220, steps.draft_half),
        (2, 30, otherwise.serve),
        (3, 300, steps.draft_most),
        (12, 30, steps.extend),
        (13, 30, otherwise.add_holiday),
        (20, 30, steps.ask_again),
        (21, 30, steps.improve_one),
        (21, 120, steps.pause),
        (23, 30, steps.ask_for_time),
        (24, 30, otherwise.hand_over),
        (23, 30, otherwise.reopen),
        (25, 30, otherwise.send_late),
        (29, 30, otherwise.propose_without),
        (25, 120, steps.audit_some),
        (26, 30, otherwise.mark_away),
        (26, 30, otherwise.move_fieldwork),
        (25, 160, steps.audit_most),
        (40, 50, steps.review_half),
        (42, 30, steps.refer_back),
        (51, 300, steps.judge_half),
        (58, 90, steps.moderate_half),
    )
}


def script(row: Row) -> Iterator[Step]:
    """The steps of an inspection, in order."""
    names = list(STEPS)
    for name in (*names[: names.index(row.reaches) + 1], *row.after):
        yield (STEPS | BRANCHES)[row.instead.get(name, name)]
