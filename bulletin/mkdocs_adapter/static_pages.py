"""The files of ``content/`` that MkDocs publishes: hand-written pages, sanitized, and images without metadata."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from urllib.parse import unquote

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from bulletin.content import scan
from bulletin.content.images import ImageStore
from bulletin.content.leftovers import is_in_leftovers
from bulletin.markdown.sanitize import sanitize_html
from bulletin.mkdocs_adapter import navigation

# Some of Material's scripts are for its own search, which is off.
_NOT_COPIED = (
    "items/",
    "calls/",
    "circulars/",
    "compilations/",
    "assets/javascripts/lunr/",
    "assets/javascripts/workers/",
)
_SOURCE_LINK = re.compile(r'(?<= href=")(?![a-z][a-z0-9+.-]*:|/)([^"#?]+)\.md(#[^"]*)?(?=")')
_PAGE_FOLDERS = {
    "items/": "items/",
    "calls/": "calls/",
    "issues/": "issues/",
    "circulars/": "stats/",
    "compilations/": "compilations/",
}
"""The folder of sources, and that of their pages."""


def filter_files(files: Files, config: MkDocsConfig, image_store: ImageStore, hidden: Collection[str] = ()) -> None:
    """Remove from *files* what the program publishes itself or nobody may read.

    Of the *hidden* images, those that a hand-written page names remain.
    """
    unnamed = _unnamed_images(files, hidden) if hidden else ()
    for file in list(files):
        is_own = file.src_dir == config.docs_dir and file.is_media_file()
        if file.src_uri in unnamed or is_in_leftovers(file.src_uri):
            files.remove(file)
        elif is_own and scan.is_image(file.src_uri) and not file.src_uri.startswith(_NOT_COPIED):
            file.content_bytes = image_store.clean_bytes(f"content/{file.src_uri}")
        elif is_own or file.src_uri.startswith(_NOT_COPIED):
            files.remove(file)


def _unnamed_images(files: Files, images: Collection[str]) -> set[str]:
    """Return those of *images* that no hand-written page names."""
    pages = [f for f in files.documentation_pages() if not f.src_uri.startswith(_NOT_COPIED)]
    texts = "\n".join(unquote(file.content_string) for file in pages)
    return {path for path in images if posixpath.basename(path) not in texts}


def sanitize_page(
    html: str, page: Page, withheld: Collection[str] = (), addresses: Collection[str] = frozenset()
) -> str:
    """Return the sanitized *html* of a page, with its links resolved; links to *withheld* items lose their fragment.

    *addresses* are those of generated pages.

    Texts of *page* that templates of Material print without escaping are escaped in place.
    """
    for key, value in page.meta.items():
        if isinstance(value, str):
            page.meta[key] = escape(value)
    if page.title:
        page.title = escape(page.title)
    return relink_html(sanitize_html(html), page.file.src_uri, page.url, withheld, addresses)


def relink_html(
    html: str, source: str, url: str, withheld: Collection[str] = (), addresses: Collection[str] = frozenset()
) -> str:
    """Return *html* of the page of the file *source*, at *url*, with links to sources and generated pages resolved.

    Links to *withheld* items, by id, lose their fragment.
    """

    def resolve(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[1]))
        # issues/ is beside content/.
        target = target.removeprefix("../")
        folder, slash, name = target.partition("/")
        if folder + slash not in _PAGE_FOLDERS:
            address = navigation.address(f"{target}.md")
            is_made = address in addresses
            return f"{posixpath.relpath(address, url or '.')}/{match[2] or ''}" if is_made else match[0]
        target = _PAGE_FOLDERS[folder + slash] + name
        path = posixpath.relpath(target.removesuffix("/index"), url or ".")
        return f"{path}/" + ("" if target.removeprefix("items/") in withheld else match[2] or "")

    return _SOURCE_LINK.sub(resolve, html)
