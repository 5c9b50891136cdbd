"""The table of layers in ``docs/architecture.md``: from ``[tool.importlinter]`` and the docstrings of packages.

``python -m tests.support.layers`` writes it.
"""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

from tests.support.paths import ROOT

DOCUMENT = ROOT / "docs/architecture.md"
_TABLE = re.compile(r"(?<=<!-- layers -->\n).*?(?=<!-- /layers -->)", re.DOTALL)


def layers() -> list[list[str]]:
    """Return the packages of each layer, the lowest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [[name.strip() for name in layer.split("|")] for layer in reversed(contract["layers"])]


def table() -> str:
    """Return the table: a row for each package, with what its docstring says."""
    rows = [
        f"| {number} | `{name}` | {_described(ROOT / 'bulletin' / name / '__init__.py')} |"
        for number, names in enumerate(layers(), 1)
        for name in names
    ]
    return "\n".join(["| layer | package | |", "| ---: | --- | --- |", *rows, ""])


def with_table(document: str) -> str:
    """Return the text of the document with the table of today."""
    return _TABLE.sub(lambda _: table(), document)


def _described(module: Path) -> str:
    docstring = ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""
    # Roles of Sphinx mean nothing in Markdown.
    return re.sub(r":\w+:", "", " ".join(docstring.split())).replace("``", "`")


if __name__ == "__main__":
    DOCUMENT.write_text(with_table(DOCUMENT.read_text("utf-8")), "utf-8")
