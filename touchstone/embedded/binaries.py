"""Finds programs that came with our packages."""

import shutil
import sys
import sysconfig
from pathlib import Path

from touchstone.obstacles import Obstacle


class ProgramMissing(Obstacle):
    """A program that we need is not installed."""


def find_binary(name: str) -> Path:
    """The program beside our Python, else among its scripts, else on the path.

    Raises ProgramMissing.
    """
    folders = (Path(sys.executable).parent, Path(sysconfig.get_path("scripts")))
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    found = shutil.which(name)
    if found is None:
        raise ProgramMissing(f"The program {name} is missing: start Touchstone by ./run.")
    return Path(found)
