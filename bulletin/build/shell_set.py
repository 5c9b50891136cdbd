"""What MkDocs makes of a site, kept, so that every other page can be made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bulletin.build.outputs import data_files, page
from bulletin.content.loader import Loaded
from bulletin.site.context import Studio
from bulletin.site.page import Ref
from bulletin.site.shells import Form, Shell, form


@dataclass(frozen=True, kw_only=True)
class Frames:
    """Shells and hand-written pages of one archive; they go on being good for many that differ from it."""

    studio: Studio
    """What pages are made from, with the archive that MkDocs saw."""
    shells: Mapping[Form, Shell]
    files: Mapping[str, bytes]
    """What MkDocs itself wrote, by address."""
    asked: frozenset[str]
    """Addresses in the navigation as it is written, whether the archive has such pages or not."""
    named: frozenset[str]
    """Those of them that the archive has."""
    index: bool = True
    """Whether the site has a search index."""
    unshown: frozenset[str] = frozenset()
    """Pictures that were left out, as no published text shows them."""

    def fit(self, loaded: Loaded, addresses: Iterable[str], new: Iterable[Ref]) -> bool:
        """Return whether all this is good for *loaded*, whose pages have *addresses*; *new* are those not asked yet."""
        made = frozenset(addresses)
        return (
            loaded.archive.registry.bulletin == self.studio.archive.registry.bulletin
            and loaded.handwritten == self.studio.handwritten
            and loaded.unshown == self.unshown
            and not loaded.handwritten & made
            and self.asked & made == self.named
            and all(form(ref, self.named) in self.shells for ref in new)
        )

    def of(self, loaded: Loaded) -> Studio:
        """Return what the pages of *loaded* are made from."""
        return replace(self.studio, archive=loaded.archive, bodies=loaded.bodies, handwritten=loaded.handwritten)

    def page(self, studio: Studio, ref: Ref) -> bytes:
        """Return the page that *ref* names, as a build writes it."""
        return page(studio, self.shells[form(ref, self.named)], ref)[1]


def extras(studio: Studio) -> Iterator[tuple[str, bytes]]:
    """Yield address and bytes of every data file and feed, as a build writes them."""
    return ((address, data) for address, data, _ in data_files(studio))
