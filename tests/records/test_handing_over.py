"""What a recorded hand-over does: place, rows and notices pass on, every process hears of it."""

import asyncio
from typing import Any

from criteria.duties import HandOver
from criteria.roles import Role, Side
from criteria.visibility import Viewer
from records.acts import Act, list_undecided, list_waiting
from records.journal import verify
from records.notices import NoticeState, claim, get_notice
from records.people import (
    Person,
    appoint,
    end_appointment,
    holders_of,
    list_appointments,
    put_person,
    viewer_for,
)
from records.processes import get_process, project
from records.serving import is_lead_away
from records.session import Records
from records.shares import Share, list_shares, share_row
from records.subjects import Reader, readers_of
from tests.records.builders import (
    NORTH,
    WEST,
    House,
    StateDeriver,
    change,
    minutes,
    person_id,
    projection,
    step,
)

INSPECTION, REFERRAL, FOLLOW_UP = (
    f"inspection/{NORTH}",
    f"referral/{NORTH}-R1",
    f"follow-up/{NORTH}",
)
LIAISON, NEW = person_id(Role.LIAISON), "p-new"
KIND = "follow_appointments"


async def enter(records: Records, *ids: str, language: str = "en") -> None:
    async with records.transaction() as session:
        for id_ in ids:
            standing = ("liaison", "contributor", "case_auditor")
            await put_person(
                session,
                Person(
                    id_,
                    "N. Ew",
                    "n@x.example",
                    Side.FORCE,
                    force_code="X01",
                    language=language,
                    standing_roles=standing,
                ),
            )


async def hand_over(
    records: Records,
    role: Role = Role.LIAISON,
    leaver: str = LIAISON,
    successor: str = NEW,
    *,
    effect: str = "handed",
    **members: Any,
) -> None:
    """The step of the inspection's process by which the role changes hands."""
    process = await get_process(records, INSPECTION)
    held = {**process.state.get("people", {}), role.value: [successor]}
    handed = change(
        f"{INSPECTION}:{effect}",
        process.last_effect,
        patch={"people": held, **members},
        hands_over=HandOver(role, leaver, successor),
        at=minutes(9),
    )
    await project(records, projection(INSPECTION, handed), StateDeriver())


async def opened(records: Records, workflow_id: str, *liaison: str) -> None:
    """A process beside the inspection, with its liaisons as of when it was asked for."""
    first = change(f"{workflow_id}:opened", patch={"people": {"liaison": list(liaison)}})
    kind = "Referral" if workflow_id == REFERRAL else "FollowUp"
    record = projection(workflow_id, first, workflow_type=kind, inspection=NORTH)
    await project(records, record, StateDeriver())


async def told(records: Records) -> list[tuple[str, dict[str, Any]]]:
    return [(act.workflow_id, act.message) for act in await list_undecided(records, NORTH, KIND)]


# Places


async def test_the_leaver_loses_their_place_and_the_successor_has_it(
    house: House, records: Records
) -> None:
    await enter(records, NEW)
    await hand_over(records)
    assert (await viewer_for(records, LIAISON, NORTH)).roles == frozenset()
    assert (await viewer_for(records, NEW, NORTH)).roles == {Role.LIAISON}
    assert (await holders_of(records, NORTH))["liaison"] == [NEW]
    ever = [
        (one.person, one.from_at == minutes(9), one.until_at)
        for one in await list_appointments(records, NORTH, ended=True)
        if one.role is Role.LIAISON
    ]
    assert ever == [(LIAISON, False, minutes(9)), (NEW, True, None)]
    assert LIAISON not in str(await holders_of(records, WEST))


async def test_a_hand_over_is_recorded_even_if_the_register_has_changed_since(
    house: House, records: Records
) -> None:
    """What the engine decided stands; a projection refuses nothing."""
    await enter(records, NEW)
    async with records.transaction() as session:
        await put_person(session, Person(NEW, "N. Ew", "n@x.example", Side.FORCE, force_code="X02"))
    await hand_over(records)
    assert (await holders_of(records, NORTH))["liaison"] == [NEW]


async def test_a_colleague_who_takes_over_keeps_the_appointment_they_have(
    house: House, records: Records
) -> None:
    await enter(records, NEW)
    async with records.transaction() as session:
        kept = await appoint(session, NORTH, NEW, Role.LIAISON, minutes(1))
    await hand_over(records)
    found = [one for one in await list_appointments(records, NORTH) if one.role is Role.LIAISON]
    assert found == [kept]


async def test_the_language_of_who_is_about_to_come_is_known(
    house: House, records: Records
) -> None:
    await enter(records, NEW, language="cy")
    assert NEW not in await readers_of(records, NORTH)
    readers = await readers_of(records, NORTH, [NEW])
    assert (readers[NEW], readers[LIAISON]) == (Reader("cy", Side.FORCE), Reader("en", Side.FORCE))


# Rows of the self-assessment


async def test_the_rows_of_a_contributor_pass_on_and_dates_that_stood_stay(
    house: House, records: Records
) -> None:
    leaver = person_id(Role.CONTRIBUTOR)
    await enter(records, NEW)
    async with records.transaction() as session:
        for row, person, due in (
            ("row-1", leaver, minutes(1)),
            ("row-2", leaver, minutes(2)),
            ("row-2", NEW, minutes(3)),
        ):
            await share_row(session, Share(NORTH, row, person, due, LIAISON))
    await hand_over(records, Role.CONTRIBUTOR, leaver)
    viewer = Viewer(LIAISON, Side.FORCE, "X01", frozenset({Role.LIAISON}))
    shares = await list_shares(records, viewer, NORTH)
    assert [(one.row, one.person, one.internal_due) for one in shares] == [
        ("row-1", NEW, minutes(1)),
        ("row-2", NEW, minutes(3)),
    ]


async def test_rows_stay_with_a_contributor_who_leaves_another_role(
    house: House, records: Records
) -> None:
    leaver = person_id(Role.CASE_AUDITOR)
    await enter(records, NEW)
    async with records.transaction() as session:
        await share_row(session, Share(NORTH, "row-1", leaver, None, LIAISON))
    await hand_over(records, Role.CASE_AUDITOR, leaver)
    viewer = Viewer(LIAISON, Side.FORCE, "X01", frozenset({Role.LIAISON}))
    assert [one.person for one in await list_shares(records, viewer, NORTH)] == [leaver]


# Notices


async def test_what_is_queued_to_the_leaver_is_sent_no_more(house: House, records: Records) -> None:
    await enter(records, NEW)
    other = person_id(Role.HEAD_OF_PVP)
    await step(records, INSPECTION, "e1", tell=[LIAISON, other])
    await step(records, f"inspection/{WEST}", "e1", tell=[LIAISON])
    await hand_over(records, tell=[NEW])
    states = {
        to: (await get_notice(records, f"{INSPECTION}:{effect}:{to}")).state
        for effect, to in (("e1", LIAISON), ("e1", other), ("handed", NEW))
    }
    assert states == {
        LIAISON: NoticeState.SUPERSEDED,
        other: NoticeState.QUEUED,
        NEW: NoticeState.QUEUED,
    }
    elsewhere = await get_notice(records, f"inspection/{WEST}:e1:{LIAISON}")
    assert elsewhere.state is NoticeState.QUEUED


async def test_what_is_queued_to_somebody_who_has_left_is_never_begun(
    house: House, records: Records
) -> None:
    """As by a process that has not heard yet of the hand-over."""
    await step(records, INSPECTION, "e1", tell=[LIAISON])
    key = f"{INSPECTION}:e1:{LIAISON}"
    async with records.transaction() as session:
        await end_appointment(session, NORTH, LIAISON, Role.LIAISON, minutes(2))
    assert await claim(records, key, minutes(1), as_of=minutes(1)) is not None
    await step(records, INSPECTION, "e2", tell=[LIAISON])
    assert await claim(records, f"{INSPECTION}:e2:{LIAISON}", minutes(3)) is None
    notice = await get_notice(records, f"{INSPECTION}:e2:{LIAISON}")
    assert notice.state is NoticeState.SUPERSEDED


async def test_who_keeps_another_role_still_hears_of_what_is_not_a_task_that_passed_on(
    house: House, records: Records
) -> None:
    await enter(records, NEW)
    async with records.transaction() as session:
        await end_appointment(
            session, NORTH, person_id(Role.CONTRIBUTOR), Role.CONTRIBUTOR, minutes(1)
        )
        await appoint(session, NORTH, NEW, Role.CONTRIBUTOR, minutes(1))
        await appoint(session, NORTH, NEW, Role.LIAISON, minutes(1))
    tasks = {"return": {"people": [NEW, LIAISON]}}
    await step(records, INSPECTION, "e1", tasks=tasks, tell=[NEW], about="return")
    await step(records, INSPECTION, "e2", tell=[NEW], about=None)
    after = {"return": {"people": ["p-newer", LIAISON]}}
    await enter(records, "p-newer")
    await hand_over(records, Role.LIAISON, NEW, "p-newer", tasks=after, tell=[])
    of_the_task = await get_notice(records, f"{INSPECTION}:e1:{NEW}")
    of_the_rest = await get_notice(records, f"{INSPECTION}:e2:{NEW}")
    assert (of_the_task.state, of_the_rest.state) == (NoticeState.SUPERSEDED, NoticeState.QUEUED)


# Word to referrals and the follow-up


async def test_every_process_that_is_open_beside_the_inspection_is_told(
    house: House, records: Records
) -> None:
    await enter(records, NEW)
    await step(records, INSPECTION, "people", people={"liaison": [LIAISON]})
    await opened(records, REFERRAL, LIAISON)
    await opened(records, FOLLOW_UP, LIAISON)
    ended = change(f"{REFERRAL}2:opened", patch={}, closes=True)
    record = projection(f"{REFERRAL}2", ended, workflow_type="Referral", inspection=NORTH)
    await project(records, record, StateDeriver())
    assert await told(records) == []
    await hand_over(records)
    words = dict(await told(records))
    assert set(words) == {REFERRAL, FOLLOW_UP}
    [as_of] = {message.pop("as_of") for message in words.values()}
    assert as_of > 0
    assert list(words.values()) == [{"role": "liaison", "people": [NEW]}] * 2
    waiting = await list_waiting(records, minutes(10))
    assert {(act.kind, act.actor) for act in waiting} == {(KIND, "system")}
    assert (await verify(records)).ok


async def test_a_hand_over_recorded_twice_is_told_once(house: House, records: Records) -> None:
    await enter(records, NEW)
    await opened(records, REFERRAL, LIAISON)
    before = (await get_process(records, INSPECTION)).last_effect
    handed = change(
        f"{INSPECTION}:handed",
        before,
        patch={"people": {"liaison": [NEW]}},
        hands_over=HandOver(Role.LIAISON, LIAISON, NEW),
    )
    for _ in range(2):
        await project(records, projection(INSPECTION, handed), StateDeriver())
    assert len(await told(records)) == 1


async def test_later_words_on_a_role_carry_higher_numbers(house: House, records: Records) -> None:
    await enter(records, NEW, "p-newer")
    await opened(records, REFERRAL, LIAISON)
    await hand_over(records)
    await hand_over(records, leaver=NEW, successor="p-newer", effect="again")
    await hand_over(records, leaver="p-newer", successor=LIAISON, effect="back")
    words = [message for _, message in await told(records)]
    words.sort(key=lambda message: int(message["as_of"]))
    assert [message["people"] for message in words] == [[NEW], ["p-newer"], [LIAISON]]
    assert len({message["as_of"] for message in words}) == 3


async def test_a_referral_made_before_a_hand_over_and_opened_after_it_is_told(
    house: House, records: Records
) -> None:
    await enter(records, NEW)
    await hand_over(records)
    await opened(records, REFERRAL, LIAISON)
    [(workflow_id, message)] = await told(records)
    assert (workflow_id, message["people"]) == (REFERRAL, [NEW])
    await opened(records, FOLLOW_UP, NEW)  # it opens as it should be
    assert len(await told(records)) == 1


async def test_a_referral_that_opens_in_the_very_moment_is_told_all_the_same(
    house: House, records: Records, address: str
) -> None:
    await enter(records, NEW)
    await step(records, INSPECTION, "people", people={"liaison": [LIAISON]})
    other = Records.open(address)
    await asyncio.gather(hand_over(records), opened(other, REFERRAL, LIAISON))
    await other.close()
    words: list[Act] = await list_undecided(records, NORTH, KIND)
    assert [act.message["people"] for act in words] == [[NEW]]


# The deputy in the lead's place


async def mark(records: Records, kind: str, away: str | None, **more: Any) -> None:
    process = await get_process(records, INSPECTION)
    members = {"lead_away": away, "people": {"inspection_lead": ["p-lead"]}}
    marked = change(f"{INSPECTION}:{kind}", process.last_effect, patch=members, event=kind, **more)
    await project(records, projection(INSPECTION, marked), StateDeriver())


async def test_what_stands_beside_the_inspection_hears_that_the_lead_is_away_and_back(
    house: House, records: Records
) -> None:
    for workflow_id in (REFERRAL, FOLLOW_UP):
        await opened(records, workflow_id, LIAISON)
    assert await is_lead_away(records, NORTH) is False
    for kind, away in (("mark_lead_away", "2027-01-11"), ("mark_lead_back", None)):
        before = await told(records)
        await mark(records, kind, away)
        assert await is_lead_away(records, NORTH) is bool(away)
        heard = [word for word in await told(records) if word not in before]
        assert {where for where, _ in heard} == {REFERRAL, FOLLOW_UP}
        assert {message["role"] for _, message in heard} == {"inspection_lead"}


async def test_of_a_closed_inspection_nobody_can_say_whether_its_lead_is_away(
    house: House, records: Records
) -> None:
    await mark(records, "mark_lead_away", "2027-01-11", closes=True)
    assert await is_lead_away(records, NORTH) is None
