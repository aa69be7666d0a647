"""Everything stopped across a due date and the rungs of its ladder, and started again."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from records.acts import ActState
from records.tables import NoticeTable
from tests.chaos.wreck import Wreck, decided, until, where_all_stand, wreckable
from tests.spine import PEOPLE, Spine, Step, small_programme
from touchstone.wiring import now
from workflows.messages import StandingReport

pytestmark = [pytest.mark.engine, pytest.mark.chaos, pytest.mark.timeout(120)]

RUNGS = ("reminder", "overdue", "escalation")
TOLD = [PEOPLE[role][0] for role in ("liaison", "head_of_pvp", "inspection_lead", "hmi")]
TOLD += PEOPLE["chief_officer_lead"]
ONCE = Counter({(task, one): 1 for task in ("return", "eligible_cases") for one in TOLD})
ABSENT = timedelta(days=60)  # the letter was opened so long ago, and then all of it stood still


async def test_after_an_absence_over_a_due_date_and_its_rungs_one_late_notice_goes_out(
    tmp_path: Path,
) -> None:
    async with wreckable(tmp_path) as wreck:
        spine = await opened_long_ago(wreck)
        assert await sent(wreck) == []
        stop(wreck)
        for file in wreck.database.parent.glob("temporal.db*"):
            file.unlink()  # the records alone know what was asked, and by when
        await wreck.recover()
        await until(lambda: at_rest(wreck, spine), "the ladders' ends")
        due = datetime.fromisoformat((await standing(wreck, spine)).tasks["return"])
        assert due < now() - timedelta(days=7)
        stop(wreck)
        await wreck.recover()
        await until(lambda: at_rest(wreck, spine), "the same again")
        found = await sent(wreck)
        assert Counter(tuple(notice.key.split(":")[-2:]) for notice in found) == ONCE
        for notice in found:
            assert notice.subject.startswith(f"{spine.reference}: Escalation: ")
            assert "This was due by 5pm on " in notice.body
            assert "and has not been done" in notice.body


async def opened_long_ago(wreck: Wreck) -> Spine:
    """An inspection whose letter was opened long ago; nobody has been reminded of anything."""
    spine = Spine(wreck.kit.records, wreck.kit.gateway, programme=small_programme())
    began = now() - ABSENT
    spine.now = lambda: began
    await decided(wreck.kit, await spine.issue())
    opening = await decided(wreck.kit, await spine.act(Step(TOLD[0], "open_notice", {})))
    assert opening.state is ActState.ACCEPTED
    return spine


def stop(wreck: Wreck) -> None:
    wreck.kill_worker()
    wreck.kill_engine()


async def standing(wreck: Wreck, spine: Spine) -> StandingReport:
    return (await where_all_stand(wreck))[spine.workflow_id]


async def at_rest(wreck: Wreck, spine: Spine) -> bool:
    """Whether nothing is left to wait for, and all that was decided has landed."""
    report = await standing(wreck, spine)
    return not report.wake and not report.pending and report.projected == report.latest


async def sent(wreck: Wreck) -> list[NoticeTable]:
    """The notices of ladders, in order."""
    query = select(NoticeTable).where(NoticeTable.template.in_(RUNGS)).order_by(NoticeTable.key)
    async with wreck.kit.records.reading() as session:
        return list(await session.scalars(query))
