"""The draw: anybody who has list and seed draws the same again, and nothing else changes it."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.errors import Rule, RuleBroken
from criteria.sampling import Draw, draw, find_twice

REFERENCES = st.from_regex(r"[A-Z0-9][A-Z0-9/-]{1,8}", fullmatch=True)
SEEDS = st.text(alphabet="0123456789abcdef", min_size=1, max_size=32)
TYPES = ("domestic-abuse", "missing-children", "children-in-custody")


@st.composite
def lists(make: st.DrawFn) -> dict[str, list[str]]:
    """Eligible cases of some types, no reference twice."""
    cases = make(st.lists(REFERENCES, unique=True, max_size=40))
    eligible: dict[str, list[str]] = {}
    for case in cases:
        eligible.setdefault(make(st.sampled_from(TYPES)), []).append(case)
    return eligible


QUOTAS = st.fixed_dictionaries({code: st.integers(0, 6) for code in TYPES})


@given(lists(), QUOTAS, SEEDS)
def test_each_type_gives_its_quota_or_all_it_has(
    eligible: dict[str, list[str]], quotas: dict[str, int], seed: str
) -> None:
    found = draw(eligible, quotas, seed)
    for code, quota in quotas.items():
        listed = eligible.get(code, [])
        assert len(found.drawn[code]) == min(quota, len(listed))
        assert sorted(found.order[code]) == sorted(listed)
        assert found.order[code][: 2 * quota] == found.drawn[code] + found.reserves[code]
    assert Counter(found.cases().values()) == Counter(
        {code: len(cases) for code, cases in found.drawn.items() if cases}
    )


@given(lists(), QUOTAS, SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_list_changes_nothing(
    eligible: dict[str, list[str]], quotas: dict[str, int], seed: str, shuffler: object
) -> None:
    shuffled = {code: list(cases) for code, cases in reversed(eligible.items())}
    for cases in shuffled.values():
        shuffler.shuffle(cases)  # type: ignore[attr-defined]
    assert draw(shuffled, quotas, seed) == draw(eligible, quotas, seed)


@given(lists(), QUOTAS, SEEDS, REFERENCES)
def test_another_case_changes_its_own_type_alone_and_keeps_the_order_of_the_rest(
    eligible: dict[str, list[str]], quotas: dict[str, int], seed: str, case: str
) -> None:
    if case in [one for cases in eligible.values() for one in cases]:
        return
    code = TYPES[0]
    more = {**eligible, code: [*eligible.get(code, []), case]}
    before, after = draw(eligible, quotas, seed), draw(more, quotas, seed)
    assert tuple(one for one in after.order[code] if one != case) == before.order[code]
    for other in TYPES[1:]:
        assert after.order[other] == before.order[other]


def test_another_seed_draws_another_sample() -> None:
    eligible = {TYPES[0]: [f"N-{number:04}" for number in range(200)]}
    draws = {draw(eligible, {TYPES[0]: 5}, f"seed-{n}").drawn[TYPES[0]] for n in range(50)}
    assert len(draws) == 50


def test_every_case_has_the_same_chance() -> None:
    cases = [f"N-{number:02}" for number in range(10)]
    drawn: Counter[str] = Counter()
    for seed in range(2000):
        drawn.update(draw({TYPES[0]: cases}, {TYPES[0]: 3}, str(seed)).drawn[TYPES[0]])
    assert all(500 < drawn[case] < 700 for case in cases), drawn


def test_the_draw_of_this_version_of_the_rule_is_pinned() -> None:
    """A sample that was drawn once must be drawable again by every later version of this code."""
    eligible = {"domestic-abuse": ["N-0001", "N-0002", "N-0003", "N-0004"]}
    found = draw(eligible, {"domestic-abuse": 2, "missing-children": 1}, "00ff")
    assert found == Draw(
        rule="stratified-hmac-sha256-1",
        seed="00ff",
        order={"domestic-abuse": PINNED, "missing-children": ()},
        drawn={"domestic-abuse": PINNED[:2], "missing-children": ()},
        reserves={"domestic-abuse": PINNED[2:], "missing-children": ()},
    )


# The order of `openssl dgst -sha256 -hmac 00ff` over rule, type and reference, parted by 0x1f.
PINNED = ("N-0004", "N-0001", "N-0002", "N-0003")


def test_a_type_without_a_quota_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        draw({"burglary": ["N-0001"]}, {"domestic-abuse": 2}, "s")
    assert (refused.value.rule, refused.value.codes) == (Rule.CASE_TYPE_UNKNOWN, ("burglary",))


def test_a_reference_listed_twice_is_refused_also_across_types() -> None:
    eligible = {TYPES[0]: ["N-0001", "N-0002"], TYPES[1]: ["N-0001"]}
    with pytest.raises(RuleBroken) as refused:
        draw(eligible, dict.fromkeys(TYPES, 1), "s")
    assert (refused.value.rule, refused.value.codes) == (Rule.CASE_REFERENCE_TWICE, ("N-0001",))
    assert find_twice(["b", "a", "b", "a", "c", "a"]) == ["a", "b"]
