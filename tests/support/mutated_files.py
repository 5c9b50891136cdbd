"""Good files with random damage: every one is read to its end, and every problem has a message."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bulletin.checks.messages import describe_problem
from bulletin.checks.sensitive.scan import scan_registry_files
from bulletin.content.decode import decode_text
from bulletin.content.file_reader import FileReader
from bulletin.content.items import read_call, read_issue, read_item
from bulletin.content.registry import read_registry
from bulletin.core.i18n import translator
from bulletin.core.problems import Problem
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.renderer import Renderer
from bulletin.model.registry import Registry
from bulletin.schemes.parser import SCHEMES_FOLDER, TARGETS_FOLDER, read_schemes
from tests.support.archives import issue, item
from tests.support.paths import ROOT

_A = "content/items/2026/a.md"
_RICH = """\
## 一、“支部建在外”

全镇**十二个村**普遍开设*夜间议事桌*[^1]，见[另一篇](b.md#二)、<https://a.example/>与`代码`。

| 村 | 户 |
| --- | ---: |
| 槐树湾 | 12 |

1. 甲
   - 乙

     丙
2. 丁

- 戊
- 己

> 引文

术语
:   解释

```text
x < y
```

![图](p.png)

### （一）二

[^1]: 注。
"""
_PARTS: dict[str, str] = {
    "authors": "[李某, 王某]",
    "adopted_by": "[{publication: 组工信息, issue: 146, date: 2026-04-02, treatment: 全文, page: 3}, 东江日报]",
    "endorsements": "[{by: 县委书记, level: 县, date: 2026-03-20, text: 做法很好, follow-up: 已印发}]",
    "outcomes": "[{title: 关于夜谈会的决定, date: 2026-04-01}]",
    "corrections": "[{date: 2026-04-05, note: 更正为 118 人}]",
    "topics": "[流动党员]",
    "channel": "专报",
    "status": "更正",
    "classification": "内部",
}
_CHINESE = """\
---
标题: 夜谈会
单位: [城关镇, 组织科]
类别: 经验类
日期: 2026年3月8日
采用:
  - 东江日报
  - {刊物: 组工信息, 期号: 12}
---

正文。
"""
_CALL = "---\ntitle: 约稿\ndate: 2026-03-01\ndue: 2026-04-01\nunit: [城关镇]\ntopics: 流动党员\n---\n\n请报送。\n"
_PAGE = "---\ntitle: 关于\nhide: [toc]\n---\n\n# 关于\n\n" + _RICH
_ALLOWED = (
    '[[allowed]]\nhash = "0123456789abcdef"\npath = "a.md"\nreason = "例"\napprover = "主任"\ndate = 2026-11-20\n'
)
_SAMPLE = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted((ROOT / "registry").rglob("*.toml"))
}

SEEDS: tuple[tuple[str, str], ...] = (
    (_A, item(_RICH, **_PARTS)),
    (_A, item()),
    (_A, _CHINESE),
    ("issues/2026/001.md", issue("今年以来……\n\n" + _RICH, items="[2026/a, 2026/b]", kind="增刊", serial="1024")),
    ("content/calls/x.md", _CALL),
    ("content/about.md", _PAGE),
    *_SAMPLE.items(),
    ("registry/bulletin.toml", _SAMPLE["registry/bulletin.toml"] + "\n[limits]\ntext-kilobytes = 100\n"),
    ("registry/allowed.toml", _ALLOWED),
)
_TOKENS = (
    "---\n", "\n---\n", "\ufeff", "\x00", "\r", "\t", "：", ": ", "- ", "[", "]", "{", "}", "&a ", "*a", "!!python/x ",
    "|",
    ">", "%", "@", "`", "```\n", '"', "'", "\\", "\\u0000", "\\ud800", "#", " #", "\n", "\n\n", "[^1]", "[^", "](",
    "![", "<", "<script>", "-->",
    "&#", "&#x110000;", "~~~\n", "\n===\n",
    "\n: ", "**", "__", "| - |\n", "1. ", "> ", "    ", "\u3000\u3000", "机密★5年", "11010519491231002X", "13800138000",
    "密码：a1b2", "\u200b", "\u202e",
    "\ufdd0", "\ufdd1", "\x02", "\x03", "2026-02-30", "9" * 30, "nan", "inf", "1e400", "true",
    "[[", "]]", "= ", "<<<<<<< HEAD\n", "\U0001f468\u200d", "e\u0301",
)  # fmt: skip
_BYTES = (b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3\x28", b"\xed\xa0\x80", b"\xb3\xc7", b"\xf4\x90\x80\x80", b"\xe5\x9f")


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield *count* damaged files with their paths, the same ones for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - the same damage each time, no secrets
    for _ in range(count):
        path, text = dice.choice(SEEDS)
        for _ in range(dice.choice((1, 1, 1, 2, 3, 5, 8))):
            text = _damaged(text, dice)
        data = text.encode("utf-8", "surrogatepass")
        if not dice.randrange(8):
            at = dice.randrange(len(data) + 1)
            data = data[:at] + dice.choice(_BYTES) + data[at + dice.randrange(3) :]
        yield path, data


def _damaged(text: str, dice: random.Random) -> str:  # noqa: PLR0911 - one for each kind of damage
    at = dice.randrange(len(text) + 1)
    to = min(at + dice.choice((1, 1, 2, 5, 20, 80)), len(text))
    match dice.randrange(8):
        case 0:
            return text[:at] + text[to:]
        case 1:
            return text[:at] + dice.choice(_TOKENS) + text[at:]
        case 2:
            return text[:at] + dice.choice(_TOKENS) * dice.choice((1, 2, 3, 60)) + text[to:]
        case 3:
            return text[:to] + text[at:]
        case 4:
            other = dice.choice(SEEDS)[1]
            begin = dice.randrange(len(other))
            return text[:at] + other[begin : begin + dice.choice((3, 30, 300))] + text[to:]
        case 5:
            lines = text.split("\n")
            dice.shuffle(lines) if not dice.randrange(4) else lines.insert(
                dice.randrange(len(lines)), dice.choice(lines)
            )
            return "\n".join(lines)
        case 6:
            return text[:at] + text[at:to][::-1] + text[to:]
        case _:
            return (
                text[:at]
                + chr(dice.choice((dice.randrange(128), dice.randrange(0x3000), dice.randrange(0x10FFFF))))
                + text[to:]
            )


class Readers:
    """All that reads sources, with a good registry at hand."""

    def __init__(self) -> None:
        self.tables = {path: text.encode() for path, text in _SAMPLE.items() if path.count("/") == 1}
        self.registry: Registry = read_registry(self.tables)[0]
        pages = {_A: "items/2026/a/", "content/items/2026/b.md": "items/2026/b/"}
        self.resolver = LinkResolver(pages, frozenset({"content/items/2026/p.png", "content/p.png"}))
        self.renderer = Renderer(self.resolver)
        self.reader = FileReader(ROOT, self.registry, self.resolver)
        self.say = translator("zh")

    def read(self, path: str, data: bytes) -> list[Problem]:
        """Read one file as an archive would, and format every problem of it."""
        problems = self._problems(path, data)
        for problem in problems:
            message, cure = describe_problem(problem, self.say)
            assert message
            assert cure
        return problems

    def _problems(self, path: str, data: bytes) -> list[Problem]:
        if path.startswith("registry/"):
            return self._tables(path, data)
        if path == "content/about.md":
            return list(self.reader.parse(data, path).parsed.problems)
        if path.startswith("issues/"):
            found = read_issue(data, path, self.registry)
        elif path.startswith("content/calls/"):
            found = read_call(data, path, self.registry)
        else:
            found = read_item(data, path, self.registry)
        if found.fact is None:
            return found.problems
        return found.problems + self.renderer.render(found.text, path, found.fact.body_line)[1]

    def _tables(self, path: str, data: bytes) -> list[Problem]:
        if path.startswith((SCHEMES_FOLDER, TARGETS_FOLDER)):
            text, undecoded = decode_text(data, path)
            *_, problems = read_schemes({path: text}, self.registry)
            problems = undecoded + problems
            return [*problems, *scan_registry_files({path: data}, self.registry)]
        tables = self.tables | {path: data}
        registry, problems = read_registry(tables)
        return [*problems, *scan_registry_files({path: data}, registry)]
