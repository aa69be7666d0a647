"""What the scenes of the demonstration share: client, inspection, what has been noted."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from touchstone.demo.cast import NORTHSHIRE, Cast
from touchstone.demo.client import API, Client
from touchstone.demo.progress import Display
from touchstone.demo.replies import Accepted, Unexpected
from touchstone.demo.writing.stories import Story

POLL_SECONDS, POLL_LIMIT = 0.2, 180.0

Found = TypeVar("Found")


@dataclass
class Play:
    """One inspection played. `programme` is the programme as the API describes it."""

    client: Client
    display: Display
    today: date
    cast: Cast = NORTHSHIRE
    programme: dict[str, Any] = field(default_factory=dict)
    reference: str = ""
    stages: list[str] = field(default_factory=list)  # journey stages that a case file speaks to
    files: dict[str, Story] = field(default_factory=dict)  # case reference -> its story
    reviewers: dict[str, str] = field(default_factory=dict)  # case reference -> inspector
    phases: list[tuple[str, float]] = field(default_factory=list)  # name, second it was reached

    @property
    def here(self) -> str:
        return f"{API}/inspections/{self.reference}"

    @property
    def is_scored(self) -> bool:
        return bool(self.programme["scoring"]["mode"] != "evidence_only")

    @property
    def is_graded(self) -> bool:
        return bool(self.programme["cases"]["grades"])

    async def act(self, person: str, path: str, body: dict[str, Any]) -> Accepted:
        """An act at the inspection."""
        return await self.client.act(person, f"{self.here}/{path}", self.cast.said(body))

    async def save(self, person: str, path: str, body: dict[str, Any]) -> None:
        """A draft at the inspection."""
        await self.client.save_draft(person, f"{self.here}/{path}", self.cast.said(body))

    async def attempt(
        self, person: str, path: str, body: dict[str, Any], rule: str, what: str
    ) -> None:
        """An act that must be refused by this rule; shown as expected."""
        await self.client.refused(person, f"{self.here}/{path}", self.cast.said(body), rule)
        self.display.refused(what, rule)

    async def see(self, path: str, person: str | None = None) -> Any:
        """Something about the inspection, as a person sees it; as the lead where none is named."""
        return await self.client.get(person or self.cast.team.lead, f"{self.here}/{path}")

    async def note_phase(self) -> None:
        """Note the phase that the inspection is in, the first time it is."""
        phase = (await self.client.get(self.cast.team.lead, self.here))["phase"]
        if phase not in dict(self.phases):
            self.phases.append((phase, self.display.seconds))
            self.display.phase(f"Phase: {phase.replace('_', ' ')}")

    async def until(self, what: str, look: Callable[[], Awaitable[Found | None]]) -> Found:
        """Ask again until there is an answer. Raises Unexpected after POLL_LIMIT seconds."""
        end = self.display.seconds + POLL_LIMIT
        while self.display.seconds < end:
            found = await look()
            if found is not None:
                return found
            await asyncio.sleep(POLL_SECONDS)
        raise Unexpected(f"After {POLL_LIMIT:g} s there is still no {what}.")
