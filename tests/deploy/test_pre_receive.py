"""The hook of a repository: a push with errors is refused, and nothing of it is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.archives import item, write
from tests.support.hooked_repository import clone_with_hook, git
from tests.support.paths import ROOT

A = "content/items/2026/a.md"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a clone of a repository with the hook."""
    clone = clone_with_hook(tmp_path)
    write(clone, {A: item()})
    return clone


def push(office: Path, words: str, branch: str = "main", **more: str) -> subprocess.CompletedProcess[str]:
    write(office, {A: words})
    assert git(office, "add", ".").returncode == 0
    assert git(office, "commit", "-m", "x").returncode == 0
    return git(office, "push", "origin", f"HEAD:{branch}", **{"BULLETIN": str(ROOT), **more})


@pytest.mark.slow
def test_a_sound_archive_is_taken_and_a_broken_one_is_not(office: Path) -> None:
    assert push(office, item()).returncode == 0
    taken = git(office, "ls-remote", "origin", "main").stdout
    refused = push(office, item(unit="城官镇"))
    assert refused.returncode != 0
    assert "unknown-unit" in refused.stderr
    assert "is refused" in refused.stderr
    assert git(office, "ls-remote", "origin", "main").stdout == taken
    assert push(office, item("改好了。")).returncode == 0
    assert git(office, "ls-remote", "origin", "main").stdout != taken


def test_what_is_confidential_never_gets_in(office: Path) -> None:
    number = "11010519491231002X"
    refused = push(office, item(f"身份证号{number}。"))
    assert refused.returncode != 0
    assert number not in refused.stderr
    assert git(office, "ls-remote", "origin").stdout == ""
    server = office.parent / "server.git"
    assert git(server, "count-objects").stdout.startswith("0 objects")


def test_nothing_is_left_out_of_what_is_checked(office: Path) -> None:
    (office / ".gitattributes").write_text(f"{A} export-ignore\n")
    refused = push(office, item(unit="城官镇"))
    assert refused.returncode != 0
    assert "unknown-unit" in refused.stderr


def test_only_the_branches_that_are_asked_for(office: Path) -> None:
    assert push(office, item(unit="城官镇"), "draft", BRANCHES="main").returncode == 0
    assert push(office, item(unit="城官乡"), "main", BRANCHES="main").returncode != 0
    assert git(office, "push", "origin", ":draft", BULLETIN=str(ROOT)).returncode == 0


def test_without_the_software_nothing_is_taken(office: Path) -> None:
    refused = push(office, item(), BULLETIN="/nowhere")
    assert refused.returncode != 0
    assert "build.py is missing" in refused.stderr


ATTACKS = {
    "a hook": ("hooks: [hooks.py]\n", "hooks.py"),
    "a hook that is called as ours": ("hooks: [build.py]\n", "build.py"),
    "a launcher of its own": ("", "build.py"),
    "a module of Python": ("", "json.py"),
    "a package of its own": ("", "bulletin/__init__.py"),
    "a tag": ("extra: !!python/object/apply:os.mkdir ['{marker}']\n", "x.py"),
}


@pytest.mark.parametrize(("settings", "name"), ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("software", [str(ROOT), "command", ""], ids=["folder", "command", "nothing"])
def test_nothing_that_is_pushed_is_run(office: Path, settings: str, name: str, software: str) -> None:
    marker = office.parent / "marker"
    write(office, {"mkdocs.yml": f"site_name: 信息\n{settings.format(marker=marker)}"}, {})
    write(office, {name: f"import os\nos.mkdir({str(marker)!r})\n"}, {})
    if software == "command":
        software = installed(office.parent)
    pushed = push(office, item(), BULLETIN=software)
    assert not marker.exists()
    assert (pushed.returncode == 0) == (software != "" and not settings)
    assert "Traceback" not in pushed.stderr


def test_what_is_pushed_is_run_where_that_is_asked_for(office: Path) -> None:
    marker = office.parent / "marker"
    write(office, {"mkdocs.yml": "site_name: 信息\nhooks: [hooks.py]\n"}, {})
    write(office, {"hooks.py": f"import os\nos.mkdir({str(marker)!r})\n"}, {})
    assert push(office, item(), TRUST="1").returncode == 0
    assert marker.is_dir()


def test_a_command_that_was_installed(office: Path) -> None:
    command = installed(office.parent)
    assert push(office, item(), BULLETIN=command).returncode == 0
    assert "unknown-unit" in push(office, item(unit="城官镇"), BULLETIN=command).stderr


def installed(folder: Path) -> str:
    """Return a command as pip makes it."""
    path = folder / "bulletin"
    path.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from bulletin.cli import command\ncommand()\n"
    )
    path.chmod(0o755)
    return str(path)
