"""The events of MkDocs that make the archive's site: documented plugin events of MkDocs 1.6 and nothing else."""

# ruff: noqa: ANN401, ARG001 - MkDocs passes all arguments by name, some of them untyped

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markdown.extensions.toc import slugify_unicode
from markupsafe import escape
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from bulletin.build import output_tree
from bulletin.build.pipeline import build_site
from bulletin.build.shell_plan import ShellPlan
from bulletin.checks import report
from bulletin.content.images import ImageStore
from bulletin.content.loader import LoadedArchive, load
from bulletin.content.office_day import office_day
from bulletin.core.config import PACKAGE, THEME, compiled_templates
from bulletin.core.i18n import N_, site_language, translator, user_language
from bulletin.core.parallel import available_cores, can_fork
from bulletin.core.problems import BulletinError
from bulletin.markdown.extension import Dialect
from bulletin.mkdocs_adapter import navigation
from bulletin.mkdocs_adapter.configuration import apply_base_settings
from bulletin.mkdocs_adapter.log_filter import GeneratedPageLogFilter
from bulletin.mkdocs_adapter.minify import MinifyWhitespace
from bulletin.mkdocs_adapter.state import BuildState
from bulletin.mkdocs_adapter.static_pages import filter_files, sanitize_page
from bulletin.site.context import RenderContext
from bulletin.site.page import Route
from bulletin.site.page_links import with_page_links
from bulletin.site.shells import MARKS, Shell, ShellKey

if TYPE_CHECKING:
    # A build needs no server, and its imports are expensive.
    from mkdocs.livereload import LiveReloadServer

__all__ = [
    "on_build_error",
    "on_config",
    "on_env",
    "on_files",
    "on_nav",
    "on_page_content",
    "on_page_context",
    "on_page_markdown",
    "on_post_build",
    "on_post_page",
    "on_post_template",
    "on_serve",
    "on_template_context",
]

_VERSION = "1.6"

# Hand-written pages get anchors from their own words and no inline styles, as items do.
_DIALECT: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TITLE": "↩ {}"},
    "toc": {"slugify": slugify_unicode},
}
_ADDRESS_TAKEN = N_("content/{path} stands where the archive makes a page of its own; give it another name.")

log = logging.getLogger("mkdocs.hooks.bulletin")


build_state = BuildState()
"""State shared by the plugin events, which MkDocs calls as functions of a module."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the archive, and direct MkDocs's output to a staging folder."""
    if str(PACKAGE.parent) not in sys.path:
        # For processes that are started by spawning.
        sys.path.insert(0, str(PACKAGE.parent))
    request = build_state.request
    root = request.root or Path(config.config_file_path).resolve().parent
    site = Path(config.site_dir).resolve()
    try:
        if not request.loaded:
            # MkDocs's command line does not apply the program's settings.
            apply_base_settings(config)
        output_tree.check_output_dir(site)
        loaded = request.loaded or _load(root, request.today)
        asked = replace(request, root=root, loaded=loaded)
        output_tree.check_output_dir(site, asked.refused_identity(site))
        index = config.extra.get("search_index") is not False
        context = _render_context(config, loaded, office=request.office)
        plan = ShellPlan(request=request, loaded=loaded, context=context, root=root, site=site, index=index)
        build_state.start(plan)
    except BulletinError as error:
        raise _mkdocs_error(error) from error
    _apply_program_settings(config, build_state.shell_plan)
    return config


def _mkdocs_error(error: BulletinError) -> Exception:
    # The program's command line reports its errors; MkDocs reports only its own.
    return error if build_state.request.loaded else Abort(report.format_error(error, translator(user_language())))


def _load(root: Path, today: date | None) -> LoadedArchive:
    loaded = load(root, today or office_day(root), available_cores() if can_fork() else 1, compare=True)
    return with_page_links(loaded).require_valid()


def _render_context(config: MkDocsConfig, loaded: LoadedArchive, *, office: bool) -> RenderContext:
    return RenderContext(
        archive=loaded.archive,
        bodies=loaded.bodies,
        language=site_language(str(config.theme.get("language") or "en")),
        theme=tuple(dict.fromkeys(Path(folder) for folder in (config.theme.custom_dir, THEME) if folder)),
        site_url=f"{config.site_url.rstrip('/')}/" if config.site_url else "",
        static_page_urls=loaded.static_page_urls,
        cache=compiled_templates(),
        office=office,
    )


def _apply_program_settings(config: MkDocsConfig, plan: ShellPlan) -> None:
    config.site_dir = plan.staging.name
    # Addresses are a contract: folders, whatever the settings say.
    config.use_directory_urls = True
    if str(THEME) not in config.theme.dirs:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
    if plan.request.rename:
        config.site_name = plan.loaded.archive.registry.bulletin.name
    # Material prints it without escaping.
    config.site_name = escape(config.site_name)
    if config.nav is None:
        config.nav = navigation.default_navigation(plan.context._)
    config.markdown_extensions.append(Dialect())  # type: ignore[arg-type]  # MkDocs passes it on
    for extension, options in _DIALECT.items():
        config.mdx_configs[extension] = options | (config.mdx_configs.get(extension) or {})


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Remove items and calls from MkDocs's files, and add a page for each shell."""
    plan = build_state.shell_plan
    filter_files(
        files,
        config,
        ImageStore(plan.root, plan.loaded.archive.registry),
        plan.loaded.unpublished_images,
    )
    written = {file.src_uri for file in files.documentation_pages()}
    for path in sorted(written - {"index.md", "README.md"}):
        if navigation.address(path) in plan.addresses:
            raise _mkdocs_error(BulletinError(_ADDRESS_TAKEN, path=path))
    asked = navigation.addresses(config.nav)
    config.nav = list(navigation.existing_entries(config.nav or [], written, plan.addresses))
    plan.plan_shells(asked)
    for path in plan.sources:
        level = InclusionLevel.INCLUDED if navigation.address(path) in plan.named else InclusionLevel.NOT_IN_NAV
        if path not in files.src_uris:
            files.append(File.generated(config, path, content="", inclusion=level))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Find the page of each section, whose tab is active on all pages of the section."""
    build_state.name_sections(nav)
    for page in nav.pages:
        if build_state.has(page.file.src_uri) and page.title is None:
            page.title = navigation.section_title(page.url, build_state.shell_plan.context._)


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    """Give the theme the catalogue and the bulletin."""
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension(MinifyWhitespace)
    # Unescaped Chinese takes half the space, on every page.
    env.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    if folder := compiled_templates():
        env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(folder), "squeezed-theme-%s")
    env.globals.update(
        _=build_state.shell_plan.context._, bulletin=build_state.shell_plan.loaded.archive.registry.bulletin
    )


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Choose the template of a generated page: MkDocs asks for it before the next event."""
    if build_state.has(page.file.src_uri):
        page.meta["template"] = build_state.shell_plan.shell_key_of(
            build_state.shell_plan.sources[page.file.src_uri]
        ).template


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Keep what the dialect makes, and lead links to the pages of items, issues and calls."""
    plan = build_state.shell_plan
    return sanitize_page(html, page, plan.loaded.archive.withheld, plan.addresses)


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
    """Give the theme the marks of a shell, or the values of the page, and mark the section as active."""
    # A fork of MkDocs has another version, and must make the same pages.
    context["mkdocs_version"] = _VERSION
    if not build_state.has(page.file.src_uri):
        return context
    source = build_state.shell_plan.sources[page.file.src_uri]
    slots = MARKS if isinstance(source, ShellKey) else build_state.shell_plan.page_values(source)
    page.meta.update(slots=slots, title=slots["title"], description=slots["description"])
    page.canonical_url = slots["canonical"] if build_state.shell_plan.context.site_url else None
    page.toc = [{"url": "#text", "level": 1, "children": []}]  # type: ignore[assignment]
    build_state.set_section_active(source, on=True)
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Keep a shell; MkDocs writes no page whose output is empty."""
    if not build_state.has(page.file.src_uri):
        return output
    source = build_state.shell_plan.sources[page.file.src_uri]
    build_state.set_section_active(source, on=False)
    if isinstance(source, Route):
        return output
    build_state.shell_plan.shells[source] = Shell.parse(output)
    return ""


def on_template_context(context: Any, template_name: str, config: MkDocsConfig) -> Any:
    """Set the version on the 404 page, too."""
    context["mkdocs_version"] = _VERSION
    return context


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Leave the sitemap to the exports, which know all pages."""
    return "" if template_name == "sitemap.xml" else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Make all other pages, and put the new site in place."""
    if build_state.request.shells_only:
        return
    plan = build_state.shell_plan
    shells = plan.shell_set()
    build_state.clear()
    try:
        summary = build_site(plan.site, plan.root, replace(build_state.request, loaded=plan.loaded), shells).summary
    except BulletinError as error:
        raise _mkdocs_error(error) from error
    config.site_dir = str(plan.site)
    log.info("Site in %s: %d pages written, %d unchanged", plan.site, summary.pages_written, summary.pages_unchanged)


def on_build_error(error: Exception) -> None:
    """Remove the staging folder; the old site is unchanged."""
    build_state.clear()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> None:
    """Watch the folders that MkDocs does not know of."""
    root = build_state.request.root or Path(config.config_file_path).resolve().parent
    for folder in (root / "issues", root / "registry", THEME, Path(config.theme.custom_dir or THEME)):
        if folder.is_dir():
            server.watch(str(folder))


build.log.addFilter(GeneratedPageLogFilter(build_state))
