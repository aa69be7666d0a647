"""What can go wrong with what is kept. No HTTP; messages carry ids and codes only."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.drafts import Draft


class NotFound(Exception):
    """There is no such thing, or none that this viewer may know of: one answer for both."""

    def __init__(self, what: str, key: str) -> None:
        self.what = what
        self.key = key
        super().__init__(f"no {what} {key}")


class DraftConflict(Exception):
    """Somebody else saved first. Carries the text that stands, so that both can be shown.

    `current` is None where a version was expected and there is no draft at all.
    """

    def __init__(self, expected: int, current: "Draft | None") -> None:
        self.expected = expected
        self.current = current
        found = "none" if current is None else f"version {current.version}"
        super().__init__(f"expected version {expected}, found {found}")


class RecordsAhead(Exception):
    """A change does not follow the last one recorded: reconcile records and workflow first."""

    def __init__(self, workflow_id: str, base: str, recorded: str) -> None:
        self.workflow_id = workflow_id
        self.base = base
        self.recorded = recorded
        super().__init__(f"{workflow_id}: the change follows {base!r}, records hold {recorded!r}")


class EffectKeyReused(Exception):
    """The same effect key came with other content: never passed over as a duplicate."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"effect {key} was recorded with another payload")


class FileDamaged(Exception):
    """The bytes in the file store are not those that were put there."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(f"stored file {sha256} does not match its hash")


class BadCursor(Exception):
    """The text that should continue a list is none that was given out for that list."""

    def __init__(self) -> None:
        super().__init__("no such place in the list")
