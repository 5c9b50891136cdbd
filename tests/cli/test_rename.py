"""``rename`` by command: questions, a dry run, refusals, and what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin import cli
from tests.support import archives
from tests.support.terminal import answered

OLD, NEW = "content/items/2026/yetan.md", "content/items/2026/lianxika.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.write(
        tmp_path, {OLD: archives.item(topics="[夜谈]"), "content/more.md": "[稿](items/2026/yetan.md)\n"}
    )


def run(root: Path, *arguments: str, lang: str = "zh") -> int:
    return cli.main(["rename", *arguments, "--archive", str(root), "--date", str(archives.TODAY), "--lang", lang])


def test_an_item(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "yetan", "lianxika", "--dry-run") == 0
    said = capsys.readouterr()
    assert "+[稿](items/2026/lianxika.md)" in said.out
    assert said.err == "没有写入任何文件。\n"
    assert run(root, "2026/yetan", "lianxika") == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026/yetan 已经改名为 2026/lianxika，旧网址转到新网址。",
        *(f"  {path}" for path in (OLD, NEW, "content/more.md", "registry/redirects.toml")),
    ]
    assert (root / "registry/redirects.toml").read_text("utf-8") == (
        "# 网址变更：旧网址转到新网址。改名以后由 rename 命令添加。\n\n"
        '[[redirect]]\nfrom = "items/2026/yetan/"\nto = "items/2026/lianxika/"\n'
    )


def test_a_topic(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "topic", "夜谈", "夜校") == 0
    assert capsys.readouterr().out.startswith("专题“夜谈”已经改为“夜校”，共 1 个文件。\n")
    assert "topics: [夜校]" in (root / OLD).read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("yetan", "yetan"), 1, "现在就是这个名称"),
        (("yetan", "夜 谈"), 1, "不能用作文件名"),
        (("yetam", "x"), 1, "yetan"),
        (("topic", "夜读", "夜校"), 1, "是不是“夜谈”"),
        (("yetan",), 2, "NEW-ID"),
        ((), 2, "ITEM"),
        (("a", "b", "c"), 2, "topic 旧专题 新专题"),
    ],
)
def test_refusals(
    arguments: tuple[str, ...], code: int, told: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, *arguments) == code
    assert told in capsys.readouterr().err


def test_what_is_missing_is_asked(root: Path) -> None:
    said = answered(["rename", "--date", str(archives.TODAY)], ["yetan", "lianxika", "y"], root)
    assert said.code == 0, said.err
    assert (root / NEW).is_file()


def test_what_was_wrong_before_stands_in_no_rename(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / OLD).write_text(archives.item("见[无](nowhere.md)。\n\n![图](wu.png)"), "utf-8")
    assert run(root, "yetan", "con") == 1
    assert "Windows" in capsys.readouterr().err
    assert run(root, "yetan", "lianxika") == 0
    assert (root / NEW).exists()
