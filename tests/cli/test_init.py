"""``init``: an archive of one's own in an empty folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin import cli
from bulletin.cli.app import COMMANDS
from bulletin.content.items import read_issue, read_item
from bulletin.content.loader import load
from bulletin.core.config import CHECKOUT
from bulletin.model.enums import Level
from tests.support.archives import TODAY
from tests.support.paths import ROOT
from tests.support.terminal import answered

UNITS = "科室：办公室、组织科；乡镇：城关镇、柳林镇、东湖街道"


def run(*arguments: str | Path, lang: str = "zh") -> int:
    return cli.main([*map(str, arguments), "--date", str(TODAY), "--lang", lang])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive that was made once, with its site."""
    folder = tmp_path_factory.mktemp("init") / "ours"
    given = [
        "--name",
        "柳川组工信息",
        "--editing-unit",
        "柳川县委组织部办公室",
        "--units",
        UNITS,
        "--province",
        "东江省",
    ]
    assert run("init", folder, "--yes", *given, "--city", "安澜市", "--site-url", "http://10.0.0.8/zugong/") == 0
    return folder


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "ours", ignore=shutil.ignore_patterns("site", ".cache"))


def test_it_is_an_archive_without_problems(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run("check", "--archive", made) == 0
    assert capsys.readouterr().out == "没有发现问题。\n"
    assert run("fmt", "--check", "--archive", made) == 0
    found = load(made, TODAY).archive
    registry = found.registry
    assert (registry.bulletin.name, registry.bulletin.editing_unit) == ("柳川组工信息", "柳川县委组织部办公室")
    assert [(unit.id, unit.group) for unit in registry.units][:3] == [
        ("bangongshi", "keshi"),
        ("zuzhike", "keshi"),
        ("chengguanzhen", "xiangzhen"),
    ]
    levels = {publication.name: publication.level for publication in registry.publications}
    assert levels == {
        "组工信息": Level.CENTRAL,
        "东江组工信息": Level.PROVINCE,
        "东江日报": Level.PROVINCE,
        "安澜组工信息": Level.CITY,
        "安澜日报": Level.CITY,
    }
    assert [item.id for item in found.items] == list(found.contents["2026/001"]) == ["2026/shili"]
    assert found.schemes == ()
    assert (made / "mkdocs.yml").read_text("utf-8") == (
        'site_name: "柳川组工信息"\nsite_url: "http://10.0.0.8/zugong/"\n'
    )
    page = (made / "site/index.html").read_text("utf-8")
    assert "本站收存《柳川组工信息》" in page
    assert "组工信息" in (made / "site/guide/index.html").read_text("utf-8")


def test_it_says_where_to_look(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init", tmp_path / "a", "--yes") == 0
    said = capsys.readouterr().out
    assert f"资料库已建在 {tmp_path}/a：单位 4 个，分 2 组。\n其中的单位是示例" in said
    for path in re.findall(rf"{tmp_path}[\w/.]+", said):
        assert Path(path).exists(), path


def test_the_guide_names_only_what_is_there(archive: Path) -> None:
    guide = (archive / "content/guide.md").read_text("utf-8")
    named = re.findall(r"`([\w./-]+)`", guide)
    paths = {
        name for name in named if ("/" in name and not name.startswith("-")) or name.endswith((".toml", ".py", ".yml"))
    }
    missing = [
        path for path in paths if not (archive / path).exists() and not (archive / f"content/items/{path}.md").exists()
    ]
    assert missing == []
    assert "registry/units.toml" in paths
    commands = set(re.findall(r"python build\.py ([a-z][\w-]*)", guide))
    assert commands
    for page in ("README.md", "README.zh.md"):
        listed = set(re.findall(r"^    python3 build\.py ([\w-]+)", (ROOT / page).read_text("utf-8"), re.MULTILINE))
        assert sorted(commands - listed) == []
    assert sorted(commands - COMMANDS.keys()) == []


def test_the_examples_of_the_guide_are_right(archive: Path) -> None:
    registry = load(archive, TODAY).archive.registry
    blocks = re.findall(
        r"^```\n(---\n.*?)^```$", (archive / "content/guide.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(blocks) == 2
    issue = read_issue(blocks[0].encode(), "issues/2026/002.md", registry)
    item = read_item(blocks[1].encode(), "content/items/2026/a.md", registry)
    assert issue.problems == item.problems == []
    assert issue.fact
    assert item.fact


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("x")
    assert run("init", tmp_path, "--yes", lang="en") == 1
    assert "is not empty" in capsys.readouterr().err
    assert run("init", tmp_path / "notes.txt", "--yes", lang="en") == 1
    assert "is a file" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_new_repository_is_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".git").mkdir()
    assert run("init", tmp_path, "--dry-run") == 0
    said = capsys.readouterr()
    assert "registry/units.toml\n" in said.out
    assert said.err == "没有写入任何文件。\n"
    assert [path.name for path in tmp_path.iterdir()] == [".git"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--units", "甲科、乙科、甲科"], "单位名单里“甲科”出现两次。"),
        (["--units", "wu.xlsx"], "wu.xlsx 无法读取"),
        (["--units", "组织科", "--name", "x\u0007"], "name"),
    ],
)
def test_what_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], said: str) -> None:
    assert run("init", tmp_path / "a", "--yes", *given) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


def test_with_a_scheme_points_are_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a"
    assert run("init", folder, "--yes", "--scheme", "--city", "安澜") == 0
    assert "整治形式主义为基层减负若干规定" in (folder / "registry/schemes/2026.toml").read_text("utf-8")
    capsys.readouterr()
    assert run("check", "--archive", folder) == 0
    assert capsys.readouterr().out == "没有发现问题。\n"
    assert run("explain-scheme", "--archive", folder) == 0
    assert "每篇1分" in capsys.readouterr().out
    assert not list((folder / "site").rglob("*scheme*"))


def test_a_copy_of_the_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a"
    assert run("init", folder, "--from-sample", "--dry-run") == 0
    assert "content/items/2025/jinqiao.md\n" in capsys.readouterr().out
    assert run("init", folder, "--from-sample") == 0
    assert (folder / "content/guide.md").read_bytes() == (ROOT / "content/guide.md").read_bytes()
    capsys.readouterr()
    assert run("check", "--archive", folder) == 0
    assert capsys.readouterr().out == "没有发现问题。\n"


def test_questions_in_a_terminal(tmp_path: Path) -> None:
    # Enter leaves things for later; a list over several lines ends with an empty one; no scheme, if nobody says so.
    answers = ["柳川组工信息", "", "科室：", "办公室", "办公室", "", "科室：组织科", "镇：城关镇", "", "东江", "", ""]
    said = answered(["init", "ours"], answers, tmp_path)
    assert said.code == 0, said.err
    assert "“办公室”出现两次" in said.err
    assert "整治形式主义为基层减负若干规定" in said.err
    registry = load(tmp_path / "ours", TODAY).archive.registry
    assert [(unit.name, unit.group) for unit in registry.units] == [("组织科", "keshi"), ("城关镇", "zhen")]
    assert [publication.id for publication in registry.publications] == ["zugong", "sheng-zugong", "sheng-ribao"]
    assert not (tmp_path / "ours/registry/schemes").exists()


def launched(archive: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | more
    command = [sys.executable, "-S" if not more else "-B", "build.py", *arguments]
    return subprocess.run(command, cwd=archive, env=surroundings, capture_output=True, text=True, check=False)


def test_its_launcher_finds_the_program(archive: Path) -> None:
    launcher = archive / "build.py"
    text = launcher.read_text("utf-8")
    program = re.search('^PROGRAM = "(.*)"$', text, re.MULTILINE)
    assert program
    assert os.access(launcher, os.X_OK)
    # It was written for the folder that the copy comes from.
    assert CHECKOUT is None or program[1].endswith(CHECKOUT.name)
    launcher.write_text(text.replace(program[0], 'PROGRAM = ""'), "utf-8")
    done = launched(archive, "check", "--date", str(TODAY), "--lang", "zh", PYTHONPATH=str(ROOT))
    assert (done.returncode, done.stdout) == (0, "没有发现问题。\n")
    done = launched(archive, "check")
    assert done.returncode == 2
    assert "找不到程序" in done.stderr


def test_its_hook_keeps_errors_out_of_commits(archive: Path) -> None:
    launcher = archive / "build.py"
    launcher.write_text(
        re.sub('^PROGRAM = ".*"$', 'PROGRAM = ""', launcher.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
    )
    people = {f"GIT_{who}_{what}": "x@example.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    surroundings = os.environ | people | {"PATH": path, "PYTHONPATH": str(ROOT), "GIT_CONFIG_GLOBAL": os.devnull}

    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["git", "-c", "core.hooksPath=hooks", *arguments]
        return subprocess.run(command, cwd=archive, env=surroundings, capture_output=True, text=True, check=False)

    git("init", "--quiet")
    git("add", ".")
    assert git("commit", "--quiet", "-m", "begin").returncode == 0
    (archive / "content/items/2026/b.md").write_text("标题: 甲\n", "utf-8")
    git("add", ".")
    refused = git("commit", "--quiet", "-m", "b")
    assert refused.returncode == 1
    assert "content/items/2026/b.md:1" in refused.stderr
