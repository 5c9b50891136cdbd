"""Addresses that the release before had and a new one has no more: who has noted one finds nothing there."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bulletin.core.text import nearest
from bulletin.model import urls

_INDEX = "index.html"
_UNCITED = (f"{urls.DATA}search/", "assets/")
"""What pages load by themselves; the names of such files change with what is in them."""
_CITED_FILES = (".pdf", ".docx", ".xml", ".ics", ".json", ".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class LostAddress:
    """An address that is gone, and the new page that it may have become, or ""."""

    address: str
    new: str = ""

    @property
    def redirect(self) -> str:
        """The entry of ``registry/redirects.toml`` that would lead on."""
        old, new = (json.dumps(address, ensure_ascii=False) for address in (self.address, self.new))
        return f"[[redirect]]\nfrom = {old}\nto = {new}\n"


def lost_addresses(before: Collection[str], after: Collection[str]) -> Iterator[LostAddress]:
    """Yield what is lost between the files of two releases, sorted; of a page without those below it."""
    came = {_page(file) for file in after if file not in before and file.endswith(_INDEX)}
    top = "\n"
    for address in sorted({_page(file) for file in before if file not in after and _is_cited(file)}):
        if not address.startswith(top):
            top = address if address.endswith("/") else top
            yield LostAddress(address, _moved_to(address, came) if address.endswith("/") else "")


def _page(file: str) -> str:
    return file.removesuffix(_INDEX)


def _is_cited(file: str) -> bool:
    return not file.startswith(_UNCITED) and (file.endswith((f"/{_INDEX}", *_CITED_FILES)))


def _moved_to(old: str, came: Collection[str]) -> str:
    """Return the new page of the same kind that has the same name in another year, or the most similar one."""
    kind, name = old.split("/", maxsplit=1)[0], old.split("/")[-2]
    like = sorted(page for page in came if page.startswith(f"{kind}/") and page.count("/") == old.count("/"))
    return next((page for page in like if page.split("/")[-2] == name), "") or nearest(old, like)
