"""What the documents for developers say of the source is so."""

from __future__ import annotations

import re
import subprocess

import pytest

from bulletin.cli.app import COMMANDS
from bulletin.exports.catalog import DATA_FILES
from tests.support import layers
from tests.support.paths import ROOT

DOCUMENTS = sorted(
    name
    for name in subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    # Decisions and the changelog tell what was so when they were written.
    if not name.startswith(("content/", "issues/", "docs/decisions/")) and name != "CHANGELOG.md"
)
_PACKAGES = "|".join(name for names in layers.layers() for name in names)
_PATH = re.compile(rf"(?<![\w/.-])(?:(?:bulletin|theme|tests|bench|deploy|docs)/[\w/.-]*\w|(?:{_PACKAGES})/[\w/]*\.py)")


def test_the_table_of_layers_is_that_of_the_linter() -> None:
    text = layers.DOCUMENT.read_text("utf-8")
    assert "<!-- layers -->" in text
    assert layers.with_table(text) == text, "python -m tests.support.layers"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_that_are_named_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    named = set(re.findall(r"`([^`\n]*)`", text)) | set(re.findall(r"\]\(([^)\s]*)\)", text))
    paths = {path for mention in named for path in _PATH.findall(mention) if "*" not in mention and "<" not in mention}
    below = (ROOT, ROOT / "bulletin", (ROOT / name).parent)
    missing = sorted(path for path in paths if not any((folder / path).exists() for folder in below))
    assert missing == []


@pytest.mark.parametrize("name", ["architecture.md", "how-to-change-things.md"])
def test_identifiers_that_are_named_exist(name: str) -> None:
    text = re.sub(r"^ {4,}.*$", "", (ROOT / "docs" / name).read_text("utf-8"), flags=re.MULTILINE)
    named = set(re.findall(r"`(?:\w+\.)?(\w*(?:_|[a-z][A-Z])\w*)`", text))
    sources = [path for folder in ("bulletin", "tests") for path in (ROOT / folder).rglob("*.py")]
    known = set(re.findall(r"\w+", " ".join(path.read_text("utf-8") for path in [*sources, ROOT / ".ci/run"])))
    assert named
    assert sorted(named - known) == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_command_is_listed(name: str) -> None:
    listed = re.findall(r"^    python3 build\.py ([\w-]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert sorted(set(COMMANDS) - set(listed)) == []


def test_every_data_file_is_described() -> None:
    described = re.findall(r"`([\w-]+\.\w+)`", (ROOT / "docs/data.md").read_text("utf-8"))
    assert sorted({name for name, _ in DATA_FILES} - set(described)) == []
