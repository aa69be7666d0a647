"""`./run`: makes the environment, installs what is locked and only then, and runs the program.

The script is tried in a folder of its own with packages made here, so that no registry is asked.
"""

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from touchstone.settings import ROOT, bare_environment

PROGRAM = """
import sys, probe_a
print(*sys.argv[1:], sys.path[0], sep="|")
"""
FRONTEND = """
import sys
from pathlib import Path
root = Path(__file__).resolve().parents[1]
sources = (root / "package-lock.json", root / "touchstone" / "frontend.py")
(root / "api/static/vendor/.built-from").write_bytes(b"".join(s.read_bytes() for s in sources))
print("built", file=sys.stderr)
"""
SHELLS = [shell for shell in ("dash", "bash", "sh") if shutil.which(shell)]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two packages, laid out as an index too."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in ("probe_a", "probe_b"):
        wheel = _make_wheel(folder, name)
        page = folder / "index" / name.replace("_", "-")
        page.mkdir(parents=True)
        shutil.copy(wheel, page)
        (page / "index.html").write_text(f'<a href="{wheel.name}">{wheel.name}</a>')
    return folder


@pytest.fixture
def project(tmp_path: Path, wheels: Path) -> Path:
    """A project of the same shape as ours: one package to run, another for tests."""
    root = tmp_path / "a folder" / "with spaces"
    (root / "requirements").mkdir(parents=True)
    (root / "touchstone").mkdir()
    shutil.copy(ROOT / "run", root / "run")
    (root / "requirements" / "run.txt").write_text(_locked(wheels, "probe_a"))
    both = _locked(wheels, "probe_a") + _locked(wheels, "probe_b")
    (root / "requirements" / "test.txt").write_text(both)
    (root / "touchstone" / "__init__.py").write_text("")
    (root / "touchstone" / "__main__.py").write_text(PROGRAM)
    _furnish_pages(root, wheels)
    return root


@pytest.fixture
def index(wheels: Path) -> Iterator[str]:
    """An index of packages on this machine."""
    handler = functools.partial(QuietHandler, directory=str(wheels / "index"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def test_it_installs_what_is_named_once_and_again_when_the_list_changes(
    project: Path, wheels: Path
) -> None:
    links = {"PIP_FIND_LINKS": f"{wheels} /no/such/folder", "PIP_NO_INDEX": "1"}
    first = _run(project, "up", "a b", **links)
    assert first.stdout == f"up|a b|{project}\n"
    assert first.stderr == "touchstone: installing what requirements/run.txt names\n"
    again = _run(project, "up", "a b", **links)
    assert (again.stdout, again.stderr) == (first.stdout, "")
    tests = _run(project, "test", "-k", "x", **links)
    assert tests.stderr == "touchstone: installing what requirements/test.txt names\n"
    assert _run(project, "up", **links).stderr == ""  # the list of tests holds the other one
    with (project / "requirements" / "run.txt").open("a") as requirements:
        requirements.write("# changed\n")
    assert "installing what requirements/run.txt" in _run(project, "up", **links).stderr


def test_compiled_code_is_kept_beside_the_environment_and_not_in_the_tree(
    project: Path, wheels: Path
) -> None:
    links = {"PIP_FIND_LINKS": str(wheels), "PIP_NO_INDEX": "1"}
    _run(project, "up", PYTHONDONTWRITEBYTECODE="1", **links)
    assert [path.name for path in (project / ".venv" / "compiled").rglob("probe_a.*")]
    assert not list((project / "touchstone").rglob("__pycache__"))


def test_a_package_that_is_not_as_locked_is_refused(project: Path, wheels: Path) -> None:
    requirements = project / "requirements" / "run.txt"
    requirements.write_text(re.sub(r"sha256:\w{8}", "sha256:00000000", requirements.read_text()))
    told = _run(project, "up", PIP_FIND_LINKS=str(wheels), PIP_NO_INDEX="1")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.endswith("not everything could be installed; see the lines above.\n")


def test_the_index_of_pip_s_environment_is_asked(project: Path, index: str) -> None:
    assert _run(project, "up", PIP_INDEX_URL=index).stdout == f"up|{project}\n"


def test_the_index_of_pip_s_configuration_file_is_asked(
    project: Path, index: str, tmp_path: Path
) -> None:
    file = tmp_path / "pip.conf"
    file.write_text(f"[global]\nindex-url = {index}\n")
    assert _run(project, "up", PIP_CONFIG_FILE=str(file)).stdout == f"up|{project}\n"


def test_settings_of_uv_go_before_those_of_pip(project: Path, index: str) -> None:
    nowhere = "http://127.0.0.1:9"
    told = _run(project, "up", UV_DEFAULT_INDEX=index, PIP_INDEX_URL=nowhere)
    assert told.stdout == f"up|{project}\n"


def test_the_pages_files_are_made_before_they_are_served_and_when_they_are_stale(
    project: Path, wheels: Path
) -> None:
    links = {"PIP_FIND_LINKS": str(wheels), "PIP_NO_INDEX": "1", "PATH": _with_node(project, "0")}
    assert "built" not in _run(project, "up", **links).stderr
    for stale in ("package-lock.json", "touchstone/frontend.py"):
        with (project / stale).open("a") as file:
            file.write("\n")
        assert _run(project, "verify", **links).stderr == ""  # serves no page
        assert _run(project, "up", **links).stderr == "built\n"
        assert _run(project, "up", **links).stderr == ""
    (project / "node_modules").rmdir()
    assert _run(project, "web", **links).stderr == "built\n"


def test_where_node_is_missing_or_too_old_it_comes_from_its_locked_wheel_once(
    project: Path, wheels: Path
) -> None:
    links = {"PIP_FIND_LINKS": str(wheels), "PIP_NO_INDEX": "1", "PATH": _with_node(project, "1")}
    _run(project, "up", **links)
    built = "built\n"
    for before in ("touchstone: installing what requirements/node.txt names\n", ""):
        (project / "api" / "static" / "vendor" / ".built-from").unlink()
        assert _run(project, "up", **links).stderr == before + built
    assert _run(project, "up", **links).stderr == ""


def test_pages_that_cannot_be_made_end_the_start(project: Path, wheels: Path) -> None:
    (project / "touchstone" / "frontend.py").write_text("raise SystemExit(1)")
    links = {"PIP_FIND_LINKS": str(wheels), "PIP_NO_INDEX": "1", "PATH": _with_node(project, "0")}
    told = _run(project, "up", **links)
    assert (told.returncode, told.stdout) == (1, "")


def test_a_debian_without_venv_is_told_what_to_install(project: Path, tmp_path: Path) -> None:
    words = "The virtual environment was not created because ensurepip is not available."
    _make_program(tmp_path, f'case "$*" in *venv*) echo "{words}"; exit 1 ;; esac')
    told = _run(project, "up", PATH=f"{tmp_path}:/usr/bin:/bin")
    assert told.stderr == (
        "touchstone: Python's venv is missing. On Debian and Ubuntu: apt install python3-venv\n"
    )
    assert told.returncode == 1
    assert not (project / ".venv").exists()


def test_an_old_python_is_told_so(project: Path, tmp_path: Path) -> None:
    for name in ("python3", "python", "python3.11", "python3.12", "python3.13", "python3.14"):
        _make_program(tmp_path, "exit 1", name)
    told = _run(project, "up", PATH=f"{tmp_path}:/usr/bin:/bin")
    assert told.stderr == "touchstone: Python 3.11 or later is needed, and none was found.\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_every_posix_shell_reads_it(shell: str) -> None:
    subprocess.run([shell, "-n", ROOT / "run"], check=True)


def test_neither_script_names_a_registry_or_a_folder_of_one_machine() -> None:
    for script in (ROOT / "run", ROOT / ".ci" / "run"):
        assert os.access(script, os.X_OK)
        assert not re.search(r"https?://|/home/|/root/|/work/", script.read_text())


def test_what_is_locked_for_running_is_locked_the_same_for_tests() -> None:
    run, tests = (_pins(ROOT / "requirements" / f"{name}.txt") for name in ("run", "test"))
    assert run.items() <= tests.items()


def _run(root: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the script from another folder, with these settings of pip and uv and no others."""
    ours = bare_environment()
    kept = {k: v for k, v in ours.items() if not k.startswith(("PIP_", "UV_", "PYTHON"))}
    # uv lies beside our Python, or on the path; otherwise the script would have to fetch it
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [root / "run", *arguments],
        cwd=root.parent,
        env=kept | {"PATH": path, "XDG_CONFIG_HOME": str(root)} | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def _furnish_pages(root: Path, wheels: Path) -> None:
    """The pages' files, up to date, and the list with which Node would be installed."""
    (root / "api" / "static" / "vendor").mkdir(parents=True)
    (root / "node_modules").mkdir()
    (root / "package-lock.json").write_text("{}\n")
    (root / "touchstone" / "frontend.py").write_text(FRONTEND)
    stamp = root / "api" / "static" / "vendor" / ".built-from"
    stamp.write_text("{}\n" + FRONTEND)
    (root / "requirements" / "node.txt").write_text(_locked(wheels, "probe_b"))


def _with_node(root: Path, fit: str) -> str:
    """A path on which npm is found, with a Node that answers `fit` (0) or not (1)."""
    folder = root.parent / "node"
    folder.mkdir()
    _make_program(folder, f"exit {fit}", "node")
    _make_program(folder, "exit 0", "npm")
    ours = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return f"{folder}{os.pathsep}{ours}"


def _make_program(folder: Path, line: str, name: str = "python3") -> None:
    (folder / name).write_text(f"#!/bin/sh\n{line}\n")
    (folder / name).chmod(0o755)


def _make_wheel(folder: Path, name: str) -> Path:
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in (*files, f"{about}/RECORD"))
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**files, f"{about}/RECORD": record}.items():
            archive.writestr(path, text)
    return wheel


def _locked(wheels: Path, name: str) -> str:
    digest = sha256((wheels / f"{name}-1.0-py3-none-any.whl").read_bytes()).hexdigest()
    return f"{name.replace('_', '-')}==1.0 \\\n    --hash=sha256:{digest}\n"


def _pins(file: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)(?:\[.*\])?==([\w.+-]+)", file.read_text(), re.MULTILINE))
