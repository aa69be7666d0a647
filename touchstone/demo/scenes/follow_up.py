"""The follow-up: opened by publication, its first update given, the rest left open."""

from typing import Any

from touchstone.demo.play import Play
from touchstone.demo.writing.reading import texts, unwrapped


async def open_follow_up(play: Play) -> None:
    """The force answers for its immediate recommendations; plan and comments stay asked for."""
    await play.until("follow-up", lambda: _open(play))
    text = unwrapped(texts("acts")["follow_up"]["immediate_update"])
    await play.act(play.cast.liaison, "follow-up/immediate_update", {"text": text})
    left = (await play.see("follow-up"))["tasks"]
    named = ", ".join(f"{task['title']}" for task in left)
    play.display.say(f"Follow-up opened, update given; still asked for: {named}")


async def _open(play: Play) -> Any | None:
    found = await play.client.find(play.cast.liaison, f"{play.here}/follow-up")
    return found if found and found["tasks"] else None
