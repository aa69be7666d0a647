"""Lines from inside workflows: once each, however often they are replayed, and with their ids."""

import pytest
from temporalio import workflow
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from tests.touchstone.test_logs import Lines, log
from touchstone.embedded.binaries import find_binary

pytestmark = pytest.mark.engine

__all__ = ["log"]  # the fixture


@workflow.defn(name="Logging")
class LoggingWorkflow:
    """Says a line at its start and one an update; ends after the second update."""

    def __init__(self) -> None:
        self.updates = 0

    @workflow.run
    async def run(self) -> None:
        workflow.logger.info("inspection.opened")
        await workflow.wait_condition(lambda: self.updates == 2)
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update
    async def act(self) -> None:
        self.updates += 1
        workflow.logger.info("act.decided", extra={"phase": "moderation", "note": "withheld words"})


async def test_each_line_comes_once_with_workflow_inspection_and_act(log: Lines) -> None:
    temporal = str(find_binary("temporal"))
    async with (
        await WorkflowEnvironment.start_local(dev_server_existing_path=temporal) as engine,
        Worker(
            engine.client,
            task_queue="logs",
            workflows=[LoggingWorkflow],
            max_cached_workflows=0,  # every task replays the workflow from its beginning
            workflow_runner=UnsandboxedWorkflowRunner(),
        ),
    ):
        handle = await engine.client.start_workflow(
            LoggingWorkflow.run, id="inspection/NCP-X01-1", task_queue="logs"
        )
        await handle.execute_update(LoggingWorkflow.act, id="a-1")
        await handle.execute_update(LoggingWorkflow.act, id="a-2")
        await handle.result()
    lines = [line for line in log.read_lines() if line["logger"] == "temporalio.workflow"]
    # an update that arrives with the start may be handled before the first line of `run`
    said = [(line["event"], line.get("act")) for line in lines]
    expected = {("act.decided", "a-1"), ("act.decided", "a-2"), ("inspection.opened", None)}
    assert set(said) == expected
    # A busy machine may run a task past its time-out, and then once more: to the engine none was
    # done yet, so that is no replay. Unheld, each replay would say every line again.
    assert len(said) <= len(expected) + 1
    assert {line["inspection"] for line in lines} == {"NCP-X01-1"}
    assert {line["workflow_type"] for line in lines} == {"Logging"}
    assert [line["phase"] for line in lines if "act" in line] == ["moderation"] * 2
    assert "withheld words" not in log.getvalue()
