"""Projections move a process on in order, once each, whole or not at all."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from criteria.roles import Role
from criteria.visibility import Kind
from records.acts import ActState, get_act
from records.errors import EffectKeyReused, NotFound, RecordsAhead
from records.journal import export, verify
from records.processes import (
    get_process,
    list_open,
    note_history,
    open_process,
    project,
)
from records.revisions import find_standing, get_revision
from records.session import Records
from tests.records.builders import (
    NORTH,
    NOW,
    House,
    StateDeriver,
    accept,
    change,
    minutes,
    projection,
    said,
    say,
)

WORKFLOW = f"follow-up/{NORTH}"


async def run(records: Records, *changes: Any, deriver: StateDeriver | None = None) -> Any:
    return await project(records, projection(WORKFLOW, *changes), deriver or StateDeriver())


async def test_changes_are_recorded_in_order(house: House, records: Records) -> None:
    outcome = await run(
        records,
        change("e1", patch={"phase": "a", "cases": {"n1": 1, "n2": 2}}),
        change("e2", "e1", patch={"phase": "b", "cases": {"n1": None, "n3": 3}}),
    )
    process = await get_process(records, WORKFLOW)
    assert process.state == {"phase": "b", "cases": {"n2": 2, "n3": 3}}
    assert (process.last_effect, process.version, process.opened_at) == ("e2", 2, NOW)
    assert (outcome.applied, outcome.skipped) == (("e1", "e2"), ())


async def test_a_change_recorded_before_is_skipped(house: House, records: Records) -> None:
    first, second = change("e1", patch={"n": 1}), change("e2", "e1", patch={"n": 2})
    await run(records, first)
    deriver = StateDeriver()
    outcome = await run(records, first, second, deriver=deriver)
    again = await run(records, first, second, deriver=deriver)
    assert (outcome.applied, outcome.skipped) == (("e2",), ("e1",))
    assert (again.applied, again.skipped, again.version) == ((), ("e1", "e2"), 2)
    assert deriver.seen == ["e2"]
    assert len(await export(records, NORTH)) == 1 + 2


async def test_the_same_key_with_another_payload_is_an_error(
    house: House, records: Records
) -> None:
    first = change("e1", patch={"n": 1})
    await run(records, first)
    with pytest.raises(EffectKeyReused):
        await run(records, replace(first, payload_hash="other"))
    second = change("e2", "e1")
    with pytest.raises(EffectKeyReused):
        await run(records, second, replace(second, payload_hash="other"))
    assert (await get_process(records, WORKFLOW)).version == 1


async def test_a_change_that_does_not_follow_the_last_one_is_an_error(
    house: House, records: Records
) -> None:
    with pytest.raises(RecordsAhead):
        await run(records, change("e2", "e1"))
    with pytest.raises(NotFound):
        await get_process(records, WORKFLOW)
    await run(records, change("e1"), change("e2", "e1"))
    with pytest.raises(RecordsAhead) as caught:
        await run(records, change("e3", "e1"))
    assert (caught.value.base, caught.value.recorded) == ("e1", "e2")


async def test_a_projection_that_fails_keeps_nothing(house: House, records: Records) -> None:
    act = await say(records, Role.LIAISON, said(Kind.RETURN, "row-1"))
    with pytest.raises(RecordsAhead):
        await run(records, change("e1", act_id=act.id), change("e3", "e2"))
    assert (await get_act(records, act.id)).state is ActState.RECEIVED
    assert len(await export(records, NORTH)) == 1
    viewer = await house.viewer(Role.LIAISON)
    assert await find_standing(records, viewer, NORTH, Kind.RETURN, "row-1") is None


async def test_projections_sent_twice_at_once_are_recorded_once(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)
    changes = [change("e1", patch={"n": 1}), change("e2", "e1", patch={"n": 2})]
    outcomes = await asyncio.gather(*(run(source, *changes) for source in (records, other) * 3))
    await other.close()
    assert sorted(len(outcome.applied) for outcome in outcomes) == [0, 0, 0, 0, 0, 2]
    assert (await get_process(records, WORKFLOW)).version == 2
    assert (await verify(records)).ok


async def test_of_two_changes_after_the_same_one_the_second_is_an_error(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)
    await run(records, change("e0"))
    results = await asyncio.gather(
        *(run(s, change(f"e{n}", "e0")) for n, s in enumerate((records, other) * 3, start=1)),
        return_exceptions=True,
    )
    await other.close()
    assert sorted(type(result).__name__ for result in results) == ["Outcome"] + ["RecordsAhead"] * 5
    assert (await get_process(records, WORKFLOW)).version == 2
    assert (await verify(records)).ok


async def test_processes_of_one_inspection_share_its_chain(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)

    async def move(source: Records, workflow_id: str) -> None:
        base = ""
        for number in range(5):
            effect = f"{workflow_id}:{number}"
            step = projection(workflow_id, change(effect, base), inspection=NORTH)
            await project(source, step, StateDeriver())
            base = effect

    names = ["referral/R-1", "referral/R-2", WORKFLOW]
    await asyncio.gather(
        *(move(s, n) for s, n in zip((records, other, records), names, strict=True))
    )
    await other.close()
    verdict = await verify(records)
    assert (verdict.ok, len(await export(records, NORTH))) == (True, 16)


async def test_accepting_an_act_makes_its_revisions_stand(house: House, records: Records) -> None:
    viewer = await house.viewer(Role.LIAISON)
    first = await say(records, Role.LIAISON, said(Kind.RETURN, "row-1", "one"))
    await accept(records, first)
    second = await say(records, Role.LIAISON, said(Kind.RETURN, "row-1", "two"))
    standing = await find_standing(records, viewer, NORTH, Kind.RETURN, "row-1")
    assert standing is not None
    assert (standing.content, standing.version) == ({"text": "one"}, 1)
    await accept(records, second)
    standing = await find_standing(records, viewer, NORTH, Kind.RETURN, "row-1")
    assert standing is not None
    assert (standing.content, standing.version, standing.accepted_at) == (
        {"text": "two"},
        2,
        minutes(1),
    )
    former = await get_revision(records, viewer, NORTH, first.revision_ids[0])
    assert (former.standing, former.accepted_at) == (False, minutes(1))


async def test_subjects_and_kinds_stand_apart(house: House, records: Records) -> None:
    viewer = await house.viewer(Role.LIAISON)
    acts = [
        await say(records, Role.LIAISON, said(Kind.RETURN, "row-1"), said(Kind.RETURN, "row-2")),
        await say(records, Role.LIAISON, said(Kind.AUDIT, "row-1")),
    ]
    for act in acts:
        await accept(records, act)
    assert [
        await find_standing(records, viewer, NORTH, kind, subject) is not None
        for kind, subject in ((Kind.RETURN, "row-1"), (Kind.RETURN, "row-2"), (Kind.AUDIT, "row-1"))
    ] == [True, True, True]


async def test_an_act_that_says_one_thing_twice_leaves_the_last_standing(
    house: House, records: Records
) -> None:
    act = await say(
        records, Role.LIAISON, said(Kind.RETURN, "row-1", "a"), said(Kind.RETURN, "row-1", "b")
    )
    await accept(records, act)
    viewer = await house.viewer(Role.LIAISON)
    standing = await find_standing(records, viewer, NORTH, Kind.RETURN, "row-1")
    assert standing is not None
    assert standing.content == {"text": "b"}


async def test_an_approving_act_marks_the_revisions_that_it_names(
    house: House, records: Records
) -> None:
    submitted = await say(
        records, Role.LIAISON, said(Kind.RETURN, "row-1"), said(Kind.RETURN, "row-2")
    )
    await accept(records, submitted)
    approval = await say(records, Role.CHIEF_OFFICER_LEAD)
    await accept(records, approval, approves=submitted.revision_ids[:1])
    viewer = await house.viewer(Role.LIAISON)
    marks = [
        (await get_revision(records, viewer, NORTH, id_)).approved_at
        for id_ in submitted.revision_ids
    ]
    assert marks == [minutes(1), None]


async def test_the_journal_says_which_change_of_which_act(house: House, records: Records) -> None:
    act = await say(records, Role.LIAISON, said(Kind.RETURN, "row-1"))
    await run(
        records,
        change(
            "e1",
            act_id=act.id,
            actor=act.actor,
            run_id="run-1",
            event="return_submitted",
            body={"codes": ["row-1"]},
            patch={"phase": "a"},
        ),
    )
    entry = (await export(records, NORTH))[-1]
    assert (entry["event"], entry["actor"], entry["act_id"], entry["run_id"]) == (
        "return_submitted",
        act.actor,
        act.id,
        "run-1",
    )
    assert (entry["body"]["effect"], entry["body"]["codes"]) == ("e1", ["row-1"])
    assert list(entry["body"]["revisions"]) == list(act.revision_ids)


async def test_a_process_noted_before_it_ran_is_moved_on_from_there(
    house: House, records: Records
) -> None:
    async def note() -> bool:
        async with records.transaction() as session:
            return await open_process(session, WORKFLOW, NORTH, "FollowUp", NOW, {"a": 1})

    assert [await note(), await note()] == [True, False]
    await run(records, change("e1", patch={"b": 2}))
    assert (await get_process(records, WORKFLOW)).state == {"a": 1, "b": 2}


async def test_open_processes_are_those_not_closed(house: House, records: Records) -> None:
    await run(records, change("e1"))
    assert [process.workflow_id for process in await list_open(records)] == [
        WORKFLOW,
        f"inspection/{NORTH}",
        "inspection/NCP-2027-0002",
    ]
    await run(records, change("e2", "e1", closes=True, at=minutes(3)))
    assert len(await list_open(records)) == 2
    assert (await get_process(records, WORKFLOW)).closed_at == minutes(3)


async def test_the_exported_history_of_a_process_is_noted(house: House, records: Records) -> None:
    await run(records, change("e1"))
    await note_history(records, WORKFLOW, "f-1")
    assert (await get_process(records, WORKFLOW)).history_file == "f-1"


async def test_a_projection_without_changes_is_refused(house: House, records: Records) -> None:
    with pytest.raises(ValueError, match="without changes"):
        await run(records)


async def test_an_act_that_the_records_do_not_know_can_still_be_projected(
    house: House, records: Records
) -> None:
    outcome = await run(records, change("e1", act_id="act-lost-in-a-restore"))
    assert outcome.applied == ("e1",)
