"""Which shells MkDocs has to render for an archive, and those that it has rendered so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bulletin.build.output_tree import StagingFolder
from bulletin.build.request import BuildRequest
from bulletin.build.shell_set import ShellSet
from bulletin.content.loader import LoadedArchive
from bulletin.site import routes
from bulletin.site.context import RenderContext
from bulletin.site.page import Route
from bulletin.site.shells import Shell, ShellKey, shell_key, values

Source = ShellKey | Route
"""What a generated page of MkDocs is for: a shell, or a page that MkDocs renders itself."""


@dataclass(kw_only=True)
class ShellPlan:
    """The shells of one run of MkDocs, which writes its own files into a staging folder beside the *site*."""

    request: BuildRequest
    loaded: LoadedArchive
    context: RenderContext
    root: Path
    site: Path
    index: bool = True
    """Whether the site has a search index."""
    asked: frozenset[str] = frozenset()
    """Addresses in the configured navigation."""
    routes: tuple[Route, ...] = ()
    shell_keys: dict[str, ShellKey] = field(default_factory=dict)
    """The shell key of each page, by its address."""
    sources: dict[str, Source] = field(default_factory=dict)
    """By the path of the page in MkDocs."""
    shells: dict[ShellKey, Shell] = field(default_factory=dict)
    staging: StagingFolder = field(init=False)

    def __post_init__(self) -> None:
        """List the pages."""
        self.routes = routes.all_routes(self.context.archive)
        self.staging = StagingFolder(self.site)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The addresses of all generated pages."""
        return frozenset(route.url for route in self.routes)

    @property
    def named(self) -> frozenset[str]:
        """The addresses in the navigation that the archive has."""
        return self.asked & self.addresses

    def plan_shells(self, asked: frozenset[str]) -> None:
        """Determine which shells are needed, given the addresses in the configured navigation."""
        self.asked, navigation = asked, asked & self.addresses
        for route in self.routes:
            key = self.shell_keys[route.url] = shell_key(route, navigation)
            if route.url in self.request.direct:
                self.sources[f"{route.url}index.md"] = route
            else:
                self.sources.setdefault(key.source, key)

    def shell_key_of(self, source: Source) -> ShellKey:
        """Return the shell key of a generated page."""
        return source if isinstance(source, ShellKey) else self.shell_keys[source.url]

    def page_values(self, route: Route) -> dict[str, str]:
        """Return the values of a page's slots."""
        return values(routes.render(self.context, route), route, self.context.site_url)

    def shell_set(self) -> ShellSet:
        """Return what MkDocs has rendered, once it is done."""
        folder = Path(self.staging.name)
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        context = self.context
        return ShellSet(
            shells=self.shells,
            files=files,
            addresses=frozenset(files),
            asked=self.asked,
            named=self.named,
            index=self.index,
            office=context.office,
            language=context.language,
            theme=context.theme,
            site_url=context.site_url,
            bulletin=context.archive.registry.bulletin,
            static_page_urls=context.static_page_urls,
            unpublished_images=self.loaded.unpublished_images,
            withheld=context.archive.withheld,
        )
