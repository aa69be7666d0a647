"""Separation of duties at appointment: who may not be what besides, who is missing, whose past."""

from datetime import date
from itertools import combinations

import pytest

from criteria.duties import REQUIRED, has_conflict, require_apart, require_filled
from criteria.errors import Rule, RuleBroken
from criteria.roles import Role

L, D, INSPECTOR = Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.INSPECTOR
CHAIR, MEMBER = Role.PANEL_CHAIR, Role.PANEL_MEMBER
HMI, DECIDER, EDITOR = Role.HMI, Role.ACCURACY_DECIDER, Role.EDITOR

FORBIDDEN = {
    **{
        frozenset({one, other}): Rule.MODERATOR_WAS_ON_THE_TEAM
        for one in (L, D, INSPECTOR)
        for other in (CHAIR, MEMBER)
    },
    **{frozenset({one, DECIDER}): Rule.DECIDER_WAS_ON_THE_VISIT for one in (L, D, INSPECTOR)},
    **{
        frozenset({one, HMI}): Rule.MODERATOR_IS_NOT_SIGNATORY
        for one in (L, D, INSPECTOR, CHAIR, MEMBER)
    },
}
FULL = {role: [f"p-{role.value}"] for role in Role} | {MEMBER: ["p-m-1", "p-m-2"]}
ON = date(2027, 1, 11)


@pytest.mark.parametrize("pair", list(combinations(Role, 2)), ids=lambda p: f"{p[0]}+{p[1]}")
def test_of_all_pairs_of_roles_exactly_the_named_ones_are_kept_apart(
    pair: tuple[Role, Role],
) -> None:
    people = {role: ["p-1"] for role in pair}
    rule = FORBIDDEN.get(frozenset(pair))
    if rule is None:
        require_apart(people)
        return
    with pytest.raises(RuleBroken) as refused:
        require_apart(people)
    assert refused.value.rule is rule
    assert refused.value.codes[0] == "p-1"
    assert set(refused.value.codes[1:]) == {role.value for role in pair}


def test_different_people_may_hold_what_one_may_not() -> None:
    require_apart(FULL)
    require_apart({L: ["p-1"], CHAIR: ["p-2"], HMI: ["p-3"]})


def test_a_chief_officer_who_prepares_may_be_appointed() -> None:
    require_apart({Role.CHIEF_OFFICER_LEAD: ["p-1"], Role.LIAISON: ["p-1"]})


@pytest.mark.parametrize("role", REQUIRED)
def test_each_required_role_must_be_filled(role: Role) -> None:
    require_filled(FULL, panel_minimum=3)
    for missing in ({**FULL, role: []}, {r: ids for r, ids in FULL.items() if r is not role}):
        with pytest.raises(RuleBroken) as refused:
            require_filled(missing, panel_minimum=1)
        assert (refused.value.rule, refused.value.codes) == (Rule.ROLE_NOT_FILLED, (role.value,))


def test_a_deputy_a_contributor_and_an_operator_may_be_missing() -> None:
    optional = {D, Role.CONTRIBUTOR, Role.OPERATOR, Role.HEAD_OF_PVP}
    require_filled({r: ids for r, ids in FULL.items() if r not in optional}, panel_minimum=3)


def test_the_panel_counts_persons_and_its_chair_among_them() -> None:
    small = {**FULL, MEMBER: ["p-panel_chair", "p-m-1"]}
    with pytest.raises(RuleBroken) as refused:
        require_filled(small, panel_minimum=3)
    assert refused.value.codes == ("panel_member",)
    require_filled(small, panel_minimum=2)


@pytest.mark.parametrize("role", [L, D, INSPECTOR, CHAIR, MEMBER, HMI, DECIDER])
def test_a_past_in_the_force_counts_for_whoever_judges(role: Role) -> None:
    assert has_conflict(role, "X01", "X01", {}, 5, ON)
    assert has_conflict(role, "X01", None, {"X01": ""}, 5, ON)
    assert has_conflict(role, "X01", None, {"X01": "2024-08-31"}, 5, ON)
    assert not has_conflict(role, "X01", "X02", {"X02": ""}, 5, ON)
    assert not has_conflict(role, "X01", None, {}, 5, ON)


@pytest.mark.parametrize("role", sorted(set(Role) - {L, D, INSPECTOR, CHAIR, MEMBER, HMI, DECIDER}))
def test_it_does_not_count_for_others(role: Role) -> None:
    assert not has_conflict(role, "X01", "X01", {"X01": ""}, 5, ON)


@pytest.mark.parametrize(
    ("left", "on", "counts"),
    [
        ("2022-01-11", date(2027, 1, 10), True),
        ("2022-01-11", date(2027, 1, 11), False),
        ("2024-02-29", date(2029, 2, 28), True),
        ("2024-02-29", date(2029, 3, 1), False),
    ],
)
def test_the_years_are_counted_to_the_day(left: str, on: date, counts: bool) -> None:
    assert has_conflict(INSPECTOR, "X01", None, {"X01": left}, 5, on) is counts


def test_without_years_of_conflict_only_the_present_counts() -> None:
    assert not has_conflict(INSPECTOR, "X01", None, {"X01": "2027-01-10"}, 0, ON)
    assert has_conflict(INSPECTOR, "X01", None, {"X01": ""}, 0, ON)
