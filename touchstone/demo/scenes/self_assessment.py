"""The self-assessment: issued, shared out, drafted by many, extended, submitted and approved."""

from collections.abc import Sequence
from datetime import date, timedelta

from touchstone.demo.client import API
from touchstone.demo.play import Play
from touchstone.demo.writing.answers import Answer, Written, answers
from touchstone.demo.writing.reading import texts

WEEKS_TO_FIELDWORK, DAYS_OF_FIELDWORK = 8, 11
ASKED_DAYS, EXTENSION_DAYS = 5, 3  # working days that the force asks for, and is granted
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
    start, end = fieldwork(play.today)
    await issue_for(play, start, end)
    play.display.say(f"Issued {play.reference}, fieldwork from {start:%d %B %Y}")


def fieldwork(issued: date) -> tuple[date, date]:
    """First and last day of the fieldwork of an inspection that is issued on this day."""
    start = _monday_after(issued + timedelta(weeks=WEEKS_TO_FIELDWORK))
    return start, start + timedelta(days=DAYS_OF_FIELDWORK)


async def issue_for(play: Play, start: date, end: date) -> None:
    """Issued with these dates of fieldwork."""
    lead = play.cast.team.lead
    play.programme = await play.client.get(lead, f"{API}/programmes/{play.cast.programme}")
    body = {
        "programme": play.cast.programme,
        "force": play.cast.force,
        "fieldwork_start": start.isoformat(),
        "fieldwork_end": end.isoformat(),
        "people": play.cast.appointments(),
    }
    play.reference = (await play.client.act(lead, f"{API}/inspections", body)).inspection


async def open_letter(play: Play) -> None:
    """The liaison opens the letter, from which what is asked of the force is counted."""
    await play.act(play.cast.liaison, "delivery/opening", {})


async def share_out(play: Play) -> None:
    """The head of PVP gives the rows to the contributors."""
    rows = [(row, part) for part, given in SHARES.items() for row in given]
    people = len(play.cast.writers)
    with play.display.counted(f"Rows shared out among {people} contributors", len(rows)) as count:
        for row, part in rows:
            path = f"{play.here}/answers/{row}/contributors/{play.cast.person(part)}"
            await play.client.put(play.cast.head, path, {})
            count.step()


async def draft(play: Play) -> None:
    """Each row is drafted; two begin with somebody else's first lines."""
    await draft_some(play, answers())


async def draft_some(play: Play, drafted: Sequence[Answer]) -> None:
    """These rows are drafted."""
    with play.display.counted("Answers drafted by different people", len(drafted)) as count:
        for answer in drafted:
            if answer.first and answer.first_by:
                await save(play, answer.first_by, answer.row, answer.first)
            await save(play, answer.by, answer.row, answer.written)
            count.step()


async def save(play: Play, part: str, row: str, written: Written) -> None:
    """One version of one answer is saved."""
    body = {"text": written.text, "evidence": list(written.evidence)}
    await play.save(play.cast.person(part), f"answers/{row}", body)


async def extend(play: Play) -> None:
    """The liaison asks for more working days for the return; the lead grants some of them."""
    request = await ask_for_time(play, ASKED_DAYS, texts("acts")["extension_request"])
    body = {"days": EXTENSION_DAYS, "request": request, "reason": texts("acts")["extension"]}
    await play.act(play.cast.team.lead, "tasks/return/extension/decision", body)
    task = next(t for t in (await play.see("tasks"))["items"] if t["task"] == "return")
    granted = f"{EXTENSION_DAYS} of the {ASKED_DAYS} working days asked for"
    play.display.say(f"Return extended by {granted}. {task['why']}")


async def ask_for_time(play: Play, days: int, reason: str) -> str:
    """The liaison asks for more time for the return; the request's revision."""
    body = {"days": days, "reason": reason}
    asked = await play.act(play.cast.liaison, "tasks/return/extension/request", body)
    return asked.revisions[0]


async def submit(play: Play) -> None:
    """Submitted by the liaison; who wrote part of it may not approve it; another chief may."""
    revision = await send(play)
    await play.attempt(
        play.cast.writing_chief,
        "return/approval",
        {"revision": revision},
        "preparer_is_not_approver",
        "approval of the return by a chief officer who wrote part of it",
    )
    await approve(play, revision)
    play.display.say("Return submitted, and approved by a chief officer who wrote none of it")


async def send(play: Play) -> str:
    """The liaison submits the return; its revision."""
    return (await play.act(play.cast.liaison, "return", {})).revisions[0]


async def approve(play: Play, revision: str) -> None:
    """The chief-officer lead approves the return."""
    await play.act(play.cast.approver, "return/approval", {"revision": revision})


def _monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())
