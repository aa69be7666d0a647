"""What the embedded stack says once it is up."""

from touchstone.embedded.instance import Running
from touchstone.settings import Settings


def banner(settings: Settings, running: Running) -> str:
    """Where everything is, for the person who started it."""
    workflows = f"{running.ui_url}/namespaces/{settings.temporal_namespace}/workflows"
    return "\n".join(
        (
            "Touchstone is running.",
            f"  Portal       {running.web_url}/",
            f"  API          {running.web_url}/api/v1, described at {running.web_url}/docs",
            f"  Temporal UI  {workflows}",
            f"  Codec        {settings.public_url}/codec, for the Temporal UI",
            f"  Data         {settings.data_folder}, logs in {settings.data_folder / 'logs'}",
            f"  Keys         {settings.keys_folder}, to be backed up apart from the data",
            "Ctrl-C stops it.",
        )
    )
