"""Sensitive data in any text: classification marks, personal numbers, passwords, addresses.

In: a source file or a finished file of the site (HTML, JSON, XML, CSV, scripts) as it is, with tags and entities. Out:
findings, with the masked text and a hash. Does not know files, the registry or how problems are reported.

    registry = loaded.archive.registry
    for finding in find_sensitive(page, public=registry.is_public, allowed=registry.allowed):
        print(finding.code, finding.line(page), finding.masked)     # never finding.normalized

A text of a thousand characters without findings costs some ten microseconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from bulletin.checks.sensitive.finding import SensitiveFinding
from bulletin.checks.sensitive.prefilter import ADDRESS, CODED, MARK, NUMBER, PASSWORD, PERMIT, may_match

__all__ = ["SensitiveFinding", "find_sensitive", "mask_sensitive"]

_MAX_CODED = 3
"""How many times escapes within escapes are decoded."""


def find_sensitive(
    text: str, *, public: bool = False, allowed: Collection[str] = (), kinds: int | None = None
) -> Iterator[SensitiveFinding]:
    """Yield the sensitive data in *text*, except what is *allowed* by its hash.

    *public*: whether the archive's class is 公开, where marks such as 内部资料 are not allowed either. *kinds*: what
    :func:`prefilter.may_match` has returned for the text. Positions are those in *text* as given. Codes are those of
    :mod:`bulletin.checks.messages`; ``inner-address`` and ``mail-address`` are warnings there.
    """
    flags = may_match(text) if kinds is None else kinds
    if not flags and not public:
        return
    # This and the modules below take 35 ms to import, and most texts need no closer search.
    from bulletin.checks.sensitive.deobfuscate import decode_escapes

    for _ in range(_MAX_CODED):
        if flags & CODED and (decoded := decode_escapes(text)) != text:
            text, flags = decoded, may_match(decoded)
    found: set[tuple[str, int]] = set()
    for finding in _find_flagged(text, flags, public=public):
        if (finding.code, finding.start) not in found and not (allowed and finding.hash in allowed):
            found.add((finding.code, finding.start))
            yield finding


def _find_flagged(text: str, flags: int, *, public: bool) -> Iterator[SensitiveFinding]:
    if public or flags & MARK:
        from bulletin.checks.sensitive.classification_marks import find_marks

        yield from find_marks(text, public=public)
    if flags & NUMBER:
        from bulletin.checks.sensitive.id_numbers import find_numbers

        yield from find_numbers(text)
    if flags & (PERMIT | PASSWORD | ADDRESS):
        from bulletin.checks.sensitive.keywords import find_addresses, find_passwords, find_permits, find_url_passwords

        yield from find_permits(text) if flags & PERMIT else ()
        yield from find_passwords(text) if flags & PASSWORD else ()
        yield from find_url_passwords(text) if flags & ADDRESS else ()
        yield from find_addresses(text) if flags & ADDRESS else ()
    if flags & (MARK | PERMIT | PASSWORD) and ("|" in text or "<t" in text):
        yield from _find_in_cells(text)


def _find_in_cells(text: str) -> Iterator[SensitiveFinding]:
    """Yield what the cell beside or above says to be a level, a password or a number of a permit."""
    from bulletin.checks.sensitive.classification_marks import find_marks
    from bulletin.checks.sensitive.keywords import find_passwords, find_permits
    from bulletin.checks.sensitive.tables import LABELS, labelled_cells

    for label, cell, is_key in labelled_cells(text):
        if not (kind := LABELS.search(label)) or (is_key and kind["mark"]):
            continue
        line, shift = f"{label}：{cell.text}", cell.start - len(label) - 1
        for find in (partial(find_marks, public=False), find_permits, find_passwords):
            for finding in find(line):
                if finding.start + shift >= cell.start:
                    yield finding._replace(start=finding.start + shift, end=finding.end + shift)


def mask_sensitive(text: str) -> str:
    """Return *text* with all sensitive data masked."""
    for finding in sorted(find_sensitive(text), key=lambda f: f.start, reverse=True):
        text = f"{text[: finding.start]}{finding.masked}{text[finding.end :]}"
    return text
