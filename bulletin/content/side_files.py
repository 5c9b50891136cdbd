"""What is looked into before any item is read: names of files, texts of the registry, hand-written pages, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bulletin.checks.sensitive.scan import scan_file_names, scan_registry_files
from bulletin.content import scan
from bulletin.core.problems import Problem
from bulletin.core.text import LIMIT
from bulletin.model.registry import Registry


def inspect(root: Path, files: scan.SourceTree, tables: Mapping[str, bytes], registry: Registry) -> Iterator[Problem]:
    """Yield what is wrong with all that is no item, issue or call of the archive at *root*."""
    yield from scan_registry_files(tables, registry)
    yield from scan_file_names([*files.items, *files.calls, *files.issues, *files.pages, *files.pictures], registry)
    if files.pages:
        from bulletin.content.static_pages import check_page

        resolver = files.link_resolver()
        for path in files.pages:
            try:
                with (root / path).open("rb") as file:
                    data = file.read(LIMIT + 1)
            except OSError as error:
                yield scan.unreadable_problem(path, error)
            else:
                yield from check_page(data, path, registry, resolver)
    if files.pictures:
        from bulletin.content.images import ImageStore

        image_store = ImageStore(root, registry)
        for path in files.pictures:
            yield from image_store.problems(path)
