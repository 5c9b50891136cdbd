"""What is done to a folder of releases from outside: each is seen, and none keeps the next release back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.publish.store import ReleaseStore
from tests.support.publishing import DATE, command, edit, office, publish, run, snapshot

Damage = Callable[[Path], None]
"""Does something to the release in the given folder."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an archive and two releases of it, to be copied."""
    folder = tmp_path_factory.mktemp("published")
    root = office(folder / "archive")
    for words in ("第一课。", "第二课。"):
        edit(root, words)
        assert publish(root, folder / "to").code == 0
    return folder


@pytest.fixture
def office_and_releases(published: Path, tmp_path: Path) -> tuple[Path, Path]:
    subprocess.run(["cp", "-a", published / "archive", published / "to", tmp_path], check=True)
    return tmp_path / "archive", tmp_path / "to"


def _write_manifest(text: str) -> Damage:
    return lambda release: _discard((release / "SHA256SUMS").write_text(text))


def _discard(_: object) -> None:
    return None


def _shorten_manifest(release: Path) -> None:
    sums = release / "SHA256SUMS"
    sums.write_text("".join(sums.read_text("utf-8").splitlines(keepends=True)[:-1]))


def _change_page_and_manifest(release: Path) -> None:
    """A page is changed, and its sum with it: only the name of the release can tell."""
    (release / "site/index.html").write_text("x")
    done = subprocess.run(["sha256sum", "site/index.html"], cwd=release, capture_output=True, text=True, check=True)
    lines = (release / "SHA256SUMS").read_text("utf-8").splitlines(keepends=True)
    (release / "SHA256SUMS").write_text(
        "".join(done.stdout if "  site/index.html\n" in line else line for line in lines)
    )


def _replace_by_link(release: Path) -> None:
    (release / "site").rename(release / "real")
    (release / "site").symlink_to("real")


def _replace_page_by_link(release: Path) -> None:
    (release / "site/404.html").rename(release / "x")
    (release / "site/404.html").symlink_to("../x")


def _make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _link_manifest(release: Path) -> None:
    (release / "SHA256SUMS").rename(release.parent.parent.parent / "sums")
    (release / "SHA256SUMS").symlink_to("../../../sums")


def _give_away(release: Path) -> None:
    if os.geteuid():
        pytest.skip("only the superuser gives files away")
    os.chown(release / "site/index.html", 65534, 65534)


def _make_folder(release: Path) -> None:
    (release / "SHA256SUMS").unlink()
    (release / "SHA256SUMS").mkdir()


DAMAGE: dict[str, Damage] = {
    "manifest gone": lambda release: (release / "SHA256SUMS").unlink(),
    "manifest empty": _write_manifest(""),
    "manifest of one word": _write_manifest("x"),
    "manifest in another encoding": lambda release: _discard((release / "SHA256SUMS").write_bytes(b"\xff\xfe\x00")),
    "manifest shortened": _shorten_manifest,
    "manifest is a folder": _make_folder,
    "page and manifest": _change_page_and_manifest,
    "page changed": lambda release: _discard((release / "site/index.html").write_text("x")),
    "page gone": lambda release: (release / "site/index.html").unlink(),
    "page is a link": _replace_page_by_link,
    "page more": lambda release: (release / "site/more.html").touch(),
    "empty folder": lambda release: (release / "site/a/b").mkdir(parents=True),
    "page nobody may read": lambda release: (release / "site/index.html").chmod(0o600),
    "page anybody may change": lambda release: (release / "site/index.html").chmod(0o666),
    "folder nobody may read": lambda release: (release / "site/items").chmod(0o700),
    "folder anybody may change": lambda release: (release / "site/items").chmod(0o777),
    "site is a link": _replace_by_link,
    "manifest is a pipe": lambda release: _make_pipe(release / "SHA256SUMS"),
    "manifest is a link": _link_manifest,
    "page is a pipe": lambda release: _make_pipe(release / "site/404.html"),
    "page that can be run": lambda release: (release / "site/index.html").chmod(0o755),
    "page of somebody else": _give_away,
    "file beside the site": lambda release: (release / "more").touch(),
    "folder beside the site": lambda release: (release / "more").mkdir(),
    "site gone": lambda release: shutil.rmtree(release / "site"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_seen_and_the_next_release_gets_out(
    name: str, office_and_releases: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root, to = office_and_releases
    assert run("verify", "--to", to) == 0
    DAMAGE[name](to / "releases" / ReleaseStore(to).current)
    assert run("verify", "--to", to) == 1
    assert run("verify", "--to", to, "--format", "json") == 1
    assert "Traceback" not in capsys.readouterr().err
    edit(root, "第三课。")
    done = publish(root, to)
    assert done.code == 0, done.err
    assert "第三课" in (to / "current/items/2026/yexiao/index.html").read_text("utf-8")
    assert run("verify", "--to", to) == 0


@pytest.mark.parametrize("name", DAMAGE)
def test_the_same_texts_are_published_again_where_they_are_damaged(
    name: str, office_and_releases: tuple[Path, Path]
) -> None:
    root, to = office_and_releases
    wanted, before = snapshot(to / "current"), ReleaseStore(to).current
    DAMAGE[name](to / "releases" / before)
    assert publish(root, to).code == 0
    assert ReleaseStore(to).current != before
    assert snapshot(to / "current") == wanted


CURRENT = {
    "another folder": "../elsewhere",
    "a folder named as a release": "../elsewhere/000002-12345678/site",
    "nowhere": "releases/000009-12345678/site",
    "the release and not its site": "releases/000001-12345678",
    "a folder of the site": "releases/000002-{digest}/site/items",
    "a folder outside": "releases/../../elsewhere",
}


@pytest.mark.parametrize("name", CURRENT)
def test_a_current_that_leads_elsewhere_is_seen_and_mended(
    name: str, office_and_releases: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root, to = office_and_releases
    newest = ReleaseStore(to).current
    (to / "../elsewhere/000002-12345678/site").mkdir(parents=True)
    (to / "current").unlink()
    (to / "current").symlink_to(CURRENT[name].format(digest=newest[7:]))
    assert run("verify", "--to", to) == 1
    assert "leads to no release" in capsys.readouterr().err
    assert json.loads(publish(root, to, "--format", "json").out)["changed"]
    assert ReleaseStore(to).current == newest
    (to / "current").unlink()
    (to / "current").symlink_to(CURRENT[name].format(digest=newest[7:]))
    assert run("rollback", "--to", to) == 0
    assert ReleaseStore(to).current == newest


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_current_that_is_no_link_is_kept_and_replaced(
    kind: str, office_and_releases: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root, to = office_and_releases
    newest = ReleaseStore(to).current
    for number in (1, 2):
        site = (to / "current").resolve()
        (to / "current").unlink()
        if kind == "folder":
            # As a backup without links gives it back.
            shutil.copytree(site, to / "current")
        else:
            (to / "current").write_text("?")
        assert run("verify", "--to", to) == 1
        if number == 1:
            said = publish(root, to).err
        else:
            run("rollback", "--to", to)
            said = capsys.readouterr().err
        assert f"“current-{number}”" in said
        assert ReleaseStore(to).current == newest
        assert (to / f"current-{number}").is_dir() == (kind == "folder")


def test_an_old_release_without_a_site_is_not_put_in_force(office_and_releases: tuple[Path, Path]) -> None:
    _, to = office_and_releases
    first, second = ReleaseStore(to).release_names
    shutil.rmtree(to / "releases" / first / "site")
    assert run("rollback", "--to", to) == 1
    assert ReleaseStore(to).current == second


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
class TestAccess:
    @pytest.mark.parametrize("mask", ["077", "027", "002", "000"])
    def test_readers_may_read_whatever_the_umask(self, mask: str, published: Path, tmp_path: Path) -> None:
        to = tmp_path / "to"
        asked = command("publish", "--archive", published / "archive", "--to", to, "--date", DATE)
        done = subprocess.run(["sh", "-c", f'umask {mask}; exec "$@"', "sh", *asked], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        # The folders above are the test's own, which nobody else may read.
        folders = {path.stat().st_mode & 0o777 for path in (to, *to.rglob("*")) if path.is_dir()}
        files = {path.stat().st_mode & 0o777 for path in (to / "releases").rglob("*") if path.is_file()}
        assert (folders, files) == ({0o755}, {0o644})
        assert run("verify", "--to", to) == 0

    def test_a_folder_for_a_group_keeps_releases_for_it(self, published: Path, tmp_path: Path) -> None:
        to = tmp_path / "to"
        to.mkdir()
        to.chmod(0o750)
        assert publish(published / "archive", to).code == 0
        files = {path.stat().st_mode & 0o777 for path in (to / "releases").rglob("*") if path.is_file()}
        assert files == {0o640}
        assert run("verify", "--to", to) == 0
        to.chmod(0o755)
        assert run("verify", "--to", to) == 1

    def test_who_keeps_readers_out_is_told(self, published: Path, tmp_path: Path) -> None:
        tmp_path.chmod(0o755)
        to = tmp_path / "closed/to"
        to.mkdir(parents=True)
        to.parent.chmod(0o700)
        done = publish(published / "archive", to, "--lang", "en")
        assert (done.code, f"may not read {to.parent}" in done.err) == (0, True), done.err
        to.chmod(0o700)
        assert f"may not read {to}:" in publish(published / "archive", to, "--lang", "en").err


@pytest.mark.parametrize("asked", [("rollback",), ("publish", "--date", DATE)])
def test_a_folder_that_cannot_be_written_is_told(
    asked: tuple[str, ...], office_and_releases: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root, to = office_and_releases
    (to / ".lock").unlink()
    (to / ".lock").mkdir()
    archive = ("--archive", root) if asked[0] == "publish" else ()
    assert run(*asked, "--to", to, *archive) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such folders")
def test_a_folder_on_a_disk_that_is_only_read_is_told(office_and_releases: tuple[Path, Path]) -> None:
    _, to = office_and_releases
    script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 99; shift; exec "$@"'
    asked = command("rollback", "--to", to, "--lang", "en")
    space = ["unshare", "-rm", "sh", "-c", script, "sh", str(to), *asked]
    done = subprocess.run(space, capture_output=True, text=True, check=False)
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("this machine gives nobody a disk of his own")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "Read-only file system" in done.stderr
