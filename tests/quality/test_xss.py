"""With the second lock open and no policy of a server, hundreds of payloads run nothing: the first lock holds alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from bulletin.build.request import BuildRequest
from bulletin.content.loader import load
from bulletin.core.config import find_project
from bulletin.core.text import first_control_character
from bulletin.markdown import sanitize
from bulletin.mkdocs_adapter import runner, static_pages
from tests.support.archives import REGISTRY, TODAY, write
from tests.support.browser import new_page
from tests.support.file_server import Plain, served
from tests.support.xss_payloads import PAYLOADS

UNUSED = "x x"


def fields(start: int) -> Iterator[str]:
    """Yield payloads that fit into a line, from one of them on."""
    fit = [p for p in PAYLOADS if len(p) < 100 and not first_control_character(p)]
    yield from fit[start % len(fit) :] + fit


def typed(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def an_item(number: int, payload: str) -> str:
    """Return an item with payloads in every field that takes a text."""
    each = fields(number)
    keys = ("authors", "approved-by", "topics")
    lines = [f"{key}: {typed(next(each))}" for key in keys] if number % 16 == 0 else []
    by, text, follow, title, note, page, issue = (typed(next(each)) for _ in range(7))
    return "\n".join([
        "---", f'title: {typed(payload)[:-1][:90]}"', "unit: 城关镇", "category: 经验",
        f"date: 2026-03-{number % 27 + 1:02}", *lines,
        f"adopted-by: [{{publication: 组工信息, issue: {issue}, page: {page}, date: 2026-04-01}}]",
        f"endorsements: [{{by: {by}, text: {text}, follow-up: {follow}, date: 2026-04-02}}]",
        f"outcomes: [{{title: {title}, date: 2026-04-03}}]", f"corrections: [{{date: 2026-04-04, note: {note}}}]",
        "---", "", f"第{number}篇。", "", payload, "",
    ])  # fmt: skip


def registry() -> dict[str, str]:
    """Return a registry whose names are payloads."""
    each = fields(60)
    tables = dict(REGISTRY)
    for old in (
        "东双河镇",
        "部机关科室",
        "综述",
        "省委组织部",
        "东江日报",
        "柳川组工信息",
        "内部资料 注意保存",
        "市委组织部",
        "各乡镇党委",
    ):
        new = typed(next(each))
        tables = {path: text.replace(f'"{old}"', new) for path, text in tables.items()}
    return tables


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the worst archive there is, errors and all, with the second lock open."""
    root = tmp_path_factory.mktemp("scripts")
    each = fields(200)
    files = {f"content/items/2026/x{n:03}.md": an_item(n, payload) for n, payload in enumerate(PAYLOADS)}
    for number in range(1, 6):
        ids = ", ".join(f"2026/x{n:03}" for n in range(number - 1, len(PAYLOADS), 5))
        head = f"number: {number}\ndate: 2026-03-2{number + 3}\nitems: [{ids}]"
        texts = "\n".join(f"{key}: {typed(next(each))}" for key in ("title", "editor", "signer"))
        files[f"issues/2026/{number:03}.md"] = f"---\n{head}\n{texts}\n---\n\n{next(each)}\n"
    for number in range(10):
        head = f"title: {typed(next(each))}\ndate: 2026-03-01\ndue: 2026-04-01\ntopics: [{typed(next(each))}]"
        files[f"content/calls/c{number}.md"] = f"---\n{head}\n---\n\n{next(each)}\n"
    files["content/index.md"] = "# 首页\n\n" + "\n\n".join(PAYLOADS[::3])
    files["content/about.md"] = (
        f"---\ntitle: {typed(next(each))}\ndescription: {typed(next(each))}\n---\n\n" + "\n\n".join(PAYLOADS[1::3])
    )
    files["content/more.md"] = f"# {PAYLOADS[0]}\n\n" + "\n\n".join(PAYLOADS[2::3])
    write(root, files, registry())
    loaded = load(root, TODAY)
    assert len(loaded.archive.items) == len(PAYLOADS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sanitize, "sanitize_html", str)
        patch.setattr(static_pages, "sanitize_html", str)
        runner.build(find_project(root), BuildRequest(loaded=loaded, root=root, rename=True), root / "site")
    return root / "site"


def test_there_are_hundreds_of_payloads() -> None:
    assert len(PAYLOADS) >= 300


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site, Plain) as where:
        yield where


ALIEN = """() => [...document.querySelectorAll("*")].filter(e =>
    /^(iframe|object|embed|base|frame|applet|marquee|math|video|audio|isindex)$/i.test(e.localName)
    || [...e.attributes].some(a => /^on/i.test(a.name)
        || (/^(href|src|action|formaction|xlink:href|data)$/i.test(a.name)
            && /^\\s*(javascript|data|vbscript|blob):/i.test(a.value)
            && !/^data:image\\/(png|svg)/.test(a.value)))
).map(e => e.outerHTML.slice(0, 200))"""


@pytest.mark.browser
@pytest.mark.slow
def test_no_script_of_an_editor_runs(browser: Browser, site: Path, address: str) -> None:
    pages = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    # All texts stand in the five issues; of each kind of page, a dozen tells of the rest.
    kinds = groupby(pages, key=lambda page: page.split("/")[0])
    chosen = [page for _, group in kinds for pages in [list(group)] for page in pages[:: len(pages) // 12 + 1]]
    said: list[str] = []
    strangers: list[str] = []
    page = new_page(browser)

    def close(dialog: Dialog) -> None:
        said.append(f"{page.url}: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", close)
    page.on("request", lambda r: strangers.append(r.url) if not r.url.startswith((address, "data:")) else None)
    aliens = {name: found for name in chosen if (found := _aliens(page, address, name))}
    page.close()
    assert said == []
    assert aliens == {}
    assert strangers == []


def _aliens(page: Page, address: str, name: str) -> list[str]:
    page.goto(f"{address}{'' if name == '.' else name + '/'}", wait_until="load")
    page.keyboard.press("Tab")
    found: list[str] = page.evaluate(ALIEN)
    return found


@pytest.mark.parametrize(
    "frame", ["{}", "<p>{}</p>", '<a href="{}">x</a>', '<img src="x" alt="{}">', "<table><tr><td>{}"]
)
def test_the_second_lock_holds_alone(frame: str) -> None:
    for payload in PAYLOADS:
        html = sanitize.sanitize_html(frame.format(payload))
        tree = _Tags()
        tree.feed(html)
        assert tree.aliens == [], payload


_AWAY = re.compile(r"[\0-\x20]*(?!https?:|mailto:)[\w+.-]+:")


class _Tags(HTMLParser):
    """Notes what no text of the dialect holds."""

    def __init__(self) -> None:
        super().__init__()
        self.aliens: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = sanitize._ATTRIBUTES.get(tag, set())
        bad = [name for name, _ in attrs if name not in known or name.startswith("on") or name == "style"]
        away = [value for name, value in attrs if name in ("href", "src") and _AWAY.match(value or "")]
        if tag not in sanitize._TAGS or bad or away:
            self.aliens.append(f"{tag} {bad} {away}")
