"""The liaison leaves while a referral is open, on both databases and a real engine."""

import pytest

from criteria.errors import Rule
from criteria.visibility import Kind
from records.acts import ActState, list_undecided
from records.inbox import read_inbox
from records.journal import verify
from records.messages import read_messages
from records.notices import NoticeState
from records.people import viewer_for
from records.processes import get_process
from records.revisions import NewRevision
from tests.chaos.wreck import decided, sweep_at_once, until
from tests.journeys.test_two_databases import _reference, engine, kit, server  # noqa: F401
from tests.spine import Spine, Step, small_programme
from touchstone.wiring import Kit

LEAVER, SUCCESSOR = "p-x01-liaison", "p-x01-contributor-2"
HAND_OVER = Step(
    "p-x01-chief-officer",
    "hand_over_role",
    {"role": "liaison", "leaver": LEAVER, "successor": SUCCESSOR, "reason": "$0"},
    [NewRevision(Kind.REASON, "hand_over:liaison", {"text": "Leaves the force."})],
)

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900)]


async def test_a_leaver_is_replaced_in_the_inspection_and_by_the_sweep_in_its_referral(
    kit: Kit,  # noqa: F811
) -> None:
    spine = Spine(kit.records, kit.gateway, _reference(), small_programme())
    await decided(kit, await spine.issue())
    await decided(kit, await spine.refer_back("N-0401"))
    referral = f"referral/{spine.reference}-R1"
    late = await spine.keep(
        Step(LEAVER, "register_eligible_cases", {"revision": "r", "counts": {}})
    )

    handed = await decided(kit, await spine.act(HAND_OVER))
    assert (handed.state, handed.rule) == (ActState.ACCEPTED, None)
    assert not (await viewer_for(kit.records, LEAVER, spine.reference)).roles
    # Whoever sent the act died here: nobody has told the referral yet.
    await sweep_at_once(kit)
    assert await list_undecided(kit.records, spine.reference, "follow_appointments") == []
    assert (await get_process(kit.records, referral)).state["people"]["liaison"] == [SUCCESSOR]

    assert (await decided(kit, late)).rule == Rule.NOT_YOUR_ROLE  # kept before, decided after
    inbox = {
        task.task
        for task in (await read_inbox(kit.records, SUCCESSOR, inspection=spine.reference)).tasks
    }
    assert {"return", "eligible_cases", "referral_acknowledgement"} <= inbox
    assert (await read_inbox(kit.records, LEAVER, inspection=spine.reference)).tasks == ()
    entry = NewRevision(Kind.REFERRAL_ENTRY, f"{spine.reference}-R1", {"text": "Received."})
    for person, state in ((LEAVER, ActState.REFUSED), (SUCCESSOR, ActState.ACCEPTED)):
        step = Step(person, "acknowledge_referral", {"revision": "$0"}, [entry])
        assert (await decided(kit, await spine.act(step, to=referral))).state is state
    await until(lambda: _one_notice(spine), "the one notice to the successor")
    assert (await verify(kit.records)).ok


async def _one_notice(spine: Spine) -> bool:
    """One to the successor, sent; to the leaver none that was not sent before."""
    told = [
        notice
        for notice in (await read_messages(spine.records, SUCCESSOR)).items
        if notice.inspection == spine.reference
    ]
    assert [notice.template for notice in told] == ["role_handed_over"]
    return told[0].state is NoticeState.SENT
