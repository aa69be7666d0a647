"""The demonstration world as a table, read from world.toml: which inspection stands where."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WHOLE = 33  # the sample of a force that lists enough cases


@dataclass(frozen=True)
class Row:
    """One inspection; what the columns mean stands at the top of world.toml."""

    force: str
    programme: str
    began: int
    reaches: str
    after: tuple[str, ...]
    cases: int
    shows: str
    instead: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.force}/{self.programme}"


def _read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("world.toml").read_text(encoding="utf-8"))


_FILE = _read()
WORLD = tuple(Row(**{**one, "after": tuple(one["after"])}) for one in _FILE["inspections"])
PLACES: tuple[str, ...] = tuple(_FILE["towns"].pop("of"))  # of Northshire
TOWNS: dict[str, tuple[str, ...]] = {force: tuple(of) for force, of in _FILE["towns"].items()}
UNCOUNTED: dict[str, str] = _FILE["uncounted"]
