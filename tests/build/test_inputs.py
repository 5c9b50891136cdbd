"""What pages and files declare that they depend on is whole: whatever they read while they are made is a part of it.

See :mod:`tests.support.recording` for what is recorded and what is not.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from bulletin.build.outputs import export_context, printer_of
from bulletin.build.printing import Printer
from bulletin.content.images import ImageStore
from bulletin.content.loader import load
from bulletin.exports import ExportContext, RowFile, csv_files, export_files, json_files, sitemap
from bulletin.model import keys
from bulletin.model.keys import Key
from bulletin.site import routes
from bulletin.site.context import RenderContext
from bulletin.site.pages.collections import topic
from bulletin.site.pages.stats import authors
from tests.support.coverage_of_reads import Alternatives, Covers, Read
from tests.support.paths import ROOT
from tests.support.recorded_values import Looked, Recorder
from tests.support.recording import forget, record

DAY = date(2026, 11, 22)
ROW_FILES: dict[str, Callable[[ExportContext], RowFile]] = {
    "data/items.json": lambda context: json_files.items_file(context.archive),
    "data/items.csv": csv_files.items_file,
    "data/adoptions.json": lambda context: json_files.adoptions_file(context.archive),
    "data/adoptions.csv": csv_files.adoptions_file,
}


@dataclass(frozen=True)
class Output:
    """A page or a file, and how it is made."""

    address: str
    kind: str
    inputs: frozenset[Key]
    make: Callable[[], object]


class Site:
    """All outputs of an archive, with what reads them."""

    def __init__(self, root: Path, recorder: Recorder, templates: Path) -> None:
        self.recorder = recorder
        loaded = load(root, DAY).require_valid()
        self.context = RenderContext(
            archive=loaded.archive,
            bodies=loaded.bodies,
            theme=(ROOT / "theme",),
            cache=templates,
            site_url="https://bulletin.example/",
        )
        self.covers = Covers(self.context.archive)
        pages = partial(recorder.note, "key", keys.PAGES)
        static = Looked(dict.fromkeys(loaded.static_page_urls), lambda *_: pages(), pages)
        texts = Looked(loaded.bodies, lambda path, _: recorder.note("text", path), lambda: None)
        # Those that tell what is looked up in them.
        object.__setattr__(self.context, "static_page_urls", static)
        object.__setattr__(self.context, "bodies", texts)
        self.outputs = [*self._pages(), *self._files(), *self._printed()]

    def missed(self, output: Output, inputs: frozenset[Key] | None = None) -> list[tuple[str, Alternatives]]:
        """Return what an output reads and does not declare."""
        reads: set[Read] = self.recorder.of(output.make)
        return list(self.covers.uncovered(reads, output.inputs if inputs is None else inputs))

    def _fresh(self) -> RenderContext:
        """Return a context without anything that was made for another output."""
        forget(self.context.archive)
        return RenderContext(**{field.name: getattr(self.context, field.name) for field in fields(self.context)})

    def _pages(self) -> Iterator[Output]:
        archive = self.context.archive
        for route in routes.all_routes(archive):
            make = partial(lambda route: routes.render(self._fresh(), route), route)
            yield Output(route.url, route.kind, frozenset(routes.inputs(archive, route)), make)

    def _files(self) -> Iterator[Output]:
        for number, file in enumerate(export_files(export_context(self.context))):
            make = partial(self._make_file, number, file.address)
            yield Output(file.address, re.sub(r"-.*|/.*/.*", "", file.address), frozenset(file.inputs), make)

    def _printed(self) -> Iterator[Output]:
        for number, file in enumerate(self._printer(self.context).files()):
            yield Output(file.address, "printed", frozenset(file.inputs), partial(self._make_printed, number))

    def _make_printed(self, number: int) -> object:
        printer = self._printer(self._fresh())
        with self.recorder.paused():
            file = next(islice(printer.files(), number, None))
        return file.document()

    def _printer(self, context: RenderContext) -> Printer:
        return printer_of(context, ImageStore(Path(), context.archive.registry))

    def _make_file(self, number: int, address: str) -> object:
        context = export_context(self._fresh())
        if address in ROW_FILES:
            return ROW_FILES[address](context).make()
        if address.startswith("sitemap"):
            return [file.make() for file in sitemap.files(context)]
        with self.recorder.paused():
            file = next(islice(export_files(context), number, None))
        return file.make()


def _put(root: Path, item: str, line: str) -> None:
    path = root / f"content/items/{item}.md"
    text = re.sub(rf"^{line.partition(':')[0]}:.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(text.replace("---\n", f"---\n{line}\n", 1), encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample, with what it lacks: withheld items, topics that share an address, long topics, busy authors."""
    root = tmp_path_factory.mktemp("archive")
    for name in ("content", "issues", "registry"):
        shutil.copytree(ROOT / name, root / name)
    _put(root, "2026/dangri-banshi", "audience: 限定")
    _put(root, "2026/bingzhen-bingxin", "expires: 2026-11-01")
    _put(root, "2026/chahe-menzhen", "topics: [AB, 干部监督]")
    _put(root, "2026/chayi-shitu", "topics: [ab]")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topic, "SPLIT", 12)
        patch.setattr(authors, "SECTION_LENGTH", 3)
        yield Site(root, record(patch), tmp_path_factory.mktemp("templates"))


@pytest.mark.slow
def test_what_is_read_is_declared(site: Site) -> None:
    missed = {output.address: found for output in site.outputs if (found := site.missed(output))}
    # An example of each is enough to see what is missing.
    assert not {address: (told, sorted(map(repr, some))[:5]) for address, ((told, some), *_) in missed.items()}


@pytest.mark.parametrize(
    ("address", "left_out"),
    [
        ("items/2026/chayi-shitu/", "related"),
        ("items/2026/chayi-shitu/", "text"),
        ("issues/2026/020/", "issue"),
        ("units/zzk/2026/", "listed"),
        ("units/zzk/", "result"),
        ("authors/", "authors"),
        ("calls/2026-laoganbu/", "members"),
        ("stats/2026-Q3/", "elapsed"),
        ("feeds/all.xml", "members"),
        ("data/items.json", "tombstones"),
    ],
)
def test_a_key_that_is_left_out_is_missed(site: Site, address: str, left_out: str) -> None:
    output = next(output for output in site.outputs if output.address == address)
    rest = frozenset(key for key in output.inputs if key[0] != left_out)
    assert rest != output.inputs
    assert not site.missed(output)
    assert site.missed(output, rest)
