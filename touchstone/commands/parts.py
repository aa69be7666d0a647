"""Brings in the part of the program that a command needs, when it is called."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from touchstone.obstacles import Obstacle


def part(module: str, function: str) -> Callable[..., Any]:
    """The function of that module; raises Obstacle if this version of the program lacks it."""
    try:
        found: Callable[..., Any] = getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise Obstacle(f"This version has no {module.rpartition('.')[2]} yet.") from None
    return found
