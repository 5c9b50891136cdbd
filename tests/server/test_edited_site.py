"""A site in memory has, after any edits, the bytes of one that is made of the files as they are then."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.build.outputs import export_context
from bulletin.content.loader import load
from bulletin.core.config import find_project
from bulletin.core.i18n import translator
from bulletin.exports import export_files
from bulletin.server.broadcast import ReloadBroadcaster
from bulletin.server.session import Session
from bulletin.server.site import INDEX_PAGE, LazySite
from tests.build.test_incremental import BODIES, DAYS, EDITS, TITLES, Edit, _call, _write
from tests.support.archives import PNG, write

pytestmark = pytest.mark.slow


def _files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts}


def _made(site: LazySite) -> dict[str, bytes | None]:
    """Return every page, data file and feed, which are kept for the next time; the last pages are asked for twice."""
    names = [f"{url}{INDEX_PAGE}" for url in site.routes]
    names += [file.address for file in export_files(export_context(site.context))]
    for name in names[: len(site.routes)][-30:]:
        site.get(name)
    return {name: site.get(name) for name in (*names, *site.loaded.images)}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.lists(EDITS, min_size=1, max_size=2), DAYS), min_size=2, max_size=6))
def test_an_edited_site_is_the_one_that_would_be_made_anew(
    tmp_path: Path, rounds: list[tuple[list[Edit], int]]
) -> None:
    root, day = tmp_path / "archive", date(2026, 11, 20)
    shutil.rmtree(root, ignore_errors=True)
    write(root, {"content/index.md": "# 首页\n", "content/items/2026/tu.png": PNG})
    _call("约稿一", "unit: 组织科\n", 22)(root)
    for number, name in enumerate("abc"):
        _write(name, BODIES[number], TITLES[number], number + 1)(root)
    session = Session(find_project(root), ReloadBroadcaster(), lambda: day, translator("zh"), lambda *_: None)
    session.start(1)
    for edits, number in rounds:
        assert session._site
        _made(session._site)
        was = _files(root)
        for edit in edits:
            edit(root)
        now, day = _files(root), date(2026, 11, number)
        session.apply_changes(sorted(path for path in was.keys() | now.keys() if was.get(path) != now.get(path)))
        fresh = load(root, day)
        if not fresh.errors:
            assert session._shells
            assert session._shells.fit(fresh)
            assert session._shells.fit_pages(session._site.routes.values())
            assert _made(session._site) == _made(LazySite(session._shells, fresh, root))
