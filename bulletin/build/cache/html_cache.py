"""Rendered texts from one build to the next: python-markdown is paid once for a text, not once for a build."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from bulletin.build.cache import store
from bulletin.markdown.body import Body


def recall(root: Path) -> dict[bytes, Body]:
    """Return the rendered texts that were kept of the archive at *root*, if they are what we would render now.

    Raises store.CacheCorrupted.
    """
    kept = store.recall(_file(root))
    if kept is None or kept[0] != _edition():
        return {}
    return {key: Body(*body) for key, body in kept[1].items()}


def keep(root: Path, bodies: Mapping[bytes, Body]) -> None:
    """Keep rendered texts."""
    store.save(_file(root), (_edition(), {key: tuple(body) for key, body in bodies.items()}))


def _file(root: Path) -> Path:
    return root / ".cache" / "bodies"


def _edition() -> bytes:
    """Return what rendering hangs on beside the text: our own modules, and two libraries."""
    home = Path(__file__).parents[2]
    sources = [path.read_bytes() for path in sorted((home / "markdown").glob("*.py"))]
    return blake2b(repr((sources, version("markdown"), version("nh3"))).encode(), digest_size=16).digest()
