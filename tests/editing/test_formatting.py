"""Front matter is written uniformly, and says what it said; formatted twice it is as formatted once."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin import cli
from bulletin.content.file_reader import FileReader
from bulletin.content.sources import read_sources
from bulletin.core.problems import BulletinError
from bulletin.editing.formatting import format_files, formatted
from bulletin.editing.writing import apply_edit
from bulletin.model.schema import ITEM
from tests.support import archives

A, B, TABLE = "content/items/2026/a.md", "content/items/2026/b.md", "registry/publications.toml"
TIDY = """\
---
# 夜谈会
标题: "夜谈会： 开到家门口"   # 标题里的冒号
unit: 城关镇
category: 经验
date: 2026-03-05
采用:
  - {刊物: 组工信息, 期号: 0146, 日期: 2026-03-10}
  - publication: 东江日报
    date: '2026-03-12'
endorsements: [{by: 县委书记, level: 县, date: 2026-03-20, text: "看了：很好，日期：以后"}]
---

全镇十二个村普遍开设夜间议事桌。  \t
第二行：有两个空格。
"""
MESSY = """\
---
# 夜谈会 \t
标题： "夜谈会： 开到家门口"   # 标题里的冒号
unit:城关镇\u3000
category :   经验
date: 2026年3月5日
采用:
\t- {刊物：组工信息，期号：0146，日期：2026.3.10}
\t- publication:东江日报
\t  date: '2026/3/12'
endorsements: [{by: 县委书记, level: 县, date: 20260320, text: "看了：很好，日期：以后"}]\x20
---

全镇十二个村普遍开设夜间议事桌。  \t
第二行：有两个空格。
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FileReader:
    return FileReader.for_sources(read_sources(archives.write(tmp_path_factory.mktemp("archive"), {})))


def test_everything_that_is_mended(reader: FileReader) -> None:
    assert formatted(MESSY, A, reader) == TIDY
    assert formatted(TIDY, A, reader) == TIDY
    parsed = reader.parse(TIDY.encode(), A).parsed
    assert parsed.fact is not None
    # Line ends are those of the file, and below the front matter nothing is changed.
    assert formatted(MESSY.replace("\n", "\r\n"), A, reader) == TIDY.replace("\n", "\r\n")
    assert formatted(MESSY + "\n\n", A, reader) == TIDY + "\n\n"
    assert formatted(MESSY.rstrip(), A, reader) == TIDY.rstrip()


@pytest.mark.parametrize(
    "text",
    [
        # What stands in a value is not a key, whatever it looks like.
        TIDY.replace("开到家门口", "单位：城关镇"),
        "---\ntitle: 夜谈\nunit: 城关镇\ncategory: 经验\ndate: 2026-03-05\napproved-by: >\n  某：主任\n---\n\n正文。\n",
        # What nobody can read stays as it is, as far as it is not mended.
        "---\ntitle: 夜谈\nunit: [城关镇\n---\n\n正文。\n",
        "没有信息头。\n",
    ],
)
def test_what_stays(text: str, reader: FileReader) -> None:
    assert formatted(text, A, reader) == text


_SPACES = st.sampled_from(["", " ", "  ", "\t", "\u3000"])
_DAYS = st.sampled_from(
    ["2026-03-05", "2026年3月5日", "2026/3/5", "2026.3.5", "２０２６-03-05", "二〇二六年三月五日", "2026-13-01"]
)
_TEXTS = st.sampled_from(
    [
        "夜谈会",
        "甲：乙",
        '"甲: 乙"',
        "'日期：明日'",
        "[甲, 乙]",
        "甲 #乙",
        "",
        "0146",
        "{刊物：组工信息，日期：2026.3.9}",
    ]
)
_KEYS = st.sampled_from(["title", "标题", "authors", "审签人", "topics", "date", "日期", "采用", "nobody", "- 甲"])
_LINES = st.builds(
    lambda indent, key, before, colon, after, value, end: f"{indent}{key}{before}{colon}{after}{value}{end}",
    st.sampled_from(["", "", "", "  ", "\t"]), _KEYS, _SPACES, st.sampled_from([":", "："]), _SPACES,
    st.one_of(_DAYS, _TEXTS), st.one_of(_SPACES, st.just(" # 注：日期：x ")),
)  # fmt: skip


@given(st.lists(_LINES, max_size=6), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\n", "\n\n \n"]))
def test_facts_stay_and_twice_is_once(reader: FileReader, lines: list[str], end: str, tail: str) -> None:
    front = ["---", "title: 夜谈", "unit: 城关镇", "category: 经验", "date: 2026-03-05", *lines, "---", "", "正文。  "]
    text = end.join(front) + tail
    once = formatted(text, A, reader)
    assert formatted(once, A, reader) == once
    was, now = (reader.parse(one.encode(), A).parsed for one in (text.replace("\r\n", "\n"), once))
    # What could not be read before may be read now; everything else is what it was.
    names = {problem.field.replace(".", "[").partition("[")[0] for problem in was.problems}
    unread = {ITEM.names[name].attribute for name in names if name in ITEM.names}
    assert was.fact is None or now.fact is not None
    for field in fields(was.fact) if was.fact and now.fact else ():
        assert field.name in unread or getattr(was.fact, field.name) == getattr(now.fact, field.name)
    assert was.body_digest == now.body_digest or was.fact is None
    assert {problem.code for problem in now.problems} <= {problem.code for problem in was.problems} or was.fact is None


def test_tables_and_chosen_files(tmp_path: Path) -> None:
    table = archives.PUBLICATIONS.replace("\n", "  \n", 3).rstrip()
    root = archives.write(tmp_path, {A: MESSY, B: archives.item("另一篇。", title="另一篇  "), TABLE: table})
    edit = format_files(read_sources(root), ["content"])
    assert [change.path for change in edit.changes] == [A, B]
    apply_edit(root, format_files(read_sources(root)), archives.TODAY)
    assert (root / A).read_text("utf-8") == TIDY
    assert (root / TABLE).read_text("utf-8") == archives.PUBLICATIONS
    assert format_files(read_sources(root)).changes == ()
    with pytest.raises(BulletinError, match="no text or table"):
        format_files(read_sources(root), ["content/nowhere.md"])


def test_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = archives.write(tmp_path, {A: MESSY})
    common = ["--archive", str(root), "--date", str(archives.TODAY), "--lang", "zh"]
    assert cli.main(["fmt", "--check", *common]) == 1
    assert capsys.readouterr().out == f"{A}\n"
    assert cli.main(["fmt", str(root / A), "--dry-run", *common]) == 0
    assert "+date: 2026-03-05" in capsys.readouterr().out
    assert cli.main(["fmt", *common]) == 0
    assert capsys.readouterr().out == f"统一了写法的文件：1 个。\n  {A}\n"
    assert cli.main(["fmt", "--check", *common]) == 0
    assert cli.main(["undo", *common]) == 0
    assert (root / A).read_text("utf-8") == MESSY
    assert cli.main(["fmt", "/", *common]) == 2
    (root / A).write_bytes(MESSY.encode("gb18030"))
    capsys.readouterr()
    assert cli.main(["fmt", *common]) == 1
    assert "check --fix" in capsys.readouterr().err
