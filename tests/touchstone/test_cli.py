"""The command line: what it lists, how it ends, and that mistakes are told in one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from touchstone.cli import build_parser, main
from touchstone.commands.checking import check_and_test
from touchstone.settings import ROOT, child_environment, load_settings

COMMANDS = (
    *("up", "demo", "test", "check", "replay", "criteria", "worker", "web"),
    *("migrate", "reconcile", "inspections", "verify", "forces", "token", "keys"),
)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHSTONE_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("TOUCHSTONE_KEYS_FOLDER", str(tmp_path / "keys"))


def test_without_a_command_it_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    listed = [
        line.split()[0] for line in capsys.readouterr().out.splitlines() if line[:4].isspace()
    ]
    assert [word for word in listed if word in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize("group", ["criteria", "forces", "keys"])
def test_a_group_without_a_command_lists_its_commands(
    group: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([group]) == 0
    assert f"usage: ./run {group}" in capsys.readouterr().out


@pytest.mark.parametrize("given", [["nonsense"], ["up", "--port", "x"], ["token"], ["replay"]])
def test_a_wrong_call_ends_with_2_and_the_usage(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(given)
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ./run")


def test_every_command_says_what_it_does() -> None:
    text = build_parser().format_help()
    for command in COMMANDS:
        [line] = (line for line in text.splitlines() if line.split()[:1] == [command])
        assert len(line.split()) > 2


def test_a_programme_is_shown_for_reading_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["criteria", "show", "online-cse"]) == 0
    assert "ONLINE CHILD SEXUAL EXPLOITATION" in capsys.readouterr().out
    assert main(["criteria", "show", "online-cse", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {
        "journey_stages": 9,
        "indicators": 11,
        "expectations": 107,
        "template_rows": 18,
        "answers": 19,
        "questions": 65,
    }


def test_an_unknown_programme_is_told_with_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["criteria", "show", "nope"]) == 1
    assert capsys.readouterr().err == (
        "touchstone: There is no programme nope. Known: national-child-protection, online-cse.\n"
    )


def test_the_faults_of_a_file_are_told_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('id = "mine"\ncolour = "red"\n')
    assert main(["criteria", "check", str(file)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 1
    assert all(line.startswith(f"{file}: ") for line in lines)


def test_a_sound_file_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    [file] = (ROOT / "criteria" / "programmes").glob("online-cse-*.toml")
    assert main(["criteria", "check", str(file)]) == 0
    assert capsys.readouterr().out == f"{file} is sound.\n"


def test_a_file_that_is_not_there_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["criteria", "check", "no-such.toml"]) == 1
    assert capsys.readouterr().err == "touchstone: There is no file no-such.toml.\n"


def test_keys_are_made_listed_and_retired_without_their_secrets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["keys", "make"]) == 0
    seal, sign = capsys.readouterr().out.splitlines()
    assert ("seal" in seal, "sign" in sign) == (True, True)
    assert main(["keys", "retire", seal.split()[0]]) == 0
    assert "retired" in capsys.readouterr().out
    assert main(["keys", "list"]) == 0
    listed = capsys.readouterr().out
    assert len(listed.splitlines()) == 3  # the retired one, the signing one, and its successor
    secrets = [
        json.loads(file.read_text())["secret"]
        for file in load_settings().keys_folder.glob("*.json")
    ]
    assert not [secret for secret in secrets if secret in listed]


def test_an_unknown_key_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "retire", "0badc0de"]) == 1
    assert capsys.readouterr().err == "touchstone: There is no key 0badc0de.\n"


def test_migrating_twice_is_as_good_as_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out == "The records are up to date.\n" * 2
    assert (load_settings().data_folder / "records.db").exists()


def test_a_bad_setting_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOUCHSTONE_WEB_PORT", "70000")
    assert main(["migrate"]) == 1
    assert capsys.readouterr().err == (
        "touchstone: TOUCHSTONE_WEB_PORT: input should be less than or equal to 65535\n"
    )


def test_up_refuses_an_engine_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOUCHSTONE_TEMPORAL_ADDRESS", "cluster.example:7233")
    assert main(["up"]) == 1
    assert "`up` brings its own engine" in capsys.readouterr().err


def test_what_follows_test_is_for_pytest_alone(capfd: pytest.CaptureFixture[str]) -> None:
    given = ["--collect-only", "-q", "-n", "0", "tests/touchstone/test_keys.py"]
    checks = [("greeting", ("-c", "print('checked')"))]
    assert check_and_test(given, checks) == 0
    said = capfd.readouterr().out
    assert said.index("checked") < said.index("test_keys.py::test_the_newest_key_seals")
    assert "collected in" in said.splitlines()[-1]


def test_tests_do_not_run_after_a_failed_check(capfd: pytest.CaptureFixture[str]) -> None:
    checks = [("first", ("-c", "raise SystemExit(3)")), ("second", ("-c", "print('second ran')"))]
    assert check_and_test(["--collect-only"], checks) == 1
    told = capfd.readouterr()
    assert "second ran" in told.out
    assert "tests" not in told.out
    assert told.err == "touchstone: these checks failed: first.\n"


def test_the_exit_code_of_pytest_is_ours() -> None:
    assert check_and_test(["-q", "-n", "0", "no-such-test.py"], []) == 4


def test_a_reader_that_goes_away_is_no_error() -> None:
    line = f"{sys.executable} -m touchstone criteria show online-cse | head -1"
    told = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        env=child_environment(load_settings()),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert len(told.stdout.splitlines()) == 1
