"""``due`` tells what units still owe, in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from bulletin import cli
from tests.support import archives
from tests.support.archives import TODAY

CALL = """\
---
title: 冬训约稿
date: 2026-11-01
due: 2026-11-20
unit: [组织科, 城关镇]
延期: [{单位: 城关镇, 延至: 2026-11-29}]
---
请报送。
"""


def due(root: Path, *arguments: str, lang: str = "en") -> int:
    return cli.main(["due", "--archive", str(root), "--date", str(TODAY), "--lang", lang, *arguments])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.write(tmp_path, {"content/calls/2026-d.md": CALL})


def test_table_and_reminders(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert due(root, lang="zh") == 0
    table, *reminders = capsys.readouterr().out.strip().split("\n\n")
    assert [line.split()[0] for line in table.splitlines()[3:]] == ["组织科", "城关镇"]
    assert [text.splitlines()[1] for text in reminders] == [
        "1．约稿“冬训约稿”，2026年11月20日截止，已逾期2天。",
        "1．约稿“冬训约稿”，2026年11月29日截止，还剩7天。",
    ]


def test_for_programs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert due(root, "--format", "json", "--within", "5") == 0
    value = json.loads(capsys.readouterr().out)
    assert value["as_of"] == str(TODAY)
    assert [(one["unit"], one["kind"], one["due"], one["days"], one["overdue"]) for one in value["due"]] == [
        ("zzk", "commission", "2026-11-20", -2, True)
    ]
    assert [one["unit"] for one in value["reminders"]] == ["zzk"]
    assert due(root, "--format", "csv", "--unit", "城关乡") == 0
    found = list(csv.reader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff"))))
    assert "2026-11-29" in found[-1]
    assert "2026-d" in found[-1]


def test_nothing_and_mistakes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert due(root, "--unit", "东双河镇") == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Nothing is open.\n")
    assert due(root, "--unit", "城官镇") == 2
    assert "城关镇" in capsys.readouterr().err
    assert due(root, "--within", "-1") == 2
