"""The recorded histories as they lie in the repository: one file for each workflow, sealed."""

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import temporalio.service
from temporalio.client import WorkflowHistory
from temporalio.workflow import _Definition

from touchstone.keys import KeyRing
from touchstone.obstacles import Obstacle
from touchstone.settings import ROOT
from touchstone.worker import WORKFLOWS

FOLDER = ROOT / "tests" / "replay"
KEYS = FOLDER / "keys"
FACTS, HISTORIES, SUFFIX = "recorded.json", "histories", ".json.gz"
NAMESPACE = "replay"  # a seal is bound to it: the committed key opens nothing of a real stack


class NothingRecorded(Obstacle):
    """There is no recorded history of a workflow."""


@dataclass(frozen=True)
class Recorded:
    """One recorded history; `name` is that of its file, which is the workflow's type."""

    name: str
    history: WorkflowHistory


def recorded(folder: Path = FOLDER) -> list[Recorded]:
    """Every recorded history, by file name. Raises NothingRecorded if a workflow has none."""
    # Subfolders too: one day there are histories of several releases.
    found = [_read(path) for path in sorted((folder / HISTORIES).rglob(f"*{SUFFIX}"))]
    missing = set(map(type_name, WORKFLOWS)) - {one.name for one in found}
    if missing:
        raise NothingRecorded(
            f"No history of {', '.join(sorted(missing))} is recorded: run `./run replay record`."
        )
    return found


def keep(histories: Mapping[str, WorkflowHistory], folder: Path = FOLDER) -> None:
    """Write histories, by workflow type, and the facts about them. Same histories, same bytes."""
    (folder / HISTORIES).mkdir(exist_ok=True)
    for name, history in histories.items():
        text = json.dumps(json.loads(history.to_json()), separators=(",", ":"), sort_keys=True)
        content = gzip.compress(text.encode(), compresslevel=9, mtime=0)
        (folder / HISTORIES / f"{name}{SUFFIX}").write_bytes(content)
    events = {name: len(histories[name].events) for name in sorted(histories)}
    facts = {"sdk": temporalio.service.__version__, "events": events}
    (folder / FACTS).write_text(json.dumps(facts, indent=2) + "\n", "utf-8")


def type_name(workflow: type) -> str:
    """The name under which the engine knows a workflow class."""
    # A private class of the SDK, pinned exactly: nothing public tells the name.
    return _Definition.must_from_class(workflow).name or workflow.__name__


@contextmanager
def fixture_keys() -> Iterator[KeyRing]:
    """The committed keys, in a folder of their own: git keeps no modes, and the ring insists."""
    with TemporaryDirectory(prefix="touchstone-keys-") as name:
        for path in KEYS.glob("*.json"):
            copy = Path(name, path.name)
            copy.touch(mode=0o600)
            copy.write_bytes(path.read_bytes())
        yield KeyRing.load(Path(name))


def _read(path: Path) -> Recorded:
    content = json.loads(gzip.decompress(path.read_bytes()))
    began = content["events"][0]["workflowExecutionStartedEventAttributes"]
    # Under its own id: acts are bound to it.
    history = WorkflowHistory.from_json(began["workflowId"], content)
    return Recorded(path.name.removesuffix(SUFFIX), history)
