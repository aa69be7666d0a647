"""Where a text or a value comes from: a document's source, and the printed slips that are kept."""

from dataclasses import dataclass

OURS = "ours"  # the basis of every value that no official document gives


@dataclass(frozen=True)
class Source:
    """Where a document comes from. `sha256` is that of the file as supplied."""

    statement: str
    publisher: str = ""
    file: str = ""
    sha256: str = ""
    licence: str = ""
    licence_address: str = ""
    attribution: str = ""


@dataclass(frozen=True)
class Slip:
    """A slip of the official text, kept as printed: `printed` stands so at `place`, an id of the
    document.
    """

    place: str
    printed: str
    note: str
