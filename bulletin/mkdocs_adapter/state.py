"""State that the plugin events of one build share."""

from __future__ import annotations

from pathlib import Path

from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from bulletin.build.pipeline import Build
from bulletin.build.request import BuildRequest, BuildResult, BuildSummary
from bulletin.build.shell_set import ShellSet
from bulletin.site.page import Route
from bulletin.site.shells import ShellKey


class BuildState:
    """The request for the next build, and the running build."""

    def __init__(self) -> None:
        self.request = BuildRequest()
        self.asked: frozenset[str] = frozenset()
        """Addresses in the configured navigation."""
        self._site_build: Build | None = None
        self._sections: dict[str, Page] = {}
        self._result: BuildResult | None = None
        self.is_finishing = False
        """Whether MkDocs is done, and the program makes all other pages."""

    @property
    def site_build(self) -> Build:
        """The running build."""
        if self._site_build is None:
            raise LookupError("no build is running")
        return self._site_build

    @property
    def result(self) -> BuildResult:
        """The result of the last build."""
        if self._result is None:
            raise LookupError("nothing was built")
        return self._result

    def set_request(self, request: BuildRequest) -> None:
        """Set the request for the next build, or, where MkDocs serves, for all that follow."""
        self.request, self.is_finishing = request, False

    def finish(self) -> BuildSummary:
        """Put the new site in place."""
        self.is_finishing = True
        self._result = self.site_build.publish()
        self.clear()
        return self._result.summary

    def shell_set(self) -> ShellSet:
        """Return what MkDocs rendered, once it is done."""
        site_build, folder = self.site_build, Path(self.site_build.staging.name)
        return ShellSet(
            context=site_build.context,
            shells=site_build.shells,
            files={p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()},
            asked=self.asked,
            named=self.asked & site_build.addresses,
            index=site_build.index,
            unpublished_images=site_build.loaded.unpublished_images,
        )

    def start(self, site_build: Build) -> None:
        """Begin a build."""
        self.clear()
        # In this order: an interruption finds the build and clears it away.
        self._site_build = site_build
        site_build.create_staging()

    def clear(self) -> None:
        """End the build, if there is one, and remove what it staged."""
        if self._site_build is not None:
            self._site_build.close()
        self._site_build, self._sections = None, {}

    def has(self, path: str) -> bool:
        """Whether the running build generates that page of MkDocs."""
        return self._site_build is not None and path in self._site_build.sources

    def name_sections(self, nav: Navigation) -> None:
        """Note the page of each section in the navigation."""
        for page in nav.pages:
            self._sections.setdefault(page.url.split("/")[0], page)

    def set_section_active(self, source: ShellKey | Route, *, on: bool) -> None:
        """Mark the tab of a section as active or not."""
        page = self._sections.get(source.section)
        if page is not None:
            page.active = on
