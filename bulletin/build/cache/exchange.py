"""Replace edited texts in the files of an existing site, where nothing else can have changed.

Everything that a page shows of an item beside its text comes from the front matter. So when that is unchanged, the new
text replaces the old one, and no other page, table or feed is made again. What is needed for it is in the cache. A text
that depends on other files or has problems is left to a whole build.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin.build.cache.manifest import BuildCache, BuildRecord
from bulletin.build.cache.store import packed, unpacked
from bulletin.content.decode import decode_and_prefilter, file_digests, split_front_matter
from bulletin.core.text import length_and_digest
from bulletin.markdown.body import EMPTY, Body, render_plain_body
from bulletin.markdown.lint import lint_text
from bulletin.site.filling import replace_fills
from bulletin.site.placeholders import fill, source

if TYPE_CHECKING:
    # Replacing texts needs no archive.
    from bulletin.content.loader import LoadedArchive

Texts = dict[str, Any]
"""The record of the texts of a site, made by :func:`text_record`."""

INDEX = "data/search/start.json"
"""A file that every search index has."""
_SECOND = re.compile(r"---|[\w-]+ *:")


def text_record(loaded: LoadedArchive, places: Mapping[str, bytes], build: Mapping[str, Any] | None = None) -> Texts:
    """Return the record of the texts of a site, with the digests of the *build*.

    *places* are the packed positions of texts in the files of the site.
    """
    # Not needed to replace texts.
    from bulletin.content.file_reader import rendered_bodies
    from bulletin.model import urls
    from bulletin.model.enums import Status
    from bulletin.model.records import Item

    kept = {address: found for address, found in places.items() if found}
    where: dict[str, list[str]] = {}
    for address, found in kept.items():
        for path in dict.fromkeys(source(placeholder) for placeholder, _, _ in unpacked(found)):
            where.setdefault(path, []).append(address)
    registry, bodies = loaded.archive.registry, rendered_bodies(loaded.bodies)
    parsed_files = {
        one.path: one
        for one in loaded.parsed_files
        if isinstance(one.fact, Item) and one.fact.status is not Status.WITHDRAWN
    }
    told = {problem.path for problem in loaded.problems}
    pinned = {address for body in bodies.values() for address, _, _ in body.fragment_links}
    items = {}
    for item in () if registry.is_public else loaded.archive.items:
        if item.is_withheld:
            continue
        body, category = bodies.get(item.path, EMPTY), registry.category[item.category]
        if item.path in told or body.links or body.images or urls.item(item) in pinned:
            continue
        one, limits = parsed_files[item.path], (category.min_chars or 0, category.max_chars or 0)
        items[item.path] = (one.front_digest, one.length_and_digest[1], *limits, where.get(item.path, []))
    more = dict(build or {})
    prints = more.pop("prints", {})
    return {
        "items": items,
        "places": kept,
        "known": b"".join(one.length_and_digest[1] for one in parsed_files.values()),
        "limit": registry.bulletin.text_kilobytes * 1000,
        "build": more | {"stale": []},
        "prints": dict(prints),
    }


def replace_texts(
    site: Path, root: Path, texts: Texts, edited: Iterable[str]
) -> tuple[dict[str, bytes], dict[str, Body]]:
    """Return the files of the site that change, and the new texts by the path of their source.

    Raises LookupError where a whole build is needed, OSError where a file cannot be read.
    """
    items, kept = texts["items"], texts["places"]
    bodies = {path: _render_edited(root, path, texts) for path in edited}
    files = {}
    for address in sorted({address for path in bodies for address in items[path][4]}):
        places = unpacked(kept[address])
        old = (site / address).read_bytes()
        base = "../" * address.count("/") or "./"
        filled = [
            fill(placeholder, bodies, base).encode() if source(placeholder) in bodies else old[start:end]
            for placeholder, start, end in places
        ]
        new, places = replace_fills(old, places, filled)
        if new != old:
            files[address], kept[address] = new, packed(places)
    return files, bodies


def update_site(cache: BuildCache, build: BuildRecord, root: Path) -> list[str] | None:
    """Replace the edited texts in the site; return the addresses written, or None where a whole build is needed."""
    texts = cache.texts()
    if texts is None:
        return None
    try:
        files, bodies = replace_texts(build.site, root, texts, build.edited)
        # The index need not change where no page does.
        files |= _index(build.site, bodies) if files else {}
        if not files.keys() <= set(build.outputs.names):
            return None
    except (LookupError, OSError):
        return None
    cache.forget()
    try:
        replace_files(build.site, files)
        build.outputs.restat(files)
    except OSError:
        return None
    drop_outdated(texts, bodies, files)
    cache.keep(build, texts)
    return list(files)


def drop_outdated(texts: Texts, edited: Iterable[str], files: Iterable[str]) -> None:
    """Remove what is outdated in a record after *edited* texts were replaced in *files*."""
    texts["build"]["stale"] = sorted({*texts["build"]["stale"], *edited})
    for address in files:
        texts["prints"].pop(address.removesuffix("index.html"), None)


def _index(site: Path, bodies: Mapping[str, Body]) -> dict[str, bytes]:
    """Return the files of the search index that change, if the site has one."""
    if not (site / INDEX).exists():
        return {}
    from bulletin.search.index.rebuild import rebuild_segments
    from bulletin.search.index_format import site_reader

    changed = {path.removeprefix("content/items/").removesuffix(".md"): body for path, body in bodies.items()}
    files = rebuild_segments(site_reader(site), changed)
    if files is None:
        raise LookupError("the index has to be rebuilt")
    return files


def replace_files(site: Path, files: Mapping[str, bytes]) -> None:
    """Replace files of a site, each atomically."""
    for address, data in files.items():
        aside = f"{site}/{address}.{os.getpid()}"
        Path(aside).write_bytes(data)
        Path(aside).replace(site / address)


def _render_edited(root: Path, path: str, texts: Texts) -> Body:
    """Return the new text of an item rendered, if it has no problems; else raise LookupError."""
    items = texts["items"]
    known_front, old, least, most, where = items[path]
    data = (root / path).read_bytes()
    text, problems, held = decode_and_prefilter(data, path, texts["limit"])
    span = split_front_matter(text)
    written = text[span.body :].strip("\n") if span else ""
    length, new = length_and_digest(written)
    if problems or file_digests(data)[0] != known_front or held or _SECOND.match(written):
        raise LookupError(path)
    if not length or length < least or 0 < most < length or any(lint_text(written, path, 1)):
        raise LookupError(path)
    body = _rendered(written, path)
    others = _without(texts["known"], old)
    if _place(others, new) >= 0 or _place(others, old) >= 0:
        raise LookupError(path)
    texts["known"] = others + new
    items[path] = (known_front, new, least, most, where)
    return body


def _rendered(text: str, path: str) -> Body:
    """Return a text as a build renders it, if it depends on no other file and has no problems."""
    if body := render_plain_body(text):
        return body
    # Expensive to import, and few texts need it.
    from bulletin.markdown.links import LinkResolver
    from bulletin.markdown.renderer import Renderer

    body, problems = Renderer(LinkResolver({}, frozenset())).convert(text, path)
    if problems or body.links or body.images or body.fragment_links:
        raise LookupError(path)
    return body


def _without(marks: bytes, mark: bytes) -> bytes:
    """Return concatenated *marks*, all of one size, without one of them."""
    place = _place(marks, mark)
    if place < 0:
        raise LookupError
    return marks[:place] + marks[place + len(mark) :]


def _place(marks: bytes, mark: bytes) -> int:
    """Return the offset of a mark among others of its size, or -1."""
    place = marks.find(mark)
    while place > 0 and place % len(mark):
        place = marks.find(mark, place + 1)
    return place
