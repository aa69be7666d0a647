"""What follows from an act of long ago is dated like it, in a demonstration only."""

from datetime import UTC, datetime, timedelta

import pytest

from activities.demonstration import LONG_AGO, as_of

NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(seconds=40), LONG_AGO])
def test_what_happened_just_now_is_dated_now(ago: timedelta) -> None:
    assert as_of(NOW - ago, NOW, demonstration=True) == NOW


def test_what_happened_long_ago_is_dated_then_in_a_demonstration_alone() -> None:
    then = NOW - timedelta(days=30)
    assert as_of(then, NOW, demonstration=True) == then
    assert as_of(then, NOW, demonstration=False) == NOW
