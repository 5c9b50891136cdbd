"""Wide tables on paper: no cell is lost in the PDF that Chromium prints."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import new_page
from tests.support.file_server import Plain, served
from tests.support.require import require

pytestmark = pytest.mark.browser

ADD_TABLE = """([place, kind, columns]) => {
    const cells = (tag, row) =>
        Array.from({length: columns}, (_, i) => `<${tag}>${row}${i + 1}末</${tag}>`).join("");
    const table = `<table class="${kind}"><thead><tr>${cells("th", "某镇党支部书记培训人数表头")}</tr></thead>` +
        `<tbody><tr>${cells("td", "数")}</tr></tbody></table>`;
    const holder = document.querySelector(place);
    holder.insertAdjacentHTML("afterbegin", table);
    if (!kind) holder.querySelector("table").removeAttribute("class");
}"""


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site, Plain) as where:
        yield where


@pytest.mark.parametrize("columns", [6, 10, 16])
@pytest.mark.parametrize(
    ("where", "place", "kind"),
    [
        ("items/2025/jinqiao/", ".b-text", ""),
        ("issues/2025/016/", ".b-piece .b-text", ""),
        ("units/", "#text", "b-table"),
    ],
)
def test_no_column_is_lost_on_paper(  # noqa: PLR0917 - fixtures and a table of cases
    browser: Browser, address: str, tmp_path: Path, where: str, place: str, kind: str, columns: int
) -> None:
    tool = require("pdftotext")
    page = new_page(browser)
    page.goto(address + where)
    page.evaluate(ADD_TABLE, [place, kind, columns])
    printed = tmp_path / "page.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    page.close()
    told = subprocess.run([tool, "-raw", str(printed), "-"], capture_output=True, check=True, encoding="utf-8").stdout
    text = "".join(told.split())
    assert [i for i in range(1, columns + 1) if f"数{i}末" not in text] == []
