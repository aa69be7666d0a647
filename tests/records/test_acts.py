"""Freezing keeps an act and what it says once, whatever is sent how often."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from criteria.errors import Rule, RuleBroken
from criteria.roles import Role, Side
from criteria.visibility import Kind
from records.acts import (
    ActState,
    NewAct,
    find_earlier,
    freeze,
    freeze_within,
    get_act,
    list_acts,
    list_waiting,
    mark_sent,
    refuse,
)
from records.errors import NotFound
from records.referrals import NewReferral, open_referral
from records.revisions import get_revision, list_revisions
from records.session import Records
from records.tables import ActTable, ReferralTable, RevisionTable
from tests.records.builders import NORTH, NOW, House, accept, minutes, person_id, said, say

WORKFLOW = f"inspection/{NORTH}"


def an_act(key: str = "key-1", **more: Any) -> NewAct:
    act = NewAct(
        WORKFLOW, NORTH, "submit", person_id(Role.LIAISON), Side.FORCE, key, {"rows": ["row-1"]}
    )
    return replace(act, **more)


async def count(records: Records, table: Any) -> int:
    async with records.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def test_an_act_is_received_with_its_revisions_in_order(
    house: House, records: Records
) -> None:
    saying = [said(Kind.RETURN, "row-2"), said(Kind.RETURN, "row-1")]
    act = await freeze(records, an_act(request_id="req-1"), saying, NOW)
    viewer = await house.viewer(Role.LIAISON)
    kept = [await get_revision(records, viewer, NORTH, id_) for id_ in act.revision_ids]
    assert [(row.subject, row.version, row.standing) for row in kept] == [
        ("row-2", 1, False),
        ("row-1", 1, False),
    ]
    assert {row.act_id for row in kept} == {act.id}
    assert (act.state, act.received_at, act.attempts) == (ActState.RECEIVED, NOW, 0)
    assert await get_act(records, act.id) == act


async def test_the_same_key_with_the_same_payload_gives_the_same_act(
    house: House, records: Records
) -> None:
    first = await freeze(records, an_act(), [said(Kind.RETURN)], NOW)
    again = await freeze(
        records, an_act(request_id="another request"), [said(Kind.RETURN)], minutes(5)
    )
    assert again == first
    assert (await count(records, ActTable), await count(records, RevisionTable)) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "other words"),
        ({"kind": "withdraw"}, "words"),
        ({"message": {"rows": ["row-2"]}}, "words"),
        ({"workflow_id": "referral/R-1"}, "words"),
    ],
    ids=["content", "kind", "message", "workflow"],
)
async def test_the_same_key_with_another_payload_is_refused(
    house: House, records: Records, changes: dict[str, Any], text: str
) -> None:
    first = await freeze(records, an_act(), [said(Kind.RETURN)], NOW)
    with pytest.raises(RuleBroken) as caught:
        await freeze(records, an_act(**changes), [said(Kind.RETURN, text=text)], NOW)
    assert (caught.value.rule, caught.value.codes) == (Rule.IDEMPOTENCY_KEY_REUSED, (first.id,))
    assert await count(records, RevisionTable) == 1


@pytest.mark.parametrize(
    "changes",
    [{"request": ["rows", "row-2"]}, {"kind": "withdraw"}, {"request": None}],
    ids=["request", "kind", "none"],
)
async def test_a_request_given_as_sent_is_what_a_key_stands_for(
    house: House, records: Records, changes: dict[str, Any]
) -> None:
    sent = an_act(request=["rows", "row-1"])
    first = await freeze(records, sent, [said(Kind.RETURN)], NOW)
    derived = replace(sent, message={"composed": "later"})
    assert await freeze(records, derived, [said(Kind.RETURN, text="later")], NOW) == first
    assert await find_earlier(records, sent) == first
    with pytest.raises(RuleBroken):
        await find_earlier(records, replace(sent, **changes))
    with pytest.raises(RuleBroken):
        await freeze(records, replace(sent, **changes), [said(Kind.RETURN)], NOW)


async def test_an_act_not_sent_before_has_no_earlier_one(house: House, records: Records) -> None:
    assert await find_earlier(records, an_act()) is None


async def test_a_message_names_the_revisions_that_came_with_it(
    house: House, records: Records
) -> None:
    message = {"rows": {"row-1": "$0", "row-2": "$1"}, "all": ["$0", "$1"], "code": "$7"}
    saying = [said(Kind.RETURN, "row-1"), said(Kind.RETURN, "row-2")]
    act = await freeze(records, an_act(message=message), saying, NOW)
    one, two = act.revision_ids
    assert act.message == {"rows": {"row-1": one, "row-2": two}, "all": [one, two], "code": "$7"}


async def test_two_people_may_use_the_same_key(house: House, records: Records) -> None:
    other = an_act(actor=person_id(Role.HEAD_OF_PVP))
    acts = [await freeze(records, act, [said(Kind.RETURN)], NOW) for act in (an_act(), other)]
    assert acts[0].id != acts[1].id


async def test_the_same_act_sent_by_many_at_once_is_kept_once(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)
    acts = await asyncio.gather(
        *(freeze(source, an_act(), [said(Kind.RETURN)], NOW) for source in (records, other) * 4)
    )
    await other.close()
    assert len({act.id for act in acts}) == 1
    assert await count(records, RevisionTable) == 1


async def test_revisions_frozen_at_once_are_numbered_without_gaps(
    house: House, records: Records, address: str
) -> None:
    other = Records.open(address)
    await asyncio.gather(
        *(
            freeze(source, an_act(f"key-{number}"), [said(Kind.RETURN, "row-1")], NOW)
            for number, source in enumerate((records, other) * 4)
        )
    )
    await other.close()
    viewer = await house.viewer(Role.LIAISON)
    rows = await list_revisions(records, viewer, NORTH, Kind.RETURN, "row-1")
    assert [row.version for row in rows] == list(range(1, 9))


async def test_an_act_on_an_unknown_inspection_keeps_nothing(
    house: House, records: Records
) -> None:
    with pytest.raises(NotFound):
        await freeze(records, an_act(inspection="NCP-2027-0999"), [said(Kind.RETURN)], NOW)
    assert await count(records, ActTable) == 0


async def test_hashes_of_equal_content_differ_by_their_salt(house: House, records: Records) -> None:
    acts = [await say(records, Role.LIAISON, said(Kind.RETURN)) for _ in range(2)]
    viewer = await house.viewer(Role.LIAISON)
    hashes = {
        (await get_revision(records, viewer, NORTH, act.revision_ids[0])).hash for act in acts
    }
    assert len(hashes) == 2
    assert acts[0].payload_hash != acts[1].payload_hash


async def test_a_referral_and_its_concern_are_kept_together_or_not_at_all(
    house: House, records: Records
) -> None:
    async def fail() -> None:
        async with records.transaction() as session:
            act = await freeze_within(session, an_act(), [said(Kind.CONCERN, "N-0417")], NOW)
            new = NewReferral(
                "R-1", NORTH, "N-0417", act.revision_ids[0], act.actor, before_audit=True
            )
            assert await open_referral(session, new, NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert [await count(records, table) for table in (ActTable, ReferralTable)] == [0, 0]


async def test_waiting_acts_are_listed_oldest_first(house: House, records: Records) -> None:
    acts = [await freeze(records, an_act(f"key-{at}"), [], minutes(at)) for at in (3, 1, 2)]
    waiting = await list_waiting(records, minutes(3))
    assert [act.id for act in waiting] == [acts[1].id, acts[2].id]


async def test_a_refusal_names_its_rule_and_ends_the_waiting(
    house: House, records: Records
) -> None:
    act = await freeze(records, an_act(), [], NOW)
    refused = await refuse(records, act.id, Rule.RETURN_FROZEN, ["row-1"], minutes(1))
    assert (refused.state, refused.rule, refused.codes, refused.decided_at) == (
        ActState.REFUSED,
        "return_frozen",
        ("row-1",),
        minutes(1),
    )
    assert await list_waiting(records, minutes(9)) == []


async def test_what_was_said_in_a_refused_act_is_in_no_list(house: House, records: Records) -> None:
    reader = await house.viewer(Role.LIAISON)
    return_ = said(Kind.RETURN, "return")
    act = await freeze(records, an_act(), [return_], NOW)
    listed = await list_revisions(records, reader, NORTH, Kind.RETURN, "return")
    assert [one.act_id for one in listed] == [act.id]
    await refuse(records, act.id, Rule.RETURN_FROZEN, [], minutes(1))
    assert await list_revisions(records, reader, NORTH, Kind.RETURN, "return") == []


async def test_a_refusal_never_overwrites_an_acceptance(house: House, records: Records) -> None:
    act = await freeze(records, an_act(), [], NOW)
    await accept(records, act)
    kept = await refuse(records, act.id, Rule.RETURN_FROZEN, [], minutes(9))
    assert (kept.state, kept.rule, kept.decided_at) == (ActState.ACCEPTED, None, minutes(1))


async def test_an_acceptance_overwrites_a_refusal(house: House, records: Records) -> None:
    act = await freeze(records, an_act(), [], NOW)
    await refuse(records, act.id, Rule.RETURN_FROZEN, ["row-1"], minutes(1))
    await accept(records, act)
    kept = await get_act(records, act.id)
    assert (kept.state, kept.rule, kept.codes) == (ActState.ACCEPTED, None, None)


async def test_attempts_to_send_are_counted(house: House, records: Records) -> None:
    act = await freeze(records, an_act(), [], NOW)
    await mark_sent(records, act.id, minutes(1))
    await mark_sent(records, act.id, minutes(2))
    kept = await get_act(records, act.id)
    assert (kept.attempts, kept.sent_at) == (2, minutes(2))


async def test_the_acts_of_a_workflow_are_listed_by_state(house: House, records: Records) -> None:
    acts = [await freeze(records, an_act(f"key-{n}"), [], minutes(n)) for n in range(3)]
    await accept(records, acts[1])
    accepted = await list_acts(records, WORKFLOW, ActState.ACCEPTED)
    assert [act.id for act in accepted] == [acts[1].id]
    assert [act.id for act in await list_acts(records, WORKFLOW)] == [act.id for act in acts]


async def test_an_unknown_act_is_not_found(records: Records) -> None:
    with pytest.raises(NotFound):
        await get_act(records, "act-unknown")
