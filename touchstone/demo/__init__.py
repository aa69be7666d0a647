"""`./run demo`: one whole inspection of an invented force, driven through the HTTP API alone."""

import json
from datetime import UTC, datetime
from pathlib import Path

from touchstone.demo.client import Client
from touchstone.demo.outcome import Outcome, measure
from touchstone.demo.places import on_free_ports
from touchstone.demo.play import Play
from touchstone.demo.progress import Display
from touchstone.demo.story import play_all
from touchstone.demo.summary import show
from touchstone.embedded.borrow import borrowed_stack
from touchstone.embedded.instance import Running, running_stack
from touchstone.obstacles import Obstacle
from touchstone.settings import Settings
from touchstone.terminal import say


async def run(settings: Settings, out: Path | None, as_json: bool) -> int:
    """Play the inspection on the running stack, or on one of its own; 0 if everything came out.

    Progress goes to standard error. So does the summary with `as_json`, for then one JSON object
    goes to standard output.
    """
    if out is not None:
        _make(out)
    stays = running_stack(settings) is not None
    ready = settings if stays else on_free_ports(settings)
    display = Display()
    async with borrowed_stack(ready) as running:
        display.say(f"Stack at {running.web_url}, {'left running' if stays else 'for this'}")
        play, outcome = await _played(running, display, out)
    show(play, outcome, running, ready, stays=stays, out=out, on_errors=as_json)
    if as_json:
        say(json.dumps(outcome.figures, ensure_ascii=False))
    return 1 if outcome.faults else 0


async def _played(running: Running, display: Display, out: Path | None) -> tuple[Play, Outcome]:
    client = Client(running.web_url)
    play = Play(client, display, datetime.now(UTC).date())
    try:
        with display.shown():
            await play_all(play)
            return play, await measure(play, out)
    finally:
        await client.close()


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Obstacle(f"The folder {out} cannot be made: {error.strerror}.") from None
