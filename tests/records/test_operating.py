"""What operators see: nothing when all is well; what waits, failed or is stuck when it is not."""

from datetime import timedelta

from criteria.roles import Role, Side
from records.acts import NewAct, freeze
from records.journal import HOUSE, append
from records.notices import DELAYED, claim, mark_delayed
from records.operating import RECONCILED, STUCK_AFTER, Reconciled, read_operations
from records.session import Records
from records.tables import TaskTable
from records.undelivered import mark_refused
from tests.records.builders import NORTH, NOW, House, minutes, person_id, step

WORKFLOW = f"inspection/{NORTH}"


async def test_a_quiet_house_has_nothing_for_operators(house: House, records: Records) -> None:
    found = await read_operations(records, minutes(5))
    assert found.is_quiet
    assert found.reconciled is None


async def test_operators_see_what_waits_what_failed_and_what_is_stuck(
    house: House, records: Records
) -> None:
    await step(records, WORKFLOW, "e1", tell=["p-1"])
    key = f"{WORKFLOW}:e1:p-1"
    await claim(records, key, minutes(2))
    await mark_refused(records, key, minutes(3), "bad_address")
    lead = person_id(Role.INSPECTION_LEAD)
    new = NewAct(WORKFLOW, NORTH, "extend", lead, Side.INSPECTORATE, "a-key-of-ours")
    await freeze(records, new, [], minutes(4))
    async with records.transaction() as session:
        session.add(
            TaskTable(
                id="t-1",
                workflow_id=WORKFLOW,
                inspection=NORTH,
                task="return",
                roles=["liaison"],
                people=[],
                title="Answer",
                due=NOW,
                why="",
                opened_at=NOW,
                done_at=None,
                overdue=True,
            )
        )
        body = {"processes": 3, "restarted": 1, "resent": 2}
        await append(
            session, HOUSE, RECONCILED, actor=None, act_id=None, run_id=None, at=NOW, body=body
        )
    found = await read_operations(records, NOW + STUCK_AFTER + timedelta(minutes=1))
    assert [one.kind for one in found.waiting] == ["note_undelivered", "extend"]
    failed = [(one.key, one.failure, one.failed_at) for one in found.failed]
    assert failed == [(key, "bad_address", minutes(3))]
    assert [(one.task, one.roles) for one in found.stuck] == [("return", ("liaison",))]
    assert found.reconciled == Reconciled(NOW, 3, 1, 2)
    assert not found.is_quiet
    assert (await read_operations(records, NOW + STUCK_AFTER)).stuck_total == 0


async def test_operators_see_which_setting_holds_notices_back_and_not_what_is_merely_late(
    house: House, records: Records
) -> None:
    await step(records, WORKFLOW, "e1", tell=["p-1", "p-2", "p-3"])
    told = {"p-1": "key_refused", "p-2": "key_refused", "p-3": DELAYED}
    for person, code in told.items():
        key = f"{WORKFLOW}:e1:{person}"
        await claim(records, key, minutes(2))
        await mark_delayed(records, key, code)
    found = await read_operations(records, minutes(5))
    assert [(one.failure, one.notices) for one in found.held] == [("key_refused", 2)]
    assert not found.is_quiet
    assert found.failed_total == 0
