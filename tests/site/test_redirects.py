"""Old addresses lead on: as pages of every build, as rules of servers, in links; and mistakes are told."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bulletin import cli
from bulletin.content.loader import load
from bulletin.core.config import find_project
from bulletin.core.i18n import translator
from bulletin.model.redirects import final_address, parse_address, redirects_of
from bulletin.model.registry import Redirect
from bulletin.publish.redirect_rules import RULE_FORMATS
from bulletin.server.broadcast import ReloadBroadcaster
from bulletin.server.session import Session
from bulletin.site.page_links import with_page_links
from bulletin.site.redirects import redirect_page
from tests.support.archives import TODAY, item, loaded, write
from tests.support.web_servers import Answer, apache, nginx

A, B, REDIRECTS = "content/items/2026/a.md", "content/items/2026/b.md", "registry/redirects.toml"
LINKS = "见[前一篇](xianqian.md)、[再前一篇](../2026/zaiqian.md#做法)。"
TABLE = """\
# 稿件改名以后，旧网址转到新网址。
[[redirect]]
from = "items/2026/xianqian/"
to = "/items/2026/a/"

[[转址]]
原网址 = "/items/2026/zaiqian/index.html"
新网址 = "items/2026/xianqian"

[[redirect]]
from = "topics/夜校/"
to = "topics/夜谈-会/"
"""
FILES = {
    A: item("全镇开设夜间议事桌。\n\n## 做法\n\n照此办理。", topics="[夜谈·会]"),
    B: item(LINKS, title="另一篇", date="2026-03-06"),
    REDIRECTS: TABLE.replace("[[转址]]", "[[redirect]]"),
}
MOVED = {
    "items/2026/xianqian/": "items/2026/a/",
    "items/2026/zaiqian/": "items/2026/a/",
    "topics/夜校/": "topics/夜谈-会/",
}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("items/2026/a/", "items/2026/a/"),
        ("/items/2026/a", "items/2026/a/"),
        (" items/2026/a/index.html ", "items/2026/a/"),
        ("/", ""),
        ("", None),
        ("http://x/a/", None),
        ("items//a/", None),
        ("../a/", None),
        ("a/?b", None),
        ("a/#b", None),
        ('a/"; evil', None),
        ("a/\nb", None),
        ("a/$1/", None),
    ],
)
def test_addresses(text: str, address: str | None) -> None:
    assert parse_address(text) == address


def test_where_addresses_lead() -> None:
    known = [
        Redirect("x/", "y/"),
        Redirect("y/", "a/"),
        Redirect("b/", "c/"),
        Redirect("old/", ""),
        Redirect("n/", "m/"),
    ]
    # b/ is a page itself, and there is no page m/; what lies below a page goes along, but not below the home page.
    assert redirects_of(known, {"", "a/", "a/2026/", "b/", "c/"}) == {
        "x/": "a/",
        "x/2026/": "a/2026/",
        "y/": "a/",
        "y/2026/": "a/2026/",
        "old/": "",
    }
    assert final_address({"a/": "b/", "b/": "a/"}, "a/") is None


def test_a_page_that_leads_on_needs_no_script_and_no_style() -> None:
    page = redirect_page("items/2026/旧/", "items/2025/新/", "zh-CN", translator("zh")).decode()
    address = "../../2025/%E6%96%B0/"
    assert f'<meta http-equiv="refresh" content="0; url={address}">' in page
    assert f'<a href="{address}">打开新网址</a>' in page
    assert '<html lang="zh-CN">' in page
    assert not re.search(r"<script|<style|style=|<link", page)
    assert 'url=../../"' in redirect_page("a/b/", "", "en", translator("en")).decode()


def test_links_to_old_addresses_are_told_and_lead_to_the_new_page(tmp_path: Path) -> None:
    page = "[夜校](topics/夜校/index.md)、[稿件](items/2026/xianqian.md)、[无](topics/无/index.md)\n"
    found = with_page_links(loaded(tmp_path, FILES | {"content/more.md": page}))
    assert [(p.path, p.code, p.values["nearest"]) for p in found.problems] == [
        (B, "moved-link", "a.md"),
        (B, "moved-link", "a.md"),
        ("content/more.md", "broken-link", ""),
        ("content/more.md", "moved-link", "items/2026/a.md"),
        ("content/more.md", "moved-link", "topics/夜谈-会/index.md"),
    ]
    assert found.bodies[B].links == ("items/2026/a/",)
    assert "items/2026/a/#做法" in found.bodies[B].html
    # Without the entry the link is broken, and only that file is read again.
    (tmp_path / REDIRECTS).write_text("", "utf-8")
    again = load(tmp_path, TODAY, previous=found, changed=[REDIRECTS])
    assert [p.code for p in again.problems if p.path == B] == ["broken-link", "broken-link"]
    assert again.reading.files[A] is found.reading.files[A]


@pytest.mark.parametrize(
    ("table", "code", "line", "field"),
    [
        ('[[redirect]]\nfrom = "http://x/"\nto = "items/2026/a/"\n', "bad-address", 2, "from"),
        ('[[转址]]\n旧网址 = "items/x/"\n新网址 = "a b"\n', "bad-address", 3, "新网址"),
        ('[[redirect]]\nfrom = "/"\nto = "items/2026/a/"\n', "bad-address", 2, "from"),
        ('[[redirect]]\nto = "items/2026/a/"\n', "missing-setting", 1, "from"),
        ('[[redirect]]\nfrom = "x/"\nto = "y/"\n[[redirect]]\nfrom = "y/"\nto = "x/"\n', "redirect-circle", 3, "to"),
        ('[[redirect]]\nfrom = "x/"\nto = "x/"\n', "redirect-circle", 3, "to"),
        (
            '[[redirect]]\nfrom = "x/"\nto = "items/2026/a/"\n[[redirect]]\nfrom = "/x"\nto = "units/"\n',
            "redirect-twice",
            5,
            "from",
        ),
        ('[[redirect]]\nfrom = "x/"\nto = "items/2026/b/"\n', "redirect-to-nothing", 2, "to"),
        ('[[redirect]]\nfrom = "items/2026/a/"\nto = "units/"\n', "redirect-from-page", 2, "from"),
        ('[redirect]\nfrom = "x/"\nto = "units/"\n', "not-tables", 1, "redirect"),
    ],
)
def test_mistakes(table: str, code: str, line: int, field: str, tmp_path: Path) -> None:
    found = with_page_links(loaded(tmp_path, {A: FILES[A], REDIRECTS: table})).problems
    assert (code, line, field) in [(p.code, p.line, p.field) for p in found]
    assert {p.path for p in found} == {REDIRECTS}


def test_builds_and_the_preview_have_the_pages(tmp_path: Path) -> None:
    settings = "site_name: 组工信息\nsite_url: http://10.0.0.8/zugong/\n"
    root = write(tmp_path / "archive", FILES | {B: item(title="另一篇"), "mkdocs.yml": settings})
    site = tmp_path / "site"
    arguments = ["--archive", str(root), "--site-dir", str(site), "--date", str(TODAY)]
    assert cli.main(["build", *arguments]) == 0
    for old, new in MOVED.items():
        assert (site / old / "index.html").read_bytes() == redirect_page(old, new, "zh", translator("zh"))
    assert "xianqian" not in (site / "sitemap.xml").read_text("utf-8")
    session = Session(find_project(root), ReloadBroadcaster(), lambda: TODAY, translator("zh"), lambda *_: None)
    session.start(1)
    assert session._site
    assert session._site.get("items/2026/zaiqian/index.html") == (site / "items/2026/zaiqian/index.html").read_bytes()
    assert session._site.has_page("items/2026/zaiqian/index.html")
    assert session._site.get("items/2026/nowhere/index.html") is None
    # What leads on no more goes, what leads elsewhere is written anew, and nothing else.
    (root / REDIRECTS).write_text(TABLE[: TABLE.index("[[转址]]")].replace("2026/a/", "2026/b/"), "utf-8")
    kept = (site / "items/2026/a/index.html").stat().st_mtime_ns
    assert cli.main(["build", *arguments]) == 0
    assert "url=../b/" in (site / "items/2026/xianqian/index.html").read_text("utf-8")
    assert not (site / "items/2026/zaiqian").exists()
    assert not (site / "topics/夜校").exists()
    assert (site / "items/2026/a/index.html").stat().st_mtime_ns == kept


def test_rules_for_servers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = "site_name: 组工信息\nsite_url: http://10.0.0.8/zugong/\n"
    root = write(tmp_path, FILES | {B: item(title="另一篇"), "mkdocs.yml": settings})
    for server, line in {
        "nginx": 'location = "/zugong/topics/夜校" { return 301 /zugong/topics/%E5%A4%9C%E8%B0%88-%E4%BC%9A/; }',
        "apache": 'RewriteRule "^/zugong/items/2026/zaiqian/?$" "/zugong/items/2026/a/" [R=301,L]',
        "iis": '<match url="^items/2026/zaiqian/?$" /><action type="Redirect" url="/zugong/items/2026/a/"',
    }.items():
        assert cli.main(["redirects", "--archive", str(root), "--date", str(TODAY), "--server", server]) == 0
        assert line in capsys.readouterr().out


@pytest.mark.servers
@pytest.mark.parametrize("server", ["nginx", "apache"])
def test_servers_lead_on(server: str, tmp_path: Path) -> None:
    serve: Callable[..., AbstractContextManager[str]] = nginx if server == "nginx" else apache
    (tmp_path / "releases/current").mkdir(parents=True)
    (tmp_path / "releases/current/404.html").write_text("", "utf-8")
    with serve(tmp_path / "releases", tmp_path / "server", rules=RULE_FORMATS[server](MOVED, "/")) as address:
        for asked, expected in {
            "/items/2026/xianqian/": "/items/2026/a/",
            "/items/2026/xianqian": "/items/2026/a/",
            "/topics/%E5%A4%9C%E6%A0%A1/": "/topics/%E5%A4%9C%E8%B0%88-%E4%BC%9A/",
        }.items():
            answer = Answer(address, asked)
            assert answer.status == 301
            assert answer.header("Location").casefold() == f"{address.rstrip('/')}{expected}".casefold()
            assert "default-src 'none'" in answer.header("Content-Security-Policy")
        assert Answer(address, "/items/2026/xianqian-2/").status == 404
