"""What goes otherwise than planned in the demonstration world, step by step. See steps.py."""

from datetime import timedelta

from touchstone.demo.play import Play
from touchstone.demo.scenes import unforeseen
from touchstone.demo.world import steps
from touchstone.demo.world.steps import Making
from touchstone.demo.writing.reading import texts

# Days after the issue, as in steps.py.
HOLIDAY = 16
FIELDWORK_MOVED = (45, 54)  # first and last day


async def serve(making: Making) -> None:
    """Nobody opens the letter: the lead has it handed over, half an hour ago."""
    at = making.diary.moment - timedelta(minutes=30)
    body = {"at": at.isoformat(), "how": "by_hand"}
    await making.play.act(making.play.cast.team.lead, "delivery/service", body)


async def add_holiday(making: Making) -> None:
    """On a day that is still to come."""
    lead = making.play.cast.team.lead
    await unforeseen.add_holiday(making.play, making.diary.day(HOLIDAY), lead)


async def hand_over(making: Making) -> None:
    await unforeseen.hand_over_liaison(making.play, "contributor-1")


async def send_late(making: Making) -> None:
    """So late that its approval is overdue when it is asked."""
    await steps.send_return(making)


async def propose_without(making: Making) -> None:
    """The lead proposes to go on without the approval; HMI has not consented yet."""
    play = making.play
    await play.until("escalation of the approval", lambda: _escalated(play, "approval"))
    body = {"reason": texts("acts")["without"]}
    await play.act(play.cast.team.lead, "tasks/approval/absence", body)


async def _escalated(play: Play, task: str) -> bool | None:
    entries = (await play.see("journal"))["items"]
    escalated = {one["body"]["task"] for one in entries if one["event"] == "rung_escalation"}
    return task in escalated or None


async def reopen(making: Making) -> None:
    """Before anything was drawn, so that nothing but the acceptance is void."""
    await unforeseen.reopen_submission(making.play)


async def mark_away(making: Making) -> None:
    await unforeseen.mark_away(making.play)


async def move_fieldwork(making: Making) -> None:
    """By the deputy, in the lead's place."""
    start, end = (making.diary.day(day) for day in FIELDWORK_MOVED)
    deputy = making.play.cast.team.deputy
    await unforeseen.move_fieldwork(making.play, start, end, deputy)
