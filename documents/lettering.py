"""What people typed, made safe to set: no control characters, and only signs that our fonts can
print.

A sign without a glyph would stop an archivable PDF, so it is written out by its Unicode name in
brackets. Word files use the reader's fonts and need only `printable`.
"""

import dataclasses
import functools
import re
import struct
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Facts = TypeVar("Facts")
FONTS = Path(__file__).parent / "fonts"
_TYPED_SPACES = re.compile("[\t\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LIKENESSES = {0x2010: "-", 0x2011: "-", 0x2012: "–", 0x2015: "—", 0x2192: "->", 0x25CF: "•"}


def printable(text: str) -> str:
    """`text` in composed form without control, format and surrogate characters.

    Line ends become LF, and tabs and typographic spaces become spaces.
    """
    lines = re.sub("\r\n?|\u2028|\u2029|\v|\f|\x85", "\n", text)
    composed = unicodedata.normalize("NFC", _TYPED_SPACES.sub(" ", lines))
    return "".join(sign for sign in composed if _stays(sign))


def set_in_font(text: str) -> str:
    """`printable` text in which every sign has a glyph in all the shipped fonts."""
    return "".join(_lettered(sign) for sign in printable(text))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of typed text: one for each line that is not blank."""
    return tuple(line.strip() for line in set_in_font(text).split("\n") if line.strip())


def cleaned(facts: Facts, clean: Callable[[str], str]) -> Facts:
    """The same facts with every text in them, at any depth, passed through `clean`."""
    result: Any = facts
    if isinstance(facts, str):
        result = clean(facts) if type(facts) is str else facts
    elif isinstance(facts, tuple):
        result = tuple(cleaned(item, clean) for item in facts)
    elif dataclasses.is_dataclass(facts) and not isinstance(facts, type):
        fields = [field.name for field in dataclasses.fields(facts) if field.init]
        values = {name: cleaned(getattr(facts, name), clean) for name in fields}
        result = dataclasses.replace(facts, **values)
    return result  # type: ignore[no-any-return]


def _stays(sign: str) -> bool:
    if sign == "\n":
        return True
    code = ord(sign)
    never_a_sign = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    variation_selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    hidden = unicodedata.category(sign) in ("Cc", "Cf", "Cs")
    return not (never_a_sign or variation_selector or hidden)


def _lettered(sign: str) -> str:
    if sign == "\n" or ord(sign) in covered():
        return sign
    likeness = _LIKENESSES.get(ord(sign)) or unicodedata.normalize("NFKC", sign)
    if all(ord(part) in covered() for part in likeness):
        return likeness
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"


@functools.cache
def covered() -> frozenset[int]:
    """The code points that every shipped font has a glyph for."""
    fonts = sorted(FONTS.glob("*.ttf"))
    return frozenset.intersection(*(_code_points(font.read_bytes()) for font in fonts))


def _code_points(font: bytes) -> frozenset[int]:
    """Code points of a TrueType font, read from its Windows Unicode table (cmap 3/1, format 4)."""
    start = _table(font, b"cmap")
    for index in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * index)
        if (platform, encoding) == (3, 1):
            return _format_4(font, start + offset)
    raise ValueError("the font has no Windows Unicode table")


def _table(font: bytes, tag: bytes) -> int:
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError("the font lacks a table that every font has")


def _format_4(font: bytes, start: int) -> frozenset[int]:
    """Segments of format 4; a code point counts when its glyph is not the missing-glyph box."""
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends, starts, deltas, ranges = (
        struct.unpack_from(f">{count}H", font, start + place)
        for place in (14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count)
    )
    found: set[int] = set()
    for index in range(count):
        for code in range(starts[index], ends[index] + 1):
            glyph = code
            if ranges[index]:
                at = start + 16 + 6 * count + 2 * index + ranges[index] + 2 * (code - starts[index])
                glyph = struct.unpack_from(">H", font, at)[0] if at + 2 <= len(font) else 0
            if glyph and (glyph + deltas[index]) & 0xFFFF and code != 0xFFFF:
                found.add(code)
    return frozenset(found)
