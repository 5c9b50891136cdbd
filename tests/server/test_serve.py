"""``serve`` as its users meet it: a process, HTTP, files that change under it."""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bulletin.cli import main
from tests.support import archives
from tests.support.archives import TODAY
from tests.support.paths import ROOT
from tests.support.serve_process import Served
from tests.support.waiting import PATIENCE, until

A, B = "content/items/2026/yetan.md", "content/items/2026/jieri.md"
BODY = (
    "见[《每月十五》](jieri.md)和[指南](../../guide.md)。\n\n![一张图](tu.png)\n\n"
    + "## 做法\n\n群众有事当面说。\n\n" * 3
)
FILES: dict[str, str | bytes] = {
    A: archives.item(BODY, adopted_by="[{publication: zugong, date: 2026-04-01}]", topics="[议事, 流动党员]"),
    B: archives.item("每月十五晚上开会。", title="每月十五", unit="组织科", category="调研"),
    "content/items/2026/che.md": archives.item("撤回的文字。", title="撤回的", status="撤回"),
    "content/items/2026/tu.png": archives.PNG,
    "content/calls/qiuji.md": "---\ntitle: 秋季信息要点\ndate: 2026-09-01\n---\n请各乡镇报送。\n",
    "issues/2026/001.md": archives.issue("编者按。"),
    "content/index.md": "# 首页\n\n欢迎。\n",
    "content/guide.md": "# 指南\n\n见[夜谈会](items/2026/yetan.md)。\n",
    "content/logo.png": archives.PNG,
}
# One white pixel.
WHITE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da63f80f00010101001cb08c990000000049454e44ae426082"
)
SCRIPT = re.compile(rb'<script src="/-/serve\.js" data-stamp="\w+"></script>(?=</body>)')


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.write(tmp_path / "archive", FILES)


@pytest.fixture
def served(root: Path, tmp_path: Path) -> Iterator[Served]:
    with Served(root, tmp_path / "told") as running:
        yield running


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve an archive that nobody changes."""
    folder = tmp_path_factory.mktemp("still")
    with Served(archives.write(folder / "archive", FILES), folder / "told") as running:
        yield running


class Events:
    """The events that a browser gets."""

    def __init__(self, served: Served, page: str) -> None:
        stamp = re.search(r'data-stamp="(\w*)"', served.text(page))
        self.answer = served.listen(f"/-/events?page={quote(page)}&stamp={stamp[1] if stamp else ''}")
        assert self.answer.getheader("Content-Type") == "text/event-stream"
        assert self._block() == ["retry: 500"]

    def _block(self) -> list[str]:
        lines: list[str] = []
        while line := self.answer.readline().decode().strip():
            lines.append(line)
        return lines

    def next(self) -> tuple[str, dict[str, Any]]:
        event, data = self._block()
        return event.removeprefix("event: "), json.loads(data.removeprefix("data: "))


class TestBytes:
    def test_every_file_is_that_of_a_build(self, root: Path, served: Served, tmp_path: Path) -> None:
        site = tmp_path / "site"
        assert main(["--archive", str(root), "--site-dir", str(site), "--date", str(TODAY), "--format", "json"]) == 0
        names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
        assert len(names) > 120
        for name in names:
            if name == ".bulletin-site":
                continue
            status, _, data = served.ask("/" + quote(name))
            assert status == 200, name
            if name.endswith(".html"):
                data, scripts = SCRIPT.subn(b"", data)
                assert scripts == 1, name
            assert data == (site / name).read_bytes(), name

    def test_so_it_is_after_changes(self, root: Path, served: Served, tmp_path: Path) -> None:
        served.text("/data/search/start.json")
        archives.write(root, {B: archives.item("改成每月初一。", title="每月十五", unit="组织科", category="调研")}, {})
        served.shows("/items/2026/jieri/", "改成每月初一")
        archives.write(
            root, {"content/items/2026/xin.md": archives.item("新来的一篇。", title="新来的", date="2026-05-01")}, {}
        )
        served.shows("/items/2026/xin/", "新来的一篇")
        self.test_every_file_is_that_of_a_build(root, served, tmp_path)

    def test_below_a_folder_of_a_server(self, root: Path, tmp_path: Path) -> None:
        settings = (ROOT / "mkdocs.yml").read_text("utf-8").replace("bulletin.example/", "bulletin.example/zugong/")
        settings = settings.replace("- build.py", f"- {ROOT / 'build.py'}")
        archives.write(root, {"mkdocs.yml": settings}, {})
        with Served(root, tmp_path / "told") as served:
            assert f"http://127.0.0.1:{served.port}/zugong/" in served.told
            assert served.ask("/").headers["Location"] == "/zugong/"
            assert "夜谈会" in served.text("/zugong/items/2026/yetan/")
            lost = served.ask("/zugong/nowhere/")
            assert lost.status == 404
            style = re.search(r'href="([^"]*/assets/bulletin\.css)"', lost.data.decode())
            assert style
            assert served.ask(style[1]).status == 200
            assert served.ask("/items/2026/yetan/").status == 404
            archives.write(root, {"mkdocs.yml": settings.replace("site_name: 柳川", "site_name: 改名")}, {})
            served.shows("/zugong/", "改名组工信息")


class TestAnswers:
    def test_kinds(self, still: Served) -> None:
        kinds = {
            "/": "text/html; charset=utf-8",
            "/assets/bulletin.css": "text/css; charset=utf-8",
            "/assets/bulletin.js": "text/javascript; charset=utf-8",
            "/data/items.json": "application/json",
            "/data/adoptions.csv": "text/csv; charset=utf-8",
            "/feeds/all.xml": "application/atom+xml; charset=utf-8",
            "/sitemap.xml": "application/xml; charset=utf-8",
            "/items/2026/tu.png": "image/png",
            "/-/serve.js": "text/javascript; charset=utf-8",
            "/-/serve.css": "text/css; charset=utf-8",
        }
        for path, kind in kinds.items():
            whole, head = still.ask(path), still.ask(path, "HEAD")
            for answer in (whole, head):
                assert (answer.status, answer.headers["Content-Type"]) == (200, kind), path
                assert answer.headers["Content-Length"] == str(len(whole.data))
            assert head.data == b""

    @pytest.mark.parametrize(
        "path",
        [
            "/nowhere/",
            "/items/2026/",
            "/items/2026/che.md",
            "/../../../../../../etc/hostname",
            "/%2e%2e/%2e%2e/mkdocs.yml",
            "/..%2f..%2fregistry/units.toml",
            "/items/2026/..%5c..%5c..%5cregistry/units.toml",
            "/content/items/2026/yetan.md",
            "/items/2026/yetan.md",
            "//etc/hostname",
            "/%00",
            "/%ff",
            "/-/",
            "/-/server.py",
            "/assets",
        ],
    )
    def test_what_is_not_there(self, still: Served, path: str) -> None:
        if path == "/items/2026/":
            # A page of the archive, and no list of files.
            assert "tu.png" not in still.text(path)
            return
        answer = still.ask(path)
        assert answer.status == 404
        assert "没有这个页面" in answer.data.decode()

    def test_a_folder_without_its_slash(self, still: Served) -> None:
        answer = still.ask("/items/2026/yetan?q=1")
        assert (answer.status, answer.headers["Location"]) == (302, "/items/2026/yetan/")
        # Two slashes would lead to another host.
        assert still.ask("//items/2026/yetan").headers["Location"] == "/items/2026/yetan/"

    def test_an_author_without_a_page_is_a_section_of_the_unit_s_authors(self, still: Served) -> None:
        name = "%E6%9F%90%E7%94%B2"
        for path in (f"/authors/zzk/{name}/", f"/authors/zzk/{name}", f"/authors/zzk/{name}/?q=1"):
            answer = still.ask(path)
            assert (answer.status, answer.headers["Location"]) == (302, f"/authors/zzk/#author-{name}")

    def test_another_site_that_is_made_to_lead_here(self, still: Served) -> None:
        answer = still.ask("/items/2026/yetan/", Host="evil.example")
        assert (answer.status, answer.data) == (403, b"")
        assert still.ask("/", Host=f"localhost:{still.port}").status == 200
        assert still.ask("/", "POST").status == 501

    @pytest.mark.parametrize("host", ["[", "[::1", "]", "[v1.x]", "a b", "", "127.0.0.1.example", "＠", "x" * 9000])
    def test_a_host_that_is_none_is_another_one(self, still: Served, host: str) -> None:
        assert still.ask("/", Host=host.encode().decode("latin-1")).status == 403
        assert "Traceback" not in still.told

    @pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:", "[::1]:80", "localhost:abc"])
    def test_this_machine_has_several_names(self, still: Served, host: str) -> None:
        assert still.ask("/", Host=host).status == 200

    def test_a_head_of_the_events_is_a_head_only(self, still: Served) -> None:
        answer = still.ask("/-/events?page=/", "HEAD")
        assert (answer.status, answer.headers["Content-Type"], answer.data) == (200, "text/event-stream", b"")

    @pytest.mark.parametrize(
        "path", ["/%", "/%ff%fe", "/%00", "/a%0d%0aX:y", "//[", "/?[", "/..%2f..%2fetc", "/a\\..\\b"]
    )
    def test_an_odd_address_is_none_of_the_site(self, still: Served, path: str) -> None:
        assert still.ask(path).status in (200, 404)
        assert "Traceback" not in still.told

    def test_requests_are_told_only_when_asked(self, root: Path, still: Served, tmp_path: Path) -> None:
        still.text("/")
        assert "GET" not in still.told
        with Served(root, tmp_path / "verbose", 0, "--verbose") as verbose:
            verbose.text("/")
            assert '"GET / HTTP/1.1" 200' in verbose.told


class TestChanges:
    def test_of_everything(self, root: Path, served: Served) -> None:
        archives.write(root, {A: archives.item(title="改过的标题")}, {})
        served.shows("/items/2026/yetan/", "改过的标题")
        served.shows("/items/", "改过的标题")
        (root / B).rename(root / "content/items/2026/shiwu.md")
        served.shows("/items/2026/shiwu/", "每月十五")
        assert served.ask("/items/2026/jieri/").status == 404
        units = archives.UNITS.replace("城关镇", "新关镇").replace('former-names = ["', 'former-names = ["城关镇", "')
        archives.write(root, {"registry/units.toml": units}, {})
        served.shows("/units/", "新关镇")
        archives.write(root, {"registry/bulletin.toml": archives.BULLETIN.replace("柳川组工", "青山组工")}, {})
        served.shows("/guide/", "青山组工信息")
        archives.write(root, {"content/guide.md": "# 新的指南\n", "content/about.md": "# 关于我们\n"}, {})
        served.shows("/guide/", "新的指南")
        served.shows("/about/", "关于我们")
        archives.write(root, {"issues/2026/001.md": archives.issue("改过的编者按。")}, {})
        served.shows("/issues/2026/001/", "改过的编者按")
        (root / "content/calls/qiuji.md").unlink()
        until(lambda: served.ask("/calls/qiuji/").status == 404)

    def test_of_folders_that_were_not_there(self, root: Path, tmp_path: Path) -> None:
        shutil.rmtree(root / "issues")
        with Served(root, tmp_path / "told") as served:
            archives.write(root, {"issues/2026/007.md": archives.issue("头一份。", number="1")}, {})
            served.shows("/issues/2026/007/", "头一份")
            archives.write(root, {"issues/2026/007.md": archives.issue("又改了。", number="1")}, {})
            served.shows("/issues/2026/007/", "又改了")

    @pytest.mark.slow
    def test_of_the_theme(self, root: Path, tmp_path: Path) -> None:
        archives.write(root, {"mkdocs.yml": "site_name: 柳川组工信息\ntheme: {custom_dir: theme}\n"}, {})
        shutil.copytree(ROOT / "theme", root / "theme")
        item = root / "theme/pages/item.html"
        template = item.read_text("utf-8")
        with Served(root, tmp_path / "told", 0, "--trust") as served:
            events = Events(served, "/items/2026/yetan/")
            item.write_text(template + "\n<p>新的一行</p>\n", "utf-8")
            assert events.next() == ("reload", {})
            served.shows("/items/2026/yetan/", "新的一行")
            item.write_text(template + "{{ nothing.of.this }}", "utf-8")
            served.shows("/items/2026/yetan/", "UndefinedError")
            assert served.ask("/items/2026/yetan/").status == 500
            item.write_text(template, "utf-8")
            until(lambda: served.ask("/items/2026/yetan/").status == 200)
            (root / "theme/main.html").write_text("{% extends 'base.html' %}{% block", "utf-8")
            until(lambda: "MkDocs cannot make its part of the site: TemplateSyntaxError" in served.told)
            assert "夜谈会" in served.text("/items/2026/yetan/")
            shutil.copy(ROOT / "theme/main.html", root / "theme/main.html")
            until(lambda: "the site is up to date" in served.told)
            events = Events(served, "/items/2026/yetan/")
            (root / "theme/assets/bulletin.css").write_text("h1 { color: red }", "utf-8")
            assert events.next() == ("reload", {})


class TestProblems:
    def test_old_pages_stay_and_everybody_is_told(self, root: Path, served: Served) -> None:
        first, second = Events(served, "/items/2026/yetan/"), Events(served, "/items/2026/jieri/")
        archives.write(root, {B: archives.item("改成初一。", title="每月初一", unit="组只科", category="调研")}, {})
        for events in (first, second):
            name, told = events.next()
            assert name == "trouble"
            assert told["title"] == "改动有误，尚未显示；当前页面仍是改动之前的内容。"
            [problem] = told["problems"]
            assert problem["place"] == f"{B}:3"
            assert "组只科" in problem["message"]
            assert "组织科" in problem["cure"]
        assert "每月十五晚上开会" in served.text("/items/2026/jieri/")
        until(lambda: f"{B}:3" in served.told)
        assert Events(served, "/items/2026/yetan/").next()[0] == "trouble"
        archives.write(root, {B: archives.item("改成初一。", title="每月初一", unit="组织科", category="调研")}, {})
        assert first.next() == ("trouble", {})
        assert second.next() == ("trouble", {})
        assert second.next() == ("reload", {})
        assert "改成初一" in served.text("/items/2026/jieri/")
        until(lambda: "All errors are mended" in served.told)

    def test_only_the_pages_that_differ_are_loaded_again(self, root: Path, served: Served) -> None:
        call, item = Events(served, "/calls/qiuji/"), Events(served, "/items/2026/yetan/")
        archives.write(root, {A: archives.item(BODY + "\n又一段。\n", topics="[议事, 流动党员]")}, {})
        assert item.next() == ("reload", {})
        archives.write(root, {"content/calls/qiuji.md": "---\ntitle: 冬季要点\ndate: 2026-09-01\n---\n请报送。\n"}, {})
        # The first thing that it is told is the second change: its page says what it said while the first was made.
        assert call.next() == ("reload", {})
        assert "冬季要点" in served.text("/calls/qiuji/")
        shown = Events(served, "/items/2026/yetan/")
        archives.write(root, {"content/items/2026/tu.png": WHITE}, {})
        assert shown.next() == ("reload", {})

    def test_an_archive_that_has_errors_from_the_start(self, root: Path, tmp_path: Path) -> None:
        archives.write(root, {B: "没有头"}, {})
        with Served(root, tmp_path / "told") as served:
            answer = served.ask("/items/2026/yetan/")
            assert answer.status == 503
            assert b"serve.js" in answer.data
            events = Events(served, "/items/2026/yetan/")
            assert events.next()[1]["title"] == "The site cannot be shown yet."
            archives.write(root, {B: FILES[B]}, {})
            assert events.next() == ("trouble", {})
            assert events.next() == ("reload", {})
            assert "夜谈会" in served.text("/items/2026/yetan/")

    def test_very_many(self, root: Path, served: Served) -> None:
        events = Events(served, "/")
        bad = "".join(f'[[unit]]\nid = "x{n}"\n' for n in range(120))
        archives.write(root, {"registry/units.toml": archives.UNITS + bad}, {})
        name, told = events.next()
        assert name == "trouble"
        assert len(told["problems"]) == 100
        assert "可查看全部" in str(told["more"])


class TestProcess:
    def test_an_interruption_ends_it(self, root: Path, served: Served) -> None:
        served.text("/")
        Events(served, "/")
        assert served.interrupt() == 0
        assert "Traceback" not in served.told
        assert served.told.rstrip().endswith("No longer served.")
        assert not (root / "site").exists()

    def test_a_port_that_is_taken(self, root: Path, tmp_path: Path) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            with Served(root, tmp_path / "told", port) as served:
                assert served.process.wait(PATIENCE) == 1
                assert served.told.startswith(f"Port {port} cannot be used: ")
                assert served.told.rstrip().endswith("Try another one with --port.")

    def test_warnings_are_counted(self, root: Path, tmp_path: Path) -> None:
        archives.write(root, {B: archives.item("每月十五晚上开会。", unit="组织科")}, {})
        with Served(root, tmp_path / "told") as served:
            assert re.search(r"\d+ warnings?; “build\.py check” shows", served.told)
