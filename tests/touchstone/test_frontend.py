"""The portal's styles and scripts: what is locked, what is copied, and what may not be in it.

`./run test` has made the folder before these tests; none of them asks a registry.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest

from touchstone.frontend import FILES, MADE_FROM, STAMP, VENDOR, build, dressed, refuse_leftovers
from touchstone.obstacles import Obstacle
from touchstone.settings import ROOT

BUILT = ROOT / VENDOR
STYLES = sorted(name for name in FILES if name.endswith(".css"))
# Stands for npm: "installs" what is installed here already, and says how often it was called.
NPM = """
import sys
from pathlib import Path
Path("node_modules").mkdir(exist_ok=True)
for package in Path(sys.argv[1]).iterdir():
    link = Path("node_modules") / package.name
    if not link.is_symlink():
        link.symlink_to(package)
with Path("calls").open("a") as calls:
    print(*sys.argv[2:], file=calls)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with our lock and our program, in which nothing has been made yet."""
    program = (f"touchstone/{name}.py" for name in ("__init__", "obstacles", "terminal"))
    for name in (*MADE_FROM, *program):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return tmp_path


@pytest.fixture
def npm() -> list[str]:
    """A command that does as npm does, with the packages of this machine."""
    return [sys.executable, "-c", NPM, str(ROOT / "node_modules")]


def test_every_package_is_locked_by_version_and_hash_and_to_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert not re.search(r"https?:|\"resolved\"", text)
    packages = json.loads(text)["packages"]
    root = packages.pop("")
    wanted = root["dependencies"] | root["devDependencies"]
    assert {f"node_modules/{name}": version for name, version in wanted.items()} == {
        place: package["version"] for place, package in packages.items()
    }
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_the_lock_is_that_of_the_wanted_packages() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert wanted[kind] == locked[kind]


def test_npm_keeps_addresses_out_of_the_lock_and_runs_nothing_of_a_package() -> None:
    settings = (ROOT / ".npmrc").read_text("utf-8").splitlines()
    assert {"omit-lockfile-registry-resolved=true", "ignore-scripts=true"} <= set(settings)
    assert not [line for line in settings if "registry=" in line or "//" in line]


def test_the_built_folder_holds_the_named_files_and_icons_only() -> None:
    found = {str(path.relative_to(BUILT)) for path in BUILT.rglob("*") if path.is_file()}
    icons = {name for name in found if re.fullmatch(r"images/icon-[a-z-]+\.svg", name)}
    assert icons
    assert found - icons == {*FILES, STAMP}


@pytest.mark.parametrize("name", FILES)
def test_neither_gov_uk_s_font_nor_its_emblems_are_in_a_built_file(name: str) -> None:
    text = (BUILT / name).read_text("utf-8")
    assert len(text) > 5_000
    refused = r"gds.?transport|@font-face|\.woff|crown|crest|opengraph|favicon|sourcemappingurl"
    assert re.findall(refused, text, re.IGNORECASE) == []


@pytest.mark.parametrize("name", STYLES)
def test_every_file_that_a_style_asks_for_is_there(name: str) -> None:
    asked = re.findall(r"url\(([^)]*)\)", (BUILT / name).read_text("utf-8"))
    places = [urljoin(f"/static/vendor/{name}", address) for address in asked]
    missing = [place for place in places if not (ROOT / "api" / place.removeprefix("/")).is_file()]
    assert missing == []


def test_text_is_set_in_arial_wherever_gov_uk_s_font_was_asked_for() -> None:
    for name in STYLES:
        before = (ROOT / "node_modules" / FILES[name]).read_text("utf-8")
        after = (BUILT / name).read_text("utf-8")
        assert after.count("font-family:arial,sans-serif") == before.count("GDS Transport,arial")


def test_a_rule_loses_the_emblem_s_selectors_and_keeps_the_others() -> None:
    assert dressed(".a,.b__crown:focus{x:y}") == ".a{x:y}"
    assert dressed("@media print{.a{b:c}.x-crest{y:z}}.d{e:f}") == "@media print{.a{b:c}}.d{e:f}"
    assert dressed(".a{mask:url(/assets/images/govuk-crest.svg)}.d{e:f}") == ".d{e:f}"
    assert dressed(".a{b:url(/assets/images/icon-x.svg)}") == ".a{b:url(images/icon-x.svg)}"


@pytest.mark.parametrize(
    "left",
    [
        '.a{font-family:"GDS Transport"}',
        "@font-face{font-family:x}",
        ".a{background:url(images/Crown.svg)}",
        ".moj-crest{}",
        ".a{background:url(/assets/images/gone.svg)}",
        '.a{background:url("images/gone.svg")}',
    ],
)
def test_a_folder_with_what_may_not_be_there_or_without_what_it_asks_for_is_refused(
    left: str, tmp_path: Path
) -> None:
    (tmp_path / "a.css").write_text(".fine{color:red;background:url(data:image/png;base64,)}")
    refuse_leftovers(tmp_path)
    (tmp_path / "a.css").write_text(left)
    with pytest.raises(Obstacle, match=r"api/static/vendor/a\.css"):
        refuse_leftovers(tmp_path)


def test_it_builds_once_and_again_when_lock_or_rules_change(project: Path, npm: list[str]) -> None:
    assert build(project, npm) is True
    assert (project / VENDOR / "govuk.css").read_bytes() == (BUILT / "govuk.css").read_bytes()
    assert build(project, npm) is False
    for name in MADE_FROM:
        with (project / name).open("a") as file:
            file.write("\n")
        (project / VENDOR / "old.js").write_text("")
        assert build(project, npm) is True
        assert not (project / VENDOR / "old.js").exists()
    assert (project / "calls").read_text() == "ci --prefer-offline --no-progress\n" * 3


def test_a_failing_npm_is_quoted_in_one_line_and_leaves_the_old_files(
    project: Path, npm: list[str]
) -> None:
    build(project, npm)
    (project / "package-lock.json").write_text("{}")
    said = "npm warn old\nnpm error code E401\nnpm error Log in.\n"
    log = "npm error A complete log of this run can be found in: x\n"
    failing = [sys.executable, "-c", f"import sys; sys.exit({said + log!r})"]
    with pytest.raises(Obstacle, match=r"^npm could not .*: code E401 / Log in\.$"):
        build(project, failing)
    assert (project / VENDOR / "govuk.css").is_file()


def test_without_npm_and_node_one_line_says_what_installs_them(project: Path) -> None:
    # -S: without the packages installed here, of which Node may be one
    told = subprocess.run(
        [sys.executable, "-S", "-P", "-m", "touchstone.frontend"],
        env={"PATH": str(project), "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr.splitlines()[-1] == (
        "touchstone: Neither npm nor Node is here; ./run installs them (requirements/node.txt)."
    )
