"""The replay gate: today's workflows pass it, changed ones do not."""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.workflow import NondeterminismError

from tests.replay.changed import (
    ForgetfulFollowUp,
    HesitantInspection,
    StricterReferral,
    TalkativeReferral,
)
from touchstone.replay.gate import check, failure
from touchstone.replay.histories import NothingRecorded, Recorded, recorded, type_name
from touchstone.replay.recording import settings_apart
from touchstone.settings import load_settings
from touchstone.worker import WORKFLOWS


async def test_every_recorded_history_replays(
    capsys: pytest.CaptureFixture[str], histories: list[Recorded]
) -> None:
    assert await check(load_settings()) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(histories)
    assert all(line.endswith("events: replays") for line in lines)


@pytest.mark.parametrize("changed", [HesitantInspection, ForgetfulFollowUp, TalkativeReferral])
async def test_a_changed_workflow_does_not_pass(changed: type, histories: list[Recorded]) -> None:
    error = await failure(_of(histories, type_name(changed)), [changed])
    assert isinstance(error, NondeterminismError)


async def test_a_change_of_what_validators_refuse_passes(histories: list[Recorded]) -> None:
    assert await failure(_of(histories, "Referral"), [StricterReferral]) is None


async def test_the_check_names_the_first_that_fails_and_says_what_to_do(
    capsys: pytest.CaptureFixture[str], histories: list[Recorded]
) -> None:
    assert await check(load_settings(), [ForgetfulFollowUp, HesitantInspection]) == 1
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert [line.split(",")[0] for line in lines] == [one.name for one in histories]
    assert "events: FAILS: [TMPRL1100] Nondeterminism error: " in lines[0]
    assert "Workflow class Notices is not registered" in lines[2]
    assert "FollowUp does not replay any more." in told.err
    assert "./run replay record" in told.err
    assert "dated patch id" in told.err


def test_every_workflow_of_the_worker_has_a_recorded_history(histories: list[Recorded]) -> None:
    assert {one.name for one in histories} == {type_name(workflow) for workflow in WORKFLOWS}


def test_a_missing_history_is_named(tmp_path: Path) -> None:
    with pytest.raises(NothingRecorded, match=r"FollowUp, Inspection, Notices, Referral.*record"):
        recorded(tmp_path)


def test_a_recording_touches_no_stack_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOUCHSTONE_DATABASE_URL", "postgresql+asyncpg://elsewhere/records")
    monkeypatch.setenv("TOUCHSTONE_FILES_URL", "s3://elsewhere")
    monkeypatch.setenv("TOUCHSTONE_TEMPORAL_ADDRESS", "elsewhere:7233")
    apart = settings_apart(load_settings(), tmp_path / "data", tmp_path / "keys")
    assert str(tmp_path / "data") in apart.database_url
    assert apart.files_url == (tmp_path / "data" / "files").as_uri()
    assert apart.temporal_address == f"127.0.0.1:{apart.temporal_port}"
    assert "elsewhere" not in str(apart.environment())


def _of(histories: list[Recorded], name: str) -> WorkflowHistory:
    [found] = [one.history for one in histories if one.name == name]
    return found
