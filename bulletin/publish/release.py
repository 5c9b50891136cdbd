"""Publish an archive: build its site, audit it, and make it the current release."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bulletin.build.request import BuildRequest
from bulletin.content.loader import LoadedArchive
from bulletin.core.config import REQUIRED_FOLDERS, Project
from bulletin.core.i18n import N_
from bulletin.core.parallel import available_cores
from bulletin.core.problems import BulletinError
from bulletin.mkdocs_adapter import runner
from bulletin.model.archive import Archive
from bulletin.publish import access, manifest
from bulletin.publish.audit import AuditFailed, AuditFinding, AuditResult, AuditRules, audit_site, sensitive_finder
from bulletin.publish.headers import inline_script_hashes
from bulletin.publish.leak_terms import UnpublishedSources
from bulletin.publish.lock import publish_lock
from bulletin.publish.lost_addresses import LostAddress, lost_addresses
from bulletin.publish.store import SITE, ReleaseStore

DEFAULT_KEEP = 10
"""How many releases are kept by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishResult:
    """The result of a publication; the fields are the keys of ``--format json``."""

    release: str
    previous: str
    """The release that was current before, or ""."""
    changed: bool
    """Whether the current release is another than before."""
    files: int
    removed: tuple[str, ...]
    """The old releases that were removed."""
    closed_folder: str
    """The folder that keeps other users, such as the web server, from reading the release, or ""."""
    set_aside: str
    """The new name of a file or folder that was in the place of ``current``, or ""."""
    lost: tuple[LostAddress, ...] = ()
    """The addresses of the previous release that this one has no more."""


def publish(
    project: Project, request: BuildRequest, root: Path, *, keep: int = DEFAULT_KEEP, replace: bool = False
) -> PublishResult:
    """Build the archive that *request* holds, audit the site, and make it the current release in the folder *root*.

    A folder with releases of another archive is refused, unless *replace* says so. Raises PublishLocked where another
    process is publishing, AuditFailed where the site must not be published, and BulletinError where it cannot be
    written. In any case, also after a crash, readers see either the previous or the new release, complete.
    """
    store = ReleaseStore(root)
    if any(root.is_relative_to(project.root / name) for name in (*REQUIRED_FOLDERS, "registry")):
        raise BulletinError(N_("{folder} is among the texts of the archive; choose a folder outside."), folder=root)
    try:
        store.create()
        with publish_lock(root):
            if not replace:
                store.check_owner(request.archive.archive.registry.bulletin.identity)
            store.remove_leftovers()
            staging = store.make_staging_folder()
            try:
                return _publish_locked(project, request, store, staging, keep)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        message = N_("{folder} cannot be written: {reason}. Nothing was published; the old release is in force.")
        raise BulletinError(message, folder=error.filename or root, reason=error.strerror or error) from error


def _publish_locked(
    project: Project, request: BuildRequest, store: ReleaseStore, staging: Path, keep: int
) -> PublishResult:
    loaded = request.loaded
    if loaded is None:
        raise LookupError("there is nothing to publish")
    built = runner.build(project, request, staging / SITE)
    audited = _audit_build(project, loaded, built, request.jobs or available_cores())
    sums = manifest.format_manifest(audited.manifest, SITE)
    (staging / manifest.MANIFEST_NAME).write_text(sums, encoding="utf-8", newline="\n")
    store.keep_mtimes(built.site, audited.manifest)
    previous = store.current
    name = _unchanged_release(store, audited.manifest) or store.add(staging, manifest.digest_of(sums))
    lost = _lost_addresses(store, previous, audited.manifest)
    aside = store.make_current(name) if name != previous else ""
    store.set_owner(loaded.archive.registry.bulletin.identity)
    return PublishResult(
        release=name,
        previous=previous,
        changed=name != previous,
        files=len(audited.manifest),
        removed=tuple(store.prune(keep)),
        closed_folder=str(access.closed_folder(store.root) or ""),
        set_aside=aside,
        lost=lost,
    )


def _lost_addresses(store: ReleaseStore, previous: str, new: manifest.Manifest) -> tuple[LostAddress, ...]:
    """Return what the previous release had besides; of one without a manifest nobody knows."""
    try:
        return tuple(lost_addresses(store.read_manifest(previous), new)) if previous else ()
    except BulletinError:
        return ()


def _unchanged_release(store: ReleaseStore, new: manifest.Manifest) -> str:
    """Return the newest release if it is intact and holds the files of *new*, or ""."""
    try:
        name = store.release_names[-1]
        same = store.read_manifest(name) == new and not any(store.inspect(name))
    except (IndexError, BulletinError, OSError):
        return ""
    return name if same else ""


def _audit_build(project: Project, loaded: LoadedArchive, built: runner.FinishedBuild, jobs: int) -> AuditResult:
    unpublished = UnpublishedSources.read(project.root, loaded.archive)
    rules = AuditRules(
        site=built.site,
        base_url=f"{built.address.rstrip('/')}/" if built.address else "",
        leak_terms=unpublished.leak_terms,
        script_hashes=inline_script_hashes(project),
        find_sensitive=sensitive_finder(loaded.archive.registry),
    )
    audited = audit_site(rules, jobs)
    wrong = inventory_findings(loaded.archive, unpublished.paths, built.site, audited.manifest)
    if findings := (*audited.findings, *wrong):
        source = loaded.reading.sources.path_of_url
        raise AuditFailed(f._replace(source=source.get(f.address.removesuffix("index.html"), "")) for f in findings)
    return audited


def inventory_findings(
    archive: Archive, unpublished: Iterable[str], site: Path, files: manifest.Manifest
) -> Iterator[AuditFinding]:
    """Yield where the pages and data files of a site differ from the archive; *unpublished* are paths of sources."""
    items, issues = {item.id for item in archive.items}, {issue.id for issue in archive.issues}
    pages = {f"items/{name}/" for name in items | archive.tombstone.keys()} | {f"issues/{name}/" for name in issues}
    drafts = {f"{path.removeprefix('content/').removesuffix('.md')}/" for path in unpublished} - pages
    yield from (AuditFinding("absent", page) for page in pages if f"{page}index.html" not in files)
    yield from (AuditFinding("unexpected", page) for page in drafts if f"{page}index.html" in files)
    for name, ids in (("items", items), ("issues", issues)):
        address = f"data/{name}.json"
        facts = json.loads((site / address).read_text("utf-8"))[name] if address in files else []
        if {fact["id"] for fact in facts} != ids or len(facts) != len(ids):
            yield AuditFinding("count", address, f"{len(facts)} ≠ {len(ids)}")
