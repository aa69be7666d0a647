"""Handing a role over: who may name a successor, whom the duties exclude, who then serves."""

import pytest

from criteria.duties import (
    SHARED,
    HandOver,
    is_appointable,
    require_successor,
    succeed,
    who_hands_over,
)
from criteria.errors import Rule, RuleBroken
from criteria.roles import FORCE_ROLES, Role, Side, side_of

FULL = {role: [f"p-{role.value}"] for role in Role} | {
    Role.PANEL_MEMBER: ["p-m-1", "p-m-2"],
    Role.INSPECTOR: ["p-i-1", "p-i-2"],
}
NONE: dict[Role, list[str]] = {}


def refusal(
    role: Role,
    successor: str,
    leaver: str = "",
    served: dict[Role, list[str]] = NONE,
    preparers: tuple[str, ...] = (),
) -> Rule | None:
    change = HandOver(role, leaver or FULL[role][0], successor)
    try:
        require_successor(change, FULL, served, preparers)
    except RuleBroken as broken:
        return broken.rule
    return None


@pytest.mark.parametrize("role", list(Role))
def test_somebody_new_may_take_over_any_role(role: Role) -> None:
    assert refusal(role, "p-new") is None


@pytest.mark.parametrize("role", list(Role))
def test_the_force_replaces_its_own_and_nobody_but_hmi_names_a_lead(role: Role) -> None:
    naming = set(who_hands_over(role))
    assert (Role.CHIEF_OFFICER_LEAD in naming) is (role in FORCE_ROLES)
    assert (naming == {Role.HMI}) is (role is Role.INSPECTION_LEAD)
    assert (Role.HMI in naming) is (role not in FORCE_ROLES)
    assert (Role.INSPECTION_LEAD in naming) is (role is not Role.INSPECTION_LEAD)
    assert naming <= {Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.HMI, Role.CHIEF_OFFICER_LEAD}


def test_a_role_is_taken_over_from_its_holder_by_another_person() -> None:
    assert refusal(Role.LIAISON, "p-new", "p-editor") is Rule.LEAVER_NOT_IN_ROLE
    assert refusal(Role.LIAISON, "p-liaison") is Rule.SUCCESSOR_IS_THE_LEAVER


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.PANEL_MEMBER])
def test_a_colleague_takes_over_only_what_several_share(role: Role) -> None:
    expected = None if role in SHARED else Rule.ALREADY_IN_THE_ROLE
    assert refusal(role, FULL[role][1]) is expected


@pytest.mark.parametrize(
    ("role", "successor", "rule"),
    [
        (Role.INSPECTION_LEAD, "p-m-1", Rule.MODERATOR_WAS_ON_THE_TEAM),
        (Role.PANEL_MEMBER, "p-i-1", Rule.MODERATOR_WAS_ON_THE_TEAM),
        (Role.ACCURACY_DECIDER, "p-i-1", Rule.DECIDER_WAS_ON_THE_VISIT),
        (Role.HMI, "p-m-1", Rule.MODERATOR_IS_NOT_SIGNATORY),
        (Role.INSPECTION_LEAD, "p-deputy_lead", None),
        (Role.EDITOR, "p-i-1", None),
    ],
)
def test_roles_that_are_apart_at_issue_are_apart_at_a_hand_over(
    role: Role, successor: str, rule: Rule | None
) -> None:
    assert refusal(role, successor) is rule


def test_who_left_the_team_does_not_come_back_on_the_panel() -> None:
    served = {Role.INSPECTOR: ["p-gone"]}
    found = refusal(Role.PANEL_MEMBER, "p-gone", served=served)
    assert found is Rule.MODERATOR_WAS_ON_THE_TEAM
    assert refusal(Role.INSPECTOR, "p-gone", served=served) is None


def test_a_hand_over_leaves_the_panel_no_smaller() -> None:
    assert refusal(Role.PANEL_MEMBER, "p-panel_chair") is Rule.ROLE_NOT_FILLED
    assert refusal(Role.PANEL_CHAIR, "p-m-1") is Rule.ROLE_NOT_FILLED


def test_who_prepared_the_return_does_not_become_its_approver() -> None:
    prepared = ("p-contributor",)
    approver = Role.CHIEF_OFFICER_LEAD
    assert refusal(approver, "p-contributor", preparers=prepared) is Rule.PREPARER_IS_NOT_APPROVER
    assert refusal(approver, "p-contributor") is None
    assert refusal(Role.LIAISON, "p-contributor", preparers=prepared) is None


def test_the_successor_stands_where_the_leaver_stood() -> None:
    after = succeed(FULL, HandOver(Role.INSPECTOR, "p-i-1", "p-new"))
    assert after == {**FULL, Role.INSPECTOR: ["p-new", "p-i-2"]}
    joined = succeed(FULL, HandOver(Role.INSPECTOR, "p-i-1", "p-i-2"))
    assert joined[Role.INSPECTOR] == ["p-i-2"]
    assert FULL[Role.INSPECTOR] == ["p-i-1", "p-i-2"]


@pytest.mark.parametrize("role", list(Role))
def test_side_force_and_standing_role_make_appointable(role: Role) -> None:
    side, standing = side_of(role), (role.value,)
    home = None if side is Side.INSPECTORATE else "X01"
    assert is_appointable(role, "X01", side, home, standing)
    assert not is_appointable(role, "X01", side, home, ())
    for other in set(Side) - {side}:
        assert not is_appointable(role, "X01", other, "X01", standing)
    assert is_appointable(role, "X02", side, home, standing) is (side is Side.INSPECTORATE)
