from __future__ import annotations

from collections.abc import Sequence

from bulletin.office.nodes import Element, plain_text
from bulletin.office.tables import TURNED, UPRIGHT, TablePart, fit_table, text_width


def table(heads: Sequence[str], *rows: Sequence[str]) -> Element:
    def row(tag: str, cells: Sequence[str]) -> Element:
        return Element("tr", tuple(Element(tag, (cell,)) for cell in cells))

    body = Element("tbody", tuple(row("td", cells) for cells in rows))
    return Element("table", (Element("thead", (row("th", heads),)), body))


def texts(part: TablePart) -> list[list[str]]:
    return [[plain_text(cell.of) for cell in row] for row in (*part.heads, *part.rows)]


def test_the_width_of_a_text() -> None:
    # Two Han characters, a gap of a quarter, three digits of 0.6.
    assert round(text_width("共计236"), 3) == 4.05


def test_a_small_table_is_set_large_and_fills_the_page() -> None:
    (part,) = fit_table(table(["单位", "篇数"], ["城关镇", "12"]))
    assert (part.size, part.turned) == (14.0, False)
    assert abs(sum(part.widths) - UPRIGHT) < 0.1


def test_a_table_is_set_smaller_before_it_is_turned() -> None:
    heads = [f"第{n}季度" for n in range(1, 10)]
    (part,) = fit_table(table(heads, ["12345"] * 9))
    # 8 columns of 3 characters and one of 4.1: 8 × (3 × 12 × 0.353 + 2.4) + 19.8 = 141 mm at 12 pt, and 160 at 14.
    assert (part.size, part.turned) == (12.0, False)
    (part,) = fit_table(table([*heads, "合计", "位次"], ["12345"] * 11))
    # 10 columns and one: 171 mm at 12 pt and 153 at 10.5.
    assert (part.size, part.turned) == (10.5, False)


def test_a_wide_table_is_turned() -> None:
    (part,) = fit_table(table([f"指标{n}" for n in range(16)], ["12345"] * 16))
    assert part.turned
    assert abs(sum(part.widths) - TURNED) < 0.1


def test_a_table_that_fits_no_page_is_set_in_parts_with_its_first_column() -> None:
    heads = ["单位", *(f"c{n}" for n in range(1, 80))]
    parts = [*fit_table(table(heads, ["城关镇", *(str(1000 + n) for n in range(1, 80))]))]
    assert len(parts) > 1
    assert all(sum(part.widths) <= TURNED + 0.1 for part in parts)
    assert [texts(part)[1][0] for part in parts] == ["城关镇"] * len(parts)
    assert [head for part in parts for head in texts(part)[0][1:]] == heads[1:]


def test_a_table_in_a_quotation_is_not_turned() -> None:
    parts = [*fit_table(table([f"指标{n}" for n in range(30)], ["12345"] * 30), may_turn=False)]
    assert not any(part.turned for part in parts)
    assert all(sum(part.widths) <= UPRIGHT + 0.1 for part in parts)


def test_a_long_word_never_lies_over_its_column() -> None:
    (part,) = fit_table(table(["网址", "说明"], ["https://example.com/a/b", "说明很长，" * 30]))
    # 23 signs of 0.6 at 0.353 mm a point.
    assert part.widths[0] >= 23 * 0.6 * part.size * 25.4 / 72
    assert part.aligns == ("left", "left")
