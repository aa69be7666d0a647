"""What is said to the person at the terminal."""

import os
import sys
from contextlib import suppress


def say(text: str) -> None:
    """Write to standard output at once. A reader that has gone away is no reason to stop."""
    with suppress(BrokenPipeError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def complain(text: str) -> None:
    """Write one line to standard error."""
    with suppress(BrokenPipeError):
        sys.stderr.write(f"touchstone: {text}\n")
        sys.stderr.flush()


def let_go_of_closed_output() -> None:
    """Python flushes standard output once more at its end and complains about a closed pipe."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
