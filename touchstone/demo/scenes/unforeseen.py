"""What nobody plans for: people who leave or fall ill, dates that move, a phase reopened."""

from dataclasses import replace
from datetime import date, timedelta

from criteria.catalogue import find
from criteria.roles import Role
from touchstone.demo.play import Play
from touchstone.demo.replies import Accepted, Problem
from touchstone.demo.scenes import self_assessment, submission
from touchstone.demo.writing.reading import texts
from workflows.deadlines import add_working_days

HOLIDAY_AFTER = 4  # working days to a bank holiday of which the demonstration hears
NOTHING_TO_REOPEN = "nothing_to_reopen"


async def liaison_leaves(play: Play) -> None:
    """Another liaison takes over, and finds everything that was drafted."""
    await hand_over_liaison(play, "contributor-2")
    asked = (await play.client.get(play.cast.liaison, "/api/v1/inbox"))["items"]
    play.display.say(f"The liaison has left; the successor is asked for {len(asked)} things")


async def lead_falls_ill(play: Play) -> None:
    """The deputy enters a bank holiday, by which dates move, and then the lead is back."""
    await mark_away(play)
    programme = find(play.cast.programme)
    assert programme is not None, play.cast.programme
    known = programme.outline().holidays
    day = add_working_days(play.today, HOLIDAY_AFTER, known)
    await add_holiday(play, day, play.cast.team.deputy)
    await play.act(play.cast.team.lead, "lead/return", {})
    play.display.say(f"With the lead away, the deputy entered a bank holiday on {day:%d %B %Y}")


async def pause_and_resume(play: Play) -> None:
    """The clocks stand still, and run again."""
    await submission.pause(play)
    await play.act(play.cast.team.lead, "resumption", {})
    play.display.say("Paused and resumed: open dates move by what a pause takes")


async def fieldwork_moves(play: Play) -> None:
    """The fieldwork is put off by a week, and what is counted from it goes with it."""
    start, end = (day + timedelta(weeks=1) for day in self_assessment.fieldwork(play.today))
    await move_fieldwork(play, start, end, play.cast.team.lead)
    play.display.say(f"Fieldwork moved by a week, to begin on {start:%d %B %Y}")


async def reopen_and_accept_again(play: Play) -> None:
    """The lead reopens the submission after a look at what becomes void, and accepts it again."""
    await reopen_submission(play)
    await submission.accept(play)
    play.display.say("Submission reopened: its acceptance was void, and was given again")


async def people_change(play: Play) -> None:
    """Between audits and panel four people hand over, each to the first of those who qualify."""
    team, force = play.cast.team, play.cast
    editor = await _hand_over(play, Role.EDITOR, team.editor, team.lead)
    decider = await _hand_over(play, Role.ACCURACY_DECIDER, team.decider, team.lead)
    member = await _hand_over(play, Role.PANEL_MEMBER, team.panel[-1], team.lead)
    await _hand_over(play, Role.CASE_AUDITOR, force.auditors[-1], force.approver)
    panel = (*team.panel[:-1], member)
    play.cast = replace(force, team=replace(team, editor=editor, decider=decider, panel=panel))
    play.display.say("Editor, decider, a panel member and a case auditor have handed over")


async def _hand_over(play: Play, role: Role, leaver: str, person: str) -> str:
    """The successor, chosen from those who are offered."""
    here = f"{play.here}/roles/{role.value}"
    offered = (await play.client.get(person, f"{here}/candidates", leaver=leaver))["items"]
    successor = next(one["id"] for one in offered if one["qualifies"])
    body = {"leaver": leaver, "successor": successor, "reason": texts("acts")["hands_over"]}
    await play.act(person, f"roles/{role.value}/hand-over", body)
    return str(successor)


async def hand_over_liaison(play: Play, part: str) -> Accepted:
    """The chief officer names who is liaison from now on."""
    leaver, play.cast = play.cast.liaison, replace(play.cast, liaising=part)
    body = {"leaver": leaver, "successor": play.cast.liaison}
    reason = {"reason": texts("acts")["liaison_leaves"]}
    return await play.act(play.cast.approver, "roles/liaison/hand-over", body | reason)


async def mark_away(play: Play) -> None:
    """His Majesty's Inspector marks the lead as away: the deputy is asked in the lead's place."""
    await play.act(play.cast.team.hmi, "lead/absence", {})


async def add_holiday(play: Play, day: date, person: str) -> None:
    """A bank holiday that was proclaimed after the inspection was issued."""
    body = {"day": day.isoformat(), "source": texts("acts")["holiday"]}
    await play.act(person, "calendar/holidays", body)


async def move_fieldwork(play: Play, start: date, end: date, person: str) -> None:
    """The fieldwork is moved to later days."""
    days = {"fieldwork_start": start.isoformat(), "fieldwork_end": end.isoformat()}
    await play.act(person, "fieldwork", days | {"reason": texts("acts")["fieldwork"]})


async def reopen_submission(play: Play) -> None:
    """The lead reopens the submission, naming what was seen to become void by it.

    Where an earlier making of the world did so, nothing is left that could become void.
    """
    lead = play.cast.team.lead
    try:
        path = f"{play.here}/reopening/preview"
        seen = (await play.client.get(lead, path, phase="submission"))["seen"]
    except Problem as problem:
        if problem.rule != NOTHING_TO_REOPEN:
            raise
        return
    body = {"phase": "submission", "seen": seen, "reason": texts("acts")["reopened"]}
    await play.act(lead, "reopening", body)
