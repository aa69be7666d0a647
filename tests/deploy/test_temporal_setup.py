"""The set-up of Temporal's namespace, run against the real server."""

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.composition import DEPLOY, services, tool
from workflows.names import SEARCH_ATTRIBUTES

SCRIPT = DEPLOY / "temporal" / "namespace.sh"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a new, empty Temporal server."""
    port, folder = _free_port(), tmp_path_factory.mktemp("engine")
    database = str(folder / "temporal.db")
    command = [tool("temporal"), "server", "start-dev", "--ip", "127.0.0.1", "--headless"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--port", str(port), "--db-filename", database], stdout=log, stderr=log
        )
    yield f"127.0.0.1:{port}"
    server.terminate()
    server.wait(20)


def _environment(address: str, **changed: str) -> dict[str, str]:
    declared: dict[str, str] = services()["temporal-namespace"]["environment"]
    path = f"{Path(tool('temporal')).parent}:{os.environ['PATH']}"
    here = {"PATH": path, "HOME": os.environ.get("HOME", "/"), "TEMPORAL_ADDRESS": address}
    return declared | here | changed


def _set_up(address: str, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(SCRIPT)],
        env=_environment(address, **changed),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _ask(address: str, *question: str) -> dict[str, object]:
    command = [tool("temporal"), "operator", *question, "--output", "json"]
    done = subprocess.run(
        command, env=_environment(address), capture_output=True, check=True, timeout=30
    )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_the_composition_registers_exactly_the_search_attributes_of_the_workflows() -> None:
    declared = services()["temporal-namespace"]["environment"]["SEARCH_ATTRIBUTES"].split()
    assert dict(pair.split("=") for pair in declared) == SEARCH_ATTRIBUTES
    assert len(declared) == len(SEARCH_ATTRIBUTES)


@pytest.mark.engine
def test_set_up_registers_what_is_wanted_and_a_second_run_changes_nothing(engine: str) -> None:
    first = _set_up(engine)
    assert first.returncode == 0, first.stderr
    assert "namespace touchstone: made" in first.stdout
    assert first.stdout.count("registered") == len(SEARCH_ATTRIBUTES)

    second = _set_up(engine)
    assert second.returncode == 0, second.stderr
    assert second.stdout == "namespace touchstone: ready, retention 2160h\n"

    listed = _ask(engine, "search-attribute", "list")["customAttributes"]
    shape = {name: kind.upper() for name, kind in SEARCH_ATTRIBUTES.items()}
    shape["AwaitedRoles"] = "KEYWORD_LIST"
    assert listed == {name: f"INDEXED_VALUE_TYPE_{kind}" for name, kind in shape.items()}
    described = _ask(engine, "namespace", "describe")["config"]
    assert isinstance(described, dict)
    assert described["workflowExecutionRetentionTtl"] == "7776000s"  # 90 days


@pytest.mark.engine
def test_set_up_refuses_an_attribute_registered_under_another_type(engine: str) -> None:
    assert _set_up(engine, SEARCH_ATTRIBUTES="Overdue=Bool").returncode == 0
    refused = _set_up(engine, SEARCH_ATTRIBUTES="Overdue=Keyword")
    assert refused.returncode == 1
    assert "Overdue is registered as Bool, wanted Keyword" in refused.stderr


def test_set_up_gives_up_with_the_reason_when_the_server_does_not_answer() -> None:
    refused = _set_up(f"127.0.0.1:{_free_port()}", TRIES="1")
    assert refused.returncode == 1
    assert "gave up: temporal operator cluster health" in refused.stderr


def test_set_up_names_the_setting_that_is_missing() -> None:
    refused = _set_up("127.0.0.1:1", RETENTION="")
    assert refused.returncode != 0
    assert "RETENTION" in refused.stderr
