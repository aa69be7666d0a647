"""The timeline across forces as SVG: issue, fieldwork, today, what is due next.

Presentation attributes only, so that the content security policy holds; shapes differ as well as
colours, and the page has the same in a table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from markupsafe import Markup, escape

from api.pages import wording
from api.pages.language import Language
from records.overview import Row
from workflows.uk_time import at_uk, local_day

Say = Callable[[Any], Any]  # a filter of api.pages.wording

MONTHS = 12
BEFORE = 5  # months of the period that lie before the one we are in
_LEFT, _WIDTH, _ROW, _TOP = 300.0, 1060.0, 46.0, 54.0
_INK, _QUIET, _RUNNING, _FIELD, _LATE = "#0b0c0c", "#505a5f", "#9fc5c1", "#12343b", "#ca3535"
_FACE = 'font-family="Arial, sans-serif"'


@dataclass(frozen=True)
class Period:
    """Whole months: `since` is in it, `until` no longer."""

    first: date
    last: date  # the first day after it

    @property
    def since(self) -> datetime:
        return at_uk(self.first, time())

    @property
    def until(self) -> datetime:
        return at_uk(self.last, time())

    def months(self) -> list[date]:
        return [_later(self.first, number) for number in range(MONTHS)]

    def before(self) -> date:
        """The first month of the period half a length earlier."""
        return _later(self.first, -MONTHS // 2)

    def following(self) -> date:
        """The first month of the period half a length later."""
        return _later(self.first, MONTHS // 2)


def period_of(month: str, now: datetime) -> Period:
    """The period that begins with a month (2027-01); for none or another text, that around now."""
    first = _later(local_day(now).replace(day=1), -BEFORE)
    try:
        asked = date.fromisoformat(f"{month}-01") if month else first
    except ValueError:
        asked = first
    # Python's calendar ends with the year 9999, and begins with 1.
    first = asked if 1900 < asked.year < 9000 else first
    return Period(first, _later(first, MONTHS))


def draw(rows: Sequence[Row], period: Period, now: datetime, language: Language) -> Markup:
    """The chart of the rows in their order; empty text for none."""
    if not rows:
        return Markup("")
    scale, say = _Scale(period), wording.filters(language)
    height = _TOP + _ROW * len(rows) + 6
    parts = _months(scale, height, say["short_day"])
    for number, row in enumerate(rows):
        stands = f"{_stands(row, say['phase'], language)}, {row.reference}"
        parts += _row(row, _TOP + _ROW * number, scale, now, stands, language.code)
    parts += _today(scale, height, now, language)
    title = escape(language.say("Timeline of inspections"))
    told = escape(language.say("A bar for each inspection. The same stands in the table below."))
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:g}"'
        f' width="{_WIDTH:g}" height="{height:g}" role="img"'
        ' aria-labelledby="line-title line-desc">'
        f'<title id="line-title">{title}</title><desc id="line-desc">{told}</desc>'
        f"{''.join(parts)}</svg>"
    )


@dataclass(frozen=True)
class _Scale:
    period: Period

    def place(self, at: datetime) -> float:
        """Where a moment lies; what is outside the period lies at its edge."""
        since, until = self.period.since, self.period.until
        share = (at - since) / (until - since)
        return _LEFT + min(max(share, 0.0), 1.0) * (_WIDTH - _LEFT - 10)

    def holds(self, at: datetime) -> bool:
        return self.period.since <= at < self.period.until


def _months(scale: _Scale, height: float, short_day: Say) -> list[str]:
    parts = []
    for month in scale.period.months():
        left = scale.place(at_uk(month, time()))
        name = str(short_day(month)).partition(" ")[2]
        shown = name.partition(" ")[0][:3] if month.month != 1 else name[:3] + name[-5:]
        parts.append(_line(left, 26, left, height, "#d8dcde"))
        parts.append(_text(left + 4, 40, shown, 13, _QUIET))
    return parts


def _stands(row: Row, phase: Say, language: Language) -> str:
    """The phase, and whether the clocks stand still or the end came early."""
    beside = "Paused" if row.paused_at else "Withdrawn" if row.withdrawn_at else ""
    return (
        f"{phase(row.phase)}, {language.say(beside).lower()}" if beside else str(phase(row.phase))
    )


def _row(
    row: Row, top: float, scale: _Scale, now: datetime, stands: str, language: str
) -> list[str]:
    welsh = row.force_welsh_name if language == "cy" else None
    name = welsh or row.force_name
    parts = [
        _text(0, top + 18, _short(name, 34), 15, _INK, bold=True),
        _text(0, top + 36, _short(stands, 42), 13, _QUIET),
    ]
    start, end = row.issued_at or row.created_at, row.closed_at or now
    if end > start:
        parts.append(_bar(scale.place(start), scale.place(end), top + 14, 12, _RUNNING))
    if row.fieldwork_start and row.fieldwork_end:
        begins = at_uk(row.fieldwork_start, time())
        ends = at_uk(row.fieldwork_end, time()) + timedelta(days=1)
        if scale.holds(begins) or scale.holds(ends):
            parts.append(_bar(scale.place(begins), scale.place(ends), top + 9, 22, _FIELD))
    if row.next_due and not row.closed_at and scale.holds(row.next_due):
        parts.append(_mark(scale.place(row.next_due), top + 20, late=row.next_due < now))
    parts.append(_line(0, top + _ROW - 1, _WIDTH, top + _ROW - 1, "#e5e8e9"))
    return parts


def _today(scale: _Scale, height: float, now: datetime, language: Language) -> list[str]:
    if not scale.holds(now):
        return []
    left, said = scale.place(now), language.say("today")
    return [
        f'<line x1="{left:.6g}" y1="6" x2="{left:.6g}" y2="{height:.6g}" stroke="{_INK}"'
        ' stroke-width="2" stroke-dasharray="4 3"/>',
        f'<rect x="{left + 1:.6g}" y="0" width="{8 * len(said) + 8}" height="20" fill="#f0c75e"/>',
        _text(left + 5, 15, said, 13, _INK, bold=True),
    ]


def _bar(left: float, right: float, top: float, height: float, fill: str) -> str:
    width = max(right - left, 3)
    return (
        f'<rect x="{left:.6g}" y="{top:.6g}" width="{width:.6g}" height="{height:g}" rx="2"'
        f' fill="{fill}"/>'
    )


def _mark(left: float, middle: float, *, late: bool) -> str:
    """What is due next: an outlined diamond; a filled triangle where it is late."""
    if late:
        points = f"{left:.6g},{middle - 10:.6g} {left + 10:.6g},{middle + 8:.6g}"
        points += f" {left - 10:.6g},{middle + 8:.6g}"
        return f'<polygon points="{points}" fill="{_LATE}" stroke="#fff" stroke-width="1.5"/>'
    points = f"{left:.6g},{middle - 9:.6g} {left + 9:.6g},{middle:.6g}"
    points += f" {left:.6g},{middle + 9:.6g} {left - 9:.6g},{middle:.6g}"
    return f'<polygon points="{points}" fill="#fff" stroke="{_INK}" stroke-width="2.5"/>'


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str) -> str:
    return (
        f'<line x1="{x1:.6g}" y1="{y1:.6g}" x2="{x2:.6g}" y2="{y2:.6g}" stroke="{stroke}"'
        ' stroke-width="1"/>'
    )


def _text(left: float, top: float, said: str, size: int, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{left:.6g}" y="{top:.6g}" {_FACE} font-size="{size}" fill="{fill}"{weight}>'
        f"{escape(said)}</text>"
    )


def _short(said: str, most: int) -> str:
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"


def _later(month: date, number: int) -> date:
    years, months = divmod(month.year * 12 + month.month - 1 + number, 12)
    return date(years, months + 1, 1)
