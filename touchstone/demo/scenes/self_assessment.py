"""The self-assessment: issued, shared out, drafted by many, extended, submitted and approved."""

from datetime import date, timedelta

from touchstone.demo import cast
from touchstone.demo.client import API
from touchstone.demo.play import Play
from touchstone.demo.writing.answers import Answer, answers
from touchstone.demo.writing.reading import texts

WEEKS_TO_FIELDWORK, DAYS_OF_FIELDWORK = 8, 11
EXTENSION_DAYS = 3
# Who is given which rows; the head of service and a chief officer finish one row each themselves.
SHARES = {
    "contributor-1": ("sa.l7", "sa.j1", "sa.j2"),
    "contributor-2": ("sa.l3", "sa.l9", "sa.j3", "sa.j4"),
    "contributor-3": ("sa.l5", "sa.j5", "sa.j6"),
    "contributor-4": ("sa.l6", "sa.j9"),
    "contributor-5": ("sa.context", "sa.l1", "sa.l2", "sa.l4", "sa.l8", "sa.j8"),
    "contributor-6": ("sa.j7",),
}


async def issue(play: Play) -> None:
    """The lead issues the inspection; letter and template are made."""
    play.programme = await play.client.get(cast.LEAD, f"{API}/programmes/{cast.PROGRAMME}")
    start = _monday_after(play.today + timedelta(weeks=WEEKS_TO_FIELDWORK))
    body = {
        "programme": cast.PROGRAMME,
        "force": cast.FORCE,
        "fieldwork_start": start.isoformat(),
        "fieldwork_end": (start + timedelta(days=DAYS_OF_FIELDWORK)).isoformat(),
        "people": cast.appointments(),
    }
    issued = await play.client.act(cast.LEAD, f"{API}/inspections", body)
    play.reference = issued.inspection
    play.display.say(f"Issued {play.reference}, fieldwork from {start:%d %B %Y}")


async def share_out(play: Play) -> None:
    """The head of PVP gives the rows to six contributors."""
    rows = [(row, part) for part, given in SHARES.items() for row in given]
    with play.display.counted("Rows shared out among six contributors", len(rows)) as count:
        for row, part in rows:
            path = f"{play.here}/answers/{row}/contributors/{cast.person(part)}"
            await play.client.put(cast.HEAD, path, {})
            count.step()


async def draft(play: Play) -> None:
    """Each row is drafted; two begin with somebody else's first lines."""
    drafted = answers()
    with play.display.counted("Answers drafted by different people", len(drafted)) as count:
        for answer in drafted:
            await _save(play, answer)
            count.step()


async def extend(play: Play) -> None:
    """The lead grants three working days more for the return."""
    body = {"days": EXTENSION_DAYS, "reason": texts("acts")["extension"]}
    await play.act(cast.LEAD, "tasks/return/extension", body)
    task = next(t for t in (await play.see("tasks"))["items"] if t["task"] == "return")
    play.display.say(f"Return extended by {EXTENSION_DAYS} working days. {task['why']}")


async def submit(play: Play) -> None:
    """Submitted by the liaison; who wrote part of it may not approve it; another chief may."""
    submitted = await play.act(cast.LIAISON, "return", {})
    revision = {"revision": submitted.revisions[0]}
    await play.attempt(
        cast.WRITING_CHIEF,
        "return/approval",
        revision,
        "preparer_is_not_approver",
        "approval of the return by a chief officer who wrote part of it",
    )
    await play.act(cast.APPROVER, "return/approval", revision)
    play.display.say("Return submitted, and approved by a chief officer who wrote none of it")


async def _save(play: Play, answer: Answer) -> None:
    path = f"{play.here}/answers/{answer.row}"
    if answer.first and answer.first_by:
        await play.client.save_answer(cast.person(answer.first_by), path, answer.first)
    await play.client.save_answer(cast.person(answer.by), path, answer.written)


def _monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())
