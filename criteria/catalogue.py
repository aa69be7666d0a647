"""Finds and loads programmes: those shipped with the product and those of a house's own folder.

Reads files, so workflows never import it; they carry the programme's outline instead.
"""

from functools import cache
from pathlib import Path

from criteria import check
from criteria.faults import Fault, FaultyProgramme
from criteria.parts import SHIPPED
from criteria.programme import Programme


def programmes(folder: Path | None = None) -> list[Programme]:
    """Every version of every programme, shipped first, then those of `folder`, each by id and
    version.

    `folder` holds programme files itself or in `programmes/`. Raises FaultyProgramme for the first
    faulty file, and when two files are the same version of the same programme.
    """
    found = list(_shipped())
    if folder is not None:
        found += sorted((load(path) for path in _files(folder)), key=_order)
    _refuse_twins(found)
    return found


def load(path: Path) -> Programme:
    """The programme of one file with all its parts; FaultyProgramme, with every fault, when it has
    any.
    """
    programme, faults = check.examine(path)
    if programme is None:
        raise FaultyProgramme(faults)
    return programme


def find(
    programme_id: str, version: str | None = None, folder: Path | None = None
) -> Programme | None:
    """That version of a programme, or its latest; None when there is none."""
    known = [p for p in programmes(folder) if p.id == programme_id]
    if version is not None:
        return next((p for p in known if p.version == version), None)
    return max(known, key=_order, default=None)


@cache
def _shipped() -> tuple[Programme, ...]:
    return tuple(sorted((load(path) for path in _files(SHIPPED)), key=_order))


def _files(folder: Path) -> list[Path]:
    inner = folder / "programmes"
    return sorted((inner if inner.is_dir() else folder).glob("*.toml"))


def _order(programme: Programme) -> tuple[str, tuple[int, ...]]:
    """Versions by number, so that 10 comes after 9."""
    return programme.id, tuple(int(number) for number in programme.version.split("."))


def _refuse_twins(found: list[Programme]) -> None:
    seen: set[tuple[str, str]] = set()
    for programme in found:
        name = (programme.id, programme.version)
        if name in seen:
            sentence = (
                f"There are two programmes '{name[0]}' version {name[1]}. Give one a new version."
            )
            raise FaultyProgramme([Fault(f"{programme.id}", "version", sentence)])
        seen.add(name)
