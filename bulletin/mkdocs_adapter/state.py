"""State that the plugin events of one run of MkDocs share."""

from __future__ import annotations

from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from bulletin.build.request import BuildRequest
from bulletin.build.shell_plan import ShellPlan
from bulletin.site.page import Route
from bulletin.site.shells import ShellKey


class BuildState:
    """The request for the next run, and the shells of the running one."""

    def __init__(self) -> None:
        self.request = BuildRequest()
        self._plan: ShellPlan | None = None
        self._sections: dict[str, Page] = {}

    @property
    def shell_plan(self) -> ShellPlan:
        """The shells of the running build."""
        if self._plan is None:
            raise LookupError("no build is running")
        return self._plan

    def set_request(self, request: BuildRequest) -> None:
        """Set the request for the next build, or, where MkDocs serves, for all that follow."""
        self.request = request

    def start(self, plan: ShellPlan) -> None:
        """Begin a build."""
        self.clear()
        # In this order: an interruption finds the plan and clears its files away.
        self._plan = plan
        plan.staging.make()

    def clear(self) -> None:
        """End the build, if there is one, and remove what MkDocs wrote."""
        if self._plan is not None:
            self._plan.staging.cleanup()
        self._plan, self._sections = None, {}

    def has(self, path: str) -> bool:
        """Whether the running build generates that page of MkDocs."""
        return self._plan is not None and path in self._plan.sources

    def name_sections(self, nav: Navigation) -> None:
        """Note the page of each section in the navigation."""
        for page in nav.pages:
            self._sections.setdefault(page.url.split("/")[0], page)

    def set_section_active(self, source: ShellKey | Route, *, on: bool) -> None:
        """Mark the tab of a section as active or not."""
        page = self._sections.get(source.section)
        if page is not None:
            page.active = on
