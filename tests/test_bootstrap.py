"""The first run on a bare machine, in small: a lock of one invented package, and no network."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PROGRAM = """\
import sys
import json
exit_process = sys.exit
def main(**given):
    import ours
    print(json.dumps([sys.argv[1:], sys.prefix, ours.VERSION]))
    return 3
"""
OLD_PYTHONS = sorted(Path.home().glob(".pyenv/versions/*/bin/python")) + sorted(Path("/usr/bin").glob("python[23].?"))


def wheel(folder: Path, version: str) -> str:
    """Write a wheel of one module and return its line for a lock file."""
    folder.mkdir(exist_ok=True)
    path = folder / f"ours-{version}-py3-none-any.whl"
    info = f"ours-{version}.dist-info"
    files = {
        "ours.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: ours\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return f"ours=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare machine's copy of the software, its program replaced by one that prints where it runs."""
    home = tmp_path_factory.mktemp("bare") / "home"
    (home / "bulletin/cli").mkdir(parents=True)
    shutil.copy(ROOT / "build.py", home)
    shutil.copy(ROOT / "bootstrap.py", home)
    shutil.copy(ROOT / "bulletin/__init__.py", home / "bulletin")
    (home / "bulletin/cli/__init__.py").write_text(PROGRAM)
    (home / "requirements.lock").write_text(wheel(home / "wheels", "1.0"))
    return home


def base() -> str:
    return getattr(sys, "_base_executable", "") or sys.executable


def start(home: Path, *arguments: str, language: str = "en") -> subprocess.Popen[bytes]:
    command = [base(), str(home / "build.py"), *arguments]
    own = {"PIP_NO_INDEX": "1", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    environment = {**os.environ, "LC_ALL": f"{language}.UTF-8", **own}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def run(home: Path, *arguments: str, language: str = "en") -> tuple[int, str, str]:
    with start(home, *arguments, language=language) as program:
        out, err = program.communicate()
    return program.returncode, out.decode(), err.decode()


def test_the_door_can_be_read_by_old_pythons() -> None:
    source = (ROOT / "build.py").read_text("utf-8")
    before = source[: source.index("if HOME not in")]
    ast.parse(source, feature_version=(3, 4))
    assert 'f"' not in before


@pytest.mark.parametrize("python", OLD_PYTHONS, ids=lambda path: path.parts[-3])
def test_old_pythons_are_told_what_to_do(python: Path) -> None:
    version = subprocess.run(
        [python, "-c", "import sys; print(sys.version_info[:2] < (3, 11))"], capture_output=True, check=False
    )
    if version.stdout.strip() != b"True":
        pytest.skip("new enough")
    done = subprocess.run([python, ROOT / "build.py"], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Python 3.11 or newer is needed; this is Python" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.slow
class TestBareMachine:
    """In this order: each test goes on with the machine as the one before it left it."""

    def test_without_packages_it_says_how_to_get_them(self, home: Path) -> None:
        shutil.move(home / "wheels", home / "away")
        code, out, err = run(home)
        assert (code, out) == (1, "")
        assert err.startswith("Preparing .venv from requirements.lock")
        assert "python3 -m pip download --require-hashes -r requirements.lock -d wheels" in err
        assert "Traceback" not in err
        assert run(home, language="zh_CN")[2].startswith("正在按 requirements.lock 准备运行环境 .venv")

    def test_with_wheels_it_goes_on(self, home: Path) -> None:
        shutil.move(home / "away", home / "wheels")
        code, out, err = run(home, "check", "--lang", "zh")
        assert code == 3
        assert json.loads(out) == [["check", "--lang", "zh"], str(home / ".venv"), "1.0"]
        assert err.splitlines() == ["Preparing .venv from requirements.lock and the folder wheels …"]
        assert list((home / "bulletin/cli/__pycache__").glob("__init__.*.pyc"))

    def test_the_second_run_says_nothing(self, home: Path) -> None:
        assert run(home)[0::2] == (3, "")

    def test_a_new_lock_is_followed_even_by_two_at_once(self, home: Path) -> None:
        (home / "requirements.lock").write_text(wheel(home / "wheels", "2.0"))
        programs = [start(home) for _ in range(2)]
        answers = [program.communicate() for program in programs]
        assert [program.returncode for program in programs] == [3, 3]
        assert [json.loads(out)[2] for out, _ in answers] == ["2.0", "2.0"]
        stderr = b"".join(err for _, err in answers)
        assert stderr.count(b"Preparing .venv") == 1

    def test_wrong_bytes_are_refused_and_not_believed_later(self, home: Path) -> None:
        good = wheel(home / "wheels", "3.0")
        (home / "requirements.lock").write_text(good.replace(good[-10:], "000000000\n"))
        assert run(home)[0] == 1
        assert run(home)[0] == 1
        (home / "requirements.lock").write_text(good)
        assert json.loads(run(home)[1])[2] == "3.0"

    def test_a_folder_that_was_moved_is_made_anew(self, home: Path) -> None:
        moved = home.rename(home.parent / "moved")
        code, out, err = run(moved)
        assert (code, json.loads(out)[1]) == (3, str(moved / ".venv"))
        assert "Preparing .venv" in err

    def test_a_python_that_is_gone_is_replaced(self, home: Path) -> None:
        moved = home.parent / "moved"
        python = moved / ".venv/bin/python"
        if not python.is_symlink():
            pytest.skip("Pythons are copied here, not linked")
        python.unlink()
        python.symlink_to("/nowhere/python")
        code, out, err = run(moved)
        assert (code, json.loads(out)[2]) == (3, "3.0")
        assert "Preparing .venv" in err
