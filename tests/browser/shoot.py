"""Pictures of a page while it is being built: python -m tests.browser.shoot STAGE WHO PATH FILE."""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from tests.api.conftest import Stages
from tests.api.office import open_office, person_of
from tests.browser.chromium import DESKTOP, PHONE, Window, chromium
from tests.browser.serving import served


async def shoot(stage: str, who: str, path: str, file: str) -> None:
    """Save `file`-desktop.png and `file`-phone.png of one page of an inspection at a stage."""
    with tempfile.TemporaryDirectory() as folder:
        made = await Stages(Path(folder)).folder(stage)
        shutil.copytree(made, Path(folder) / "office")
        async with (
            open_office(Path(folder) / "office") as office,
            served(office.app) as address,
            chromium() as browser,
        ):
            window = await Window.open(browser, address)
            if who:
                await window.sign_in(person_of(who))
            await window.go(path.replace("REF", "NCP-2027-0001"))
            for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
                await window.page.set_viewport_size(size)  # type: ignore[arg-type]
                await window.page.screenshot(path=f"{file}-{name}.png", full_page=True)
            print("\n".join(window.complaints) or "no complaints")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(shoot(*sys.argv[1:5]))
