"""Which addresses are lost between two releases, and what they may have become."""

from __future__ import annotations

from bulletin.publish.lost_addresses import lost_addresses

BEFORE = (
    "index.html",
    "assets/bulletin.css",
    "data/search/3f9a.json",
    "data/items.json",
    "feeds/units/zzk.xml",
    "issues/2026/001/index.html",
    "issues/2026/001.pdf",
    "items/2025/jinqiao/index.html",
    "items/2026/lianxi/index.html",
    "items/2026/shanqu/index.html",
    "topics/夜谈/2026/index.html",
    "topics/夜谈/index.html",
)
AFTER = (
    "index.html",
    "data/items.json",
    "issues/2026/001/index.html",
    "items/2026/jinqiao/index.html",
    "items/2026/lianxika/index.html",
    "units/zzk/index.html",
)


def test_what_is_lost_is_named_with_what_it_may_have_become() -> None:
    found = [(lost.address, lost.new) for lost in lost_addresses(BEFORE, AFTER)]
    assert found == [
        ("feeds/units/zzk.xml", ""),
        ("issues/2026/001.pdf", ""),
        ("items/2025/jinqiao/", "items/2026/jinqiao/"),
        ("items/2026/lianxi/", "items/2026/lianxika/"),
        # Another page is like it, too: whoever reads the list decides.
        ("items/2026/shanqu/", "items/2026/jinqiao/"),
        # The page of a year lies below.
        ("topics/夜谈/", ""),
    ]
    assert list(lost_addresses(BEFORE, BEFORE)) == list(lost_addresses((), AFTER)) == []
