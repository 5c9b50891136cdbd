"""Scanning texts, file names and registry files for sensitive data, and masking it."""

from __future__ import annotations

from bulletin.checks.messages import describe_problem
from bulletin.checks.sensitive import find_sensitive, mask_sensitive
from bulletin.checks.sensitive.scan import MAX_PER_CODE, scan_file_names, scan_registry_files, scan_text
from bulletin.core.i18n import translator
from bulletin.model.enums import Classification
from bulletin.model.registry import Bulletin, Registry

NUMBERS = [f"138{n:08}" for n in range(10_000_000, 10_000_012)]


def test_lines_are_reported_up_to_a_limit() -> None:
    problems = list(scan_text("\n".join(["首行", *NUMBERS]), "a.md", Registry()))
    assert [(p.path, p.code, p.line) for p in problems] == [
        ("a.md", "mobile-number", n) for n in range(2, 2 + MAX_PER_CODE)
    ]
    assert {p.values["shown"] for p in problems} == {
        "138******00",
        "138******01",
        "138******02",
        "138******03",
        "138******04",
    }


def test_allowed_findings_do_not_count() -> None:
    text = "\n".join(NUMBERS)
    hashes = {finding.hash: ("a.md",) for finding in list(find_sensitive(text))[:3]}
    lines = [p.line for p in scan_text(text, "a.md", Registry(allowed=hashes))]
    assert lines == list(range(4, 4 + MAX_PER_CODE))
    assert [p.line for p in scan_text(text, "b.md", Registry(allowed=hashes))] == list(range(1, 1 + MAX_PER_CODE))


def test_the_hash_of_a_warning_is_computed_where_it_is_shown() -> None:
    text = "发到 Li.Mou@mail.example，服务器 10.1.2.3"
    problems = list(scan_text(text, "a.md", Registry()))
    assert [p.values["finding"] for p in problems] == ["10.1.2.3", "li.mou@mail.example"]
    for problem, finding in zip(problems, find_sensitive(text), strict=True):
        message, cure = describe_problem(problem, translator("en"))
        assert f'hash = "{finding.hash}"' in cure
        assert finding.normalized not in message + cure


def test_file_names_and_registry_files_are_scanned() -> None:
    paths = ["content/items/2026/a.md", "content/items/2026/000123.md", "content/b.md", f"content/{NUMBERS[0]}.md"]
    assert [(p.path, p.code, p.line) for p in scan_file_names(paths, Registry())] == [(paths[3], "mobile-number", 0)]
    (finding,) = find_sensitive(NUMBERS[0])
    assert list(scan_file_names(paths, Registry(allowed={finding.hash: (paths[3],)}))) == []
    tables = {"registry/a.toml": b"# a\n# \xff " + NUMBERS[0].encode(), "registry/b.toml": "# 内部资料\n".encode()}
    assert [(p.path, p.line) for p in scan_registry_files(tables, Registry())] == [("registry/a.toml", 2)]
    public = Registry(bulletin=Bulletin(classification=Classification.PUBLIC))
    assert [p.code for p in scan_registry_files(tables, public)] == ["mobile-number", "internal-mark"]


def test_sensitive_data_is_masked() -> None:
    text = "电话13800138000，卡号 6222021234567890128，身份证11010519491231002X，机密★5年。"
    assert mask_sensitive(text).count("*") == 35
    assert [
        secret
        for secret in ("13800138000", "6222021234567890128", "11010519491231002X", "机密★")
        if secret in mask_sensitive(text)
    ] == []
    assert mask_sensitive("保守国家秘密") == "保守国家秘密"


def test_hashes_differ_by_number_and_not_by_spelling() -> None:
    one, other, wide = (next(find_sensitive(text)) for text in (NUMBERS[0], NUMBERS[1], f"１{NUMBERS[0][1:]}"))
    assert one.hash != other.hash
    assert one.hash == wide.hash
    assert len(one.hash) == 16
    assert int(one.hash, 16) >= 0
