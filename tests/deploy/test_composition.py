"""docker-compose.yml: valid without Docker, and true to what is promised about it."""

import re
import subprocess
from pathlib import Path

import pytest

from activities.channels.notify import Notify
from activities.channels.outbox import Outbox
from activities.channels.smtp import Smtp
from tests.deploy.composition import (
    DEPLOY,
    ONE_SHOTS,
    OURS,
    ROOT,
    Service,
    compose,
    example_variables,
    knows_command,
    model,
    services,
    tool,
)
from touchstone.embedded.engine import RETENTION_DAYS
from touchstone.posting import channel
from touchstone.settings import MAY_BE_EMPTY, SECRETS, BadSetting, Settings, load_settings
from touchstone.worker import GRACE

THIRD_PARTY = ("postgres", "temporal-schema", "temporal", "temporal-namespace", "temporal-ui")


def _seconds(duration: str) -> int:
    found = re.fullmatch(r"(?:(\d+)m)?(?:(\d+)s)?", duration)
    assert found is not None, duration
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def _ended(service: Service) -> set[str]:
    """The services that must have ended well before this one starts."""
    waits = service.get("depends_on", {}).items()
    return {name for name, wait in waits if wait["condition"] == "service_completed_successfully"}


def test_compose_accepts_the_composition() -> None:
    done = compose("config", "--quiet", **example_variables())
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_composition_follows_the_compose_specification() -> None:
    check = [tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(
        [*check, str(ROOT / "docker-compose.yml")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("missing", sorted(example_variables()))
def test_a_missing_variable_stops_compose_with_a_line_that_names_it(missing: str) -> None:
    given = example_variables()
    del given[missing]
    done = compose("config", "--quiet", **given)
    assert done.returncode == 1
    assert missing in done.stderr


def test_the_example_file_names_every_variable_and_no_other() -> None:
    listed = compose("config", "--variables", **example_variables()).stdout.splitlines()[1:]
    text = (DEPLOY / "compose.env.example").read_text("utf-8")
    named = re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)
    assert sorted(named) == sorted(line.split()[0] for line in listed)


@pytest.mark.parametrize("name", sorted(services()))
def test_every_image_is_pinned_to_a_version(name: str) -> None:
    image, _, tag = services()[name]["image"].partition(":")
    assert image
    assert re.match(r"\d+\.\d+", tag), f"{name} runs {tag or 'whatever is latest'}"


@pytest.mark.parametrize("name", OURS)
def test_our_own_services_have_no_right_that_they_do_not_need(name: str) -> None:
    service = services()[name]
    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["image"] == f"touchstone:{example_variables()['VERSION']}"


@pytest.mark.parametrize("name", sorted(services()))
def test_no_service_may_gain_rights_or_fill_the_disk_with_logs(name: str) -> None:
    service = services()[name]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("privileged", False) is False
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}
    assert "container_name" not in service


def test_only_the_portal_and_the_temporal_ui_are_published_and_on_this_host_alone() -> None:
    published = {
        name: [(port["host_ip"], port["target"]) for port in service["ports"]]
        for name, service in services().items()
        if "ports" in service
    }
    assert published == {"web": [("127.0.0.1", 8000)], "temporal-ui": [("127.0.0.1", 8080)]}


def test_the_network_between_the_services_has_no_way_out() -> None:
    assert model()["networks"]["inside"]["internal"] is True
    outside = {name for name, service in services().items() if "edge" in service["networks"]}
    assert outside == {"web", "temporal-ui", "worker"}  # a worker sends notices


@pytest.mark.parametrize("name", ["web", "worker"])
def test_web_and_worker_wait_for_the_tables_and_for_the_set_up_of_temporal(name: str) -> None:
    assert {"migrate", "temporal-namespace"} <= _ended(services()[name])


def test_the_portal_opens_only_when_records_and_engine_have_been_compared() -> None:
    assert "reconcile" in _ended(services()["web"])
    assert services()["reconcile"]["depends_on"]["worker"]["condition"] == "service_started"


def test_temporal_starts_on_a_finished_schema_and_the_schema_on_a_healthy_database() -> None:
    assert _ended(services()["temporal"]) == {"temporal-schema"}
    for name in ("temporal-schema", "migrate"):
        assert services()[name]["depends_on"]["postgres"]["condition"] == "service_healthy"
    waits = services()["temporal-namespace"]["depends_on"]
    assert waits["temporal"]["condition"] == "service_healthy"


@pytest.mark.parametrize("name", sorted(services()))
def test_one_shots_may_fail_a_few_times_and_everything_else_comes_back(name: str) -> None:
    wanted = "on-failure:5" if name in ONE_SHOTS else "unless-stopped"
    assert services()[name].get("restart", "unless-stopped") == wanted


@pytest.mark.parametrize("name", ["postgres", "temporal", "web", "worker"])
def test_what_must_end_cleanly_is_given_the_time_for_it(name: str) -> None:
    assert _seconds(services()[name]["stop_grace_period"]) >= 30


def test_a_worker_is_given_longer_than_it_waits_for_its_own_activities() -> None:
    assert _seconds(services()["worker"]["stop_grace_period"]) >= GRACE.total_seconds() + 30


def test_secrets_are_files_and_never_values() -> None:
    for name, service in services().items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|PWD|SECRET|TOKEN|_KEY\b|DATABASE_URL", variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert value.startswith("/run/secrets/")
    folder = example_variables()["SECRETS_FOLDER"]
    assert all(secret["file"].startswith(folder) for secret in model()["secrets"].values())


def test_each_service_is_handed_exactly_the_secrets_that_it_reads() -> None:
    handed = {
        name: {secret["source"] for secret in service.get("secrets", [])}
        for name, service in services().items()
    }
    of_postgres = {"postgres_password", "touchstone_database_password"}
    assert handed.pop("postgres") == of_postgres | {"temporal_database_password"}
    assert {name for name in handed if "temporal_database_password" in handed[name]} == {
        "temporal",
        "temporal-schema",
    }
    theirs = {
        "worker": {"touchstone_smtp_password", "touchstone_notify_key"},
        "web": {"touchstone_notify_callback_token"},
    }
    for name in OURS:
        assert handed[name] == {"touchstone_database_url"} | theirs.get(name, set())
    assert handed["temporal-namespace"] == handed["temporal-ui"] == set()


def test_the_secrets_script_makes_each_secret_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("host") / "secrets"
    script = ["sh", str(DEPLOY / "make-secrets.sh"), str(folder)]
    subprocess.run(script, check=True, capture_output=True)
    made = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert set(made) == set(model()["secrets"])
    assert folder.stat().st_mode & 0o777 == 0o700
    assert made["touchstone_database_password"] in made["touchstone_database_url"]
    assert len({made[name] for name in made if name.endswith("password")}) == 4
    to_fill_in = {name.removeprefix("touchstone_") for name in made if not made[name]}
    assert to_fill_in == set(MAY_BE_EMPTY)

    subprocess.run(script, check=True, capture_output=True)
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == made


def test_every_setting_of_a_channel_reaches_the_process_that_reads_it() -> None:
    of_channels = {
        field
        for field in Settings.model_fields
        if field.startswith(("notice_", "smtp_", "notify_"))
    }
    given = {
        name: {
            variable.removeprefix("TOUCHSTONE_").removesuffix("_FILE").lower()
            for variable in services()[name]["environment"]
        }
        for name in ("worker", "web")
    }
    assert of_channels & given["worker"] == of_channels - {"notify_callback_token"}
    assert of_channels & given["web"] == {"notify_callback_token"}


def test_the_workers_settings_open_each_channel_and_an_empty_secret_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = services()["worker"]["environment"]
    for variable, value in environment.items():
        if "_SMTP_" in variable or "_NOTIFY_" in variable or "_NOTICE_" in variable:
            monkeypatch.setenv(variable, value.replace("/run/secrets", str(tmp_path)))
    for name in services()["worker"]["secrets"]:
        (tmp_path / name["source"]).write_text("")
    assert isinstance(channel(load_settings()), Outbox)
    mail = {"notice_channel": "smtp", "smtp_host": "mail.example", "smtp_sender": "t@h.example"}
    assert channel(load_settings(**mail)) == Smtp("mail.example", 587, "t@h.example")
    with pytest.raises(BadSetting, match="TOUCHSTONE_NOTIFY_KEY is needed"):
        channel(load_settings(notice_channel="notify", notify_template="t"))
    (tmp_path / "touchstone_notify_key").write_text("k-1\n")
    found = channel(load_settings(notice_channel="notify", notify_template="t"))
    assert isinstance(found, Notify)
    assert found.key == "k-1"


@pytest.mark.parametrize("name", OURS)
def test_our_services_set_only_what_the_settings_know(name: str) -> None:
    known = {f"TOUCHSTONE_{field.upper()}" for field in Settings.model_fields}
    known |= {f"TOUCHSTONE_{field.upper()}_FILE" for field in SECRETS}
    assert set(services()[name]["environment"]) <= known


def test_nothing_but_the_operators_service_can_change_a_key() -> None:
    for name in OURS:
        mounts = {mount["target"]: mount for mount in services()[name]["volumes"]}
        assert mounts["/keys"].get("read_only", False) is (name != "operator")
        assert mounts["/keys"]["bind"]["create_host_path"] is False
        assert mounts["/var/lib/touchstone"]["type"] == "volume"
    assert services()["operator"]["profiles"] == ["operator"]


@pytest.mark.parametrize("name", [name for name in OURS if name != "operator"])
def test_our_services_run_commands_that_the_command_line_has(name: str) -> None:
    (command,) = services()[name]["command"]
    assert command == name
    assert knows_command(command)


def test_both_engines_keep_closed_inspections_equally_long() -> None:
    retention = services()["temporal-namespace"]["environment"]["RETENTION"]
    assert retention == f"{RETENTION_DAYS * 24}h"


def test_every_file_that_the_composition_mounts_from_the_checkout_is_there() -> None:
    for service in services().values():
        for mount in service.get("volumes", []):
            if mount["type"] == "bind" and mount["source"].startswith(str(ROOT)):
                assert Path(mount["source"]).exists(), mount["source"]
                assert mount["read_only"] is True


@pytest.mark.parametrize("name", THIRD_PARTY)
def test_the_programs_of_others_run_the_scripts_of_this_repository(name: str) -> None:
    entry = services()[name].get("entrypoint")
    if entry:
        shell, script = entry
        assert shell == "/bin/sh"
        assert (DEPLOY / "temporal" / script.removeprefix("/deploy/")).is_file()
