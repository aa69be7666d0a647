"""The commands that check the project itself: static checks, tests, recorded histories."""

import asyncio
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from touchstone.commands.parts import part
from touchstone.settings import ROOT, bare_environment, load_settings
from touchstone.terminal import complain, say

# Each tool as a module of our own Python: its script in .venv names a path that may have moved.
LAYERS = "from importlinter.cli import lint_imports_command as check; check()"
Checks = Sequence[tuple[str, Sequence[str]]]
CHECKS: Checks = (
    ("format", ("-m", "ruff", "format", "--check", ".")),
    ("lint", ("-m", "ruff", "check", ".")),
    ("layers", ("-c", LAYERS)),
    ("types", ("-m", "mypy")),
)


def check(_: Namespace) -> int:
    """Run every static check."""
    return run_checks(CHECKS)


def check_and_test(pytest_arguments: Sequence[str], checks: Checks = CHECKS) -> int:
    """Run the static checks, then the tests; pytest's closing line is the last one.

    While the checks are made another process reads the tests, and thereby compiles them once for
    all the processes that run them.
    """
    tests = ("-m", "pytest", *pytest_arguments)
    with _started(*tests, "--collect-only", "-q", "-n", "0") as reading:
        failed = run_checks(checks)
        if failed:
            reading.kill()
    return failed or _run("tests", tests)


def run_checks(checks: Checks) -> int:
    """Run them all, also after one has failed; 1 if any did."""
    failed = [name for name, line in checks if _run(name, line) != 0]
    if failed:
        complain(f"these checks failed: {', '.join(failed)}.")
    return 1 if failed else 0


def replay(arguments: Namespace) -> int:
    """Record the histories anew, or check that the workflows still replay them."""
    return int(asyncio.run(part("touchstone.replay", arguments.what)(load_settings())))


def pictures(arguments: Namespace) -> int:
    """Take the pictures of README and docs anew, from a demonstration that runs."""
    out = Path(arguments.out).absolute() if arguments.out else ROOT / "docs" / "pictures"
    out.mkdir(parents=True, exist_ok=True)
    return int(asyncio.run(part("touchstone.pictures", "take")(arguments.address, out)))


def phrases(_: Namespace) -> int:
    """Write the Welsh catalogue anew, and say which phrases still have no Welsh."""
    catalogue = import_module("touchstone.phrases")
    catalogue.refresh()
    missing = catalogue.missing()
    say("\n".join([*missing, f"{len(missing)} phrases have no Welsh."]))
    return 1 if missing else 0


def _run(name: str, line: Sequence[str]) -> int:
    say(f"== {name}")
    return subprocess.run(_command(line), cwd=ROOT, env=_environment(), check=False).returncode


def _started(*line: str) -> "subprocess.Popen[bytes]":
    """Begun, and heard by nobody."""
    return subprocess.Popen(
        _command(line),
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _command(line: Sequence[str]) -> list[str]:
    return [sys.executable, "-P", *line]


def _environment() -> dict[str, str]:
    """Settings of the caller stay out: they would change what is tested."""
    return bare_environment(PYTHONPATH=str(ROOT))
