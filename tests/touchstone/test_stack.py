"""The embedded stack with the real engine: how it starts, stops, survives and refuses."""

import os
import signal
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import ServiceClient

from tests.touchstone.stacks import (
    STAND_INS,
    answers,
    leaves_nothing,
    processes_of,
    stack_settings,
    started,
    until,
)
from tests.touchstone.stand_ins import LISTENING, WITNESS_NOTE
from touchstone.embedded.borrow import NoStack, borrowed_stack
from touchstone.embedded.engine import (
    EngineUnfit,
    connect_when_ready,
    register,
    server_version,
)
from touchstone.embedded.instance import running_stack
from touchstone.keys import KeyRing
from touchstone.settings import Settings
from workflows.names import SEARCH_ATTRIBUTES

pytestmark = [pytest.mark.engine, pytest.mark.chaos]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return stack_settings(tmp_path / "a folder")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """One stack for the tests that only look at it."""
    shared = stack_settings(tmp_path_factory.mktemp("shared"))
    with started(shared) as stack:
        stack.until_ready()
        yield shared


def test_ctrl_c_stops_all_with_exit_0_and_the_engine_last(settings: Settings) -> None:
    with started(settings) as stack:
        stack.until_ready()
        until(lambda: LISTENING in _log(settings, "worker"))
        stack.interrupt()
        assert stack.end() == (0, "")
        assert leaves_nothing(settings)
    assert (settings.data_folder / WITNESS_NOTE).read_text() == "there"


def test_ctrl_c_while_it_starts_stops_it_with_exit_0(settings: Settings) -> None:
    with started(settings) as stack:
        until(lambda: (settings.data_folder / "logs" / "temporal.log").exists())
        stack.interrupt()
        assert stack.end() == (0, "")
        assert leaves_nothing(settings)


def test_a_second_ctrl_c_ends_a_child_that_does_not_listen(settings: Settings) -> None:
    with started(settings, (*STAND_INS, "stubborn")) as stack:
        stack.until_ready()
        until(lambda: LISTENING in _log(settings, "worker"))
        stack.interrupt()
        until(lambda: not answers(settings))  # the web process ended; the worker has 30 s
        stack.interrupt()
        assert stack.end() == (0, "")
        assert leaves_nothing(settings)


async def test_after_kill_9_nothing_is_left_and_the_next_up_continues(settings: Settings) -> None:
    assert running_stack(settings) is None
    with started(settings) as stack:
        stack.until_ready()
        found = running_stack(settings)
        assert found is not None
        assert (found.pid, found.web_port) == (stack.process.pid, settings.web_port)
        await _open_workflow(settings)
        keys = KeyRing.load(settings.keys_folder).all()
        stack.process.kill()
        stack.end()
        assert running_stack(settings) is None
        with started(settings) as again:
            again.until_ready()
            assert await _workflow_status(settings) == WorkflowExecutionStatus.RUNNING
            assert KeyRing.load(settings.keys_folder).all() == keys
            again.process.kill()
            again.end()
            until(lambda: processes_of(settings) == [])


async def test_a_killed_engine_is_started_again_and_sigterm_stops_all_with_exit_0(
    settings: Settings,
) -> None:
    with started(settings) as stack:
        stack.until_ready()
        await _open_workflow(settings)
        os.kill(_pid_of(settings, b"start-dev"), signal.SIGKILL)
        stack.until("The temporal process stopped (signal 9); it starts again in 0.05 s.")
        assert await _workflow_status(settings) == WorkflowExecutionStatus.RUNNING
        stack.process.terminate()
        assert stack.end() == (0, "")
        assert leaves_nothing(settings)


def test_a_second_instance_on_the_same_folder_is_told_so_in_one_line(running: Settings) -> None:
    holder = running_stack(running)
    assert holder is not None
    assert refused(running) == (
        f"touchstone: Touchstone already runs on {running.data_folder} (process {holder.pid}). "
        "Stop it first, or set TOUCHSTONE_DATA_FOLDER.\n"
    )
    assert answers(running)


async def test_histories_are_kept_90_days_and_search_attributes_known(running: Settings) -> None:
    service = await connect_when_ready(running, still_alive=lambda: None)
    told = await service.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace="touchstone")
    )
    assert told.config.workflow_execution_retention_ttl.ToTimedelta() == timedelta(days=90)
    assert await _attributes(service) >= set(SEARCH_ATTRIBUTES)


async def test_an_attribute_that_came_later_is_added_to_an_old_file(running: Settings) -> None:
    service = await connect_when_ready(running, still_alive=lambda: None)
    for _ in range(2):
        await register(service, "touchstone", {**SEARCH_ATTRIBUTES, "CameLater": "Int"})
    assert await _attributes(service) == {*SEARCH_ATTRIBUTES, "CameLater"}


async def test_an_attribute_of_another_type_is_refused_by_name(running: Settings) -> None:
    service = await connect_when_ready(running, still_alive=lambda: None)
    with pytest.raises(EngineUnfit, match="InspectionPhase"):
        await register(service, "touchstone", {"InspectionPhase": "Bool"})


@pytest.mark.parametrize(
    ("field", "purpose", "option"),
    [
        ("web_port", "the portal", "--port"),
        ("temporal_port", "the engine", "--temporal-port"),
        ("ui_port", "the Temporal UI", "--ui-port"),
    ],
)
def test_a_taken_port_is_named_with_its_option_before_anything_starts(
    settings: Settings, field: str, purpose: str, option: str
) -> None:
    port = getattr(settings, field)
    with socket.create_server(("127.0.0.1", port)):
        assert refused(settings) == (
            f"touchstone: Port {port}, for {purpose}, is in use by another program. "
            f"Choose another: ./run up {option} NUMBER\n"
        )
    assert [file.name for file in settings.data_folder.iterdir()] == ["stack.lock"]


def test_one_port_cannot_serve_two_purposes(tmp_path: Path) -> None:
    first = stack_settings(tmp_path)
    settings = stack_settings(tmp_path, ui_port=first.web_port, web_port=first.web_port)
    assert "is wanted for the portal too. Choose another: ./run up --ui-port" in refused(settings)


def test_a_child_that_does_not_stay_up_ends_the_stack_with_one_line(settings: Settings) -> None:
    with started(settings, (*STAND_INS, "crashing")) as stack:
        code, complaint = stack.end()
        assert leaves_nothing(settings)
    assert code == 1
    assert complaint == (
        "touchstone: The worker process stopped (exit code 7) and does not stay up. "
        f"Its log: {settings.data_folder / 'logs' / 'worker.log'}\n"
    )
    assert stack.said.count("The worker process stopped (exit code 7); it starts again") == 2


def test_an_engine_that_cannot_start_ends_the_stack_with_one_line(settings: Settings) -> None:
    settings.data_folder.mkdir(parents=True)
    (settings.data_folder / "temporal.db").write_text("no database")
    (settings.data_folder / "temporal.version").write_text(server_version())
    assert refused(settings) == (
        "touchstone: The temporal process stopped (exit code 1). "
        f"Its log: {settings.data_folder / 'logs' / 'temporal.log'}\n"
    )


def test_an_unforeseen_error_is_told_in_one_line_and_logged_without_words(
    settings: Settings,
) -> None:
    assert refused(settings, "none") == (
        "touchstone: It ended by an error of its own. "
        f"Its log: {settings.data_folder / 'logs' / 'stack.log'}\n"
    )
    logged = _log(settings, "stack")
    assert "builtins.ValueError" in logged
    assert "words of a person" not in logged


def test_another_engine_version_gets_a_new_file_and_the_old_one_is_kept(
    settings: Settings,
) -> None:
    settings.data_folder.mkdir(parents=True)
    (settings.data_folder / "temporal.db").write_text("of another engine")
    (settings.data_folder / "temporal.db-wal").write_text("its latest")
    (settings.data_folder / "temporal.version").write_text("1.0.0\n")
    with started(settings) as stack:
        stack.until_ready()
    assert f"The engine changed from version 1.0.0 to {server_version()}" in stack.said
    [kept] = (settings.data_folder / "earlier-engines").glob("1.0.0-*")
    assert (kept / "temporal.db").read_text() == "of another engine"
    assert (kept / "temporal.db-wal").read_text() == "its latest"


async def test_a_running_stack_is_borrowed_and_left_alone(running: Settings) -> None:
    async with borrowed_stack(running) as borrowed:
        assert borrowed == running_stack(running)
    assert answers(running)


async def test_without_a_stack_one_is_started_and_ended_again(settings: Settings) -> None:
    async with borrowed_stack(settings, STAND_INS) as borrowed:
        assert borrowed.web_url == f"http://127.0.0.1:{settings.web_port}"
        assert answers(settings)
    assert leaves_nothing(settings)


async def test_a_stack_that_cannot_be_borrowed_says_why(settings: Settings) -> None:
    why = f"Port {settings.web_port}, for the portal, is in use"
    with socket.create_server(("127.0.0.1", settings.web_port)), pytest.raises(NoStack, match=why):
        await borrowed_stack(settings, STAND_INS).__aenter__()


def _log(settings: Settings, process: str) -> str:
    return (settings.data_folder / "logs" / f"{process}.log").read_text()


def refused(settings: Settings, worker: str = "witness") -> str:
    """What a stack that may not start complains of; it ends with 1 and says nothing else."""
    with started(settings, (*STAND_INS, worker), sweep=False) as stack:
        code, complaint = stack.end()
    assert (code, stack.said) == (1, "")
    return complaint


async def _client(settings: Settings) -> Client:
    await connect_when_ready(settings, still_alive=lambda: None)
    return await Client.connect(settings.temporal_address, namespace="touchstone")


async def _attributes(service: ServiceClient) -> set[str]:
    known = await service.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace="touchstone")
    )
    return set(known.custom_attributes)


async def _open_workflow(settings: Settings) -> None:
    client = await _client(settings)
    await client.start_workflow("Waiting", id="kept", task_queue="nobody-listens")


async def _workflow_status(settings: Settings) -> WorkflowExecutionStatus | None:
    client = await _client(settings)
    return (await client.get_workflow_handle("kept").describe()).status


def _pid_of(settings: Settings, word: bytes) -> int:
    [found] = [
        pid
        for pid in processes_of(settings)
        if word in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    ]
    return found
