"""A fault in a criteria file: where it stands, what is wrong and what to do about it.

Reading and checking never stop at the first fault, so that a file is put right in one go.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """`place` is the table path inside `file`; `line` is known for errors of TOML itself."""

    file: str
    place: str
    sentence: str
    line: int | None = None

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        where = ": ".join(part for part in (self.file, line, self.place) if part)
        return f"{where}: {self.sentence}"


class FaultyProgramme(ValueError):
    """A programme cannot be used as it stands. Carries every fault found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class Place:
    """A spot in a file: its table path, such as `sections[journey].nodes[recording].indicator`."""

    file: Path
    path: str = ""

    def key(self, name: str) -> "Place":
        return Place(self.file, f"{self.path}.{name}" if self.path else name)

    def item(self, name: str) -> "Place":
        return Place(self.file, f"{self.path}[{name}]")

    def at(self, *steps: str) -> "Place":
        """Further in: a key, the name of an item in its list, a key of that item, and so on."""
        place = self
        for number, step in enumerate(steps):
            place = place.item(step) if number % 2 else place.key(step)
        return place

    def fault(self, sentence: str) -> Fault:
        return Fault(str(self.file), self.path, sentence)
