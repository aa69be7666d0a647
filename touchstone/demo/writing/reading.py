"""Reads the texts: TOML in which lines are joined and empty lines part paragraphs."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def texts(name: str) -> dict[str, Any]:
    """The content of one file, such as `answers_journey` or `cases/domestic-abuse`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def unwrapped(text: str) -> str:
    """Typed text with one line for each paragraph."""
    parts = (part.split() for part in text.strip().split("\n\n"))
    return "\n".join(" ".join(words) for words in parts)


def lot(*of: object) -> int:
    """A number that looks like chance and is the same every time."""
    digest = hashlib.sha256("/".join(map(str, of)).encode()).digest()
    return int.from_bytes(digest[:6], "big")
