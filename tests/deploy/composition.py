"""The composition as Compose itself reads it, without Docker: the binary comes from a wheel."""

import json
import os
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
ONE_SHOTS = ("temporal-schema", "temporal-namespace", "migrate", "reconcile")
OURS = ("migrate", "worker", "reconcile", "web", "operator")

Service = dict[str, Any]


def tool(name: str) -> str:
    """The path of a program installed with the test requirements."""
    return str(Path(sysconfig.get_path("scripts")) / name)


def example_variables() -> dict[str, str]:
    """The variables of deploy/compose.env.example that are not commented out."""
    lines = (DEPLOY / "compose.env.example").read_text("utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def compose(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Compose on the composition with these variables, none of the caller's."""
    return subprocess.run(
        [tool("docker-compose"), "--env-file", os.devnull, "--profile", "*", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@cache
def model() -> dict[str, Any]:
    """The whole composition, merged and filled in with the example's variables."""
    done = compose("config", "--format", "json", **example_variables())
    assert done.returncode == 0, done.stderr
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed


def services() -> dict[str, Service]:
    """Every service by name, those of all profiles included."""
    found: dict[str, Service] = model()["services"]
    return found


@cache
def knows_command(command: str) -> bool:
    """Whether our command line, started as in the image, has this command."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "touchstone", command, "--help"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode == 0
