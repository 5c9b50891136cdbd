"""An archive with a word of its own in every text field of every kind of item, and where those words are found."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bulletin.model.schema import ITEM
from bulletin.model.schema.types import Entries, FieldSpec, IssueNumber, Schema, Text, Texts, Withheld
from bulletin.publish.extract_text import file_texts
from bulletin.search.normalize import fold
from bulletin.search.query.parser import parse_query
from tests.support.archives import issue, write

_WORDS = (Text, Texts, IssueNumber)
"""Types of fields that can hold any word."""


def _declared(schema: Schema = ITEM, within: str = "") -> Iterator[tuple[str, FieldSpec]]:
    """Yield the path and the declaration of every field that can hold any word: ``title``, ``endorsements.text``."""
    for spec in schema.fields:
        if isinstance(spec.type, Entries):
            yield from _declared(spec.type.schema, f"{spec.name}.")
        elif isinstance(spec.type, _WORDS):
            yield within + spec.name, spec


DECLARED = dict(_declared())
PARTS = ("body", "heading", "link", "alt", "picture", "shared", "note")
"""Where words stand besides the front matter; ``note`` is in a picture."""
FIELDS = (*DECLARED, *PARTS)
KEPT = frozenset(path for path, spec in DECLARED.items() if spec.withheld is Withheld.KEPT)
"""What stays to be seen of items that are withheld: figures are counted by it."""
FACTS = {
    "shown": "",
    "draft": "status: 草稿",
    "withdrawn": "status: 撤回",
    "expired": "有效期至: 2026-10-31",
    "restricted": "知悉范围: 限定",
}
GONE = ("draft", "withdrawn")
WITHHELD = ("expired", "restricted")
_LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"
_SIGNS = {"shown": "明", "draft": "草", "withdrawn": "收", "expired": "期", "restricted": "窄"}

SCHEME = """\
name = "办法"
[[adoption]]
words = "采用，每篇3分"
points = 3
[[bonus]]
words = "夜谈专题，每篇1分"
topics = ["夜谈"]
points = 1
[[bonus]]
words = "长稿附图，每篇2分"
min-chars = 20
pictures = true
points = 2
[[endorsement]]
words = "批示，每次5分"
points = 5
[[outcome]]
words = "转化，每件2分"
points = 2
[[lapse]]
words = "误报，每篇扣1分"
kinds = ["误报"]
points = -1
[authors]
split = "平分"
"""


def word(kind: str, field: str) -> str:
    """Return a word that is in that field of that item and nowhere else; each way of spelling it is another."""
    return f"{_SIGNS[kind]}{_LETTERS[FIELDS.index(field)]}觀點Ｑｕｘ样张"


def words(kind: str, fields: Iterable[str] = FIELDS) -> set[str]:
    return {word(kind, field) for field in fields}


def text(kind: str, fact: str = "", body: str = "") -> str:
    """Return the file of an item of that kind."""
    day, own = 2 + list(FACTS).index(kind), {field: word(kind, field) for field in FIELDS}
    fixed = {
        "unit": "城关镇",
        "category": "经验",
        "date": f"2026-03-0{day}",
        "topics": f"[{own['topics']}, 夜谈]",
        "commission": "2026-yetan",
        "adopted-by.publication": "zugong",
        "adopted-by.date": f"2026-04-0{day}",
        "sent-up.level": "省",
        "endorsements.level": "县",
        "endorsements.date": "2026-04-02",
        "outcomes.date": "2026-04-03",
        "corrections.date": "2026-04-04",
    }
    head = [*_lines(ITEM, own | fixed), fact]
    place = word("expired", "heading").lower()
    link = f"expired.md#{place}" if kind == "shown" else "shown.md"
    parts = [
        body or own["body"],
        f"## {own['heading']}",
        f"见[{own['link']}]({link})。",
        f"![{own['alt']}]({own['picture']}.png)",
        f"![图](../../pictures/{own['shared']}.png)",
    ]
    return "\n".join(["---", *filter(None, head), "---", "", "\n\n".join(parts), ""])


def _lines(schema: Schema, values: Mapping[str, str], within: str = "") -> Iterator[str]:
    """Yield a line for each field that has a value: a word of its own, or one that it needs."""
    for spec in schema.fields:
        path = within + spec.name
        if isinstance(spec.type, Entries):
            yield f"{spec.name}: [{{{', '.join(_lines(spec.type.schema, values, f'{path}.'))}}}]"
        elif path in values:
            yield f"{path.removeprefix(within)}: {values[path]}"


def picture(kind: str) -> bytes:
    """Return a picture with metadata."""
    notes, out = PngInfo(), io.BytesIO()
    notes.add_itxt("Title", word(kind, "note"))
    Image.new("L", (2 + list(FACTS).index(kind), 3)).save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def files(facts: Mapping[str, str] = FACTS) -> dict[str, str | bytes]:
    """Return the archive's files; *facts* say what becomes of each kind of item."""
    heading = word("expired", "heading").lower()
    found: dict[str, str | bytes] = {
        "content/index.md": f"# 首页\n\n编者的话，见[一篇](items/2026/expired.md#{heading})。\n",
        "content/items/2026/other.md": text_of_another(),
        "content/calls/2026-yetan.md": "---\ntitle: 夜谈约稿\ndate: 2026-02-01\nunit: 城关镇\n---\n请报送。\n",
        "issues/2026/001.md": issue("编者按。", date="2026-03-31"),
        "registry/schemes/2026.toml": SCHEME,
    }
    for kind, fact in facts.items():
        found[f"content/items/2026/{kind}.md"] = text(kind, fact)
        found[f"content/items/2026/{word(kind, 'picture')}.png"] = picture(kind)
        found[f"content/pictures/{word(kind, 'shared')}.png"] = picture(kind)
    return found


def text_of_another() -> str:
    head = ["title: 另一篇", "unit: 东双河镇", "category: 调研", "date: 2026-03-08", "topics: [夜谈]"]
    return "\n".join(["---", *head, "---", "", "村里开会。", ""])


def archive(root: Path, facts: Mapping[str, str] = FACTS) -> Path:
    return write(root, files(facts))


def found(site: Mapping[str, bytes], wanted: Iterable[str]) -> set[str]:
    """Return which words are anywhere in a site: in names, packed, escaped, or as the index spells them."""
    joined = "\n".join(piece for name, data in site.items() for piece in _read(name, data))
    plain = fold(unescape(unquote(joined)))
    return {one for one in wanted if one in joined or fold(one) in plain or any(_hit(site, one))}


def _read(name: str, data: bytes) -> Iterable[str]:
    yield from (name, data.decode("utf-8", "ignore"), data.decode("utf-16-le", "ignore"))
    yield from (piece for _, piece in file_texts(name, data))


def _hit(site: Mapping[str, bytes], one: str) -> Iterable[bool]:
    """Ask the index, whose own files are not spelt in words."""
    from bulletin.search.index_format import FOLDER
    from bulletin.search.query.engine import SearchRequest
    from bulletin.search.query.reader import Index
    from bulletin.search.query.results import result_json

    if f"{FOLDER}start.json" in site:
        index = Index(lambda name: site[FOLDER + name])
        for asked in (one, one[:4], one[:2]):
            yield bool(result_json(SearchRequest(index, parse_query(f'"{asked}"')), asked, 0)["hits"])
