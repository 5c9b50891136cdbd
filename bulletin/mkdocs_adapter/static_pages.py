"""What MkDocs itself publishes of ``content/``: hand-written pages, tamed, and pictures as they were drawn anew."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from urllib.parse import unquote

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from bulletin.content import scan
from bulletin.content.images import ImageStore
from bulletin.markdown.sanitize import sanitize_html
from bulletin.mkdocs_adapter.relink import relinked

# Some of Material's scripts are for its own search, which is off.
_NOT_COPIED = ("items/", "calls/", "assets/javascripts/lunr/", "assets/javascripts/workers/")


def sift(files: Files, config: MkDocsConfig, image_store: ImageStore, hidden: Collection[str] = ()) -> None:
    """Take out of *files* what the archive publishes itself or not at all, and *hidden* pictures that no page names."""
    left_out = _unnamed(files, hidden) if hidden else ()
    for file in list(files):
        is_own = file.src_dir == config.docs_dir and file.is_media_file()
        if file.src_uri in left_out:
            files.remove(file)
        elif is_own and scan.is_image(file.src_uri) and not file.src_uri.startswith(_NOT_COPIED):
            file.content_bytes = image_store.clean_bytes(f"content/{file.src_uri}")
        elif is_own or file.src_uri.startswith(_NOT_COPIED):
            files.remove(file)


def _unnamed(files: Files, pictures: Collection[str]) -> set[str]:
    """Return those of *pictures* whose names stand in no hand-written page."""
    written = [f for f in files.documentation_pages() if not f.src_uri.startswith(_NOT_COPIED)]
    said = "\n".join(unquote(file.content_string) for file in written)
    return {path for path in pictures if posixpath.basename(path) not in said}


def tame(html: str, page: Page, withheld: Collection[str] = ()) -> str:
    """Return *html* of a page with nothing in it but what the dialect makes, and its links resolved.

    Links to items *withheld*, by id, lead to no place in them.

    Templates of Material print titles and the like as they are: what is typed there is escaped in *page*.
    """
    for key, value in page.meta.items():
        if isinstance(value, str):
            page.meta[key] = escape(value)
    if page.title:
        page.title = escape(page.title)
    return relinked(sanitize_html(html), page.file.src_uri, page.url, withheld)
