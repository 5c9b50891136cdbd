"""What programs read: the same bytes for the same facts, and nothing that may not be read."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from bulletin.build.outputs import export_context
from bulletin.content.loader import LoadedArchive, load
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.exports import catalog, export_files, row_files
from bulletin.exports.csv_files import disarm_formula, tables_csv
from bulletin.exports.sitemap import sitemap_files
from bulletin.exports.stats_json import stats_record
from bulletin.model import aggregates
from bulletin.model.archive import Archive
from bulletin.model.enums import Level
from bulletin.model.registry import Registry, Unit
from bulletin.scoring.circulars.tables import DataTable
from bulletin.site.context import RenderContext
from bulletin.site.routes import all_routes, render
from tests.support.archives import TODAY, issue, item, loaded
from tests.support.paths import ROOT

ATOM = "{http://www.w3.org/2005/Atom}"


def render_context_of(found: LoadedArchive, site_url: str = "") -> RenderContext:
    return RenderContext(
        archive=found.archive, bodies=found.bodies, language="en", theme=(ROOT / "theme",), site_url=site_url
    )


@pytest.fixture(scope="module")
def sample() -> LoadedArchive:
    return load(ROOT, TODAY).require_valid()


def _made(context: RenderContext) -> dict[str, bytes]:
    return {file.address: file.make() for file in export_files(export_context(context))}


@pytest.fixture(scope="module")
def files(sample: LoadedArchive) -> dict[str, bytes]:
    return _made(render_context_of(sample))


def test_the_page_of_feeds_names_every_file(sample: LoadedArchive, files: dict[str, bytes]) -> None:
    offered = {f"data/{name}" for name, _ in catalog.DATA_FILES}
    offered |= {f"data/{name}" for _, name, _ in catalog.figure_files(sample.archive)}
    offered |= {feed.address for feed in catalog.feeds(sample.archive)}
    offered |= {address for address, _ in catalog.calendars(sample.archive)}
    assert set(files) == offered


def test_the_same_facts_give_the_same_bytes(sample: LoadedArchive, files: dict[str, bytes]) -> None:
    again = load(ROOT, TODAY).require_valid()
    assert _made(render_context_of(again)) == files
    assert again.archive.items == sample.archive.items


def test_json_is_sorted_and_whole(sample: LoadedArchive, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".json"):
            value = json.loads(content)
            assert list(value) == sorted(value), name
            assert b"\\u" not in content
            assert content.endswith(b"\n")
    assert [i["id"] for i in json.loads(files["data/items.json"])["items"]] == [i.id for i in sample.archive.items]
    assert len(json.loads(files["data/adoptions.json"])["adoptions"]) == len(sample.archive.adoptions)
    assert {c["as_of"] for c in [json.loads(files["data/calls.json"])]} == {TODAY.isoformat()}


def test_an_item_in_json(tmp_path: Path) -> None:
    fields = {
        "adopted_by": "[{publication: 组工信息, issue: 0146, date: 2026-04-02, treatment: 全文, page: 3}]",
        "endorsements": "[{by: 县委书记, level: 县, date: 2026-03-20, text: 做法很好}]",
        "topics": "[流动党员]",
        "time": "16:10",
        "event_date": "2026-03-04",
        "event_time": "14:30",
    }
    written = {"content/items/2026/jinqiao.md": item(**fields), "issues/2026/001.md": issue()}
    found = _made(render_context_of(loaded(tmp_path, written).require_valid()))
    assert json.loads(found["data/items.json"])["items"] == [
        {
            "adoptions": [
                {
                    "date": "2026-04-02",
                    "issue": "0146",
                    "level": "central",
                    "page": "3",
                    "publication": "zugong",
                    "treatment": "full",
                }
            ],
            "approved_by": "",
            "authors": [],
            "category": "practice",
            "channel": "regular",
            "classification": "internal",
            "expires": None,
            "follows": "",
            "audience": "all",
            "withheld": None,
            "commission": "",
            "corrections": [],
            "date": "2026-03-05",
            "endorsements": [
                {
                    "by": "县委书记",
                    "date": "2026-03-20",
                    "follow_up": "",
                    "follow_up_date": None,
                    "follow_up_due": None,
                    "level": "county",
                    "text": "做法很好",
                }
            ],
            "event_date": "2026-03-04",
            "event_time": "14:30",
            "id": "2026/jinqiao",
            "issues": ["2026/001"],
            "outcomes": [],
            "sent_up": [],
            "status": "published",
            "summary": "",
            "time": "16:10",
            "title": "夜谈会开到家门口",
            "topics": ["流动党员"],
            "units": ["chengguan"],
            "url": "items/2026/jinqiao/",
        }
    ]


def test_a_summary_is_shown_where_there_is_room(tmp_path: Path) -> None:
    files = {
        "content/items/2026/a.md": item(摘要="村里夜谈 <四十> 场。"),
        "content/items/2026/b.md": item("另一篇。", title="另一篇"),
        "issues/2026/001.md": issue(),
    }
    context = render_context_of(loaded(tmp_path, files).require_valid())
    assert _made(context)["feeds/all.xml"].decode().count("<summary>村里夜谈 &lt;四十&gt; 场。</summary>") == 1
    pages = {route.url: render(context, route) for route in all_routes(context.archive)}
    assert pages["items/2026/a/"].description == "村里夜谈 <四十> 场。"
    assert pages["items/2026/b/"].description == "另一篇。"
    assert pages["issues/2026/001/"].content.count('<small class="b-why">村里夜谈 &lt;四十&gt; 场。</small>') == 1


def readable(name: str, content: bytes | str) -> str:
    if isinstance(content, str):
        return content
    if not name.endswith(".xlsx"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(part).decode() for part in book.namelist())


def test_withdrawn_items_and_drafts_are_in_no_file(tmp_path: Path) -> None:
    written: dict[str, str | bytes] = {
        "content/items/2026/there.md": item(title="还在的一篇"),
        "content/items/2026/gone.md": item("撤下的正文", title="撤下的一篇", status="撤回"),
        "content/items/2026/draft.md": item("没写完的正文", title="没写完的一篇", status="草稿"),
        "issues/2026/001.md": issue(items="[2026/there, 2026/gone]"),
    }
    context = render_context_of(loaded(tmp_path, written).require_valid(), "https://bulletin.example/")
    for name, content in _made(context).items():
        text = readable(name, content)
        assert "撤下" not in text, name
        assert "没写完" not in text, name
        assert "2026/draft" not in text, name
        assert ("2026/gone" in text) == (name in ("data/items.json", "sitemap.xml")), name


@pytest.mark.parametrize(
    "cell", ["=1+1", "+86", "-3", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "＋86", "－3", "＠SUM(A1)"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert disarm_formula(cell) == "'" + cell
    table = tables_csv([DataTable("", ("h",), ((cell,),))], translator("en"))
    assert list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))[1] == ["'" + cell]


def test_rows_of_what_has_not_changed_may_be_kept(sample: LoadedArchive) -> None:
    archive = sample.archive
    gone, retitled, *rest = [item for item in archive.items if item.adoptions]
    left = (replace(retitled, title='=改"了", 题目') if item is retitled else item for item in archive.items)
    items = tuple(item for item in left if item is not gone)
    after = replace(archive, items=tuple(item for item in items if item is not rest[-1]))
    context = render_context_of(sample)
    old = row_files(export_context(context))
    for changed in (replace(archive, items=items), after, replace(archive, items=()), archive):
        new = row_files(export_context(replace(context, archive=changed)))
        for address, rows in new.items():
            known = old[address].split(old[address].make(), {gone.id, retitled.id})
            assert len(known) > 20
            assert rows.make(known) == rows.make()
            assert old[address].split(old[address].make()[1:], ()) == {}
            assert rows.split(rows.make(), {item.id for item in changed.items}) == {}


def test_csv_is_for_spreadsheets(sample: LoadedArchive, files: dict[str, bytes]) -> None:
    for name, number in (("items", len(sample.archive.items)), ("adoptions", len(sample.archive.adoptions))):
        content = files[f"data/{name}.csv"]
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\r\n") == content.count(b"\n")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert len(rows) == number + 1
        assert {len(row) for row in rows} == {len(rows[0])}
    assert disarm_formula("十五分钟") == "十五分钟"


def test_counts_are_those_of_the_lists(sample: LoadedArchive, files: dict[str, bytes]) -> None:
    archive = sample.archive
    for year in archive.years:
        value = json.loads(files[f"data/stats-{year}.json"])
        assert value["totals"]["submitted"] == len(archive.by_year.get(year, ()))
        assert value["totals"]["adoptions"] == len(archive.adoptions_by_year.get(year, ()))
        assert sum(value["totals"]["by_level"].values()) == value["totals"]["adoptions"]
        assert sum(value["totals"]["by_category"].values()) == value["totals"]["submitted"]
        units = [unit for group in value["groups"] for unit in group["units"]]
        assert sum(unit["submitted"] for unit in units) == sum(len(i.units) for i in archive.by_year.get(year, ()))
        assert all(sum(unit["by_level"].values()) == unit["adoptions"] for unit in units)


def test_units_that_were_there_and_sent_nothing() -> None:
    units = (
        Unit(id="a", name="a"),
        Unit(id="gone", name="gone", left=date(2025, 12, 31)),
        Unit(id="young", name="young", joined=date(2027, 1, 1)),
    )
    value = stats_record(Archive(registry=Registry(units=units), today=TODAY), Period.parse("2026"))
    assert value["zero_reports"] == value["zero_adoptions"] == ["a"]
    assert value["totals"]["adoption_rate"] is None
    assert value["totals"]["by_level"] == dict.fromkeys([level.value for level in Level], 0)


def test_the_rate_is_rounded_half_up(sample: LoadedArchive, files: dict[str, bytes]) -> None:
    figures = aggregates.totals(sample.archive, Period.parse("2025"))
    rate = json.loads(files["data/stats-2025.json"])["totals"]["adoption_rate"]
    assert abs(float(rate) - figures.adopted_items / figures.submitted) <= 0.00005
    assert len(rate) == 6


def feeds_in(found: Mapping[str, bytes]) -> dict[str, ET.Element]:
    return {n: ET.fromstring(c) for n, c in found.items() if n.startswith("feeds/")}  # noqa: S314 - ours


def test_feeds_are_atom(files: dict[str, bytes]) -> None:
    known: dict[str, bytes] = {}
    for name, feed in feeds_in(files).items():
        assert feed.tag == f"{ATOM}feed"
        for tag in ("id", "title", "updated"):
            assert len(feed.findall(f"{ATOM}{tag}")) == 1, name
        assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
        entries = feed.findall(f"{ATOM}entry")
        assert 0 < len(entries) <= catalog.FEED_LENGTH
        assert feed.findtext(f"{ATOM}updated") == max(e.findtext(f"{ATOM}updated") or "" for e in entries)
        ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
        assert len(ids) == len(set(ids))
        for entry in entries:
            assert (entry.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
            assert entry.find(f"{ATOM}author/{ATOM}name") is not None
            content = entry.find(f"{ATOM}content")
            assert content is not None
            assert content.get("type") == "html"
            assert "\ufdd0" not in (content.text or "")
        known[feed.findtext(f"{ATOM}id") or ""] = files[name]
    assert len(known) == len(feeds_in(files))


def test_links_of_feeds_are_relative_without_an_address_and_absolute_with_one(sample: LoadedArchive) -> None:
    for site_url, schemes in (("", {""}), ("http://10.0.0.8/zugong", {"http"})):
        found = feeds_in(_made(render_context_of(sample, site_url)))
        links = [link.get("href", "") for feed in found.values() for link in feed.iter(f"{ATOM}link")]
        assert {urlsplit(link).scheme for link in links} == schemes
        unit = found["feeds/units/zzk.xml"].find(f"{ATOM}entry/{ATOM}link")
        assert unit is not None
        assert unit.get("href", "").startswith(f"{site_url}/items/2026/" if site_url else "../../items/2026/")


def test_ids_outlive_a_move(sample: LoadedArchive) -> None:
    def ids(site_url: str) -> list[str | None]:
        found = feeds_in(_made(render_context_of(sample, site_url)))
        return [entry.findtext(f"{ATOM}id") for feed in found.values() for entry in feed.iter(f"{ATOM}entry")]

    assert ids("") == ids("https://bulletin.example/")


def test_a_correction_makes_an_entry_new(tmp_path: Path) -> None:
    written = {"content/items/2026/a.md": item(corrections="[{date: 2026-04-05, note: 更正为 118 人}]", status="更正")}
    feed = feeds_in(_made(render_context_of(loaded(tmp_path, written).require_valid())))["feeds/all.xml"]
    assert feed.findtext(f"{ATOM}entry/{ATOM}published") == "2026-03-05T00:00:00Z"
    assert feed.findtext(f"{ATOM}updated") == "2026-04-05T00:00:00Z"


def test_sitemaps(sample: LoadedArchive) -> None:
    assert "sitemap.xml" not in _made(render_context_of(sample))
    data = _made(render_context_of(sample, "https://bulletin.example"))["sitemap.xml"]
    whole = data.decode()
    assert "<loc>https://bulletin.example/items/2025/" in whole
    assert "<loc>https://bulletin.example/</loc>" in whole
    made = sitemap_files("https://bulletin.example/", ["a/", "b/", "c/"], max_addresses=2)
    parts: dict[str, Any] = {file.address: file.make() for file in made}
    assert sorted(parts) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert b"<loc>https://bulletin.example/sitemap-2.xml</loc>" in parts["sitemap.xml"]
    assert parts["sitemap-2.xml"].count(b"<url>") == 1
