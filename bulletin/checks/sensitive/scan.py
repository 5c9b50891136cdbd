"""Scans of sources for sensitive data: each finding becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bulletin.checks.sensitive import SensitiveFinding, find_sensitive
from bulletin.checks.sensitive.prefilter import ADDRESS, ODD_DIGITS, may_match
from bulletin.core.problems import Problem
from bulletin.model.registry import Registry

MAX_PER_CODE = 5
"""At most so many findings of one code are reported for one file."""
_DIGITS_AND_WORDS = f"0-9{ODD_DIGITS}密级机绝秘码口令护照证"
_MARKUP = re.compile(rf"[\[\\&<\])>;](?:(?<=[{_DIGITS_AND_WORDS}][\[\\&<])|(?<=[\])>;])[{_DIGITS_AND_WORDS}])")
"""Markup within a number or a word that rendering takes away; emphasis and code are seen through in any text."""
_WARNINGS = frozenset({"inner-address", "mail-address"})
"""Codes of what is published all the same, and may therefore be kept as it is written."""


def scan_text(text: str, path: str, registry: Registry, kinds: int | None = None) -> Iterator[Problem]:
    """Yield a problem for the sensitive data in the *text* of a file, except what is allowed there.

    *kinds*: what :func:`prefilter.may_match` has returned for the text.
    """
    allowed = {code for code, paths in registry.allowed.items() if path in paths}
    reported: dict[str, int] = {}
    for finding in find_sensitive(text, public=registry.is_public, kinds=kinds):
        # The hash is slow: it is computed only for findings that are reported.
        if reported.get(finding.code, 0) < MAX_PER_CODE and not (allowed and finding.hash in allowed):
            reported[finding.code] = reported.get(finding.code, 0) + 1
            yield finding_problem(finding, path, finding.line(text))


def scan_rendered(html: str, text: str, path: str, registry: Registry, first_line: int) -> Iterator[Problem]:
    """Yield a problem for the sensitive data that only the rendered *text* shows, because markup was in between.

    *first_line*: that of the text in its file.
    """
    if not _MARKUP.search(text) or not (kinds := may_match(html) & ~ADDRESS):
        return
    if found := list(find_sensitive(html, public=registry.is_public, kinds=kinds)):
        seen = {(finding.code, finding.normalized) for finding in find_sensitive(text, public=registry.is_public)}
        for finding in found:
            if (finding.code, finding.normalized) not in seen and path not in registry.allowed.get(finding.hash, ()):
                shown = html[finding.start : finding.end].partition("<")[0]
                yield finding_problem(finding, path, first_line + text.count("\n", 0, max(text.find(shown), 0)))


def finding_problem(finding: SensitiveFinding, path: str, line: int, code: str = "") -> Problem:
    """Return the problem for a finding, with its masked text and its hash.

    A warning has the text of which the hash is made, so that it is computed where the warning is shown.
    """
    if finding.code in _WARNINGS and not code:
        values = {"shown": finding.masked, "finding": finding.normalized, "path": path}
    else:
        values = {"shown": finding.masked, "hash": finding.hash, "path": path}
    return Problem(path=path, code=code or finding.code, line=line, values=values)


def scan_file_names(paths: Iterable[str], registry: Registry) -> Iterator[Problem]:
    """Yield a problem for the sensitive data in the names of files."""
    names = list(paths)
    # Folder and name of an item, such as 2026/12345678901, are not one number.
    text = "\n".join(name.replace("\n", "") for name in names).replace("/", " 、")
    for finding in find_sensitive(text, public=registry.is_public):
        path = names[finding.line(text) - 1]
        if path not in registry.allowed.get(finding.hash, ()):
            yield finding_problem(finding, path, 0)


def scan_registry_files(tables: Mapping[str, bytes], registry: Registry) -> Iterator[Problem]:
    """Yield a problem for the sensitive data in the files of the registry."""
    for path, data in tables.items():
        yield from scan_text(data.decode("utf-8", "ignore"), path, registry)
