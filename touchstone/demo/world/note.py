"""Remembers in the data folder when the demonstration world was begun, and what of it is made."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

NAME = "demonstration-world.json"


@dataclass
class Note:
    """`made_at` (ISO instant) is the moment from which all days of the world are counted."""

    made_at: str
    done: list[str] = field(default_factory=list)  # names of rows


def read_note(folder: Path) -> Note:
    """The note of a world that was begun here, or the beginning of one."""
    try:
        return Note(**json.loads((folder / NAME).read_text("utf-8")))
    except FileNotFoundError:
        note = Note(datetime.now(UTC).isoformat(timespec="seconds"))
        write_note(folder, note)
        return note


def write_note(folder: Path, note: Note) -> None:
    """Keep the note; never half of one."""
    draft = folder / f"{NAME}.new"
    draft.write_text(json.dumps(asdict(note), indent=2) + "\n", "utf-8")
    draft.replace(folder / NAME)
