"""`./run up --demo`: twelve invented forces with inspections in every phase, late and on time."""

from collections.abc import Callable

from touchstone.demo.client import API, Client
from touchstone.demo.progress import Display
from touchstone.demo.world.making import make_world
from touchstone.embedded.instance import Running
from touchstone.obstacles import Obstacle
from touchstone.settings import Settings

# Whom a newcomer may sign in as, and what there is to see.
SUGGESTED = (
    ("p-lead-1", "leads half of them: every phase, who is late, what to do next"),
    ("p-x01-head", "shares out the self-assessment of Northshire Constabulary"),
    ("p-inspector-2", "reviews case files at Eastholm, where a case was referred back today"),
)

FEEDING = SUGGESTED[0][0]  # has a calendar feed, whose secret address is told this once


async def furnish(settings: Settings, running: Running, say: Callable[[str], None]) -> None:
    """Make the world on the stack that has just come up, and say whom to sign in as.

    What goes wrong here ends nothing: the stack stays up, and the next `up --demo` goes on.
    """
    display = Display()
    try:
        made = await make_world(running.web_url, settings.data_folder, display)
        people = await _names(running.web_url)
        feed = await _feed(running.web_url) if made else None
    except (Obstacle, ExceptionGroup) as error:
        obstacle = _first(error)
        if not isinstance(obstacle, Obstacle):
            raise
        say(f"The demonstration world is not finished: {obstacle}")
        say("The stack stays up. The next ./run up --demo goes on where this stopped.")
        return
    took = f"made in {display.seconds:.0f} s" if made else "here already"
    say("\n".join((f"The demonstration world is {took}.", *_suggestions(running, people))))
    if feed:
        say(f"The due dates of {people[FEEDING]} for a calendar program: {feed}")


def _suggestions(running: Running, people: dict[str, str]) -> list[str]:
    lines = [f"Open {running.web_url}/ and sign in as, for example,"]
    return [*lines, *(f"  {people[person]}, who {what}" for person, what in SUGGESTED)]


async def _names(address: str) -> dict[str, str]:
    """The names of those suggested, as the portal shows them."""
    client = Client(address)
    try:
        return {
            person: str((await client.get(person, f"{API}/me"))["name"]) for person, _ in SUGGESTED
        }
    finally:
        await client.close()


async def _feed(address: str) -> str:
    """The address of a calendar feed, made now."""
    client = Client(address)
    try:
        return str((await client.post(FEEDING, f"{API}/calendar-feed"))["address"])
    finally:
        await client.close()


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error
