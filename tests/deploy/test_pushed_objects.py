"""The hook of a repository: whatever a push brings is looked at, wherever it stands."""

from __future__ import annotations

import base64
import gzip
import io
import os
import random
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from bulletin.checks.sensitive.scan import scan_text
from bulletin.content.pushed.git_objects import GitObjects
from bulletin.content.pushed.push import PushCheck
from bulletin.content.pushed.readable import texts_in
from bulletin.model.registry import Registry
from tests.support.archives import PNG, REGISTRY, item, write
from tests.support.hooked_repository import clone_with_hook, git
from tests.support.paths import ROOT

A = "content/items/2026/a.md"
NUMBER, MARK, MOBILE = "11010519491231002X", "机密★5年", "13800138000"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a clone of a repository with the hook, with one sound commit that is not pushed yet."""
    clone = clone_with_hook(tmp_path)
    commit(clone, {A: item()})
    return clone


def commit(office: Path, files: dict[str, str | bytes], message: str = "x", **more: str) -> str:
    """Commit *files* and return the name of the commit as the hook shows it."""
    write(office, files, REGISTRY if files else {})
    assert git(office, "add", "--all", "--force").returncode == 0
    assert git(office, "commit", "--quiet", "--allow-empty", "-m", message, **more).returncode == 0
    return git(office, "rev-parse", "HEAD").stdout[:10]


def push(office: Path, *refs: str, **more: str) -> subprocess.CompletedProcess[str]:
    return git(office, "push", "origin", *refs, **{"BULLETIN": str(ROOT), "LC_ALL": "", "LANG": "en_US.UTF-8", **more})


def refused(office: Path, *refs: str, secret: str = NUMBER, **more: str) -> str:
    """Push *refs* and return why that is refused; nothing of it is stored, and the secret is not told."""
    server = office.parent / "server.git"
    before = git(server, "for-each-ref").stdout, git(server, "count-objects", "-v").stdout
    pushed = push(office, *refs, **more)
    assert pushed.returncode != 0
    assert "Traceback" not in pushed.stderr
    assert secret not in pushed.stderr
    assert before == (git(server, "for-each-ref").stdout, git(server, "count-objects", "-v").stdout)
    return pushed.stderr


def zipped(name: str, content: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


WORD = f"<w:p><w:r><w:t>{NUMBER[:7]}</w:t></w:r><w:r><w:t>{NUMBER[7:]}</w:t></w:r></w:p>"
ATTRIBUTES = f"{A} export-ignore\n*.md export-subst ident\n* filter=x\n*.txt eol=crlf\n"
# What is in each file, and what is told of it.
FILES: dict[str, tuple[str | bytes, str, str]] = {
    ".gitattributes": (ATTRIBUTES, "", ""),
    A: (item(f"身份证号{NUMBER}。"), ":8", "identity-number"),
    "docs/list.txt": (f"甲\n{NUMBER}\n", ":2", "identity-number"),
    "notes/mark.txt": (MARK, ":1", "secret-mark"),
    ".cache/hidden": (NUMBER, ":1", "identity-number"),
    "gbk.txt": (f"身份证号{NUMBER}".encode("gbk"), ":1", "identity-number"),
    "utf16.txt": (f"\ufeff身份证号{NUMBER}".encode("utf-16-le"), ":1", "identity-number"),
    "crlf.txt": (f"甲\r\n乙\r\n{NUMBER}\r\n", ":3", "identity-number"),
    "a.bin": (b"\0\xff\xfe\x01" + NUMBER.encode() + b"\0\xff", "", "identity-number"),
    "old.doc": (b"\xd0\xcf\x11\xe0\0" + NUMBER.encode("utf-16-le"), "", "identity-number"),
    "a.docx": (zipped("word/document.xml", WORD), "", "identity-number"),
    "name.zip": (zipped(f"{NUMBER}.txt", ""), "", "identity-number"),
    "inner.zip": (zipped("b.zip", zipped("c", NUMBER)), "", "identity-number"),
    "a.gz": (gzip.compress(NUMBER.encode()), "", "identity-number"),
    "two.gz": (gzip.compress(b"x") + gzip.compress(NUMBER.encode()), "", "identity-number"),
    "a.pdf": (
        b"%PDF-1.7\n1 0 obj\nstream\n" + zlib.compress(f"({NUMBER}) Tj".encode()) + b"\nendstream",
        "",
        "identity-number",
    ),
    "a.png": (PNG + NUMBER.encode(), "", "identity-number"),
    f"甲/{MOBILE}.txt": ("x", "", "mobile-number"),
    "large.bin": (b"\0" * 20_000_001, "", "pushed-too-large"),
    "bomb.gz": (gzip.compress(b"\0" * 60_000_000), "", "pushed-bomb"),
    "key.txt": ("密钥：" + "3f0c9a7b" * 8, ":1", "password"),
    "big5.txt": ("甲\n機密★5年".encode("big5"), ":2", "secret-mark"),
    "a.rtf": (rb"{\rtf1\ansicpg936 \'bb\'fa\'c3\'dc\u9733?5\'c4\'ea}", "", "secret-mark"),
    "a.eml": (b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(NUMBER.encode()), "", "identity-number"),
    "a.7z": (b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(40), "", "pushed-locked"),
    "requirements.txt": ("--hash=sha256:" + "1380013800013800138000a1" * 2 + "1380013800013800", "", ""),
}


def test_every_file_is_looked_at(office: Path) -> None:
    name = commit(office, {path: content for path, (content, *_) in FILES.items()})
    told = refused(office, "HEAD:main")
    for path, (_, line, code) in FILES.items():
        expected = f"{name}:{path}{line}  {'warning' if code == 'pushed-locked' else 'error'}  {code}"
        assert (expected in told) == (f":{path}" in told) == bool(code), path
    assert "git rebase -i" in told


def test_the_bytes_of_pictures_are_no_numbers() -> None:
    for text, _ in texts_in(random.Random(7).randbytes(1_000_000)):  # noqa: S311 - the same in every run
        assert {p.code for p in scan_text(text, "a.bin", Registry())} <= {"mail-address"}


def test_a_link_and_a_name_that_is_no_text(office: Path) -> None:
    (office / "link").symlink_to(NUMBER)
    Path(os.fsdecode(os.fsencode(office) + b"/\xff\xfe")).write_text(f"甲{NUMBER}")
    Path(os.fsdecode(os.fsencode(office) + b"/" + f"{MARK}.txt".encode("gbk"))).write_text("甲")
    (office / "a\nb.txt").write_text("甲")
    (office / f"{MOBILE[:5]}\n{MOBILE[5:]}.txt").write_text("甲")
    name = commit(office, {})
    told = refused(office, "HEAD:main")
    assert f"{name}:link:1  error  identity-number" in told
    assert f"{name}:{MARK}.txt  error  secret-mark" in told
    assert "error  mobile-number" in told
    assert told.count("error  identity-number") == 2


def test_what_no_reference_leads_to_is_looked_at(office: Path) -> None:
    server, apart = office.parent / "server.git", office.parent / "apart"
    environment = {"GIT_OBJECT_DIRECTORY": str(apart), "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(server / "objects")}
    apart.mkdir()
    (office / "a.txt").write_text(NUMBER)
    name = git(server, "hash-object", "-w", str(office / "a.txt"), **environment).stdout.strip()
    told = {**os.environ, **environment, "GIT_QUARANTINE_PATH": str(apart)}
    with GitObjects(server, told) as objects:
        found = list(PushCheck(objects, Registry()).problems([]))
        assert [(problem.path, problem.code) for problem in found] == [(name[:10], "identity-number")]
        # What stands there already came along with it.
        assert git(server, "hash-object", "-w", str(office / "a.txt")).returncode == 0
        assert list(objects.new_objects([])) == []


def test_what_a_later_commit_takes_out_is_still_in_the_history(office: Path) -> None:
    assert push(office, "HEAD:main").returncode == 0
    name = commit(office, {A: item(NUMBER)})
    last = commit(office, {A: item("改好了。")})
    assert f"{name}:{A}:8  error  identity-number" in refused(office, "HEAD:main")
    # A file that came and went, a merge of another history, and a branch that is not the archive's.
    assert git(office, "reset", "--hard", "HEAD~2").returncode == 0
    assert git(office, "checkout", "--quiet", "--orphan", "other").returncode == 0
    name = commit(office, {"b.txt": NUMBER})
    (office / "b.txt").unlink()
    commit(office, {})
    assert git(office, "checkout", "--quiet", "-B", "both", "origin/main").returncode == 0
    assert git(office, "merge", "--allow-unrelated-histories", "--no-edit", "-X", "ours", "other").returncode == 0
    assert f"{name}:b.txt:1  error  identity-number" in refused(office, "HEAD:main")
    assert f"{name}:b.txt:1  error  identity-number" in refused(office, "other:draft", BRANCHES="main")
    assert last not in refused(office, "other:refs/anything/x")


@pytest.mark.slow
def test_the_words_of_commits_tags_and_references(office: Path) -> None:
    assert push(office, "HEAD:main").returncode == 0
    sound = git(office, "rev-parse", "HEAD").stdout[:10]
    name = commit(office, {}, f"首行\n\n身份证号{NUMBER}")
    assert f"{name}:3  message  error  identity-number" in refused(office, "HEAD:main")
    assert git(office, "reset", "--hard", sound).returncode == 0
    name = commit(office, {}, GIT_AUTHOR_NAME=f"张{NUMBER}", GIT_COMMITTER_EMAIL=f"{MOBILE}@example.invalid")
    told = refused(office, "HEAD:main", secret=MOBILE)
    assert f"{name}  author  error  identity-number" in told
    assert f"{name}  committer  error  mobile-number" in told
    assert git(office, "reset", "--hard", sound).returncode == 0
    assert git(office, "tag", "-a", "v1", "-m", f"第一版 {MARK}").returncode == 0
    assert git(office, "tag", "-a", "v2", "v1", "-m", "套").returncode == 0
    name = git(office, "rev-parse", "v1").stdout[:10]
    for ref in ("v1", "v2", "v1:refs/anything/x"):
        assert f"{name}:1  message  error  secret-mark" in refused(office, ref)
    assert git(office, "notes", "add", "-m", NUMBER).returncode == 0
    assert "error  identity-number" in refused(office, "refs/notes/*:refs/notes/*")
    # Git itself names the branch.
    assert f"refs/heads/{NUMBER}  error  identity-number" in refused(office, f"HEAD:{NUMBER}", secret=MOBILE)
    blob = git(office, "hash-object", "-w", "docs.txt") if (office / "docs.txt").write_text(NUMBER) else None
    assert blob
    for ref in ("refs/tags/file", "refs/replace/" + "1" * 40):
        assert "error  identity-number" in refused(office, f"{blob.stdout.strip()}:{ref}")


def test_a_replacement_hides_nothing(office: Path) -> None:
    name = commit(office, {"a.txt": NUMBER})
    bad, good = (git(office, "rev-parse", spec).stdout.strip() for spec in ("HEAD:a.txt", f"HEAD:{A}"))
    server = office.parent / "server.git"
    assert git(office, "push", "origin", "HEAD~:refs/heads/main", BULLETIN=str(ROOT)).returncode == 0
    # As if it had been pushed before the hook was there.
    assert git(server, "update-ref", f"refs/replace/{bad}", good).returncode == 0
    assert f"{name}:a.txt:1  error  identity-number" in refused(office, "HEAD:main")


@pytest.mark.parametrize("name", [b"..", b".git", b".GIT", b"a/b", b"a\\b"])
def test_names_that_lead_elsewhere(office: Path, name: bytes) -> None:
    blob = git(office, "rev-parse", f"HEAD:{A}").stdout.strip()
    entry = b"100644 " + name + b"\0" + bytes.fromhex(blob)
    (office.parent / "tree").write_bytes(entry)
    tree = git(office, "hash-object", "-w", "--literally", "-t", "tree", str(office.parent / "tree")).stdout.strip()
    made = git(office, "commit-tree", tree, "-m", "x").stdout.strip()
    assert "pushed-name" in refused(office, f"{made}:refs/heads/main")
    assert not (office.parent.parent / "a.md").exists()


def test_what_is_allowed_may_be_pushed(office: Path) -> None:
    told = refused(office, f"{commit(office, {'docs/hotline.txt': MOBILE})}:refs/heads/main", secret=MOBILE)
    code = told.partition('hash = "')[2][:16]
    entry = f'"docs/hotline.txt"\nhash = "{code}"'
    reasons = 'reason = "公布的服务热线"\napprover = "县委保密办主任"\ndate = 2026-11-20\n'
    commit(office, {"registry/allowed.toml": f"[[allowed]]\npath = {entry}\n{reasons}"})
    pushed = push(office, "HEAD:main")
    assert pushed.returncode == 0, pushed.stderr
    # What stands in the repository is not looked at again: it may be cleaned up.
    assert git(office, "rm", "-r", "--quiet", "docs").returncode == 0
    commit(office, {"registry/allowed.toml": ""})
    assert push(office, "HEAD:main").returncode == 0


def test_a_branch_without_an_archive(office: Path) -> None:
    assert git(office, "rm", "-r", "--quiet", "registry").returncode == 0
    commit(office, {})
    code = "no-archive"
    assert f"refs/heads/main  error  {code}" in refused(office, "HEAD:main")
    assert push(office, "HEAD:main", BRANCHES="release-*").returncode == 0


def test_usual_pushes(office: Path) -> None:
    commit(office, {}, "还原 0123456789012345678901234567890123456a78\n\nSigned-off-by: 编辑 <editor@example.invalid>")
    assert push(office, "HEAD:main", "HEAD:new").returncode == 0
    assert git(office, "tag", "-a", "v1", "-m", "第一版").returncode == 0
    pushed = push(office, "v1", ":new")
    assert pushed.returncode == 0
    assert "mail-address" not in pushed.stderr
    assert git(office, "commit", "--amend", "--allow-empty", "--quiet", "-m", "改写").returncode == 0
    assert push(office, "--force", "HEAD:main").returncode == 0
    assert push(office, "HEAD:main").returncode == 0
    assert git(office.parent, "clone", "--depth=1", f"file://{office.parent}/server.git", "flat").returncode == 0
    commit(office.parent / "flat", {A: item("浅克隆。")})
    assert push(office.parent / "flat", "HEAD:main").returncode == 0


def test_the_language_of_whoever_pushes(office: Path) -> None:
    commit(office, {A: item(unit="城官镇")})
    assert "unit" in refused(office, "HEAD:main")
    assert "没有" in refused(office, "HEAD:main", LANG="zh_CN.UTF-8")
    # A server over HTTP has no locale of the pusher's.
    assert "没有" in refused(office, "HEAD:main", LC_ALL="C.UTF-8")
    commit(office, {"mkdocs.yml": "site_name: x\ntheme:\n  name: material\n  language: en\n"})
    assert "没有" not in refused(office, "HEAD:main", LC_ALL="C.UTF-8")


@pytest.mark.parametrize("program", ["", ".", "build.py", "clone"])
def test_without_a_full_path_nothing_is_run(office: Path, program: str) -> None:
    marker = office.parent / "marker"
    commit(office, {"build.py": f"import os\nos.mkdir({str(marker)!r})\n"})
    assert "BULLETIN" in refused(office, "HEAD:main", BULLETIN=program)
    assert not marker.exists()
