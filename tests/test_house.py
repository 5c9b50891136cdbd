"""Rules of the source that no linter knows: clocks, the catalogue, paths of a machine."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bulletin.core.i18n import translator
from tests.support.paths import ROOT

PACKAGE = ROOT / "bulletin"

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


CLOCK = re.compile(r"\b(date\.today|datetime\.now|time\.time|os\.environ)\b")
MAY_ASK = ("build", "cli", "core/config.py", "core/i18n.py", "core/time_zones.py", "mkdocs_adapter")
"""Packages and modules that may ask for the day or the environment; all others are given them."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_outer_packages_ask_for_the_day_or_the_environment(path: Path) -> None:
    if not path.relative_to(PACKAGE).as_posix().startswith(MAY_ASK):
        assert not CLOCK.search(path.read_text("utf-8"))


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
    assert translator("zh").sentences == translated
    extracted = _extracted()
    assert sorted(set(extracted) - set(translated) - singulars) == []
    assert sorted(set(translated) - set(extracted)) == []
    for message, said in translated.items():
        names = set(re.findall(r"\{(\w*)[^{}]*\}", said.replace("{{", "")))
        assert said, message
        assert names <= extracted[message] | {"n"}, message


def test_every_sentence_in_the_program_is_in_the_catalogue() -> None:
    """Also those in f-strings, which the extractor does not see."""
    known = translator("zh").sentences
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in ("_", "N_", "say", "ngettext"):
                    assert node.args[0].value in known, (path, node.lineno)


def test_nothing_of_a_machine_is_in_the_files() -> None:
    done = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for name in done.stdout.decode().splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png", ".jpg", ".webp"):
            text = path.read_text("utf-8")
            assert not re.search(r"(/ro+t/|/wo+rk/(main|shared)|py[p]i\.org|pythonhoste[d]|npmj[s]\.org)", text), name
