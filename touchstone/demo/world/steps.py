"""What happens in an inspection of the demonstration world, step by step.

Every step does the same when it is played again, so that a making that was killed can go on: acts
have lasting keys, and nothing is read off what happens to be left to do.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial

from touchstone.demo.play import Play
from touchstone.demo.scenes import (
    case_audit,
    follow_up,
    judgements,
    panel,
    referral,
    report,
    self_assessment,
    submission,
)
from touchstone.demo.world.diary import WorkingDiary
from touchstone.demo.world.rows import WHOLE, Row
from touchstone.demo.writing.answers import answers
from touchstone.demo.writing.eligible import eligible_cases, spread
from touchstone.demo.writing.findings import findings

FIELDWORK = (40, 49)  # first and last day
PUBLICATION = 93


@dataclass
class Making:
    """One inspection being made. What one step learns and another needs stands in `play`."""

    row: Row
    play: Play
    diary: WorkingDiary
    revision: str = ""  # of the return, or of the overall


Do = Callable[[Making], Awaitable[None]]


async def issue(making: Making) -> None:
    start, end = (making.diary.day(day) for day in FIELDWORK)
    await self_assessment.issue_for(making.play, start, end)


async def open_letter(making: Making) -> None:
    await self_assessment.open_letter(making.play)


async def share_out(making: Making) -> None:
    if making.play.cast.shares:
        await self_assessment.share_out(making.play)


async def draft(making: Making) -> None:
    await self_assessment.draft(making.play)


async def draft_half(making: Making) -> None:
    await self_assessment.draft_some(making.play, answers()[::2])


async def draft_most(making: Making) -> None:
    await self_assessment.draft_some(making.play, answers()[:14])


async def list_cases(making: Making) -> None:
    types = submission.case_types(making.play)
    counts = spread(types, making.row.cases) if making.row.cases < WHOLE else None
    cases = eligible_cases(types, making.diary.moment.date(), counts)
    await submission.register(making.play, cases)


async def extend(making: Making) -> None:
    await self_assessment.extend(making.play)


async def send_return(making: Making) -> None:
    making.revision = await self_assessment.send(making.play)


async def approve(making: Making) -> None:
    await self_assessment.approve(making.play, making.revision)


async def ask_again(making: Making) -> None:
    await submission.ask_again(making.play)


async def improve_one(making: Making) -> None:
    await submission.improve(making.play, submission.unclear()[0])


async def pause(making: Making) -> None:
    await submission.pause(making.play)


async def accept(making: Making) -> None:
    await submission.accept(making.play)


async def draw(making: Making) -> None:
    await case_audit.draw(making.play)


async def allocate(making: Making) -> None:
    await case_audit.allocate(making.play)


async def audit(making: Making) -> None:
    for case in sorted(making.play.files):
        await case_audit.send(making.play, "force", case)


async def audit_some(making: Making) -> None:
    for case in _plain(making)[:4]:
        await case_audit.send(making.play, "force", case)


async def audit_most(making: Making) -> None:
    for case in _plain(making)[:20]:
        await case_audit.send(making.play, "force", case)


async def review(making: Making) -> None:
    for case in sorted(making.play.files):
        await case_audit.send(making.play, "inspectors", case)


async def review_half(making: Making) -> None:
    half, rest = _plain(making)[:14], _plain(making)[14:18]
    for case in half:
        await case_audit.send(making.play, "inspectors", case)
    for case in rest:
        await case_audit.save_review(making.play, case)


async def refer_back(making: Making) -> None:
    """Reached by telephone; the written acknowledgement is still owed."""
    play = making.play
    case = next(case for case in sorted(play.files) if play.files[case].concern)
    making.diary.turn_back(hours=2.5)
    opened, _ = await referral.open_referral(play, case)
    await referral.enter(play, play.reviewers[case], opened, "contact")


async def judge(making: Making) -> None:
    for finding in findings():
        await judgements.judge_one(making.play, finding, finding.narrative)


async def judge_half(making: Making) -> None:
    for finding in findings()[:5]:
        await judgements.judge_one(making.play, finding, finding.narrative)
    await judgements.save_judgement(making.play, findings()[5])


async def moderate(making: Making) -> None:
    for decide in _items(making):
        await decide()


async def moderate_half(making: Making) -> None:
    items = list(_items(making))
    for decide in items[: len(items) // 2]:
        await decide()


async def give_overall(making: Making) -> None:
    making.revision = await panel.give(making.play)


async def confirm_overall(making: Making) -> None:
    await panel.confirm(making.play, making.revision)


async def draft_report(making: Making) -> None:
    await report.draft(making.play)


async def raise_points(making: Making) -> None:
    await report.raise_points(making.play)


async def decide_points(making: Making) -> None:
    await report.decide_points(making.play)


async def finalise(making: Making) -> None:
    await report.finalise(making.play, making.diary.day(PUBLICATION))


async def sign(making: Making) -> None:
    await report.sign(making.play)


async def publish(making: Making) -> None:
    await report.publish(making.play)


async def answer_follow_up(making: Making) -> None:
    await follow_up.open_follow_up(making.play)


def _plain(making: Making) -> list[str]:
    """The cases that are not referred back."""
    files = making.play.files
    return [case for case in sorted(files) if not files[case].concern]


def _items(making: Making) -> Iterator[Callable[[], Awaitable[None]]]:
    """What the panel decides: each judgement, and each case that the two sides see differently."""
    play, members = making.play, panel.panel(making.play)
    for at, finding in enumerate(findings()):
        member = members[at % len(members)]
        yield partial(panel.confirm_judgement, play, member, finding)
    differing = [c for c in sorted(play.files) if play.is_graded and play.files[c].panel]
    for at, case in enumerate(differing):
        member = members[at % len(members)]
        yield partial(panel.decide_on_case, play, member, case)
