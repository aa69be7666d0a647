"""A desk on which everything is noted: the journal's entries, and each rung with those it told."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from activities.derive import Climbed, Derived
from activities.journalled import journalled
from activities.wording import About
from records.projection import Change
from tests.builders import an_issue, an_outline
from tests.workflows.by_journal import Entry
from tests.workflows.desk import Desk
from tests.workflows.straight import until
from tests.workflows.undelivered import counting
from workflows import ladder
from workflows.names import INSPECTION
from workflows.patch import to_document
from workflows.state import InspectionState

ABOUT = About("T-1", "Northshire", "http://t")
OUTLINE = counting(an_outline())
POINTS = ("undelivered", "delivered", "submitted", "allocated", "judged", "final")


@dataclass(frozen=True)
class Rung:
    """A rung that was climbed: of which task and date, when, and who was told."""

    task: str
    due: str
    index: int
    at: datetime
    told: tuple[str, ...]


@dataclass
class Watched(Desk[InspectionState]):
    """An inspection; `journal` and `rungs` only grow."""

    journal: list[Entry] = field(default_factory=list)
    rungs: list[Rung] = field(default_factory=list)

    def act(self, actor: str, kind: str, body: dict[str, Any] | None = None) -> None:
        super().act(actor, kind, body)
        at = self.received or self.now
        self.journal.append(Entry(kind, at, journalled(kind, body or {})))

    def render(self) -> None:
        wanted = [document for document, sha256 in self.state.documents.items() if not sha256]
        super().render()
        if wanted:
            body = {"effect": f"documents:{','.join(wanted)}"}
            self.journal.append(Entry("documents_ready", self.now, body))

    def climb(self) -> list[ladder.Reached]:
        before = set(self.state.events)
        climbed = super().climb()
        self.rungs += [self._noted(rung) for rung in climbed]
        for event in self.state.events.keys() - before:
            self.journal.append(Entry(event, self.now))
        return climbed

    def _noted(self, rung: ladder.Reached) -> Rung:
        """As the records derive it: who is told, at the moment at which it is climbed."""
        document = to_document(self.state)
        named = {"rung": Climbed(rung.kind, rung.task, rung.roles)}
        by = Derived(INSPECTION, ABOUT, {}, named, self.now)
        notices = by.notices(document, document, Change("rung", "0" * 64, "", {}, "", self.now))
        told = tuple(notice.recipient for notice in notices)
        return Rung(rung.task, rung.due, rung.index, self.now, told)


def watched_at(point: str) -> Watched:
    """An inspection that has come to this point of the straight run, all of it noted."""
    return _at(point).copy()  # type: ignore[return-value]


@cache
def _at(point: str) -> Watched:
    desk = Watched(InspectionState("T-1"))
    desk.act("p-lead", "issue", an_issue(outline=to_document(OUTLINE)))
    desk.render()
    if point == "undelivered":
        return desk
    desk.act("p-liaison", "open_notice")
    for step in [] if point == "delivered" else until(point):
        desk.act(*step)
        desk.render()
    return desk
