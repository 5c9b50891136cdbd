"""From a change on disk to what browsers are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from bulletin.build.request import Order
from bulletin.build.shell_set import Frames
from bulletin.content.loader import Loaded
from bulletin.content.scan import CALLS, ISSUES, ITEMS, REGISTRY, is_passed_over
from bulletin.core.config import THEME, Place
from bulletin.core.i18n import Translator
from bulletin.core.problems import BulletinError
from bulletin.mkdocs_adapter import runner
from bulletin.server.broadcast import Hub
from bulletin.server.live_archive import Extent, Keeper
from bulletin.server.overlay import overlay
from bulletin.server.site import Site

Tell = Callable[[BulletinError | None, Loaded], None]
"""Tells the terminal what keeps a change from being shown, if anything does, and what was read."""


class Showing:
    """Shows the archive as it is on disk for as long as it has no errors, and then as it was before."""

    def __init__(self, place: Place, hub: Hub, today: Callable[[], date], say: Translator, tell: Tell) -> None:
        """Be ready to show the archive in *place*; *say* speaks where the site's own language is not known yet."""
        self._place, self._hub, self._today, self._say, self._tell = place, hub, today, say, tell
        self._frames: Frames | None = None
        self._stale = True
        self._site: Site | None = None

    def begin(self, jobs: int) -> None:
        """Read the archive and show it."""
        self._keeper = Keeper(self._place.root, self._today(), jobs)
        self._show(text_only=False)

    def folders(self) -> set[Path]:
        """Return the folders that are to be watched."""
        theme = self._frames.studio.theme if self._frames else (THEME,)
        return {*(self._place.root / name for name in ("content", ISSUES, REGISTRY)), *theme}

    def follow(self, paths: Iterable[Path]) -> None:
        """Show what has changed at *paths*."""
        paths = [path for path in paths if not is_passed_over(path.name)]
        ours = [path.relative_to(self._place.root).as_posix() for path in paths if self._is_ours(path)]
        before, looks = self._keeper.loaded, any(map(self._is_looks, paths))
        extent = self._keeper.follow(ours, self._today())
        pictures = self._site.retouched(path.removeprefix("content/") for path in ours) if self._site else False
        if looks or pictures or extent is not Extent.NOTHING:
            self._stale |= looks
            unbroken = self._site is not None and self._site.loaded is before
            self._show(text_only=unbroken and extent is not Extent.FACTS)

    def _is_ours(self, path: Path) -> bool:
        return any(path.is_relative_to(self._place.root / name) for name in ("content", ISSUES, REGISTRY))

    def _is_looks(self, path: Path) -> bool:
        """Whether MkDocs has something to do with the file."""
        if not self._is_ours(path):
            return True
        content, own = self._place.root / "content", (self._place.root / name for name in (ITEMS, CALLS))
        return path.is_relative_to(content) and not any(path.is_relative_to(folder) for folder in own)

    def _show(self, *, text_only: bool) -> None:
        trouble: BulletinError | None = None
        try:
            self._site = self._made(self._keeper.loaded.required(), text_only=text_only)
        except BulletinError as error:
            trouble = error
        say = self._frames.studio._ if self._frames else self._say
        self._hub.show(self._site, overlay(trouble, say, shown=self._site is not None))
        self._tell(trouble, self._keeper.loaded)

    def _made(self, loaded: Loaded, *, text_only: bool) -> Site:
        if self._frames and not self._stale:
            site = Site(self._frames, loaded, self._place.root, self._site, text_only=text_only)
            if site.is_framed():
                return site
        self._frames = runner.frames(self._place, Order(loaded=loaded))
        self._stale = False
        return Site(self._frames, loaded, self._place.root, self._site, text_only=text_only)
