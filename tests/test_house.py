"""How the house is kept: imports climb one ladder, the code is typed and tidy, every sentence is in the catalogue."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from conftest import ROOT

PACKAGE = ROOT / "bulletin"

# From the bottom up; a module imports only from rungs below its own, or from beside itself.
LADDER = (
    {"errors", "i18n", "packing", "processes", "fences", "secrecy", "sanitising"},
    {"dialect"},
    {"plain", "extension"},
    {"body"},
    {"proofs"},
    {"rules", "periods"},
    {"vocabulary"},
    {"model"},
    {"registry"},
    {"guard", "addresses"},
    {"gate", "keys"},
    {"simple"},
    {"matter"},
    {"fields"},
    {"settings"},
    {"schemes"},
    {"links", "entries", "allowances"},
    {"destinations"},
    {"reader", "registry_reader", "render", "disk", "pictures", "handwritten", "mending"},
    {"inspection"},
    {"archive"},
    {"withholding", "grouping"},
    {"findings"},
    {"dating"},
    {"checks"},
    {"reading"},
    {"bodies"},
    {"loading"},
    {"tally", "commissions"},
    {"scoring"},
    {"search"},
    {"pages"},
    {"exports"},
    {"reports"},
    {"press"},
    {"memory"},
    {"serving"},
    {"publish"},
    {"bootstrap"},
    {"cli"},
)
RUNG = {name: number for number, names in enumerate(LADDER) for name in names}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "bulletin":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bulletin."):
            yield (node.module or "").split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("bulletin."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_climb_one_ladder(path: Path) -> None:
    room = _room(path)
    for other in _imports(path):
        if other not in (room, "__version__"):
            assert RUNG[other] < RUNG[room], f"{path.name} imports {other}, which stands on the same rung or higher"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_press_knows_mkdocs(path: Path) -> None:
    text = path.read_text("utf-8")
    assert _room(path) == "press" or not re.search(r"^\s*(import|from) (mkdocs|material)\b", text, re.MULTILINE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_middle_of_the_house_knows_no_clock(path: Path) -> None:
    if _room(path) not in ("press", "cli", "bootstrap", "loading", "disk"):
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
            ids = (entry.id,) if isinstance(entry.id, str) else entry.id
            singulars |= set(ids[1:])
            translated[ids[0]] = entry.string if isinstance(entry.string, str) else entry.string[0]
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
