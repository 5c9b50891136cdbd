"""The configurations of deploy/ on real servers: headers on every answer, nothing but reading, whole releases."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from bulletin.cli import main
from bulletin.core.config import find_project
from bulletin.publish.headers import CONFIG_FORMATS, inline_script_hashes, security_headers
from bulletin.publish.store import ReleaseStore
from tests.support.archives import TODAY
from tests.support.paths import ROOT
from tests.support.web_servers import DEPLOY, Answer, apache, nginx

Serve = Callable[[Path, Path], AbstractContextManager[str]]
KNOWN = [
    pytest.param(nginx, marks=pytest.mark.servers, id="nginx"),
    pytest.param(apache, marks=pytest.mark.servers, id="apache"),
]


@pytest.fixture(scope="module")
def headers() -> dict[str, str]:
    return dict(security_headers(inline_script_hashes(find_project(ROOT))))


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "releases"
    assert main(["publish", "--archive", str(ROOT), "--to", str(folder), "--date", str(TODAY)]) == 0
    return folder


@pytest.fixture(scope="module", params=KNOWN)
def address(request: pytest.FixtureRequest, releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    serve: Serve = request.param
    with serve(releases, tmp_path_factory.mktemp("server")) as where:
        yield where


def asset(releases: Path, pattern: str) -> str:
    site = releases / "current"
    return next(iter(site.glob(pattern))).relative_to(site).as_posix()


def test_every_answer_has_every_header(address: str, headers: dict[str, str], releases: Path) -> None:
    page = Answer(address, "/items/2025/jinqiao/")
    found = [
        page,
        Answer(address, "/items/2025/jinqiao/", If_None_Match=page.header("ETag")),
        Answer(address, "/assets/"),
        Answer(address, "/no/such/page/"),
        Answer(address, "/", "POST"),
        Answer(address, "/items/2025"),
        Answer(address, "/data/items.json"),
        Answer(address, f"/{asset(releases, 'assets/javascripts/bundle.*.min.js')}"),
        Answer(address, "/", "HEAD"),
        Answer(address, "/.bulletin-site"),
    ]
    assert [answer.status for answer in found][:9] == [200, 304, 403, 404, 405, 301, 200, 200, 200]
    assert found[9].status in (403, 404)
    for answer in found:
        for name, value in headers.items():
            assert answer.header(name) == value, (answer.status, name)
        assert answer.header("Cache-Control"), answer.status


def test_what_never_changes_is_kept_and_everything_else_is_asked_for_again(address: str, releases: Path) -> None:
    for pattern in ("assets/javascripts/bundle.*.min.js", "assets/stylesheets/main.*.min.css"):
        kept = Answer(address, f"/{asset(releases, pattern)}").header("Cache-Control")
        assert kept == "public, max-age=31536000, immutable"
    for path in ("/", "/assets/bulletin.css", "/data/items.json", "/no/such/page/", "/feeds/all.xml"):
        assert Answer(address, path).header("Cache-Control") == "no-cache", path


def test_texts_are_packed_and_told_to_be_utf8(address: str, releases: Path) -> None:
    shard = asset(releases, "data/search/*.bin")
    kinds = {
        "/": "text/html",
        "/assets/bulletin.css": "text/css",
        "/assets/bulletin.js": "(application|text)/javascript",
        "/data/items.csv": "text/csv",
        "/data/items.json": "application/json",
        "/feeds/all.xml": "(text|application)/xml",
        f"/{shard}": "application/octet-stream",
        "/data/stats-2026.xlsx": "application/(octet-stream|vnd.*)",
        "/assets/images/favicon.png": "image/png|application/octet-stream",
    }
    for path, kind in kinds.items():
        answer = Answer(address, path, Accept_Encoding="gzip")
        assert answer.status == 200, path
        content_type = answer.header("Content-Type").lower().replace(" ", "")
        assert re.fullmatch(f"({kind})(;charset=utf-8)?", content_type) or path.endswith((".xlsx", ".png", ".bin")), (
            path,
            content_type,
        )
        if path.endswith(("/", ".css", ".csv", ".json", ".xml")):
            assert answer.header("Content-Encoding") == "gzip", path
            assert "charset=utf-8" in content_type or path.endswith(".json"), path
        packed = Answer(address, path, Accept_Encoding="gzip", If_None_Match=answer.header("ETag"))
        assert packed.status == 304 or not answer.header("ETag"), path


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
def test_the_site_is_read_never_written(address: str, method: str) -> None:
    assert Answer(address, "/items/2025/jinqiao/", method).status == 405


def test_no_folder_is_listed_and_nothing_beside_the_site_is_seen(address: str) -> None:
    for path in ("/assets/", "/data/", "/assets/javascripts/"):
        answer = Answer(address, path)
        assert answer.status in (403, 404)
        assert b"bundle" not in answer.body
        assert b"items.json" not in answer.body
    for path in ("/../SHA256SUMS", "/%2e%2e/SHA256SUMS", "/..%2fSHA256SUMS", "/.bulletin-site", "/assets/..%5c..%5cx"):
        answer = Answer(address, path)
        assert answer.status in (400, 403, 404), path
        assert b"  site/" not in answer.body


def test_a_lost_address_gets_our_own_page(address: str) -> None:
    answer = Answer(address, "/items/2025/gone/")
    assert answer.status == 404
    assert "这个页面不存在" in answer.body.decode() or "没有这个页面" in answer.body.decode()


def test_an_author_without_a_page_is_a_section_of_the_unit_s_authors(address: str, releases: Path) -> None:
    page = (releases / "current/authors/zzk/index.html").read_text("utf-8")
    name = re.findall('id="author-([^"]+)"', page)[0]
    for path in (f"/authors/zzk/{quote(name)}/", f"/authors/zzk/{quote(name)}", f"/authors/zzk/{quote(name)}/?q=1"):
        answer = Answer(address, path)
        where = urlsplit(answer.header("Location"))
        assert (answer.status, where.path, where.fragment) == (302, "/authors/zzk/", f"author-{quote(name)}")
    assert Answer(address, "/authors/zzk/").status == 200
    assert Answer(address, "/authors/zzk").status == 301
    broken = Answer(address, "/authors/zzk/a%0d%0aX-Own:%20b/")
    assert broken.status in (302, 400, 403, 404)
    assert not broken.header("X-Own")
    assert Answer(address, "/zugong/authors/zzk/x/").header("Location").endswith("/zugong/authors/zzk/#author-x")
    assert "evil" not in Answer(address, "//evil.example/authors/zzk/x/").header("Location")


@pytest.mark.parametrize("serve", KNOWN)
def test_a_page_of_an_author_is_served(serve: Serve, tmp_path: Path) -> None:
    page = tmp_path / "to/current/authors/zzk/某甲/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("x")
    with serve(tmp_path / "to", tmp_path / "server") as where:
        assert Answer(where, f"/authors/zzk/{quote('某甲')}/").body == b"x"
        assert Answer(where, f"/authors/zzk/{quote('某甲')}").status == 301
        assert Answer(where, f"/authors/zzk/{quote('某乙')}/").status == 302


def two_releases(root: Path) -> ReleaseStore:
    """Return a folder with two releases of one page, old and new, the old one in force."""
    store = ReleaseStore(root)
    store.create()
    for words in ("old", "new"):
        aside = store.make_staging_folder()
        (aside / "site").mkdir()
        (aside / "site/index.html").write_text(words)
        store.add(aside, "0" * 8)
    store.make_current(store.release_names[0])
    return store


def test_what_goes_wrong_has_every_header_once_and_names_no_version(address: str, headers: dict[str, str]) -> None:
    wrong = [
        Answer(address, "/", Range="bytes=99999999-"),
        Answer(address, "/data/items.json", Range="bytes=99999999-99999999"),
        Answer(address, "/404.html", Range="bytes=99999999-"),
        Answer(address, "/", If_Match='"x"'),
        Answer(address, "/", If_Unmodified_Since="Sat, 01 Jan 2000 00:00:00 GMT"),
        Answer(address, f"/{'x' * 9000}"),
        Answer(address, "/", Cookie="x" * 9000),
        Answer(address, "/no/such/page/", Range="bytes=99999999-"),
    ]
    assert [answer.status for answer in wrong] == [416, 416, 416, 412, 412, 414, 400, 404]
    for answer in wrong:
        assert answer.header("Server") in ("nginx", "Apache")
        assert not re.search(rb"(nginx|Apache)/\d", answer.body)
        if answer.status not in (400, 414):
            for name, value in headers.items():
                assert answer.header(name) == value, (answer.status, name)


@pytest.mark.parametrize("serve", KNOWN)
def test_a_rollback_is_seen_by_who_has_the_newer_page(serve: Serve, tmp_path: Path) -> None:
    store = two_releases(tmp_path / "to")
    old, new = store.release_names
    os.utime(store.site_folder(old) / "index.html", (1_700_000_000, 1_700_000_000))
    with serve(store.root, tmp_path / "server") as where:
        store.make_current(new)
        kept = Answer(where, "/")
        store.make_current(old)
        for asked in ({"If_Modified_Since": kept.header("Last-Modified")}, {"If_None_Match": kept.header("ETag")}):
            answer = Answer(where, "/", **asked)
            assert (answer.status, answer.body) == (200, b"old"), asked


@pytest.mark.parametrize("serve", KNOWN)
def test_two_hundred_readers_get_whole_pages_while_releases_change(serve: Serve, tmp_path: Path) -> None:
    store = two_releases(tmp_path / "to")
    with serve(store.root, tmp_path / "server") as where, ThreadPoolExecutor(200) as readers:
        started = threading.Barrier(201)

        def read(_: int) -> set[tuple[int, bytes]]:
            started.wait()
            return {(answer.status, answer.body) for answer in (Answer(where, "/") for _ in range(5))}

        answers = readers.map(read, range(200))
        started.wait()
        for _ in range(100):
            for name in store.release_names:
                store.make_current(name)
        assert set().union(*answers) <= {(200, b"old"), (200, b"new")}


@pytest.mark.parametrize("serve", KNOWN)
def test_a_swap_is_seen_at_once(serve: Serve, tmp_path: Path) -> None:
    store = two_releases(tmp_path / "to")
    with serve(store.root, tmp_path / "server") as where:
        assert Answer(where, "/").body == b"old"
        store.make_current(store.release_names[1])
        assert Answer(where, "/").body == b"new"
        store.make_current(store.release_names[0])
        assert Answer(where, "/").body == b"old"


@pytest.mark.servers
def test_addresses_and_passwords_can_be_asked_for(tmp_path: Path, headers: dict[str, str]) -> None:
    """The lines that are commented out in the file are right, too."""
    (tmp_path / "to/current").mkdir(parents=True)
    (tmp_path / "to/current/index.html").write_text("x")
    (tmp_path / "passwords").write_text("reader:{PLAIN}secret\n")
    text = (DEPLOY / "nginx/bulletin.conf").read_text("utf-8")
    lines = re.findall(r"# ((?:allow|deny|auth_basic\w*) .*;)", text)
    assert len(lines) == 4
    wall, door = " ".join(lines[:2]), " ".join(lines[2:]).replace("/etc/nginx/bulletin", str(tmp_path))
    with nginx(tmp_path / "to", tmp_path / "a", wall) as where:
        answer = Answer(where, "/")
        assert (answer.status, answer.header("Content-Security-Policy")) == (403, headers["Content-Security-Policy"])
    with nginx(tmp_path / "to", tmp_path / "b", door) as where:
        assert Answer(where, "/").status == 401
        assert Answer(where, "/", Authorization="Basic cmVhZGVyOnNlY3JldA==").status == 200


class TestFiles:
    @pytest.mark.parametrize("server", ["nginx", "apache"])
    def test_the_headers_are_those_that_the_program_writes(self, server: str, headers: dict[str, str]) -> None:
        wanted = CONFIG_FORMATS[server](tuple(headers.items()))
        assert (DEPLOY / server / "headers.conf").read_text("utf-8") == wanted

    def test_the_headers_of_iis_are_the_same(self, headers: dict[str, str]) -> None:
        tree = ET.parse(DEPLOY / "iis/web.config")  # noqa: S314 - our own file
        found = {add.get("name"): add.get("value") for add in tree.iter("customHeaders") for add in add.findall("add")}
        assert found == headers
        element = ET.fromstring(CONFIG_FORMATS["iis"](tuple(headers.items())).partition("-->")[2])  # noqa: S314
        assert [add.attrib for add in element.findall("add")] == [{"name": n, "value": v} for n, v in headers.items()]

    def test_the_policy_is_that_of_the_house(self, headers: dict[str, str]) -> None:
        directives = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert re.fullmatch(r"'self'( 'sha256-[\w+/]{43}=')+", directives.pop("script-src"))
        assert directives == {
            "default-src": "'none'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "connect-src": "'self'",
            "worker-src": "'self'",
            "manifest-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
            "object-src": "'none'",
        }

    def test_texts_bring_no_script_into_the_policy(self, tmp_path: Path) -> None:
        """The hashes are those of an archive without texts, whatever the archive is called."""
        for folder, name in (("a", "甲</script><script>x()"), ("b", "乙")):
            (tmp_path / folder / "registry").mkdir(parents=True)
            (tmp_path / folder / "content").mkdir()
            (tmp_path / folder / "registry/bulletin.toml").write_text(f'name = "{name}"\n', "utf-8")
        assert inline_script_hashes(find_project(tmp_path / "a")) == inline_script_hashes(find_project(tmp_path / "b"))

    def test_headers_can_be_asked_for(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["headers", "--server", "apache", "--archive", str(ROOT)]) == 0
        assert capsys.readouterr().out == (DEPLOY / "apache/headers.conf").read_text("utf-8")
