"""Completion in shells: what the scripts ask the program, and what it answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin import cli
from tests.support import archives
from tests.support.paths import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    items = {
        "content/items/2026/jinqiao.md": archives.item(),
        "content/items/2025/a.md": archives.item(date="2025-03-05"),
    }
    return archives.write(tmp_path, {**items, "content/calls/2026-yetan.md": "---\ntitle: 甲\ndate: 2026-03-05\n---\n"})


def completed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> dict[str, str]:
    """Return what PowerShell is offered after *words*, of which the last is not complete."""
    *before, word = words
    monkeypatch.setenv("COMP_WORDS", " ".join(["bulletin", "--archive", str(root), *before, word]))
    monkeypatch.setenv("COMP_CWORD", str(len(before) + 3))
    monkeypatch.setenv("_BULLETIN_COMPLETE", "powershell_complete")
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    # Of each word three lines: its kind, itself, what it is.
    return dict(zip(lines[1::3], lines[2::3], strict=True))


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("ne",), {"new": "Begin an item, an issue or a call."}),
        (("new", "item", "--uni"), {"--unit": "Who submits it; may be repeated."}),
        (("new", "item", "--unit", "城"), {"城关镇": "chengguan"}),
        (("new", "item", "--unit", "cheng"), {"chengguan": "城关镇"}),
        (("new", "item", "--category", "动"), {"动态": "news"}),
        (("new", "item", "--channel", "专"), {"专报": "_"}),
        (("new", "item", "--commission", "2026"), {"2026-yetan": "_"}),
        (("new", "issue", "--items", "2026/j"), {"2026/jinqiao": "_"}),
        (("new", "issue", "--kind", "zeng"), {}),
        (("completion", "b"), {"bash": "_"}),
    ],
)
def test_what_is_offered(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    offered: dict[str, str],
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert completed(root, monkeypatch, capsys, *words) == offered


def test_a_folder_that_is_no_archive_offers_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert completed(tmp_path, monkeypatch, capsys, "new", "item", "--unit", "城") == {}


def test_bash_completes(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    assert cli.main(["completion", "bash"]) == 0
    script = capsys.readouterr().out
    (tmp_path / "bulletin").write_text(f'#!/bin/sh\nexec {sys.executable} -m bulletin "$@"\n')
    (tmp_path / "bulletin").chmod(0o755)
    asked = (
        'COMP_WORDS=(bulletin new item --unit 城) COMP_CWORD=4; _bulletin_completion bulletin; echo "${COMPREPLY[@]}"'
    )
    surroundings = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        [bash, "--norc", "-c", f"{script}\n{asked}"], cwd=root, env=surroundings, capture_output=True, check=False
    )
    assert (done.stdout.decode(), done.stderr.decode()) == ("城关镇\n", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_scripts_name_the_program_as_it_was_called(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", shell]) == 0
    assert "_BULLETIN_COMPLETE" in capsys.readouterr().out
    assert cli.main(["completion", shell], program="build.py") == 0
    said = capsys.readouterr().out
    assert "_BUILD_PY_COMPLETE" in said
    assert "bulletin" not in said
