"""`./run replay check`: does today's code still lead each recorded history to the same commands?"""

import dataclasses
import re
from collections.abc import Sequence

from temporalio.client import WorkflowHistory
from temporalio.converter import DefaultFailureConverter
from temporalio.worker import Replayer

from touchstone.replay.histories import NAMESPACE, fixture_keys, recorded
from touchstone.settings import Settings
from touchstone.temporal import data_converter
from touchstone.terminal import complain, say
from touchstone.worker import WORKFLOWS
from workflows.sandbox import runner

WHAT_TO_DO = (
    "Running inspections would stop there. If the change is wanted: until the first tagged release,"
    " run `./run replay record` in the same commit; afterwards give it a dated patch id."
)


async def check(_: Settings, workflows: Sequence[type] = WORKFLOWS) -> int:
    """Replay every recorded history, one line each; 1 if any of them no longer replays.

    `workflows` are classes as a worker registers them. Raises NothingRecorded.
    """
    failed = []
    for one in recorded():
        error = await failure(one.history, workflows)
        if error is not None:
            failed.append(one.name)
        told = "replays" if error is None else f"FAILS: {_reason(error)}"
        say(f"{one.name}, {len(one.history.events)} events: {told}")
    if failed:
        complain(f"{failed[0]} does not replay any more. {WHAT_TO_DO}")
    return 1 if failed else 0


async def failure(
    history: WorkflowHistory, workflows: Sequence[type] = WORKFLOWS
) -> Exception | None:
    """Why this history does not replay, mostly a NondeterminismError; None if it does."""
    with fixture_keys() as keys:  # throughout: what is replayed seals its commands anew
        replayer = Replayer(
            workflows=workflows,
            namespace=NAMESPACE,
            # As the worker's, but that a failure of the code itself stays readable.
            data_converter=dataclasses.replace(
                data_converter(keys, NAMESPACE), failure_converter_class=DefaultFailureConverter
            ),
            workflow_runner=runner(),
        )
        result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    return result.replay_failure


def _reason(error: Exception) -> str:
    """What failed, out of the SDK's long account of it."""
    said = re.search(r'message: "(.+?)", source: ', str(error))
    return said[1] if said else str(error).partition("\n")[0]
