"""What MkDocs itself publishes of ``content/``: hand-written pages, tamed, and pictures as they were drawn anew."""

from __future__ import annotations

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from bulletin import disk
from bulletin.pictures import Gallery
from bulletin.press.relink import relinked
from bulletin.sanitising import clean

# Some of Material's scripts are for its own search, which is off.
_NOT_COPIED = ("items/", "calls/", "assets/javascripts/lunr/", "assets/javascripts/workers/")


def sift(files: Files, config: MkDocsConfig, gallery: Gallery) -> None:
    """Take out of *files* what the archive publishes itself or not at all."""
    for file in list(files):
        is_own = file.src_dir == config.docs_dir and file.is_media_file()
        if is_own and disk.is_picture(file.src_uri) and not file.src_uri.startswith(_NOT_COPIED):
            file.content_bytes = gallery.data(f"content/{file.src_uri}")
        elif is_own or file.src_uri.startswith(_NOT_COPIED):
            files.remove(file)


def tame(html: str, page: Page) -> str:
    """Return *html* of a page with nothing in it but what the dialect makes, and its links resolved.

    Templates of Material print titles and the like as they are: what is typed there is escaped in *page*.
    """
    for key, value in page.meta.items():
        if isinstance(value, str):
            page.meta[key] = escape(value)
    if page.title:
        page.title = escape(page.title)
    return relinked(clean(html), page.file.src_uri, page.url)
