"""The commands about keys. None deletes one: what it sealed could never be read again."""

from argparse import Namespace

from touchstone.keys import Key, KeyRing, UnknownKey
from touchstone.obstacles import Obstacle
from touchstone.settings import load_settings
from touchstone.terminal import say


def list_keys(_: Namespace) -> int:
    """Print every key, oldest first, never its secret."""
    for key in _ring().all():
        say(_line(key))
    return 0


def make_key(arguments: Namespace) -> int:
    """Make a key, used for writing from now on; without a purpose, those that are missing."""
    ring = _ring()
    known = {key.id for key in ring.all()}
    if arguments.purpose:
        ring.make(arguments.purpose)
    else:
        ring.make_missing()
    for key in ring.all():
        if key.id not in known:
            say(_line(key))
    return 0


def retire_key(arguments: Namespace) -> int:
    """End writing with a key, in every process at once. What it sealed stays readable."""
    try:
        say(_line(_ring().retire(arguments.id)))
    except UnknownKey:
        raise Obstacle(f"There is no key {arguments.id}.") from None
    return 0


def _ring() -> KeyRing:
    return KeyRing.load(load_settings().keys_folder)


def _line(key: Key) -> str:
    retired = f"retired {key.retired:%Y-%m-%d %H:%M} UTC" if key.retired else "in use"
    return f"{key.id}  {key.purpose}  made {key.created:%Y-%m-%d %H:%M} UTC  {retired}"
