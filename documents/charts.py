"""Two charts as SVG text, the same in HTML and PDF: bars by case type, and scores by chapter.

Presentation attributes only, so that a strict content security policy holds. Numbers stand in the
bars and `<title>` and `<desc>` say the rest, so colour is never the only cue; a table of the same
numbers follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape

WIDTH = 640
INK, MUTED, TRACK, TEAL = "#1A2426", "#4A595C", "#E3EAE9", "#1D6B66"
# Fill and the colour of the number on it, best grade first; contrast at least 4.5 to 1.
_RAMP = (
    ("#1D6B66", "#FFFFFF"),
    ("#A9D3C6", INK),
    ("#F0C46C", INK),
    ("#E08A5B", INK),
    ("#8A2346", "#FFFFFF"),
)
_STEPS = {1: (0,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 2, 4)}
_NO_GRADES = (("#D3DBDB", INK), ("#8A9899", INK))  # such as not applicable and not seen
_BAR, _LINE, _GAP = 24, 18, 14
_FACE = 'font-family="Public Sans, Arial, sans-serif" font-size="14"'


@dataclass(frozen=True)
class StackedBar:
    """One bar: its label and a count for each series."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class ScoreBar:
    """One score: `score` out of the best, None for none; `text` is printed beside the bar."""

    label: str
    score: int | None
    text: str


def stacked_bars(
    identity: str, title: str, series: Sequence[str], bars: Sequence[StackedBar], *, grades: int
) -> str:
    """A bar for each case type, a segment for each series: `grades` grades, best first, then
    others.
    """
    colours = _colours(grades, len(series))
    parts, height = _legend(series, colours)
    longest = max((sum(bar.counts) for bar in bars), default=1) or 1
    for bar in bars:
        drawn, height = _labelled(bar.label, height)
        parts += drawn
        parts += _segments(bar.counts, colours, height, (WIDTH - 60) / longest)
        height += _BAR + _GAP
    return _framed(identity, title, described(series, bars), parts, height)


def score_bars(identity: str, title: str, best: int, bars: Sequence[ScoreBar]) -> str:
    """A bar for each chapter's score on a track of `best` steps; no bar where there is no score."""
    parts: list[str] = []
    height, left, step = 4.0, 345.0, 190 / best
    for bar in bars:
        lines = wrap(bar.label, 46) or [""]
        top = height + (_LINE * len(lines) - _LINE) / 2
        parts += _lines(lines, height + 17)
        for place in range(best):
            fill = TEAL if bar.score is not None and place < bar.score else TRACK
            parts.append(_box(left + place * step, top, step - 3, fill))
        parts.append(_text(left + 200, top + 17, bar.text, 'font-weight="700"'))
        height += _LINE * (len(lines) - 1) + _BAR + 8
    said = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return _framed(identity, title, f"{said}.", parts, height)


def described(series: Sequence[str], bars: Sequence[StackedBar]) -> str:
    """The chart in words: every label with its counts."""
    rows = (
        f"{bar.label}: "
        + ", ".join(f"{name.lower()} {n}" for name, n in zip(series, bar.counts, strict=True))
        for bar in bars
    )
    return "; ".join(rows) + "."


def _colours(grades: int, count: int) -> list[tuple[str, str]]:
    """One for each grade, and greys for what is no grade."""
    places = _STEPS.get(grades) or tuple(place % len(_RAMP) for place in range(grades))
    greys = (_NO_GRADES[place % len(_NO_GRADES)] for place in range(count - grades))
    return [*(_RAMP[place] for place in places), *greys]


def _segments(
    counts: Sequence[int], colours: Sequence[tuple[str, str]], top: float, unit: float
) -> list[str]:
    """Segments to scale; one too short for its number is widened until the number fits."""
    parts, left = [], 0.0
    floors = [9.0 * len(str(count)) + 8 if count else 0.0 for count in counts]
    widths = [max(count * unit, floor) for count, floor in zip(counts, floors, strict=True)]
    squeeze = min(1.0, (WIDTH - 60) / (sum(widths) or 1.0))
    for count, width, (fill, ink) in zip(counts, widths, colours, strict=True):
        if not count:
            continue
        width *= squeeze
        parts.append(_box(left, top, width - 2, fill))
        centre = f'text-anchor="middle" font-weight="700" fill="{ink}"'
        parts.append(_text(left + width / 2 - 1, top + 17, str(count), centre))
        left += width
    parts.append(_text(left + 8, top + 17, str(sum(counts)), 'font-weight="700"'))
    return parts


def _legend(series: Sequence[str], colours: Sequence[tuple[str, str]]) -> tuple[list[str], float]:
    parts: list[str] = []
    left, top = 0.0, 4.0
    for name, (fill, _) in zip(series, colours, strict=True):
        width = 46 + 7.2 * len(name)
        if left and left + width > WIDTH:
            left, top = 0.0, top + 22
        parts.append(
            f'<rect x="{left:g}" y="{top:g}" width="14" height="14" rx="2" fill="{fill}"/>'
        )
        parts.append(_text(left + 20, top + 12, name, f'fill="{MUTED}"'))
        left += width
    return parts, top + 32


def _labelled(label: str, top: float) -> tuple[list[str], float]:
    """The label's lines above a bar, and where the bar begins."""
    lines = wrap(label, 80) or [""]
    return _lines(lines, top + 12), top + _LINE * len(lines) + 1


def _lines(lines: Sequence[str], top: float) -> list[str]:
    return [
        _text(0, top + _LINE * place, line, f'fill="{INK}"') for place, line in enumerate(lines)
    ]


def _box(left: float, top: float, width: float, fill: str) -> str:
    return (
        f'<rect x="{left:.6g}" y="{top:.6g}" width="{max(width, 1):.6g}" height="{_BAR}" '
        f'rx="2" fill="{fill}"/>'
    )


def _text(left: float, top: float, words: str, attributes: str) -> str:
    return f'<text x="{left:.6g}" y="{top:.6g}" {_FACE} {attributes}>{escape(words)}</text>'


def _framed(identity: str, title: str, said: str, parts: Sequence[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.6g}" '
        f'width="{WIDTH}" height="{height:.6g}" role="img" '
        f'aria-labelledby="{identity}-title {identity}-desc">'
        f'<title id="{identity}-title">{escape(title)}</title>'
        f'<desc id="{identity}-desc">{escape(said)}</desc>{"".join(parts)}</svg>'
    )
