"""``publish``, ``rollback`` and ``verify``: whole releases or nothing."""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest

from bulletin.cli import main
from bulletin.content.loader import load
from bulletin.publish import extract_text
from bulletin.publish.audit import AuditRules, audit_file
from bulletin.publish.leak_terms import UnpublishedSources
from bulletin.publish.store import ReleaseStore
from tests.support.archives import item
from tests.support.publishing import (
    DATE,
    FILES,
    SHARED,
    UNFINISHED,
    WITHDRAWN,
    edit,
    names,
    office,
    publish,
    run,
    snapshot,
    theme,
)

FAULTS = {
    '<a href="{{ "gone/" | url }}">x</a>': "gone/index.html, which does not exist",
    '<a href="#gone">x</a>': "a place that does not exist",
    '<img src="//cdn.example/x.png" alt="">': "from another host",
    '<p style="color: red">x</p>': "style=, which the policy",
    '<p onclick="x()">x</p>': "onclick=, which the policy",
    '<a href="java&#115;cript:x()">x</a>': "javascript:, which the policy",
    '<script>"{{ config.site_name }}"</script>': "a script that is not the theme's",
    "<p>身份证号 11010519491231002X</p>": "identity-number",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return office(tmp_path / "archive")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two releases, to be looked at only."""
    folder = tmp_path_factory.mktemp("published")
    root = office(folder / "archive")
    assert run("publish", "--archive", root, "--to", folder / "to", "--date", DATE) == 0
    edit(root, "夜校第二课。")
    assert run("publish", "--archive", root, "--to", folder / "to", "--date", DATE) == 0
    return folder


class TestReleases:
    def test_a_release_is_what_a_build_makes(self, published: Path, tmp_path: Path) -> None:
        root = published / "archive"
        assert run("build", "--office", "--archive", root, "--site-dir", tmp_path / "site", "--date", DATE) == 0
        assert snapshot(published / "to/current") == snapshot(tmp_path / "site")

    def test_the_manifest_is_one_for_sha256sum(self, published: Path) -> None:
        folder = (published / "to/current").resolve().parent
        done = subprocess.run(
            ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        assert len((folder / "SHA256SUMS").read_text("utf-8").splitlines()) == len(snapshot(folder / "site"))

    def test_two_releases_stand_side_by_side(self, published: Path) -> None:
        store = ReleaseStore(published / "to")
        first, second = store.release_names
        assert (first[:6], second[:6], store.current) == ("000001", "000002", second)
        page = "items/2026/yexiao/index.html"
        assert "夜校第二课" in (published / "to/current" / page).read_text("utf-8")
        assert "夜校第二课" not in (store.site_folder(first) / page).read_text("utf-8")
        assert sorted(path.name for path in (published / "to").iterdir()) == [
            ".archive",
            ".lock",
            "current",
            "releases",
        ]

    def test_what_did_not_change_keeps_its_time(self, published: Path) -> None:
        store = ReleaseStore(published / "to")
        first, second = map(store.site_folder, store.release_names)
        same, changed = "items/2026/yetan/index.html", "items/2026/yexiao/index.html"
        assert (first / same).stat().st_mtime_ns == (second / same).stat().st_mtime_ns
        assert (first / changed).stat().st_mtime_ns < (second / changed).stat().st_mtime_ns

    def test_others_may_read_what_is_published(self, published: Path) -> None:
        release = (published / "to/current").resolve().parent
        for path in (published / "to", release, release / "site", release / "site/items"):
            assert path.stat().st_mode & 0o005 == 0o005 & ~_umask(), path

    def test_with_nothing_new_the_release_stays(self, archive: Path, tmp_path: Path) -> None:
        to = tmp_path / "to"
        output = [json.loads(publish(archive, to, "--format", "json").out) for _ in range(2)]
        assert [(one["changed"], one["release"][:6]) for one in output] == [(True, "000001"), (False, "000001")]
        assert output[0]["files"] == len(snapshot(to / "current"))
        # A release that was tampered with is not what was made.
        (to / "current/index.html").write_text("x")
        assert json.loads(publish(archive, to, "--format", "json").out)["release"][:6] == "000002"

    def test_addresses_that_are_lost_are_named(self, archive: Path, tmp_path: Path) -> None:
        to, items = tmp_path / "to", archive / "content/items/2026"
        assert "gone" not in publish(archive, to).err
        (items / "yexiao.md").rename(items / "yexiao-kaike.md")
        done = publish(archive, to)
        assert done.code == 0
        assert "1 address of the release before is gone" in done.err
        assert '[[redirect]]\nfrom = "items/2026/yexiao/"\nto = "items/2026/yexiao-kaike/"\n' in done.err
        # A redirect keeps an address, and so does the notice of an item that is withdrawn.
        entry = '[[redirect]]\nfrom = "items/2026/yexiao-kaike/"\nto = "items/2026/yexiao/"\n'
        (archive / "registry/redirects.toml").write_text(entry, "utf-8")
        (items / "yexiao-kaike.md").rename(items / "yexiao.md")
        withdrawn = item("全镇普遍开设夜间议事桌。", status="撤回")
        (items / "yetan.md").write_text(withdrawn, "utf-8")
        lost = json.loads(publish(archive, to, "--format", "json").out)["lost"]
        assert not [one for one in lost if one["address"].startswith("items/")]

    def test_old_releases_go_but_never_the_one_in_force(self, archive: Path, tmp_path: Path) -> None:
        store = ReleaseStore(tmp_path / "to")
        for number in range(4):
            edit(archive, f"夜校第{number}课。")
            assert run("publish", "--archive", archive, "--to", store.root, "--date", DATE, "--keep", 3) == 0
        assert [name[:6] for name in store.release_names] == ["000002", "000003", "000004"]
        store.make_current(store.release_names[0])
        second = store.release_names[1:2]
        assert store.prune(2) == second or [name[:6] for name in store.release_names] == ["000002", "000004"]
        assert store.current[:6] == "000002"


class TestRefusals:
    def test_words_of_an_unpublished_text_are_found_wherever_they_are(self, archive: Path, tmp_path: Path) -> None:
        words = [UNFINISHED, WITHDRAWN, "一篇没有写完的考察材料"]
        theme(archive, f"<p>（{words[0]}）</p><p title='{words[1]}'></p><p>{words[2][:4]}<b>{words[2][4:]}</b></p>")
        done = publish(archive, tmp_path / "to", "--trust")
        assert done.code == 1
        assert "holds words of content/items/2026/caogao.md" in done.err
        assert "holds words of content/items/2026/chehui.md" in done.err
        assert not any(part in done.err + done.out for word in words for part in (word, word[:5]))
        assert not (tmp_path / "to/current").exists()
        assert names(tmp_path / "to/releases") == []

    @pytest.mark.parametrize("words", ["<b>拟任人选名单</b>尚未上会讨论研究", WITHDRAWN, "一篇没有写完的考察材料"])
    def test_each_leak_alone_is_enough(self, archive: Path, tmp_path: Path, words: str) -> None:
        assert main(["--archive", str(archive), "--site-dir", str(tmp_path / "site"), "--date", DATE]) == 0
        hidden = UnpublishedSources.read(archive, load(archive, date.fromisoformat(DATE)).archive)
        assert hidden.paths == {"content/items/2026/caogao.md", "content/items/2026/chehui.md"}
        rules = AuditRules(site=tmp_path / "site", leak_terms=hidden.leak_terms)
        page = tmp_path / "site/units/index.html"
        assert leaks(rules, "units/index.html") == []
        page.write_text(page.read_text("utf-8").replace("</article>", f"<p>{words}</p></article>"), "utf-8")
        assert leaks(rules, "units/index.html") == ["leak"]
        (tmp_path / "site/x.json").write_text(json.dumps({"x": extract_text.visible_text(words)}))
        (tmp_path / "site/x.xlsx").write_bytes(_packed(extract_text.visible_text(words)))
        found = [finding.kind for name in ("x.json", "x.xlsx") for finding in audit_file(rules, name).findings]
        assert found == ["leak", "leak"]

    def test_words_that_a_published_text_has_too_are_no_secret(self, archive: Path, tmp_path: Path) -> None:
        theme(archive, f"<p>{SHARED}</p>")
        assert publish(archive, tmp_path / "to", "--trust").code == 0

    def test_a_site_with_faults_is_not_published(self, archive: Path, tmp_path: Path) -> None:
        assert publish(archive, tmp_path / "to").code == 0
        wanted = snapshot(tmp_path / "to/current")
        theme(archive, "".join(FAULTS))
        done = publish(archive, tmp_path / "to", "--trust")
        assert done.code == 1
        assert "Nothing was published" in done.err
        assert "… and " in done.err
        assert snapshot(tmp_path / "to/current") == wanted
        output = publish(archive, tmp_path / "to", "--format", "json").out
        assert "11010519491231002X" not in done.err + output
        faults = json.loads(output)["faults"]
        assert {finding["source"] for finding in faults if finding["address"] == "index.html"} == {"content/index.md"}
        messages = [finding["message"] for finding in faults if finding["address"] == "404.html"]
        for page, words in FAULTS.items():
            assert any(words in message for message in messages), page

    def test_an_archive_with_errors_is_not_published(self, archive: Path, tmp_path: Path) -> None:
        (archive / "content/items/2026/bad.md").write_text(item(unit="城官镇"), "utf-8")
        assert publish(archive, tmp_path / "to").code == 1
        assert not (tmp_path / "to").exists()

    def test_a_folder_of_somebody_else_is_refused(self, archive: Path, tmp_path: Path) -> None:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine/letter.txt").write_text("x")
        assert publish(archive, tmp_path / "mine").code == 1
        assert names(tmp_path / "mine") == ["letter.txt"]

    @pytest.mark.parametrize("folder", ["content/to", "issues", "registry/x/y"])
    def test_texts_are_no_place_for_releases(self, archive: Path, folder: str) -> None:
        before = snapshot(archive)
        assert publish(archive, archive / folder).code == 1
        assert snapshot(archive) == before

    @pytest.mark.skipif(os.name == "nt", reason="Windows makes symbolic links for administrators only")
    def test_a_link_that_leads_to_itself_is_no_folder(self, archive: Path, tmp_path: Path) -> None:
        (tmp_path / "loop").symlink_to("loop")
        for to in (tmp_path / "loop", tmp_path / "loop/x"):
            done = publish(archive, to)
            assert (done.code, "cannot be written" in done.err) == (1, True)
        assert run("--archive", archive, "--site-dir", tmp_path / "loop", "--date", DATE) == 1
        assert run("check", "--archive", tmp_path / "loop") == 2

    @pytest.mark.skipif(os.name == "nt", reason="Windows makes symbolic links for administrators only")
    def test_the_folder_may_be_a_link(self, archive: Path, tmp_path: Path) -> None:
        (tmp_path / "disk").mkdir()
        (tmp_path / "to").symlink_to("disk")
        assert publish(archive, tmp_path / "to").code == 0
        assert names(tmp_path / "disk") == [".archive", ".lock", "current", "releases"]
        assert run("verify", "--to", tmp_path / "to") == 0

    def test_a_backup_can_be_put_elsewhere(self, published: Path, tmp_path: Path) -> None:
        packed = tmp_path / "backup.tar"
        subprocess.run(["tar", "-cf", packed, "-C", published, "archive", "to"], check=True)
        subprocess.run(["tar", "-xf", packed, "-C", tmp_path], check=True)
        assert run("verify", "--to", tmp_path / "to") == run("verify", "--to", tmp_path / "to", "1") == 0
        done = publish(tmp_path / "archive", tmp_path / "to", "--format", "json", office=True)
        assert (done.code, json.loads(done.out)["changed"]) == (0, False)
        assert snapshot(tmp_path / "to/current") == snapshot(published / "to/current")

    def test_a_clock_that_was_put_back_hides_nothing(self, archive: Path, tmp_path: Path) -> None:
        """Files of the release in force are of tomorrow: what changes still gets a time of its own."""
        to = tmp_path / "to"
        assert publish(archive, to).code == 0
        site = (to / "current").resolve()
        for path in site.rglob("*.html"):
            os.utime(path, (4_000_000_000, 4_000_000_000))
        edit(archive, "夜校第二课。")
        assert publish(archive, to).code == 0
        changed, same = "items/2026/yexiao/index.html", "items/2026/yetan/index.html"
        assert (to / "current" / changed).stat().st_mtime < 4_000_000_000
        assert (to / "current" / same).stat().st_mtime == 4_000_000_000


class TestRollback:
    def test_back_and_forth(self, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        to = tmp_path / "to"
        subprocess.run(["cp", "-a", published / "to", to], check=True)
        first, second = ReleaseStore(to).release_names
        assert run("rollback", "--to", to, "--format", "json") == 0
        output = json.loads(capsys.readouterr().out)
        assert (output["release"], output["previous"], output["releases"]) == (first, second, [first, second])
        assert ReleaseStore(to).current == first
        assert run("rollback", "--to", to) == 1
        assert "no earlier release" in capsys.readouterr().err
        assert run("rollback", "--to", to, "2") == 0
        assert ReleaseStore(to).current == second
        assert run("rollback", "--to", to, "7") == 1
        assert ReleaseStore(to).current == second

    def test_what_was_rolled_back_can_be_published_again(self, archive: Path, tmp_path: Path) -> None:
        to = tmp_path / "to"
        for words in ("第一课。", "第二课。"):
            edit(archive, words)
            assert run("publish", "--archive", archive, "--to", to, "--date", DATE) == 0
        assert run("rollback", "--to", to) == 0
        assert run("publish", "--archive", archive, "--to", to, "--date", DATE) == 0
        assert ReleaseStore(to).current[:6] == "000002"
        assert len(ReleaseStore(to).release_names) == 2


class TestVerify:
    def test_every_difference_is_told(
        self, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        to = tmp_path / "to"
        subprocess.run(["cp", "-a", published / "to", to], check=True)
        assert run("verify", "--to", to) == 0
        site = (to / "current").resolve()
        (site / "index.html").write_bytes(b"x")
        (site / "404.html").unlink()
        (site / "more.html").touch()
        (site / "sitemap.xml").unlink()
        (site / "sitemap.xml").symlink_to("404.html")
        capsys.readouterr()
        assert run("verify", "--to", to, "--format", "json") == 1
        output = json.loads(capsys.readouterr().out)
        assert (output["missing"], output["extra"]) == (["404.html"], ["more.html"])
        assert output["changed"] == ["index.html", "sitemap.xml"]
        assert run("verify", "--to", to, "1") == 0
        assert run("verify", "--to", to) == 1
        assert "changed: index.html" in capsys.readouterr().out

    def test_a_lost_manifest_is_told(self, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        to = tmp_path / "to"
        subprocess.run(["cp", "-a", published / "to", to], check=True)
        ((to / "current").resolve().parent / "SHA256SUMS").unlink()
        assert run("verify", "--to", to) == 1
        assert "cannot be trusted" in capsys.readouterr().err

    def test_nothing_is_published_yet(self, tmp_path: Path) -> None:
        assert run("verify", "--to", tmp_path) == 1


def test_the_archive_of_these_tests_is_sound(tmp_path: Path) -> None:
    assert run("check", "--archive", office(tmp_path, FILES), "--date", DATE) == 0


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def leaks(rules: AuditRules, address: str) -> list[str]:
    return [finding.kind for finding in audit_file(rules, address).findings if finding.kind == "leak"]


def _packed(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{text}</t>")
    return packed.getvalue()
