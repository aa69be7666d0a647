"""What the operator may set: the only reader of the environment.

Each field is read from TOUCHSTONE_<NAME>, then from `.env` at the root; those in SECRETS also from
the file that TOUCHSTONE_<NAME>_FILE names. Everything has a default: `up` needs no setting.
"""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import InitSettingsSource

from touchstone.obstacles import Obstacle

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "TOUCHSTONE_"
FOLLOWS_FROM_ANOTHER = "default_factory_not_called"  # pydantic's name for it
SECRETS = (
    "database_url",
    "files_url",
    "temporal_api_key",
    "smtp_password",
    "notify_key",
    "notify_callback_token",
)
# Whose file may stand there empty, waiting for somebody to fill it in: it is not set then.
MAY_BE_EMPTY = ("smtp_password", "notify_key", "notify_callback_token")


class BadSetting(Obstacle):
    """A setting that cannot be used."""


def _folder(value: object) -> object:
    return Path(value).expanduser().absolute() if isinstance(value, str | Path) else value


def _listed(value: object) -> object:
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


Folder = Annotated[Path, BeforeValidator(_folder)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """All settings of one process. Folders are absolute; times are in seconds."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ROOT / ".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    # Where things are kept. Keys lie apart from what they seal, so that one copy never holds both.
    data_folder: Folder = ROOT / ".touchstone" / "data"
    keys_folder: Folder = ROOT / ".touchstone" / "keys"
    database_url: str = Field(
        default_factory=lambda seen: _sqlite_url(seen["data_folder"]), repr=False, min_length=1
    )
    files_url: str = Field(
        default_factory=lambda seen: (seen["data_folder"] / "files").as_uri(),
        repr=False,
        min_length=1,
    )

    # Programmes of the house itself, beside those that are shipped.
    programmes_folder: Folder | None = None

    # Where the processes listen and how others reach them.
    web_host: str = "127.0.0.1"
    web_port: Port = 8000
    public_url: str = Field(default_factory=lambda seen: f"http://127.0.0.1:{seen['web_port']}")
    allowed_hosts: Names = ("127.0.0.1", "localhost", "[::1]")

    # The engine. `temporal_port` and `ui_port` are the embedded one's.
    temporal_port: Port = 7233
    ui_port: Port = 8233
    temporal_address: str = Field(default_factory=lambda seen: f"127.0.0.1:{seen['temporal_port']}")
    temporal_namespace: str = "touchstone"
    temporal_tls: bool = False
    temporal_api_key: str | None = Field(default=None, repr=False)
    ui_origins: Names = Field(
        default_factory=lambda seen: tuple(
            f"http://{host}:{seen['ui_port']}" for host in ("127.0.0.1", "localhost")
        )
    )

    # How notices leave (touchstone/posting.py says which of these a channel needs).
    notice_channel: Literal["outbox", "smtp", "notify"] = "outbox"
    smtp_host: str | None = None
    smtp_port: Port = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_sender: str | None = None
    smtp_user: str | None = None
    smtp_password: str | None = Field(default=None, repr=False)
    notify_key: str | None = Field(default=None, repr=False)
    notify_template: str | None = None
    notify_sms_template: str | None = None  # without it no text messages go out
    # What Notify bears when it calls us with receipts; without it they are asked for only.
    notify_callback_token: str | None = Field(default=None, repr=False, min_length=10)
    notify_address: str = "https://api.notifications.service.gov.uk"

    # How it behaves.
    development: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "json", "pretty"] = "auto"
    sweep_seconds: float = Field(default=30, gt=0)
    gateway_budget_seconds: float = Field(default=2, gt=0)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        from_files = InitSettingsSource(settings_cls, init_kwargs=secrets_from_files(os.environ))
        return init_settings, env_settings, from_files, dotenv_settings

    def environment(self) -> dict[str, str]:
        """These settings as environment variables, for a child that is to see the same ones."""
        given = self.model_dump(exclude_none=True)
        return {f"{PREFIX}{name.upper()}": _as_text(value) for name, value in given.items()}


def load_settings(**given: Any) -> Settings:
    """Read the settings; `given` (command-line options) go first, those that are None left out.

    Raises BadSetting, which names the setting and never shows the value of a secret one.
    """
    _refuse_unknown_names(os.environ)
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        told = [_told(fault) for fault in error.errors() if fault["type"] != FOLLOWS_FROM_ANOTHER]
        raise BadSetting("; ".join(told)) from None


def secrets_from_files(environment: Mapping[str, str]) -> dict[str, str]:
    """Secrets whose TOUCHSTONE_<NAME>_FILE is set, read without the newline that ends the file."""
    found: dict[str, str] = {}
    for field in SECRETS:
        name = f"{PREFIX}{field.upper()}"
        path = environment.get(f"{name}_FILE")
        if not path:
            continue
        if environment.get(name):
            raise BadSetting(f"{name} and {name}_FILE are both set: keep one.")
        try:
            secret = Path(path).read_text("utf-8").rstrip("\r\n")
            if secret or field not in MAY_BE_EMPTY:
                found[field] = secret
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting(f"{name}_FILE cannot be read: {type(error).__name__}.") from None
    return found


def child_environment(settings: Settings, **more: str) -> dict[str, str]:
    """The environment of a child: ours, these settings over it, our packages on its path."""
    return bare_environment() | settings.environment() | {"PYTHONPATH": str(ROOT)} | more


def bare_environment(**more: str) -> dict[str, str]:
    """Our environment without settings, ours or Temporal's: for the engine and other programs."""
    foreign = {k: v for k, v in os.environ.items() if not k.startswith((PREFIX, "TEMPORAL_"))}
    return foreign | more


def _sqlite_url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'records.db'}"


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _told(fault: Any) -> str:
    name = f"{PREFIX}{'_'.join(str(part) for part in fault['loc'][:1]).upper()}"
    return f"{name}: {fault['msg'][:1].lower()}{fault['msg'][1:]}"


def _refuse_unknown_names(environment: Mapping[str, str]) -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    known |= {f"{PREFIX}{name.upper()}_FILE" for name in SECRETS}
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, 1)
            raise BadSetting(f"{name} is no setting.{f' Is {near[0]} meant?' if near else ''}")
