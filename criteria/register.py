"""The register of forces: England and Wales, three national ones, and invented ones to play with.

What the values are worth is said in criteria/forces/README.md. `region` is the statistical region,
not an inspectorate's.
"""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "forces"


@dataclass(frozen=True)
class Force:
    """One police force. `code` is text and keeps its leading nought.

    `pfa_code` (Office for National Statistics) and `police_uk_id` are absent where none is known.
    `in_programme` is true of the forces that child protection inspections cover unless one says
    otherwise. Only an `invented` force may be given invented content.
    """

    code: str
    name: str
    region: str
    welsh_name: str | None = None
    pfa_code: str | None = None
    police_uk_id: str | None = None
    aliases: tuple[str, ...] = ()
    in_programme: bool = True
    invented: bool = False

    @property
    def is_welsh(self) -> bool:
        return is_welsh(self.region)


def is_welsh(region: str | None) -> bool:
    """Whether a force of this region is one of Wales."""
    return (region or "").startswith("Wales")


@cache
def forces() -> tuple[Force, ...]:
    """Every force, real before invented, in the order of the register."""
    names = tomllib.loads((_FOLDER / "names.toml").read_text(encoding="utf-8"))
    return (*_read("forces.csv", names, False), *_read("invented.csv", names, True))


def find(code: str) -> Force | None:
    """The force of that code; None when there is none."""
    return next((force for force in forces() if force.code == code), None)


def find_by_name(name: str) -> Force | None:
    """The force of that name, Welsh name or alias, capitals aside; None when there is none."""
    sought = name.strip().casefold()
    return next((force for force in forces() if sought in _names(force)), None)


def _names(force: Force) -> set[str]:
    return {name.casefold() for name in (force.name, force.welsh_name, *force.aliases) if name}


def _read(file: str, names: dict[str, Any], invented: bool) -> list[Force]:
    with (_FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return [_force(row, names, invented) for row in csv.DictReader(lines)]


def _force(row: dict[str, str], names: dict[str, Any], invented: bool) -> Force:
    code = row["code"]
    return Force(
        code=code,
        name=row["name"],
        region=row["region"],
        welsh_name=names["welsh"].get(code),
        pfa_code=row["pfa_code"] or None,
        police_uk_id=row["police_uk_id"] or None,
        aliases=tuple(names["aliases"].get(code, ())),
        in_programme=code not in names["outside_the_programme"],
        invented=invented,
    )
