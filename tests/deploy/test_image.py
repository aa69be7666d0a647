"""The image of our own processes, as far as its recipe shows without building it."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.deploy.composition import DEPLOY, ROOT, tool
from touchstone.frontend import VENDOR

DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
SCRIPTS = sorted(DEPLOY.rglob("*.sh"))


def _instructions(name: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name} (.*)$", joined, re.MULTILINE)


def test_hadolint_finds_no_fault() -> None:
    done = subprocess.run(
        [
            tool("hadolint"),
            "--no-color",
            "--failure-threshold",
            "style",
            str(DEPLOY / "Dockerfile"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_every_stage_stands_on_the_same_pinned_image() -> None:
    assert {line.split()[0] for line in _instructions("FROM")} == {"python:3.11-slim-bookworm"}


def test_it_runs_as_an_unprivileged_user_from_the_first_process_on() -> None:
    assert _instructions("USER") == ["10001:10001"]
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("\nENTRYPOINT ")


def test_only_packages_with_a_recorded_hash_get_in() -> None:
    installs = re.findall(r"pip [^&\n]* install [^&\n]*", DOCKERFILE.replace("\\\n", " "))
    for install in installs:
        assert {"--require-hashes", "--no-deps", "--only-binary=:all:"} <= set(install.split())
    assert [install.split()[-2:] for install in installs] == [["-r", "run.txt"], ["-r", "node.txt"]]


def test_the_pages_files_are_made_in_the_build_and_need_no_node_afterwards() -> None:
    stages = DOCKERFILE.split("\nFROM ")[1:]
    assert ["node" in re.sub(r"#.*", "", stage) for stage in stages] == [False, True, False]
    made = f"COPY --from=pages /opt/touchstone/{VENDOR} ./{VENDOR}"
    assert stages[2].index("COPY api ") < stages[2].index(made)
    assert VENDOR in (ROOT / ".dockerignore").read_text("utf-8").splitlines()


def test_it_carries_every_layer_and_nothing_that_the_build_may_not_see() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = set(settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    copied = {
        source
        for line in _instructions("COPY")
        if not line.startswith("--from")
        for source in line.split()[:-1]
    }
    locked = {"requirements/run.txt", "requirements/node.txt", "package-lock.json"}
    assert copied == layers | locked | {"LICENSE", "NOTICE", "package.json", ".npmrc"}

    rules = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [rule for rule in rules if rule and not rule.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied


def test_the_health_check_asks_the_web_process() -> None:
    assert "http://127.0.0.1:8000/healthz" in "".join(_instructions("HEALTHCHECK"))
    assert _instructions("CMD") == ['["web"]']


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_plain_shell_that_stops_at_the_first_failure(script: Path) -> None:
    text = script.read_text("utf-8")
    assert text.startswith("#!/bin/sh\n# ")
    assert "\nset -eu\n" in text
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_deploy_holds_no_python() -> None:
    assert list(DEPLOY.rglob("*.py")) == []
