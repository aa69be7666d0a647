"""Settings: where they come from, what they refuse, and how children get the same ones."""

from pathlib import Path

import pytest

from touchstone.settings import (
    ROOT,
    SECRETS,
    BadSetting,
    Settings,
    bare_environment,
    child_environment,
    load_settings,
)


@pytest.fixture(autouse=True)
def _no_settings_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", None)


def test_without_any_setting_all_lies_below_the_repository_with_keys_apart() -> None:
    settings = load_settings()
    assert settings.data_folder == ROOT / ".touchstone" / "data"
    assert settings.keys_folder == ROOT / ".touchstone" / "keys"
    assert settings.database_url == f"sqlite+aiosqlite:///{settings.data_folder}/records.db"
    assert (settings.web_port, settings.temporal_port, settings.ui_port) == (8000, 7233, 8233)
    assert settings.development is False


def test_what_follows_from_another_setting_follows_it(tmp_path: Path) -> None:
    settings = load_settings(data_folder=tmp_path / "a b", temporal_port=7300, ui_port=8300)
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/a b/records.db"
    assert settings.files_url == f"file://{tmp_path}/a%20b/files"
    assert settings.temporal_address == "127.0.0.1:7300"
    assert settings.ui_origins == ("http://127.0.0.1:8300", "http://localhost:8300")


def test_a_folder_is_absolute_wherever_the_caller_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOUCHSTONE_DATA_FOLDER", "here")
    assert load_settings().data_folder == tmp_path / "here"


def test_an_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHSTONE_WEB_PORT", "8100")
    assert load_settings(web_port=None).web_port == 8100
    assert load_settings(web_port=8200).web_port == 8200


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHSTONE_ALLOWED_HOSTS", "portal.example, 127.0.0.1")
    assert load_settings().allowed_hosts == ("portal.example", "127.0.0.1")


def test_faults_are_told_by_name_in_one_line_and_only_the_causes() -> None:
    with pytest.raises(BadSetting) as refusal:
        load_settings(web_port="eight", sweep_seconds=0)
    assert str(refusal.value) == (
        "TOUCHSTONE_WEB_PORT: input should be a valid integer, unable to parse string as an "
        "integer; TOUCHSTONE_SWEEP_SECONDS: input should be greater than 0"
    )


def test_a_misspelt_setting_is_refused_and_the_right_one_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOUCHSTONE_WEBPORT", "8100")
    with pytest.raises(BadSetting, match=r"WEBPORT is no setting\. Is TOUCHSTONE_WEB_PORT meant"):
        load_settings()


def test_a_secret_may_be_given_as_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "url"
    secret.write_text("postgresql+asyncpg://u:p@h/d\n")
    monkeypatch.setenv("TOUCHSTONE_DATABASE_URL_FILE", str(secret))
    assert load_settings().database_url == "postgresql+asyncpg://u:p@h/d"


def test_a_secret_given_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHSTONE_DATABASE_URL_FILE", str(tmp_path / "url"))
    monkeypatch.setenv("TOUCHSTONE_DATABASE_URL", "postgresql+asyncpg://u:p@h/d")
    with pytest.raises(BadSetting, match="are both set: keep one"):
        load_settings()


def test_a_secret_file_that_is_not_there_is_told_by_the_setting_s_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOUCHSTONE_TEMPORAL_API_KEY_FILE", "/nowhere/key")
    with pytest.raises(BadSetting, match="TOUCHSTONE_TEMPORAL_API_KEY_FILE cannot be read"):
        load_settings()


def test_secrets_are_not_shown() -> None:
    told = repr(load_settings(**dict.fromkeys(SECRETS, "hush-hush-hush")))
    assert "hush-hush" not in told


def test_a_child_sees_the_same_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "key"
    secret.write_text("k")
    monkeypatch.setenv("TOUCHSTONE_TEMPORAL_API_KEY_FILE", str(secret))
    settings = load_settings(data_folder=tmp_path, web_port=8100, development=True)
    child = child_environment(settings)
    monkeypatch.delenv("TOUCHSTONE_TEMPORAL_API_KEY_FILE")
    for name, value in child.items():
        monkeypatch.setenv(name, value)
    assert load_settings() == settings


def test_other_programs_get_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHSTONE_WEB_PORT", "8100")
    monkeypatch.setenv("TEMPORAL_ADDRESS", "elsewhere:7233")
    bare = bare_environment(GOGC="400")
    assert bare["GOGC"] == "400"
    assert not [name for name in bare if name.startswith(("TOUCHSTONE_", "TEMPORAL_"))]


def test_the_example_file_names_every_setting_and_no_other() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = {line[1:].partition("=")[0] for line in lines if line.startswith("#TOUCHSTONE_")}
    assert named == {f"TOUCHSTONE_{field.upper()}" for field in Settings.model_fields}
