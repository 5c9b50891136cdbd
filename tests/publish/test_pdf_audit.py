"""The audit looks into PDF and Word files."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.build.printing import Printer
from bulletin.content.images import ImageStore
from bulletin.content.loader import load
from bulletin.core.i18n import translator
from bulletin.publish.audit import AuditRules, audit_file
from tests.support import archives


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "content/items/2026/a.md": archives.item(
            "首段。\n\n" + "很长的一段话，" * 300 + "青石桥**改造**内情在此。", title="一"
        ),
        "issues/2026/001.md": archives.issue(items="[2026/a]"),
    }
    root = archives.write(tmp_path / "archive", files)
    loaded = load(root, archives.TODAY).require_valid()
    images = ImageStore(root, loaded.archive.registry)
    printer = Printer(archive=loaded.archive, texts=loaded.bodies, say=translator("zh"), images=images)
    site = tmp_path / "site"
    site.mkdir()
    issue = printer.issue(loaded.archive.issues[0])
    (site / "a.pdf").write_bytes(printer.make(issue).data)
    (site / "a.docx").write_bytes(printer.make_word(issue))
    return site


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_words_and_numbers_in_it_are_found(site: Path, name: str) -> None:
    rules = AuditRules(
        site=site,
        leak_terms={"青石桥改造内情在此": "content/items/2026/geheim.md"},
        find_sensitive=lambda text: ["found"] if "2026年3月15日" in text else [],
    )
    found = [(one.kind, one.detail) for one in audit_file(rules, name).findings]
    assert sorted({*found}) == [("leak", "content/items/2026/geheim.md"), ("secret", "found")]


def test_a_pdf_that_was_not_made_here_is_not_published(site: Path) -> None:
    (site / "b.pdf").write_bytes((site / "a.pdf").read_bytes()[:5000])
    (site / "c.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<</Type/Page/Contents 2 0 R>>\nendobj\n")
    for name in ("b.pdf", "c.pdf"):
        assert [one.kind for one in audit_file(AuditRules(site=site), name).findings] == ["unreadable"]
