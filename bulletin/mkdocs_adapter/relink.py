"""Links of hand-written pages: to the file of an item in the source, to its page on the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection

_LINK = re.compile(r'(?<= href=")(?![a-z][a-z0-9+.-]*:|/)([^"#?]+)\.md(#[^"]*)?(?=")')
_OURS = ("items/", "calls/", "issues/")


def relinked(html: str, source: str, url: str, withheld: Collection[str] = ()) -> str:
    """Return *html* of the page *source*, which stands at *url*, with links to items, issues and calls resolved.

    Of the items *withheld*, by id, no places are left that a link could lead to.
    """

    def resolve(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), match[1]))
        # Issues stand beside content/, not in it.
        target = target.removeprefix("../")
        if not target.startswith(_OURS):
            return match[0]
        way = posixpath.relpath(target.removesuffix("/index"), url or ".")
        return f"{way}/" + ("" if target.removeprefix("items/") in withheld else match[2] or "")

    return _LINK.sub(resolve, html)
