"""A text is replaced in the existing site only where a whole build would report no problem of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin.build.cache.exchange import replace_texts
from bulletin.build.cache.previous import text_record
from bulletin.build.cache.store import packed
from bulletin.content.loader import load
from bulletin.site.placeholders import text as placeholder
from tests.support.archives import TODAY, item, write

PATH = "content/items/2026/a.md"
HEAD = item("").rstrip("\n")
PIECES = st.sampled_from(
    [
        *("甲", "一句话。", "\n", "\n\n", "## 甲\n", "# 乙\n", "- 甲\n", "1. 甲\n", "**甲**", "*"),
        *("|甲|乙|\n|-|-|\n|1|2|\n", "[^1]", "[甲](b.md)", "![甲](b.png)", "<b>", "&amp;", "`", "```\n"),
        *("> ", "    ", "\t", "　　", "——", "---\n", "秘密★一年", "13912345678", "\u200b", "\u202e", "\ufeff"),
        *("\r\n", "title: 甲\n", "密码：", "：", "另一篇正文。"),
    ]
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    other = item("另一篇正文。", title="另一篇", date="2026-03-08", unit="组织科")
    return write(tmp_path_factory.mktemp("exchange"), {PATH: item(), "content/items/2026/b.md": other})


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=12).map("".join))
@example("## 甲\n\n甲\n\n## 甲\n\n乙")
@example("另一篇正文。")
@example("标题: 甲\n---\n甲")
@example("甲\n---\n乙")
@pytest.mark.slow
def test_what_is_exchanged_is_what_a_build_renders(archive: Path, text: str) -> None:
    (archive / PATH).write_text(item(), encoding="utf-8", newline="")
    before = load(archive, TODAY)
    assert not before.problems
    site = archive / "site"
    site.mkdir(exist_ok=True)
    (site / "page.html").write_bytes(b"")
    texts = text_record(before, {"page.html": packed(((placeholder(PATH)[1:-1], 0, 0),))})
    data = f"{HEAD}\n{text}\n".encode()
    (archive / PATH).write_bytes(data)
    after = load(archive, TODAY)
    try:
        files, bodies = replace_texts(site, archive, texts, [PATH])
    except LookupError:
        return
    assert not after.problems
    assert bodies == {PATH: after.bodies[PATH]}
    assert files == {"page.html": after.bodies[PATH].rebase("./").encode()}


def test_plain_texts_are_exchanged(archive: Path) -> None:
    (archive / PATH).write_text(item(), encoding="utf-8")
    texts = text_record(load(archive, TODAY), {})
    (archive / PATH).write_text(item("新的正文。\n\n## 小标题\n\n- 一\n- 二"), encoding="utf-8")
    _, bodies = replace_texts(archive / "site", archive, texts, [PATH])
    assert "小标题" in bodies[PATH].html
