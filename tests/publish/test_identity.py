"""A folder of releases, and a site, remember which archive they are of, and another one is refused there."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bulletin.build.output_tree import check_output_dir
from bulletin.build.request import BuildRequest
from bulletin.content.loader import load
from bulletin.content.registry import read_registry
from bulletin.core.config import LAUNCHER
from bulletin.core.problems import BulletinError
from bulletin.editing.starter.archive_files import copied_archive
from bulletin.editing.starter.registry_files import bulletin_toml
from bulletin.model.registry import Bulletin, Identity
from bulletin.publish.store import ReleaseStore
from tests.support.paths import ROOT
from tests.support.publishing import DATE, office, run

BULLETIN = "registry/bulletin.toml"
OURS = 'id = "a1"\nname = "组工信息"\n'


def named(root: Path, text: str) -> Path:
    """Return an archive with another ``bulletin.toml``."""
    office(root)
    (root / BULLETIN).write_text(text, encoding="utf-8")
    return root


def publish(root: Path, to: Path, *more: str) -> int:
    return run("publish", "--archive", root, "--to", to, "--date", DATE, *more)


def test_another_archive_is_not_published_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = named(tmp_path / "ours", OURS), named(tmp_path / "theirs", OURS.replace("a1", "b2"))
    to = tmp_path / "to"
    assert publish(ours, to) == 0
    store = ReleaseStore(to)
    first = store.current
    capsys.readouterr()
    assert publish(theirs, to) == 1
    said = capsys.readouterr().err
    assert "another archive, 组工信息（a1）; this is 组工信息（b2）" in said
    assert "--replace" in said
    assert store.release_names == [first]
    # Moved, cloned and given another name it stays itself.
    ours.rename(tmp_path / "moved")
    git = ("git", "-C", str(tmp_path / "moved"), "-c", "user.name=x", "-c", "user.email=x@x.example")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["commit", "-qm", "x"],
        ["clone", "-q", ".", str(tmp_path / "clone")],
    ):
        subprocess.run([*git, *command], check=True)
    (tmp_path / "clone" / BULLETIN).write_text(OURS.replace("组工", "党建"), encoding="utf-8")
    assert publish(tmp_path / "clone", to) == 0
    assert publish(theirs, to, "--replace") == 0
    # Now it is theirs.
    assert publish(tmp_path / "clone", to) == 1
    assert len(store.release_names) == 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Bulletin(id="a1", name="甲"), Bulletin(id="a1", name="乙"), True),
        (Bulletin(id="a1", name="甲"), Bulletin(id="b2", name="甲"), False),
        (Bulletin(id="a1", name="甲"), Bulletin(name="甲"), False),
        (Bulletin(name="甲"), Bulletin(name="甲"), True),
        (Bulletin(name="甲"), Bulletin(name="乙"), False),
        (Bulletin(name="甲", editing_unit="一县"), Bulletin(name="甲", editing_unit="二县"), False),
        (Bulletin(name="甲\t 刊\n", copies=1), Bulletin(name="甲 刊"), True),
    ],
)
def test_which_archives_are_the_same(one: Bulletin, other: Bulletin, *, same: bool) -> None:
    assert (one.identity.is_other(other.identity.to_line()) is None) == same


@pytest.mark.parametrize("left", [None, b"", b"?", b"\xff\t\xff", "folder"])
def test_a_folder_that_does_not_say_whose_it_is_is_taken(left: bytes | str | None, tmp_path: Path) -> None:
    """A damaged file keeps no publication back: a withdrawal must get out."""
    if isinstance(left, bytes):
        (tmp_path / ".archive").write_bytes(left)
    elif left:
        (tmp_path / ".archive").mkdir()
    store, ours = ReleaseStore(tmp_path), Identity("甲", "甲")
    store.check_owner(ours)
    store.set_owner(ours)
    if left != "folder":
        with pytest.raises(BulletinError):
            store.check_owner(Identity("乙", "乙"))


def test_another_archive_is_not_built_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = named(tmp_path / "ours", 'name = "组工信息"\n'), named(tmp_path / "theirs", 'name = "党建信息"\n')
    site = tmp_path / "site"

    def build(root: Path, *more: str | Path) -> int:
        return run("build", "--archive", root, "--date", DATE, "--site-dir", site, *more)

    assert build(ours) == 0
    assert build(theirs) == 1
    assert "another archive, 组工信息" in capsys.readouterr().err
    assert "组工信息" in (site / "index.html").read_text("utf-8")
    assert build(theirs, "--replace") == 0
    assert "党建信息" in (site / "index.html").read_text("utf-8")
    assert build(ours) == 1
    (site / ".bulletin-site").write_text("made by an older program\n", encoding="utf-8")
    check_output_dir(site, Identity("甲", "甲"))
    # What lies in the archive's own folder is its own, whatever it is called today.
    request = BuildRequest(loaded=load(ours, date.fromisoformat(DATE)), root=ours)
    assert request.refused_identity(ours / "site") is None
    assert request.refused_identity(site) == Identity("组工信息", "组工信息")


def test_mkdocs_refuses_too(tmp_path: Path) -> None:
    root, site = named(tmp_path / "archive", OURS), tmp_path / "site"
    site.mkdir()
    (site / ".bulletin-site").write_text("x\nArchive: b2\t党建信息\n", encoding="utf-8")
    settings = f"site_name: x\nsite_dir: {site}\ndocs_dir: content\nplugins: []\nhooks: [{LAUNCHER}]\n"
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "党建信息" in done.stdout + done.stderr


def test_every_archive_that_is_begun_is_another() -> None:
    texts = [copied_archive(ROOT, "x")[BULLETIN].decode() for _ in range(2)]
    texts.append(bulletin_toml("组工信息", "", "a1", with_scheme=False))
    registries = [read_registry({BULLETIN: text.encode()})[0].bulletin for text in texts]
    assert len({bulletin.id for bulletin in registries} - {""}) == 3
