"""The timeline across forces: where things lie, and what is drawn of each inspection."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from api.pages.timeline import draw, period_of
from documents.language import language
from records.overview import Row

NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
ROW = Row(
    reference="NCP-2027-0001",
    title="An inspection",
    programme_id="national-child-protection",
    force_code="X01",
    force_name="Northshire Constabulary",
    force_welsh_name=None,
    phase="case_audit",
    awaiting=(),
    next_due=datetime(2027, 2, 8, 17, tzinfo=UTC),
    overdue=0,
    issued_at=datetime(2026, 12, 1, tzinfo=UTC),
    fieldwork_start=date(2027, 3, 1),
    fieldwork_end=date(2027, 3, 12),
    closed_at=None,
    created_at=datetime(2026, 12, 1, tzinfo=UTC),
)


def drawn(*rows: Row, code: str = "en") -> str:
    return str(draw(rows, period_of("", NOW), NOW, language(code)))


def test_the_period_is_a_year_around_now_or_from_the_month_asked_for() -> None:
    around = period_of("", NOW)
    assert (around.first, around.last) == (date(2026, 8, 1), date(2027, 8, 1))
    assert period_of("2026-02", NOW).first == date(2026, 2, 1)
    assert around.before() == date(2026, 2, 1)
    assert around.following() == date(2027, 2, 1)
    assert len(around.months()) == 12


@pytest.mark.parametrize("month", ["2026-13", "soon", "0001-01", "9999-12", "2026-02-03"])
def test_a_month_that_is_none_is_passed_over(month: str) -> None:
    assert period_of(month, NOW) == period_of("", NOW)


def test_what_is_late_has_another_shape_than_what_is_to_come() -> None:
    to_come = drawn(ROW)
    late = drawn(replace(ROW, next_due=datetime(2027, 1, 4, tzinfo=UTC), overdue=1))
    shapes = [len(re.findall(r"[\d.]+,[\d.]+", _points(one))) for one in (to_come, late)]
    assert shapes == [4, 3]
    assert "<polygon" not in drawn(replace(ROW, closed_at=NOW))


def test_what_lies_outside_the_period_is_not_drawn_within_it() -> None:
    long_ago = replace(ROW, fieldwork_start=date(2020, 1, 1), fieldwork_end=date(2020, 1, 9))
    assert drawn(ROW).count('fill="#12343b"') == 1
    assert drawn(long_ago).count('fill="#12343b"') == 0


def test_the_chart_is_well_formed_says_who_is_who_and_holds_no_style() -> None:
    named = replace(ROW, force_name='A <b>"force"</b> & co', force_welsh_name="Heddlu Y Lli")
    english, welsh = drawn(named), drawn(named, code="cy")
    ElementTree.fromstring(english)
    assert "A &lt;b&gt;" in english
    assert "Heddlu Y Lli" in welsh
    assert "style=" not in english
    assert draw((), period_of("", NOW), NOW, language("en")) == ""


def _points(svg: str) -> str:
    found = re.search(r'points="([^"]*)"', svg)
    assert found is not None
    return found[1]
