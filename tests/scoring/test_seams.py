"""Where one scheme ends and another begins: every event counts once. Calculated by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.model.archive import Archive
from bulletin.model.records import Item
from tests.support import archives
from tests.support.scoring_archives import adopted, archive, entries, item, points, publication, registry

PAPERS = [publication("县刊", "县"), publication("市刊", "市"), publication("省刊", "省")]
BY_SUBMISSION = '[counting]\nadoptions-by = "submission"\n'


def scheme(values: str, more: str = "") -> str:
    return f'name = "办法"\n[[adoption]]\nwords = "采用"\npoints = {{ {values} }}\n{more}'


def office(schemes: dict[str, str], *items: Item, **more: object) -> Archive:
    return archive(registry("甲、乙", PAPERS), schemes, items, **more)  # type: ignore[arg-type]


OLD, NEW = '"县" = 1, "市" = 5, "省" = 10', '"县" = 2, "市" = 7, "省" = 20'


@pytest.mark.parametrize(
    ("old", "new", "years"),
    [
        # The city of December is 2025's, the province of February 2026's: 5, then 20.
        ("", "", ["5", "20"]),
        # 2025 owns the item's adoptions, on the day of its submission: 5 + 10 in 2025, none in 2026 (was 15 and 20).
        (BY_SUBMISSION, "", ["15", "0"]),
        # 2025 counts adoptions on their day, so that of 2026 is 2026's, on its day: 5, then 20 (was 5 and nothing).
        ("", BY_SUBMISSION, ["5", "20"]),
        (BY_SUBMISSION, BY_SUBMISSION, ["15", "0"]),
    ],
)
def test_an_adoption_counts_once_whatever_the_years_count_by(old: str, new: str, years: list[str]) -> None:
    given = [adopted("市刊", "2025-12-20"), adopted("省刊", "2026-2-10")]
    found = office({"2025": scheme(OLD, old), "2026": scheme(NEW, new)}, item("a", "甲", "2025-12-1", adoptions=given))
    assert [points(found, "甲", year) for year in ("2025", "2026")] == years


def test_an_item_from_before_all_schemes_counts_when_it_is_adopted() -> None:
    found = office(
        {"2026": scheme(NEW, BY_SUBMISSION)}, item("a", "甲", "2025-12-1", adoptions=[adopted("省刊", "2026-2-10")])
    )
    assert entries(found, "甲") == [("2-10", "采用", "20")]


def test_what_chooses_among_adoptions_knows_those_of_the_other_scheme_only_as_facts() -> None:
    # 2025 pays 5 for the city in December; 2026 pays 20 for the province and takes nothing away from 2025: 5 and 20.
    take = '[several]\ntake = "就高"\n'
    found = office(
        {"2025": scheme(OLD, take), "2026": scheme(NEW, take)},
        item("a", "甲", "2025-12-1", adoptions=[adopted("市刊", "2025-12-20"), adopted("省刊", "2026-2-10")]),
    )
    assert [points(found, "甲", year) for year in ("2025", "2026")] == ["5", "20"]


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        ("", "", ""),
        (BY_SUBMISSION, BY_SUBMISSION, ""),
        (BY_SUBMISSION, "", "2025-12-01"),
        ("", BY_SUBMISSION, "2026-02-10"),
    ],
)
def test_adoptions_at_the_seam_are_named(old: str, new: str, day: str, tmp_path: Path) -> None:
    adoptions = (
        "[{publication: 组工信息, issue: 1, date: 2025-12-20}, {publication: 组工信息, issue: 2, date: 2026-02-10}]"
    )
    written = {
        "registry/schemes/2025.toml": f'name = "旧办法"\n{old}[[adoption]]\nwords = "采用"\npoints = 1\n',
        "registry/schemes/2026.toml": f'name = "新办法"\n{new}[[adoption]]\nwords = "采用"\npoints = 1\n',
        "content/items/2025/a.md": archives.item(date="2025-12-01", adopted_by=adoptions),
    }
    found = archives.loaded(tmp_path, written)
    named = [p for p in found.problems if p.code == "adoption-at-seam"]
    assert [(p.path, p.field, p.values["date"], p.values["day"]) for p in named] == (
        [("content/items/2025/a.md", "adopted-by", "2026-02-10", day)] if day else []
    )
