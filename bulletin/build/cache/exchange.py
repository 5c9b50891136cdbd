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

from bulletin.build.cache.manifest import BuildCache, BuildRecord
from bulletin.build.cache.store import packed, unpacked
from bulletin.build.cache.text_record import TextRecord, drop_outdated
from bulletin.content.decode import decode_and_prefilter, file_digests, split_front_matter
from bulletin.core.text import length_and_digest
from bulletin.markdown.body import Body, render_plain_body
from bulletin.markdown.lint import lint_text
from bulletin.site.filling import replace_fills
from bulletin.site.placeholders import fill, source

INDEX = "data/search/start.json"
"""A file that every search index has."""
_SECOND = re.compile(r"---|[\w-]+ *:")


def replace_texts(
    site: Path, root: Path, texts: TextRecord, edited: Iterable[str]
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


def _index(site: Path, bodies: Mapping[str, Body]) -> dict[str, bytes]:
    """Return the files of the search index that change, if the site has one."""
    if not (site / INDEX).exists():
        return {}
    # Takes 0.1 s to import, with numpy, and a site may have no index.
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


def _render_edited(root: Path, path: str, texts: TextRecord) -> Body:
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
    # Takes 25 ms to import, and few texts need it.
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
