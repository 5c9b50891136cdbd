"""Which texts of an archive are nearly the same: found when they are read, and kept with the reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from bulletin.checks import likeness
from bulletin.checks.likeness import LEAST_PERCENT, LikeTexts
from bulletin.content.file_reader import FileResult, text_of
from bulletin.content.parsed_file import ParsedFile
from bulletin.model.records import Item

_FEW = 20
"""So many texts are compared sooner than numpy is imported."""


def with_sketches(results: Sequence[FileResult]) -> list[FileResult]:
    """Return what was read, items with the sketches of their texts."""
    texts = {place: body.html for place, (parsed, body) in enumerate(results) if body and isinstance(parsed.fact, Item)}
    if len(texts) <= _FEW:
        found: Iterable[bytes] = map(likeness.sketch, texts.values())
    else:
        from bulletin.checks import likeness_arrays

        found = likeness_arrays.sketches(list(texts.values()))
    sketches = dict(zip(texts, found, strict=True))
    return [
        result._replace(parsed=result.parsed._replace(sketch=sketches[place])) if place in sketches else result
        for place, result in enumerate(results)
    ]


def like_texts(
    root: Path, before: Mapping[str, ParsedFile], known: Sequence[LikeTexts], files: Mapping[str, ParsedFile]
) -> tuple[LikeTexts, ...]:
    """Return the texts among *files* that are alike; *known* are those among the files *before*."""
    sketches = {path: parsed.sketch for path, parsed in files.items() if parsed.sketch}
    changed = [path for path in sketches if path not in before or before[path].text_digest != files[path].text_digest]
    kept = _kept(known, sketches, changed)
    if not changed:
        return kept
    words = cache(lambda path: likeness.words_of(text_of(root, path)))
    pairs = (sorted(pair) for pair in _likely_pairs(sketches, changed))
    found = (LikeTexts(one, other, likeness.shared_percent(words(one), words(other))) for one, other in pairs)
    return tuple(sorted((*kept, *(texts for texts in found if texts.percent >= LEAST_PERCENT))))


def _kept(known: Sequence[LikeTexts], sketches: Mapping[str, bytes], changed: Collection[str]) -> tuple[LikeTexts, ...]:
    stays = {path for texts in known for path in texts[:2] if path in sketches} - set(changed)
    return tuple(texts for texts in known if texts.one in stays and texts.other in stays)


def _likely_pairs(sketches: Mapping[str, bytes], changed: Sequence[str]) -> Iterable[tuple[str, str]]:
    if len(changed) <= _FEW:
        return likeness.likely_pairs(sketches, changed)
    from bulletin.checks import likeness_arrays

    paths, edited = list(sketches), set(changed)
    pairs = likeness_arrays.likely_pairs(list(sketches.values()))
    return ((paths[a], paths[b]) for a, b in pairs if paths[a] in edited or paths[b] in edited)
