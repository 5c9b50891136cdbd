from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from bulletin.build import output_tree, workers
from bulletin.build.request import BuildRequest, BuildSummary
from bulletin.content import file_reader
from bulletin.content.images import clean_image
from bulletin.content.loader import load
from bulletin.content.office_day import office_day
from bulletin.core.config import find_project
from bulletin.core.problems import BulletinError
from bulletin.markdown.renderer import EXTENSIONS
from bulletin.mkdocs_adapter import navigation, runner
from bulletin.mkdocs_adapter.configuration import mkdocs_configuration
from bulletin.mkdocs_adapter.settings.reader import read_settings
from bulletin.mkdocs_adapter.static_pages import relink_html
from bulletin.site import routes
from tests.support import archives
from tests.support.paths import ROOT
from tests.support.require import require

TODAY = office_day(ROOT)
"""The day of mkdocs, which cannot be told another."""
NASTY = """<b>“&lt;'\\"</b> & {{ x }} {% y %} </title>"""
PNG = archives.PNG
ITEM = "全镇普遍开设夜间议事桌。\n\n## 一、“议”& <事>\n\n![图](tu.png) 另见[夜校](../2025/yexiao.md)。"

GUIDE = """# 编辑指南

|甲|
|:-:|
|乙|

## 一、写

参考[夜谈](items/2026/yetan.md)与[第1期](../issues/2026/001.md#2026-yetan)。
"""

FILES: Mapping[str, str | bytes] = {
    "content/index.md": "---\ntitle: 首页\n---\n\n编者的话，见[夜谈](items/2026/yetan.md)和[期刊](issues/index.md)。\n",
    "content/guide.md": GUIDE,
    "content/items/2026/yetan.md": archives.item(ITEM, topics="[夜谈, 基层党建]", adopted_by="[东江组工信息]"),
    "content/items/2026/nasty.md": archives.item(title=f"'{NASTY.replace(chr(39), chr(39) * 2)}'"),
    "content/items/2026/tu.png": PNG,
    "content/items/2026/unused.png": PNG,
    "content/items/2025/yexiao.md": archives.item(
        "夜校开课，人来得齐。", title="夜校开课", date="2025-05-06", unit="组织科"
    ),
    "content/items/2026/caogao.md": archives.item("草稿里的机密句子。", title="草稿", status="草稿"),
    "content/items/2026/chehui.md": archives.item("撤回的机密句子。", title="撤回", status="撤回"),
    "content/calls/2026-yetan.md": "---\ntitle: 约稿\ndate: 2026-02-01\ndue: 2026-03-01\n---\n\n请报送。\n",
    "issues/2026/001.md": archives.issue("编者按。"),
}


def make(root: Path, files: Mapping[str, str | bytes] = FILES) -> Path:
    return archives.write(root, files)


def build(root: Path, site: Path | None = None, **order: object) -> BuildSummary:
    loaded = load(root, TODAY, int(str(order.get("jobs", 1)))).require_valid()
    here = find_project(root, trust=bool(order.pop("trust", False)))
    asked = BuildRequest(loaded=loaded, root=root, rename=here.is_guest, **{"jobs": 1, **order})  # type: ignore[arg-type]
    return runner.build(here, asked, site).result.summary


def snapshot(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def leftovers(root: Path) -> list[str]:
    return [path.name for path in root.iterdir() if ".next-" in path.name]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make(tmp_path_factory.mktemp("press") / "archive")
    build(root)
    return root


@pytest.fixture(scope="session")
def site(archive: Path) -> dict[str, bytes]:
    return snapshot(archive / "site")


@pytest.fixture
def copy(archive: Path, tmp_path: Path) -> Path:
    shutil.copytree(archive, tmp_path / "copy")
    return tmp_path / "copy"


def settle(root: Path, **changes: object) -> Path:
    """Give an archive settings of its own, those of the software with *changes*; None takes one away."""
    own = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    own |= {"hooks": [str(ROOT / "build.py")], "site_name": "柳川组工信息"} | changes
    kept = {key: value for key, value in own.items() if value is not None}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(kept, allow_unicode=True), "utf-8")
    return root


class TestSplicing:
    def test_a_spliced_page_is_what_jinja_would_have_rendered(
        self, archive: Path, site: dict[str, bytes], tmp_path: Path
    ) -> None:
        everything = frozenset(route.url for route in routes.all_routes(load(archive, TODAY).archive))
        assert {address.count("/") for address in everything} >= {0, 1, 2, 3}
        build(archive, tmp_path / "direct", direct=everything)
        assert snapshot(tmp_path / "direct") == site

    def test_without_an_address_of_the_site_too(self, copy: Path, tmp_path: Path) -> None:
        settle(copy, site_url="")
        everything = frozenset(route.url for route in routes.all_routes(load(copy, TODAY).archive))
        build(copy, tmp_path / "direct", direct=everything)
        build(copy, tmp_path / "spliced")
        assert snapshot(tmp_path / "direct") == snapshot(tmp_path / "spliced")
        assert b"canonical" not in (tmp_path / "spliced/items/2026/yetan/index.html").read_bytes()

    def test_titles_are_escaped(self, site: dict[str, bytes]) -> None:
        html = site["items/2026/nasty/index.html"].decode()
        assert "<title>&lt;b&gt;“&amp;lt;" in html
        assert "<b>“" not in html

    def test_no_mark_is_left(self, site: dict[str, bytes]) -> None:
        for address, data in site.items():
            for mark in (*"\ufdd0\ufdd1\ufdd2", "--shell--"):
                assert mark.encode() not in data, address

    def test_the_tab_of_the_section_is_lit(self, site: dict[str, bytes]) -> None:
        for address, tab in {"items/2026/yetan/": "稿件", "issues/2026/001/": "期刊", "": "首页"}.items():
            html = site[f"{address}index.html"].decode()
            assert html.count("md-tabs__item--active") == 1
            assert html.split("md-tabs__item--active")[1].split("</a>")[0].split()[-1] == tab

    def test_links_of_the_theme_depend_on_the_depth(self, site: dict[str, bytes]) -> None:
        html = site["items/2026/yetan/index.html"].decode()
        assert 'href="../../../issues/"' in html
        assert 'href="../../../assets/bulletin.css"' in html
        assert 'rel="canonical" href="https://bulletin.example/items/2026/yetan/"' in html


class TestTree:
    def test_mkdocs_makes_the_same_tree(self, copy: Path, site: dict[str, bytes]) -> None:
        settle(copy)
        shutil.rmtree(copy / "site")
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build"], cwd=copy, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert snapshot(copy / "site") == site
        assert "skipped" not in done.stderr
        assert "Zensical" not in done.stderr
        assert leftovers(copy) == []

    def test_properdocs_makes_the_same_tree(self, copy: Path, site: dict[str, bytes]) -> None:
        require("properdocs")
        settle(copy)
        command = [sys.executable, "-m", "properdocs", "build", "-f", "mkdocs.yml"]
        subprocess.run(command, cwd=copy, capture_output=True, check=True)
        assert snapshot(copy / "site") == site

    @pytest.mark.parametrize("threads", [0, 1], ids=["fork", "spawn"])
    def test_any_number_of_processes_makes_the_same_tree(
        self, archive: Path, site: dict[str, bytes], tmp_path: Path, threads: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("_MIN_PAGES_TO_FORK", "_MIN_PAGES_TO_SPAWN", "_CHUNK"):
            monkeypatch.setattr(workers, name, 7)
        monkeypatch.setattr(file_reader, "_MIN_FILES_FOR_POOL", 1)
        monkeypatch.setattr(file_reader, "_MIN_JOBS_FOR_POOL", 2)
        stop = threading.Event()
        others = [threading.Thread(target=stop.wait) for _ in range(threads)]
        for thread in others:
            thread.start()
        build(archive, tmp_path / "site", jobs=3)
        stop.set()
        assert snapshot(tmp_path / "site") == site

    def test_what_did_not_change_is_not_touched(self, copy: Path) -> None:
        build(copy)
        before = {path: path.stat().st_mtime_ns for path in (copy / "site").rglob("*") if path.is_file()}
        summary = build(copy)
        assert (summary.pages_written, summary.pages_removed) == (0, 0)
        assert summary.pages_unchanged > 40
        assert {path: path.stat().st_mtime_ns for path in before} == before

    def test_what_changed_is_written_and_what_went_is_removed(self, copy: Path) -> None:
        build(copy)
        (copy / "site/years/stray/deep").mkdir(parents=True)
        (copy / "site/years/stray/deep/index.html").write_text("x")
        nasty = copy / "content/items/2026/nasty.md"
        nasty.write_text(nasty.read_text("utf-8").replace("十二个", "十三个"), "utf-8")
        (copy / "content/items/2025/yexiao.md").unlink()
        yetan = copy / "content/items/2026/yetan.md"
        yetan.write_text(yetan.read_text("utf-8").replace("另见[夜校](../2025/yexiao.md)", ""), "utf-8")
        summary = build(copy)
        assert 0 < summary.pages_written < summary.pages_unchanged + summary.pages_written
        assert summary.pages_removed >= 2
        assert not (copy / "site/years/stray").exists()
        assert not (copy / "site/items/2025").exists()
        again = snapshot(copy / "site")
        shutil.rmtree(copy / "site")
        build(copy)
        assert snapshot(copy / "site") == again

    def test_a_file_gives_way_to_a_folder_and_a_folder_to_a_file(self, copy: Path) -> None:
        wanted = snapshot(copy / "site")
        shutil.rmtree(copy / "site/units")
        (copy / "site/units").write_text("x")
        (copy / "site/404.html").unlink()
        (copy / "site/404.html").mkdir()
        build(copy)
        assert snapshot(copy / "site") == wanted

    def test_a_folder_of_somebody_else_is_refused(self, archive: Path, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("x")
        with pytest.raises(BulletinError, match="not made by"):
            build(archive, tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    def test_an_empty_folder_is_welcome(self, tmp_path: Path) -> None:
        output_tree.check_output_dir(tmp_path)
        output_tree.check_output_dir(tmp_path / "new")

    def test_a_crash_leaves_the_old_site_and_nothing_else(self, copy: Path) -> None:
        wanted = snapshot(copy / "site")
        (copy / "looks/pages").mkdir(parents=True)
        (copy / "looks/pages/issue.html").write_text("{{ 1 / 0 }}")
        settle(copy, theme={"name": "material", "language": "zh", "font": False, "custom_dir": "looks"})
        with pytest.raises(BulletinError, match="MkDocs cannot make") as caught:
            build(copy, trust=True)
        assert isinstance(caught.value.__cause__, ZeroDivisionError)
        assert snapshot(copy / "site") == wanted
        assert leftovers(copy) == []


class TestContent:
    def test_sources_are_not_copied(self, site: dict[str, bytes]) -> None:
        assert not [address for address in site if address.endswith(".md")]
        assert "assets/javascripts/lunr/min/lunr.zh.min.js" not in site

    def test_pictures_are_copied_where_a_published_text_shows_them(self, site: dict[str, bytes]) -> None:
        assert site["items/2026/tu.png"] == clean_image(PNG, "tu.png", 2000).data
        assert "items/2026/unused.png" not in site

    def test_drafts_and_withdrawn_texts_are_nowhere(self, site: dict[str, bytes]) -> None:
        for address, data in site.items():
            assert "机密句子".encode() not in data, address

    def test_the_foreword_stands_on_the_home_page(self, site: dict[str, bytes]) -> None:
        html = site["index.html"].decode()
        assert html.count("编者的话") == 1
        assert '<a href="items/2026/yetan/">夜谈</a>' in html
        assert '<a href="issues/">期刊</a>' in html

    def test_links_of_hand_written_pages_lead_to_pages(self, site: dict[str, bytes]) -> None:
        html = site["guide/index.html"].decode()
        assert '<a href="../items/2026/yetan/">' in html
        assert '<a href="../issues/2026/001/#2026-yetan">' in html

    def test_hand_written_pages_have_the_anchors_and_tables_of_items(self, site: dict[str, bytes]) -> None:
        html = site["guide/index.html"].decode()
        assert '<h2 id="一写">' in html
        assert '<th align="center">' in html
        assert "style=" not in html.split("<article")[1].split("</article>")[0]

    @pytest.mark.parametrize(
        ("link", "expected"),
        [
            ("https://x.example/items/a.md", "https://x.example/items/a.md"),
            ("/items/a.md", "/items/a.md"),
            ("other.md", "other.md"),
            ("items/a.md#b", "../items/a/#b"),
            ("calls/a.md", "../calls/a/"),
            ("circulars/2026-Q3.md", "../stats/2026-Q3/"),
        ],
    )
    def test_relinked(self, link: str, expected: str) -> None:
        assert relink_html(f'<a href="{link}">', "guide.md", "guide/") == f'<a href="{expected}">'

    def test_no_page_asks_another_host(self, site: dict[str, bytes]) -> None:
        for address, data in site.items():
            if address.endswith(".html"):
                html = data.decode().replace("https://bulletin.example/", "").replace("http://www.w3.org/2000/svg", "")
                assert 'src="http' not in html, address
                assert '<link rel="stylesheet" href="http' not in html, address


class TestSettings:
    def test_the_dialect_is_that_of_the_items(self, copy: Path) -> None:
        settle(copy, markdown_extensions=[{"toc": {"permalink": True}}])
        used = mkdocs_configuration(read_settings(find_project(copy)))
        assert sorted(used.markdown_extensions) == sorted(EXTENSIONS)
        assert used.mdx_configs == {"toc": {"permalink": True}}

    def test_a_guest_takes_its_name_from_the_registry(self, tmp_path: Path) -> None:
        registry = dict(archives.REGISTRY)
        registry["registry/bulletin.toml"] = archives.BULLETIN.replace("柳川组工信息", "某局<简报>")
        root = archives.write(tmp_path, {"content/items/2026/a.md": archives.item()}, registry)
        build(root)
        assert "<title>某局&lt;简报&gt;</title>" in (root / "site/index.html").read_text("utf-8")
        assert "编辑指南" not in (root / "site/index.html").read_text("utf-8").split("<main")[0]

    def test_an_archive_may_have_few_settings_of_its_own(self, copy: Path) -> None:
        text = "site_name: Bulletin\ntheme: {name: material, language: en, font: false}\nplugins: []\n"
        (copy / "mkdocs.yml").write_text(text)
        shutil.rmtree(copy / "site")
        build(copy)
        html = (copy / "site/units/index.html").read_text("utf-8")
        assert 'lang="en"' in html
        assert ">Home" in "".join(html.split())

    def test_the_navigation_of_an_archive_may_leave_names_out(self, copy: Path) -> None:
        settle(copy, nav=["index.md", "units/index.md", {"制度": ["guide.md", {"时间": "years/index.md"}]}])
        build(copy)
        html = (copy / "site/items/2026/yetan/index.html").read_text("utf-8")
        assert ">单位</a>" in "".join(html.split())
        everything = frozenset(route.url for route in routes.all_routes(load(copy, TODAY).archive))
        wanted = snapshot(copy / "site")
        build(copy, direct=everything)
        assert snapshot(copy / "site") == wanted

    def test_a_page_of_the_archive_cannot_be_overwritten(self, copy: Path) -> None:
        (copy / "content/units.md").write_text("# 单位\n", "utf-8")
        with pytest.raises(BulletinError) as caught:
            build(copy)
        assert caught.value.values == {"path": "units.md"}

    def test_present(self) -> None:
        nav = [
            "index.md",
            {"a": "gone.md"},
            {"b": "units/index.md"},
            {"c": "https://x.example"},
            {"d": ["e.md", "f.md"]},
        ]
        kept = list(navigation.existing_entries(nav, {"index.md"}, frozenset({"units/"})))
        assert kept == [nav[0], nav[2], nav[3], nav[4]]
