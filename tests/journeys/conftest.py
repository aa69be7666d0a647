"""One demonstration, played once on a real embedded stack, for all the tests that look at it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.touchstone.stacks import Started, leaves_nothing, stack_settings, started
from touchstone.settings import ROOT, Settings, child_environment
from touchstone.stack import entry_point


@dataclass
class Played:
    """The stack that still runs, what the demonstration printed, and where its documents lie."""

    settings: Settings
    stack: Started
    figures: dict[str, Any]
    out: Path


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """`up`, then `demo --json --out` beside it; at the end Ctrl-C, which must leave nothing."""
    folder = tmp_path_factory.mktemp("demo")
    settings = stack_settings(folder, log_level="debug", development=True)
    with started(settings, entry_point("up")) as stack:
        stack.until_ready()
        out = folder / "documents"
        told = subprocess.run(
            [sys.executable, "-P", "-m", "touchstone", "demo", "--json", "--out", str(out)],
            env=child_environment(settings),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert told.returncode == 0, told.stderr[-3000:]
        figures = json.loads(told.stdout.splitlines()[-1])
        yield Played(settings, stack, figures, out)
        stack.interrupt()
        assert stack.end()[0] == 0
        assert leaves_nothing(settings)
