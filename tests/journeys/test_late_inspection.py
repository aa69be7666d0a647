"""A whole inspection in which everything is late, played on the time-skipping server.

What it sends stands in docs/late-inspection.md: a notice too many, one too few, one to somebody
else or one a minute off, and the table there differs from what is played.
"""

import difflib
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from criteria.roles import Role, side_of
from records.subjects import Reader
from tests.builders import PEOPLE
from tests.journeys.late import (
    FOLLOW_UP_ID,
    INSPECTION_ID,
    REFERRAL_ID,
    YEARS,
    Beat,
    script,
)
from tests.journeys.posted import Posted, posted
from tests.servers import running_time_machine
from tests.workflows.answered import ANSWERED_BY
from tests.workflows.engine import Driven, a_key_ring, opened, started, working
from tests.workflows.kept import Kept
from tests.workflows.weeks import sleep_until
from touchstone.settings import ROOT
from touchstone.temporal import data_converter
from workflows.names import FOLLOW_UP, INSPECTION
from workflows.names import REFERRAL as REFERRAL_TYPE
from workflows.patch import from_document
from workflows.referral import ReferralWorkflow
from workflows.state import FollowUpState, InspectionState
from workflows.uk_time import UK

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

TABLE = ROOT / "docs" / "late-inspection.md"
TYPES = {INSPECTION_ID: INSPECTION, REFERRAL_ID: REFERRAL_TYPE, FOLLOW_UP_ID: FOLLOW_UP}
BEGINS = datetime(2027 + YEARS, 1, 11, 9, 0, tzinfo=UK)
NAMES = {
    **{people[0]: role.replace("_", " ") for role, people in PEOPLE.items()},
    "p-lead": "lead",
    "p-deputy": "deputy lead",
    "p-hmi": "HMI",
    "p-head": "head of PVP",
    "p-ann": "first inspector",
    "p-bob": "second inspector",
}
# Everybody has a mobile, so that each text message that may go out does.
MOBILE = {
    person: Reader("en", side_of(Role(role)), mobile=True)
    for role, people in PEOPLE.items()
    for person in people
}


@pytest.fixture
async def years(tmp_path: Path) -> AsyncIterator[WorkflowEnvironment]:
    keys = a_key_ring(tmp_path)
    async with running_time_machine(data_converter(keys, "default"), BEGINS) as environment:
        yield environment


async def test_a_late_inspection_sends_what_the_written_table_says_to_the_minute(
    years: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(years.client, kept) as queue:
        await played(years, queue, kept)
    every = [one for process, of in TYPES.items() for one in posted(kept, process, of, MOBILE)]
    assert len({one.notice.key for one in every}) == len(every)
    sent = [one for one in every if one.notice.channel == "email"]
    now, written = lines(sent), written_table()
    differing = list(difflib.unified_diff(written, now, "written", "played", n=0, lineterm=""))
    assert not differing, "\n".join(differing)
    texts = lines([one for one in every if one.notice.channel == "sms"])
    assert sorted(one for one in texts if "**" not in one) == sorted(urgent())
    said = f"{len(urgent())} of the {len([one for one in written if '**' not in one])} rows"
    assert said in TABLE.read_text()


def test_in_the_late_inspection_every_task_that_has_a_date_is_escalated() -> None:
    escalated = {line.split("|")[3].strip() for line in written_table() if "escalation" in line}
    dated = {kind.replace("_", " ") for kind in ANSWERED_BY if kind != "undelivered"}
    assert dated - {one.partition(" of ")[0] for one in escalated} == set()


async def played(years: WorkflowEnvironment, queue: str, kept: Kept) -> None:
    """The whole script, and two months after its end."""
    driven: dict[str, Driven] = {}
    for beat in script():
        await sleep_until(years, beat.at)
        if beat.to not in driven:
            driven[beat.to] = await begun(years, queue, beat)
        else:
            await driven[beat.to].run([(beat.actor, beat.kind, beat.body)])
        if beat.kind == "publish":
            driven[FOLLOW_UP_ID] = await followed_up(years, queue, kept)
    await years.sleep(timedelta(days=60))
    await driven[INSPECTION_ID].settled()


async def begun(years: WorkflowEnvironment, queue: str, beat: Beat) -> Driven:
    """The inspection or its referral, by the act that opens it."""
    if beat.to == INSPECTION_ID:
        return await opened(years.client, queue, "T-1", beat.body)
    opening = (beat.actor, beat.kind)
    return await opened(
        years.client, queue, "T-1-R1", beat.body, workflow=ReferralWorkflow, opening=opening
    )


async def followed_up(years: WorkflowEnvironment, queue: str, kept: Kept) -> Driven:
    """The follow-up, as a publication starts it: here that activity only notes what it is told."""
    found = from_document(InspectionState, kept.states[INSPECTION_ID])
    state = FollowUpState("T-1", found.force, found.outline, found.people, inspection="T-1")
    state.events = {"published": found.events["published"]}
    driven = await started(years.client, queue, state, FOLLOW_UP_ID)
    await driven.until(lambda now: bool(now.tasks) and not now.pending)
    return driven


# The table


def written_table() -> list[str]:
    return [line for line in TABLE.read_text().splitlines() if line.startswith("| ")][1:]


def urgent() -> list[str]:
    """The rows that by the table's own words go by text message too."""
    late = (
        "| overdue (",
        "| escalation (",
        "| delivery late |",
        "| case referred |",
        "| referral ",
    )
    return [line for line in written_table() if "**" not in line and any(w in line for w in late)]


def lines(sent: list[Posted]) -> list[str]:
    """Acts and notices as the table shows them, in order of time, acts first."""
    found: list[tuple[tuple[Any, ...], str]]
    found = [((one.at.replace(tzinfo=None), 0, number), acted(one)) for number, one in acts()]
    for key, group in groupby(sorted(sent, key=_of_one_row), _of_one_row):
        found.append(((key[0], 1, key[1:]), noticed(list(group))))
    return [line for _, line in sorted(found, key=lambda row: row[0])]


def acts() -> Iterator[tuple[int, Beat]]:
    """The script, of acts of the same kind at the same minute by the same person only one."""
    first = {(beat.at, beat.kind, beat.actor): beat for beat in reversed(list(script()))}
    return enumerate(reversed(first.values()))


def acted(beat: Beat) -> str:
    about = beat.body.get("task", "").replace("_", " ")
    return row(beat.at, f"**{beat.kind.replace('_', ' ')}**", about, f"by {NAMES[beat.actor]}")


def noticed(group: list[Posted]) -> str:
    first, people = group[0], [one.notice.recipient for one in group]
    rung = f" ({first.rung})" if first.rung else ""
    what = f"{first.notice.template.replace('_', ' ')}{rung}"
    told = ", ".join(sorted(NAMES[person] for person in people))
    return row(first.minute, what, _about(first.notice.task or ""), told)


def row(at: datetime, what: str, about: str, who: str) -> str:
    shown = at.replace(year=at.year - YEARS)
    return f"| {shown:%a %d %b %Y %H:%M} | {what} | {about} | {who} |"


def _about(task: str) -> str:
    kind, _, of = task.partition(":")
    of = NAMES.get(of, of)
    return (f"{kind} of {of}" if of else kind).replace("_", " ")


def _of_one_row(one: Posted) -> tuple[datetime, str, str, str]:
    return one.minute, one.notice.task or "", one.notice.template, one.rung
