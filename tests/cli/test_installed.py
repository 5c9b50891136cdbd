"""The program as pip installs it into an empty environment, with an archive in an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import urllib.request
import venv
from pathlib import Path

import pytest

from bulletin import __version__
from tests.support import archives
from tests.support.paths import ROOT
from tests.support.waiting import free_port, until

pytestmark = pytest.mark.slow

ARCHIVE = {
    "mkdocs.yml": "site_name: 某局信息\nsite_url: http://10.0.0.8/xinxi/\n",
    "registry/units.toml": '[[unit]]\nid = "zzk"\nname = "组织科"\n',
    "registry/categories.toml": '[[category]]\nid = "news"\nname = "动态"\n',
    "content/items/2026/a.md": archives.item(unit="组织科", category="动态"),
}
"""As little as there can be: two lines of settings, one unit, one category, one item."""
PLAIN = "plugins: [bulletin]\ndocs_dir: content\n"
"""What plain MkDocs needs besides."""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the commands of an environment that holds the program and what it needs."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=True)
    found = folder / ("Scripts" if os.name == "nt" else "bin")
    done = run([found / "python", "-m", "pip", "install", "--quiet", ROOT], folder)
    assert done.returncode == 0, done.stderr
    return found


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return archives.write(tmp_path / "archive", ARCHIVE, {})


def run(command: list[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
    quiet = {"LC_ALL": "C.UTF-8", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "XDG_CACHE_HOME": str(cwd / ".." / "cache")}
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | quiet
    return subprocess.run(command, cwd=cwd, env=surroundings, capture_output=True, text=True, check=False)


def tree(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_every_way_of_building_gives_the_same_site(programs: Path, archive: Path, tmp_path: Path) -> None:
    day = ("--date", str(archives.TODAY), "--lang", "en")
    # The packages of the environment, which may be newer than those that are locked.
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from bulletin.cli import main; sys.exit(main())"
    ways: dict[str, tuple[list[str | Path], Path]] = {
        "alone": ([programs / "bulletin", *day], archive),
        "build": ([programs / "bulletin", "build", *day], archive),
        "another folder": ([programs / "bulletin", "--archive", archive, *day], tmp_path),
        "module": ([programs / "python", "-m", "bulletin", *day], archive),
        "checkout": ([programs / "python", "-c", script, "--archive", archive, *day], tmp_path),
    }
    sites = {}
    for name, (command, folder) in ways.items():
        done = run(command, folder)
        assert (done.returncode, done.stderr) == (0, ""), name
        assert done.stdout.startswith("Items: 1, issues: 1;"), name
        (archive / "site").rename(tmp_path / name)
        # What one program remembers, the other would not believe.
        shutil.rmtree(archive / ".cache")
        sites[name] = tree(tmp_path / name)
    assert "items/2026/a/index.html" in sites["alone"]
    assert all(site == sites["alone"] for site in sites.values())


def test_mkdocs_builds_the_same_site_with_two_more_lines(programs: Path, archive: Path, tmp_path: Path) -> None:
    assert run([programs / "bulletin"], archive).returncode == 0
    (archive / "site").rename(tmp_path / "ours")
    (archive / "mkdocs.yml").write_text(ARCHIVE["mkdocs.yml"] + PLAIN, "utf-8")
    done = run([programs / "mkdocs", "build"], archive)
    assert done.returncode == 0, done.stderr
    assert tree(archive / "site") == tree(tmp_path / "ours")


def test_a_launcher_of_its_own(programs: Path, archive: Path, tmp_path: Path) -> None:
    launcher = "from pathlib import Path\nfrom bulletin.cli import main\n\n"
    (archive / "build.py").write_text(f"{launcher}raise SystemExit(main(archive=Path(__file__).parent))\n")
    done = run([programs / "python", archive / "build.py", "check", "--lang", "en"], tmp_path)
    assert (done.returncode, done.stdout) == (0, "No problems found.\n")


def test_the_other_commands_know_where_their_files_are(programs: Path, archive: Path, tmp_path: Path) -> None:
    for command in (
        ["check", "--lang", "zh"],
        ["stats", "--period", "2026"],
        ["search", "夜谈会"],
        ["headers", "--server", "iis"],
        ["publish", "--to", str(tmp_path / "to")],
        ["init", str(tmp_path / "own"), "--yes", "--lang", "zh"],
        ["init", str(tmp_path / "sample"), "--from-sample"],
    ):
        done = run([programs / "bulletin", *command], archive)
        assert done.returncode == 0, done.stderr
    done = run([programs / "python", tmp_path / "own/build.py", "check", "--lang", "zh"], tmp_path)
    assert (done.returncode, done.stdout) == (0, "没有发现问题。\n")
    assert run([programs / "bulletin", "--version"], archive).stdout.startswith(f"bulletin {__version__} (")
    assert run([programs / "bulletin", "test"], archive).returncode == 1
    package = next((programs.parent).rglob("site-packages/bulletin"))
    assert (package / "deploy/git/pre-receive").read_bytes() == (ROOT / "deploy/git/pre-receive").read_bytes()
    assert not (package / ".cache").exists()


def test_without_an_archive_it_says_so(programs: Path, tmp_path: Path) -> None:
    done = run([programs / "bulletin", "--lang", "en"], tmp_path)
    assert done.returncode == 2
    assert "is no archive: there is no content/, registry/ in it" in done.stderr
    assert "“bulletin --help” tells what there is" in done.stderr


def test_mkdocs_serves_the_site(programs: Path, archive: Path, tmp_path: Path) -> None:
    (archive / "mkdocs.yml").write_text(ARCHIVE["mkdocs.yml"] + PLAIN, "utf-8")
    port = free_port()
    command: list[str | Path] = [programs / "mkdocs", "serve", "--no-livereload", "-a", f"127.0.0.1:{port}"]
    with (tmp_path / "told").open("w") as told, subprocess.Popen(command, cwd=archive, stderr=told) as served:
        try:
            until(lambda: served.poll() is not None or "Serving on" in (tmp_path / "told").read_text("utf-8"))
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/xinxi/items/2026/a/") as answer:
                assert "夜谈会开到家门口" in answer.read().decode()
        finally:
            served.terminate()
