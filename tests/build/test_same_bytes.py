"""The same archive on the same day gives the same bytes, wherever, whenever and by whomever it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.archives import TODAY
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow
PARTS = ("content", "issues", "registry")
# Small as the sample is, it is worth several processes here.
DRIVER = """
import sys
from importlib import import_module
for place in {limits!r}:
    module, name = place.split(":")
    if not hasattr(import_module(module), name):
        sys.exit(f"{{place}} is no more: the test has to know what decides over the number of processes")
    setattr(sys.modules[module], name, 1)
from bulletin.cli import main
sys.exit(main(sys.argv[1:]))
"""
LIMITS = (
    "bulletin.content.file_reader:_MIN_FILES_FOR_POOL",
    "bulletin.build.workers:_MIN_PAGES_TO_FORK",
    "bulletin.search.index.writer:_MIN_ITEMS_FOR_POOL",
)


def lay_out(root: Path, *, backwards: bool, umask: int) -> Path:
    """Copy the sample, its files in one order or the other, with other times and rights."""
    before = os.umask(umask)
    try:
        paths = sorted(path for part in PARTS for path in (ROOT / part).rglob("*") if path.is_file())
        for number, path in enumerate(reversed(paths) if backwards else paths):
            target = root / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            os.utime(target, (number, 10**9 - number))
    finally:
        os.umask(before)
    return root


def build(root: Path, site: Path, *more: str, limits: tuple[str, ...] = (), **environment: str) -> dict[str, bytes]:
    """Build in a process of its own and return the site's files."""
    asked = ["--archive", str(root), "--site-dir", str(site), "--date", str(TODAY), "--format", "json", *more]
    command = [sys.executable, "-c", DRIVER.format(limits=limits), *asked]
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ", "PYTHON"))
    }
    own = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run(command, env={**inherited, **own}, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("here")
    root = lay_out(folder / "archive", backwards=False, umask=0o022)
    return build(root, folder / "site", "--jobs", "1", PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")


def test_elsewhere_it_is_the_same(site: dict[str, bytes], tmp_path: Path) -> None:
    """Another folder, hash seed, time zone, language, number of processes, order, age and rights of the files."""
    root = lay_out(tmp_path / "另一处 与空格", backwards=True, umask=0o077)
    other = build(
        root,
        tmp_path / "x/y/site",
        "--jobs",
        "3",
        "--lang",
        "en",
        limits=LIMITS,
        PYTHONHASHSEED="4242",
        TZ="Pacific/Kiritimati",
        LC_ALL="zh_CN.GB18030",
        LANG="tr_TR.UTF-8",
    )
    assert sorted(site) == sorted(other)
    assert [address for address, data in site.items() if other[address] != data] == []


def test_nothing_packed_tells_the_time(site: dict[str, bytes], tmp_path: Path) -> None:
    workbooks = [data for data in site.values() if data.startswith(b"PK")]
    assert workbooks
    for number, data in enumerate(workbooks):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(data)
        with zipfile.ZipFile(path) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [address for address, data in site.items() if data.startswith(b"\x1f\x8b") and data[4:8] != b"\0" * 4]


def test_nothing_tells_where_it_was_built(site: dict[str, bytes]) -> None:
    names = {os.fsencode(Path.home()), os.fsencode(ROOT), b"/archive/content"}
    found = {(address, name) for address, data in site.items() for name in names if name in data and len(name) > 1}
    assert found == set()
