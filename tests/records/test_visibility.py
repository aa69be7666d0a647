"""No read of revisions returns what criteria/visibility.py forbids, nor hides what it grants."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from criteria.roles import Role, Side, side_of
from criteria.visibility import Audience, Kind, Sight, Viewer, sight
from records.acts import Act
from records.errors import NotFound
from records.people import end_appointment
from records.revisions import (
    Revision,
    find_standing,
    get_revision,
    list_revisions,
    list_standing,
)
from records.session import Records
from records.tables import ActTable, RevisionTable
from records.values import read_value
from records.visibility import may_open, visible
from tests.records.builders import NORTH, WEST, House, accept, minutes, person_id, said, say

CASES = ("N-0001", "N-0002")
STATES = ("frozen", "accepted", "approved")
EVERYBODY = [*Role, *Audience]
# An author of each side, and one who may write of everything on theirs.
AUTHORS = (Role.INSPECTOR, Role.INSPECTION_LEAD, Role.LIAISON, Role.CASE_AUDITOR)


async def every_revision(records: Records) -> list[Revision]:
    async with records.reading() as session:
        rows = await session.scalars(select(RevisionTable).order_by(RevisionTable.id))
        return [read_value(Revision, row) for row in rows]


def is_allowed(row: Revision, viewer: Viewer | Audience, world: list[Revision]) -> bool:
    """The rule of criteria/visibility.py, said a second time and without a database."""
    reviewed = any(
        other.kind is Kind.REVIEW and other.subject == row.subject and other.accepted_at
        for other in world
        if other.inspection == row.inspection
    )
    granted = sight(row.kind, viewer)
    own = isinstance(viewer, Viewer) and row.author == viewer.person
    return {
        Sight.NEVER: False,
        Sight.OWN: own,
        Sight.ALWAYS: True,
        Sight.ACCEPTED: own or row.accepted_at is not None,
        Sight.APPROVED: own or (row.accepted_at is not None and row.approved_at is not None),
        Sight.REVIEWED: own or (row.accepted_at is not None and reviewed),
    }[granted]


async def seen_one_by_one(
    records: Records, viewer: Viewer | Audience, world: list[Revision]
) -> set[str]:
    seen = set()
    for row in world:
        try:
            seen.add((await get_revision(records, viewer, NORTH, row.id)).id)
        except NotFound:
            continue
    return seen


async def seen_in_lists(
    records: Records, viewer: Viewer | Audience, world: list[Revision]
) -> tuple[set[str], set[str]]:
    standing, all_ = set(), set()
    for kind in {row.kind for row in world}:
        standing |= {row.id for row in await list_standing(records, viewer, NORTH, kind)}
        for subject in {row.subject for row in world if row.kind is kind}:
            rows = await list_revisions(records, viewer, NORTH, kind, subject)
            all_ |= {row.id for row in rows}
            found = await find_standing(records, viewer, NORTH, kind, subject)
            assert found is None or found.id in standing
    return standing, all_


async def require_the_rule(records: Records, viewer: Viewer | Audience) -> None:
    world = await every_revision(records)
    allowed = {row.id for row in world if is_allowed(row, viewer, world)}
    standing, all_ = await seen_in_lists(records, viewer, world)
    assert await seen_one_by_one(records, viewer, world) == allowed
    assert all_ == allowed
    assert standing == {row.id for row in world if row.standing and row.id in allowed}


async def bring_about(records: Records, kind: Kind, subject: str, author: Role, state: str) -> str:
    act = await say(records, author, said(kind, subject))
    await decide(records, act, state)
    return act.revision_ids[0]


async def decide(records: Records, act: Act, state: str) -> None:
    if state != "frozen":
        await accept(records, act, approves=act.revision_ids if state == "approved" else ())


async def as_viewer(house: House, who: Role | Audience) -> Viewer | Audience:
    if isinstance(who, Audience):
        return who
    return await house.viewer(who)


@pytest.mark.parametrize("reviewed", [False, True], ids=["before a review", "after it"])
async def test_every_role_and_audience_sees_of_every_kind_what_the_rules_grant(
    house: House, records: Records, reviewed: bool
) -> None:
    kinds = [kind for kind in Kind if reviewed or kind is not Kind.REVIEW]
    for author in AUTHORS:
        for state in STATES:
            act = await say(records, author, *(said(kind, CASES[0]) for kind in kinds))
            await decide(records, act, state)
    world = await every_revision(records)
    for who in EVERYBODY:
        viewer = await as_viewer(house, who)
        async with records.reading() as session:
            seen = set(await session.scalars(select(RevisionTable.id).where(visible(viewer))))
        assert seen == {row.id for row in world if is_allowed(row, viewer, world)}


sayings = st.tuples(
    st.sampled_from(Kind), st.sampled_from(CASES), st.sampled_from(AUTHORS), st.sampled_from(STATES)
)


@st.composite
def viewers(draw: st.DrawFn) -> Viewer | Audience:
    """Any audience, or a person in any set of roles of one side, none included."""
    if draw(st.booleans()):
        audience: Audience = draw(st.sampled_from(list(Audience)))
        return audience
    side = draw(st.sampled_from(Side))
    of_side = [role for role in Role if side_of(role) is side]
    roles = draw(st.frozensets(st.sampled_from(of_side)))
    person = person_id(draw(st.sampled_from(of_side)))
    return Viewer(person, side, None if side is Side.INSPECTORATE else "X01", roles)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(sayings, max_size=5), viewer=viewers())
async def test_whatever_was_said_a_viewer_sees_what_the_rules_grant(
    house: House,
    records: Records,
    history: list[tuple[Kind, str, Role, str]],
    viewer: Viewer | Audience,
) -> None:
    async with records.transaction() as session:
        await session.execute(delete(RevisionTable))
        await session.execute(delete(ActTable))
    for kind, subject, author, state in history:
        await bring_about(records, kind, subject, author, state)
    await require_the_rule(records, viewer)


INSPECTORATE = [role for role in Role if side_of(role) is Side.INSPECTORATE]


@pytest.mark.parametrize("role", INSPECTORATE)
async def test_the_forces_audit_is_hidden_from_the_inspectorate_until_its_own_review_is_in(
    house: House, records: Records, role: Role
) -> None:
    viewer = await house.viewer(role)
    await bring_about(records, Kind.AUDIT, "N-0001", Role.CASE_AUDITOR, "accepted")
    await bring_about(records, Kind.REVIEW, "N-0002", Role.INSPECTOR, "accepted")
    await bring_about(records, Kind.REVIEW, "N-0001", Role.INSPECTOR, "frozen")
    assert await list_standing(records, viewer, NORTH, Kind.AUDIT) == []
    await bring_about(records, Kind.REVIEW, "N-0001", Role.INSPECTOR, "accepted")
    seen = await list_standing(records, viewer, NORTH, Kind.AUDIT)
    no_judges = {Role.EDITOR, Role.ACCURACY_DECIDER, Role.DUTY_OFFICER, Role.OPERATOR}
    assert [row.subject for row in seen] == ([] if role in no_judges else ["N-0001"])


async def test_a_review_in_another_inspection_opens_no_audit_here(
    house: House, records: Records
) -> None:
    await bring_about(records, Kind.AUDIT, "N-0001", Role.CASE_AUDITOR, "accepted")
    act = await say(records, Role.INSPECTOR, said(Kind.REVIEW, "N-0001"), inspection=WEST)
    await accept(records, act)
    viewer = await house.viewer(Role.INSPECTION_LEAD)
    assert await list_standing(records, viewer, NORTH, Kind.AUDIT) == []


FORCE = [role for role in Role if side_of(role) is Side.FORCE]


@pytest.mark.parametrize("role", FORCE)
async def test_no_force_ever_reads_an_inspectors_review(
    house: House, records: Records, role: Role
) -> None:
    id_ = await bring_about(records, Kind.REVIEW, "N-0001", Role.INSPECTOR, "approved")
    with pytest.raises(NotFound):
        await get_revision(records, await house.viewer(role), NORTH, id_)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", [Kind.RETURN, Kind.SAMPLE, Kind.FOLLOW_UP_ENTRY])
async def test_people_of_another_inspection_see_nothing_of_this_one(
    house: House, records: Records, role: Role, kind: Kind
) -> None:
    id_ = await bring_about(records, kind, "N-0001", Role.LIAISON, "approved")
    stranger = await house.viewer(role, WEST)
    for viewer in (stranger, replace(stranger, force="X01")):
        assert await list_standing(records, viewer, NORTH, kind) == []
        with pytest.raises(NotFound):
            await get_revision(records, viewer, NORTH, id_)
        with pytest.raises(NotFound):
            await get_revision(records, viewer, WEST, id_)


async def test_a_person_whose_appointment_ended_sees_nothing_even_in_an_old_session(
    house: House, records: Records
) -> None:
    old = await house.viewer(Role.INSPECTOR)
    id_ = await bring_about(records, Kind.REVIEW, "N-0001", Role.INSPECTOR, "accepted")
    assert (await get_revision(records, old, NORTH, id_)).id == id_
    async with records.transaction() as session:
        await end_appointment(session, NORTH, old.person, Role.INSPECTOR, minutes(1))
    assert (await house.viewer(Role.INSPECTOR)).roles == frozenset()
    for viewer in (old, await house.viewer(Role.INSPECTOR)):
        with pytest.raises(NotFound):
            await get_revision(records, viewer, NORTH, id_)


@pytest.mark.parametrize(
    ("audience", "openers"),
    [
        (Audience.PUBLISHED_REPORT, set(Role)),
        (Audience.FORCE_NOTICE, set(Role) - {Role.LOCAL_POLICING_BODY}),
        (
            Audience.DRAFT_REPORT,
            {Role.LIAISON, Role.HEAD_OF_PVP, Role.CHIEF_OFFICER_LEAD}
            | {Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.INSPECTOR, Role.PANEL_CHAIR}
            | {Role.PANEL_MEMBER, Role.HMI, Role.EDITOR, Role.ACCURACY_DECIDER},
        ),
        ("inspectorate", set(INSPECTORATE) - {Role.OPERATOR, Role.DUTY_OFFICER}),
    ],
)
def test_files_open_for_the_audience_that_they_were_made_for(
    audience: str, openers: set[Role]
) -> None:
    def viewer(role: Role) -> Viewer:
        return Viewer("p-1", side_of(role), "X01", frozenset({role}))

    assert {role for role in Role if may_open(audience, viewer(role))} == openers
    assert not may_open(audience, Viewer("p-1", Side.INSPECTORATE))
