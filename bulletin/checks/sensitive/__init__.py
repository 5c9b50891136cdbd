"""What must not be published: marks of classification, numbers of persons, passwords; found in any text.

``findings(text)`` takes any text: a source file, or a finished file of the site (HTML, JSON, XML, CSV, scripts) as it
is, tags and entities included; it looks at what readers see and at what stands in tags. A clean text of a thousand
characters costs some ten microseconds. Scripts of others (Material's) are no texts and need no look.

    registry = loaded.archive.registry
    for finding in findings(page, public=registry.is_public, allowed=registry.allowed):
        print(finding.code, finding.line(page), finding.shown)     # never finding.essence

Nothing here reads a file, and nothing imports more of the package than this folder.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin.checks.sensitive.finding import Finding
from bulletin.checks.sensitive.prefilter import ADDRESS, CODED, MARK, NUMBER, PASSWORD, PERMIT, may_hold

__all__ = ["Finding", "findings", "masked_text"]


def findings(text: str, *, public: bool = False, allowed: Collection[str] = ()) -> Iterator[Finding]:
    """Yield what must not be published in *text*, but for what is *allowed* by its hash.

    *public*: whether the archive's class is 公开, where marks such as 内部资料 are not allowed either. Places count in
    *text* as it was given. Codes are those of :mod:`bulletin.checks.messages`; ``inner-address`` and
    ``mail-address`` are warnings there.
    """
    held = may_hold(text)
    if not held and not public:
        return
    # What looks closer is not imported before a text needs it.
    from bulletin.checks.sensitive.deobfuscate import decoded

    if held & CODED and (clear := decoded(text)) != text:
        text, held = clear, may_hold(clear)
    for finding in _all(text, held, public=public):
        if not allowed or finding.hash not in allowed:
            yield finding


def _all(text: str, held: int, *, public: bool) -> Iterator[Finding]:
    if public or held & MARK:
        from bulletin.checks.sensitive.classification_marks import marks

        yield from marks(text, public=public)
    if held & NUMBER:
        from bulletin.checks.sensitive.id_numbers import numbers

        yield from numbers(text)
    if held & (PERMIT | PASSWORD | ADDRESS):
        from bulletin.checks.sensitive.keywords import addresses, passwords, permits

        yield from permits(text) if held & PERMIT else ()
        yield from passwords(text) if held & PASSWORD else ()
        yield from addresses(text) if held & ADDRESS else ()


def masked_text(text: str) -> str:
    """Return *text* with everything masked that must not be published."""
    for finding in sorted(findings(text), key=lambda f: f.start, reverse=True):
        text = f"{text[: finding.start]}{finding.shown}{text[finding.end :]}"
    return text
