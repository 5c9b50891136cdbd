"""One publication, from the archive's files to what readers see."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from bulletin.build.request import Order
from bulletin.content import scan
from bulletin.content.loader import Loaded
from bulletin.core.config import Place
from bulletin.core.i18n import LANGUAGES, N_, translator
from bulletin.core.parallel import cores
from bulletin.core.problems import BulletinError
from bulletin.mkdocs_adapter import runner as press
from bulletin.model.archive import Archive
from bulletin.model.field_types import CallId, Entries, IssueNumber, OneOf, Schema, Text, Texts
from bulletin.model.records import Item
from bulletin.model.schema import ITEM, item_schemas
from bulletin.publish import csp, manifest
from bulletin.publish.audit import Audit, Terms, audit
from bulletin.publish.faults import Fault, Unfit
from bulletin.publish.leak_terms import canaries
from bulletin.publish.lock import locked
from bulletin.publish.secrets import scanner
from bulletin.publish.store import SITE, Store

KEPT = 10
"""How many releases stay, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a publication did; the keys are those of ``--format json``."""

    release: str
    previous: str
    """The release that was in force before, or ""."""
    changed: bool
    """Whether readers see anything new."""
    files: int
    removed: tuple[str, ...]
    """Releases that were too old to keep."""


def publish(place: Place, order: Order, root: Path, *, keep: int = KEPT) -> Outcome:
    """Build the archive that *order* holds, look the site over, and put it in force in the folder *root*.

    Raises Busy where somebody else does so at this moment, Unfit where the site must not be published, and
    BulletinError where the disk does not let it be written. Whatever happens, and even where nothing more can
    happen, readers see the old release or the new one, whole.
    """
    store = Store(root)
    try:
        store.claim()
        with locked(root):
            store.sweep()
            aside = store.aside()
            try:
                return _publish(place, order, store, aside, keep)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        message = N_("{folder} cannot be written: {reason}. Nothing was published; the old release is in force.")
        raise BulletinError(message, folder=error.filename or root, reason=error.strerror or error) from error


def _publish(place: Place, order: Order, store: Store, aside: Path, keep: int) -> Outcome:
    loaded = order.loaded
    if loaded is None:
        raise LookupError("there is nothing to publish")
    built = press.build(place, order, aside / SITE)
    seen = _looked_over(place, loaded, built, order.jobs or cores())
    listed = manifest.text(seen.manifest, SITE)
    (aside / manifest.NAME).write_text(listed, encoding="utf-8", newline="\n")
    store.keep_times(built.site, seen.manifest)
    before, digest = store.current, sha256(listed.encode()).hexdigest()
    name = _again(store, seen.manifest) or store.add(aside, digest)
    if name != before:
        store.point(name)
    return Outcome(
        release=name,
        previous=before,
        changed=name != before,
        files=len(seen.manifest),
        removed=tuple(store.prune(keep)),
    )


def _again(store: Store, made: manifest.Manifest) -> str:
    """Return the newest release if it holds these very files, unharmed, or ""."""
    try:
        name = store.names[-1]
        same = store.manifest(name) == made and not any(store.differences(name))
    except (IndexError, BulletinError):
        return ""
    return name if same else ""


def _looked_over(place: Place, loaded: Loaded, built: press.Done, jobs: int) -> Audit:
    hidden = Hidden.of(place.root, loaded.archive)
    terms = Terms(
        site=built.site,
        root=f"{built.address.rstrip('/')}/" if built.address else "",
        canaries=hidden.canaries,
        scripts=csp.scripts(place),
        scan=scanner(loaded.archive.registry),
    )
    seen = audit(terms, jobs)
    if faults := (*seen.faults, *counted(loaded.archive, hidden.paths, built.site, seen.manifest)):
        raise Unfit(faults)
    return seen


class Hidden(NamedTuple):
    """What lies in the archive but is not published: the files, and of those that are withheld what they say."""

    paths: frozenset[str]
    canaries: Mapping[str, str]

    @classmethod
    def of(cls, root: Path, archive: Archive) -> Hidden:
        """Read the sources again, past the archive: what it does not show must not be seen."""
        files = scan.scan(root)
        published = {fact.path for facts in (archive.items, archive.issues, archive.calls) for fact in facts}
        published -= {item.path for item in archive.items if item.is_withheld}
        hidden = frozenset({*files.items, *files.issues, *files.calls} - published)

        def read(path: str) -> str:
            return (root / path).read_bytes().decode("utf-8", "replace")

        if not hidden:
            return cls(hidden, {})
        own = (said for language in LANGUAGES for pair in translator(language).sentences.items() for said in pair)
        shown = (read(path) for path in (*published, *files.pages, *files.registry) if path)
        left = (fact for item in archive.items if item.is_withheld for fact in _left(item))
        return cls(hidden, canaries({path: read(path) for path in hidden}, (*own, *_vocabulary(), *shown, *left)))


def _vocabulary() -> Iterator[str]:
    """Yield the words that front matter is written with, whatever it says."""
    for schema in item_schemas():
        yield from schema.names
        for spec in schema.fields:
            if isinstance(spec.type, OneOf):
                yield from (word for term in spec.type.terms for word in (term.value, *term.names))


def _left(item: Item) -> Iterator[str]:
    """Yield what of a withheld item stays to be seen, as figures hang on it."""
    yield from (item.id, item.path)
    yield from _texts(item, ITEM)


def _texts(record: object, schema: Schema) -> Iterator[str]:
    for spec in schema.fields:
        value: Any = getattr(record, spec.attribute)
        match spec.type:
            case Entries(schema=nested):
                yield from (text for entry in value for text in _texts(entry, nested))
            case Text() | IssueNumber() | CallId():
                yield value
            case Texts():
                yield from value


def counted(archive: Archive, hidden: Iterable[str], site: Path, made: manifest.Manifest) -> Iterator[Fault]:
    """Yield where pages and data do not agree with the archive."""
    items, issues = {item.id for item in archive.items}, {issue.id for issue in archive.issues}
    pages = {f"items/{name}/" for name in items | archive.notice.keys()} | {f"issues/{name}/" for name in issues}
    drafts = {f"{path.removeprefix('content/').removesuffix('.md')}/" for path in hidden} - pages
    yield from (Fault("absent", page) for page in pages if f"{page}index.html" not in made)
    yield from (Fault("unexpected", page) for page in drafts if f"{page}index.html" in made)
    for name, ids in (("items", items), ("issues", issues)):
        address = f"data/{name}.json"
        facts = json.loads((site / address).read_text("utf-8"))[name] if address in made else []
        if {fact["id"] for fact in facts} != ids or len(facts) != len(ids):
            yield Fault("count", address, f"{len(facts)} ≠ {len(ids)}")
