"""Wrong usage is told in the reader's language, with what can be written instead."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bulletin import cli
from tests.support.paths import ROOT

WRONG = {
    "publish --to": ("--to 后面要写值。", "--to needs a value."),
    "adopt 2026/x 组工信息 --issue --dry-run --yes": ("--issue 后面要写值。", "--issue needs a value."),
    "new item --title --yes": ("--title 后面要写值。", "--title needs a value."),
    "--archive --verbose check": ("--archive 后面要写值。", "--archive needs a value."),
    "check --archive --no-such": ("--archive 后面要写值。", "--archive needs a value."),
    "search --batch -h": ("--batch 后面要写值。", "--batch needs a value."),
    "new foo": ("没有“foo”这个命令。", "there is no command “foo”."),
    "unit merg": ("没有“merg”这个命令。您是想写“merge”吗？", "there is no command “merg”. Did you mean “merge”?"),
    "check --date 2026/13/1": (
        "--date 的值不能用，请写日期，例如 2026-03-05。",
        "the value of --date cannot be used; write a day, such as 2026-03-05.",
    ),
    "check --nope": ("没有 --nope 这个选项。", "there is no option --nope."),
    "check --forma json": (
        "没有 --forma 这个选项。您是想写“--format”吗？",
        "there is no option --forma. Did you mean “--format”?",
    ),
    "chekc": ("没有“chekc”这个命令。您是想写“check”吗？", "there is no command “chekc”. Did you mean “check”?"),
    "build extra": ("多写了“extra”。", "“extra” is too much here."),
    "build a b": ("多写了“a b”。", "“a b” is too much here."),
    "schema x": (
        "KIND 的值不能用，可以写：item、issue、call、circular、compilation。",
        "the value of KIND cannot be used; it may be: item, issue, call, circular, compilation.",
    ),
    "build --jobs 0": (
        "--jobs 的值不能用，请写不小于 1 的整数。",
        "the value of --jobs cannot be used; write a whole number from 1.",
    ),
    "serve --port x": (
        "--port 的值不能用，请写 1 到 65535 的整数。",
        "the value of --port cannot be used; write a whole number from 1 to 65535.",
    ),
    "verify --to wu": (
        "--to 的值不能用，没有这个文件夹。",
        "the value of --to cannot be used; there is no such folder.",
    ),
    "publish --to file": (
        "--to 的值不能用，这里要写文件夹。",
        "the value of --to cannot be used; it has to be a folder.",
    ),
    "ledger --period 2026 --unit a --out .": (
        "--out 的值不能用，这里要写文件。",
        "the value of --out cannot be used; it has to be a file.",
    ),
    "search --batch wu": (
        "--batch 的值不能用，这个文件读不了。",
        "the value of --batch cannot be used; the file cannot be read.",
    ),
    "ledger": ("缺少 --unit。", "--unit is missing."),
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    for language, begin, said in zip(("zh", "en"), ("用法有误：", "Wrong usage: "), WRONG[words], strict=True):
        assert cli.main(["--lang", language, *words.split()]) == 2
        assert capsys.readouterr().err.split("\n")[0] == begin + said


def test_a_value_after_an_equals_sign_may_look_like_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--archive", str(ROOT), "--lang", "en", "due", "--unit=--yes"]) == 2
    assert "Nobody knows “--yes”." in capsys.readouterr().err


def test_a_day_is_given_as_editors_write_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for day in ("2026/3/1", "2026年3月1日", "20260301"):
        assert cli.main(["--archive", str(tmp_path), "--lang", "en", "check", "--date", day]) == 2
        assert "is no archive" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_a_workbook_is_not_written_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert cli.main(["--archive", str(ROOT), "--lang", "zh", "stats", "--period", "2026", "--format", "xlsx"]) == 2
    assert "请指定文件：--out figures.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("words", ["adopt 2026/nowhere 组工信息", "adopt 2026/nowhere --nope"])
def test_programs_are_told_of_refusals(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--archive", str(ROOT), "--lang", "en", *words.split(), "--format", "json"]) > 0
    out, err = capsys.readouterr()
    assert json.loads(out)["refused"].splitlines()[0] in err
