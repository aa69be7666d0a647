"""The commands that run Touchstone: the embedded stack, each process by itself, and the demo."""

import asyncio
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from touchstone.commands.parts import part
from touchstone.obstacles import Obstacle
from touchstone.settings import Settings, load_settings
from touchstone.terminal import say

if TYPE_CHECKING:
    from touchstone.stack import Parts


def up(arguments: Namespace) -> int:
    """Start engine, worker and web on this machine and keep them until stopped."""
    from touchstone import stack

    settings = load_settings(
        web_port=arguments.port, temporal_port=arguments.temporal_port, ui_port=arguments.ui_port
    )
    if settings.temporal_address != f"127.0.0.1:{settings.temporal_port}":
        raise Obstacle(
            f"`up` brings its own engine, but TOUCHSTONE_TEMPORAL_ADDRESS says "
            f"{settings.temporal_address}. Unset it, or run `worker` and `web` by themselves."
        )
    if "development" not in settings.model_fields_set:
        # The named demonstration people are there for a stack on one's own machine.
        settings = settings.model_copy(update={"development": True})
    asyncio.run(stack.up(settings, say, _furnished(settings) if arguments.demo else None))
    return 0


def _furnished(settings: Settings) -> "Parts":
    """The stack with the demonstration world in it."""
    from touchstone import stack
    from touchstone.demo.world import furnish

    if not settings.development:
        raise Obstacle("`--demo` needs the demonstration people: unset TOUCHSTONE_DEVELOPMENT.")
    return stack.Parts(furnish=furnish)


def worker(_: Namespace) -> int:
    """Run the worker process until SIGTERM or SIGINT."""
    from touchstone import logs
    from touchstone import worker as process

    settings = load_settings()
    logs.configure(settings)
    asyncio.run(process.run(settings))
    return 0


def web(_: Namespace) -> int:
    """Run the web process until SIGTERM or SIGINT."""
    from touchstone import logs
    from touchstone import web as process

    settings = load_settings()
    logs.configure(settings)
    asyncio.run(process.run(settings))
    return 0


def migrate(_: Namespace) -> int:
    """Bring the tables of the records up to date."""
    from touchstone.stack import migrate_records

    settings = load_settings()
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    asyncio.run(migrate_records(settings))
    say("The records are up to date.")
    return 0


def reconcile(_: Namespace) -> int:
    """Compare records and engine, and put the engine right."""
    from touchstone import logs
    from touchstone.reconcile import reconcile as compare

    settings = _with_running_engine(settings_with_records())
    logs.configure(settings)
    try:
        say(str(asyncio.run(compare(settings))))
    except RuntimeError:  # what the SDK raises when nobody answers
        raise Obstacle(f"The engine does not answer at {settings.temporal_address}.") from None
    return 0


def inspections(arguments: Namespace) -> int:
    """List what runs, and what each process waits for."""
    from touchstone.inspections import run

    return asyncio.run(run(settings_with_records(), overdue=arguments.overdue))


def verify(_: Namespace) -> int:
    """Check the journal and the stored files."""
    from touchstone.verify import run

    return asyncio.run(run(settings_with_records()))


def demo(arguments: Namespace) -> int:
    """Drive one complete inspection of an invented force."""
    out = Path(arguments.out).absolute() if arguments.out else None
    run = part("touchstone.demo", "run")
    return int(asyncio.run(run(load_settings(), out=out, as_json=arguments.json)))


def token(arguments: Namespace) -> int:
    """Print a bearer token for a program that acts for a person."""
    issue = part("touchstone.tokens", "issue")
    say(asyncio.run(issue(settings_with_records(), person=arguments.person, days=arguments.days)))
    return 0


def settings_with_records() -> Settings:
    """The settings, once their records have been found; raises Obstacle where there are none."""
    from records.migrations import is_up_to_date

    settings = load_settings()
    there = settings.data_folder.is_dir() or not settings.database_url.startswith("sqlite")
    if not there or not asyncio.run(is_up_to_date(settings.database_url)):
        raise Obstacle("There are no records of this version here: run `./run up` or `migrate`.")
    return settings


def _with_running_engine(settings: Settings) -> Settings:
    """The settings with the engine of the stack that runs on this data folder, if one does."""
    from touchstone.embedded.instance import running_stack

    running = running_stack(settings)
    if running is None:
        return settings
    address = f"127.0.0.1:{running.temporal_port}"
    found = {"temporal_port": running.temporal_port, "temporal_address": address}
    return settings.model_copy(update=found)
