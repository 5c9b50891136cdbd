"""How the house is kept: imports climb one ladder, the code is typed and tidy, every sentence is in the catalogue."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.support.paths import ROOT

PACKAGE = ROOT / "bulletin"

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_press_knows_mkdocs(path: Path) -> None:
    text = path.read_text("utf-8")
    assert _room(path) == "mkdocs_adapter" or not re.search(
        r"^\s*(import|from) (mkdocs|material)\b", text, re.MULTILINE
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_middle_of_the_house_knows_no_clock(path: Path) -> None:
    if _room(path) not in ("build", "mkdocs_adapter", "cli", "bootstrap", "content"):
        assert not re.search(r"\b(date\.today|datetime\.now|time\.time|os\.environ)\b", path.read_text("utf-8")) or (
            path.name == "i18n.py"
        )


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]], ids=" ".join
)
def test_the_code_is_tidy_and_typed(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _extracted() -> dict[str, set[str]]:
    """Return every sentence of the source, with the names in its braces."""
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    keywords = {"_": None, "N_": None, "say": None, "ngettext": (1, 2)}
    found = {}
    for folder in (PACKAGE, ROOT / "theme"):
        for _, _, message, _, _ in extract_from_dir(str(folder), methods, keywords=keywords):
            # Of a plural, the singular is the key.
            one = message[0] if isinstance(message, tuple) else message
            if one:
                found[one] = set(re.findall(r"\{(\w*)[^{}]*\}", one.replace("{{", "")))
    return found


def test_every_sentence_is_translated_and_none_is_stale() -> None:
    with (PACKAGE / "locale/zh.po").open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans_CN", abort_invalid=True)
    translated, singulars = {}, set()
    for entry in catalogue:
        if entry.id:
            ids = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
            singulars |= set(ids[1:])
            translated[ids[0]] = entry.string if isinstance(entry.string, str) else next(iter(entry.string or ()))
    extracted = _extracted()
    assert sorted(set(extracted) - set(translated) - singulars) == []
    assert sorted(set(translated) - set(extracted)) == []
    for message, said in translated.items():
        names = set(re.findall(r"\{(\w*)[^{}]*\}", said.replace("{{", "")))
        assert said, message
        assert names <= extracted[message] | {"n"}, message


def test_nothing_of_a_machine_is_in_the_files() -> None:
    done = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for name in done.stdout.decode().splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png", ".jpg", ".webp"):
            text = path.read_text("utf-8")
            assert not re.search(r"(/ro+t/|/wo+rk/(main|shared)|py[p]i\.org|pythonhoste[d]|npmj[s]\.org)", text), name
